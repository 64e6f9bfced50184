// One axis of the form: which setting, and its values, typed or ticked.

import { useId } from 'react';
import type { Config } from '../../shared/config.ts';
import { readAxis } from '../../shared/sweep/axis.ts';
import { labelOf, writeValue } from '../../store/runs/saved-run.ts';
import { type AxisDraft, axisAt, choicesOf, groupsOf, hintOf, withChoice } from './draft.ts';
import styles from './sweeps.module.css';

interface Props {
  readonly title: string;
  readonly config: Config;
  readonly draft: AxisDraft;
  /** The setting of the other axis. */
  readonly other: string;
  readonly isOptional: boolean;
  onChange(draft: AxisDraft): void;
}

export function AxisFields({ title, config, draft, other, isOptional, onChange }: Props) {
  const id = useId();
  const groups = groupsOf(config);
  const spec = groups.flatMap(({ params }) => params).find(([path]) => path === draft.path)?.[1];
  const axis = draft.path === '' ? null : readAxis(draft.path, draft.written, config);
  const choices = spec === undefined ? null : choicesOf(spec);
  const isBad = typeof axis === 'string';
  const preview =
    axis === null || isBad ? axis : axis.values.map((value) => writeValue(axis.spec, value)).join(', ');
  return (
    <fieldset className={styles.axis}>
      <legend>{title}</legend>
      <label htmlFor={id}>Setting</label>
      <select
        id={id}
        className="field"
        value={draft.path}
        onChange={({ target }) => onChange(axisAt(config, target.value))}
      >
        {isOptional ? <option value="">none</option> : null}
        {groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.params
              .filter(([path]) => path !== other)
              .map(([path, row]) => (
                <option key={path} value={path}>
                  {labelOf(path, row)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {spec === undefined ? null : choices === null ? (
        <>
          <label htmlFor={`${id}-values`}>Values</label>
          <input
            id={`${id}-values`}
            className="field"
            value={draft.written}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={`${id}-hint ${id}-preview`}
            aria-invalid={isBad}
            onChange={({ target }) => onChange({ ...draft, written: target.value })}
          />
          <p id={`${id}-hint`} className={styles.hint}>
            {hintOf(spec)}
          </p>
        </>
      ) : (
        <fieldset className={styles.choices} aria-label={`Values of ${labelOf(draft.path, spec)}`}>
          {choices.map(({ value, label }) => (
            <label key={value}>
              <input
                type="checkbox"
                checked={draft.written.split(',').includes(value)}
                onChange={({ target }) =>
                  onChange({ ...draft, written: withChoice(spec, draft.written, value, target.checked) })
                }
              />
              {label}
            </label>
          ))}
        </fieldset>
      )}
      <p id={`${id}-preview`} className={isBad ? styles.bad : styles.hint}>
        {preview}
      </p>
    </fieldset>
  );
}
