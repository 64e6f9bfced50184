// A small button that stays pressed.

import type { ReactNode } from 'react';
import styles from './CurvesPanel.module.css';

interface Props {
  readonly pressed: boolean;
  onPress(pressed: boolean): void;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

export function ToggleButton({ pressed, onPress, disabled = false, title, children }: Props) {
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-pressed={pressed}
      disabled={disabled}
      title={title}
      onClick={() => onPress(!pressed)}
    >
      {children}
    </button>
  );
}
