// Radio buttons that look like segments or like picture buttons. The native inputs cover their labels, unseen.

import { type ReactNode, useId } from 'react';
import styles from './radio-buttons.module.css';

interface RadioOption {
  readonly value: string;
  readonly label: string;
  readonly help?: string;
}

interface Props {
  /** id of the chosen radio button, which takes the focus. */
  readonly id: string;
  readonly look: 'segments' | 'pictures';
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly options: readonly RadioOption[];
  readonly value: string;
  readonly pictures?: Readonly<Record<string, ReactNode>>;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

export function RadioButtons(props: Props) {
  const { id, look, labelledBy, describedBy, options, value, pictures, disabled = false, onChange } = props;
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className={styles[look]}
    >
      {options.map((option) => (
        <label key={option.value} className={styles.option} title={option.help}>
          <input
            type="radio"
            id={option.value === value ? id : undefined}
            className={styles.input}
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled}
            onChange={() => onChange(option.value)}
          />
          {pictures?.[option.value]}
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
