// A number box between a "less" and a "more" button.

import type { NumberSpec } from '../../shared/params.ts';
import styles from './control.module.css';
import { NumberBox } from './NumberBox.tsx';
import { rung } from './number-steps.ts';

interface Props {
  readonly id: string;
  readonly spec: NumberSpec;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** What the number is, for the buttons' names. */
  readonly name: string;
  /** Where no `<label for>` names the box. */
  readonly label?: string;
  readonly describedBy?: string;
  readonly disabled?: boolean;
}

export function Stepper({ name, ...box }: Props) {
  const { spec, value, onChange, disabled = false } = box;
  const button = (direction: 1 | -1) => {
    const next = rung(spec, value, direction);
    const atEnd = next === value;
    const verb = direction > 0 ? 'Increase' : 'Decrease';
    return (
      // Stays focusable at its end: a disabled button would drop the keyboard's place.
      <button
        type="button"
        className={styles.stepButton}
        aria-disabled={atEnd || undefined}
        disabled={disabled}
        aria-label={atEnd ? `${verb} ${name}: at its limit` : `${verb} ${name} to ${next}`}
        onClick={() => {
          if (!atEnd) onChange(next);
        }}
      >
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
          <path
            d={direction > 0 ? 'M5 1v8M1 5h8' : 'M1 5h8'}
            stroke="currentColor"
            strokeWidth="1.4"
            fill="none"
          />
        </svg>
      </button>
    );
  };
  return (
    <span className={styles.stepper}>
      {button(-1)}
      <NumberBox {...box} presentation="stepper" />
      {button(1)}
    </span>
  );
}
