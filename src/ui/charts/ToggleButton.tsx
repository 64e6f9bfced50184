// A small button that stays pressed.

import type { ReactNode } from 'react';
import styles from './CurvesPanel.module.css';

interface Props {
  readonly pressed: boolean;
  onPress(pressed: boolean): void;
  readonly title?: string;
  /** Why it cannot be pressed now: said in the title's place. */
  readonly why?: string | null;
  readonly children: ReactNode;
}

export function ToggleButton({ pressed, onPress, title, why = null, children }: Props) {
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-pressed={pressed}
      aria-disabled={why !== null || undefined}
      title={why ?? title}
      onClick={() => {
        if (why === null) onPress(!pressed);
      }}
    >
      {children}
    </button>
  );
}
