// A typed number: taken over on Enter or when the field is left, clamped, and the clamping said; Escape restores.

import { type KeyboardEvent, useEffect, useState } from 'react';
import type { NumberSpec } from '../../shared/params.ts';
import styles from './control.module.css';
import { nudge, type Presentation, readTyped, rung } from './number-steps.ts';

interface Props {
  readonly id: string;
  readonly spec: NumberSpec;
  readonly value: number;
  readonly presentation: Presentation;
  readonly onChange: (value: number) => void;
  /** Where no `<label for>` names the field. */
  readonly label?: string;
  readonly describedBy?: string;
  readonly disabled?: boolean;
}

/** How long a remark on what was typed stays. */
const saidMs = 6000;

export function NumberBox(props: Props) {
  const { id, spec, value, presentation, onChange, label, describedBy, disabled = false } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), saidMs);
    return () => clearTimeout(timer);
  }, [said]);

  function commit(): void {
    if (draft === null) return;
    const read = readTyped(spec, draft, value);
    setDraft(null);
    setSaid(read.said);
    if (read.value !== value) onChange(read.value);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
      setSaid('');
    } else if (direction !== 0) {
      event.preventDefault();
      const from = draft === null ? value : readTyped(spec, draft, value).value;
      setDraft(null);
      if (presentation === 'slider') onChange(nudge(spec, from, direction));
      else if (presentation === 'stepper') onChange(rung(spec, from, direction));
      else onChange(Math.min(spec.max, Math.max(spec.min, from + direction * spec.step)));
    }
  }

  return (
    <span className={styles.box} data-wide={presentation === 'field' || undefined}>
      <input
        id={id}
        type="text"
        inputMode={spec.integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        className={styles.boxInput}
        aria-label={label}
        aria-describedby={describedBy}
        disabled={disabled}
        value={draft ?? String(value)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      <span role="status" className={said === '' ? undefined : styles.said}>
        {said}
      </span>
    </span>
  );
}
