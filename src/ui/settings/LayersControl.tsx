// The hidden layers of a network: one row each with its width, and a button that adds one.

import { useId } from 'react';
import { integer, type LayersSpec } from '../../shared/params.ts';
import { Marks, ResetButton, tagId } from './ControlFrame.tsx';
import styles from './model.module.css';
import { Stepper } from './Stepper.tsx';
import type { Param } from './use-param.ts';

export function LayersControl({ param }: { readonly param: Param<LayersSpec, readonly number[]> }) {
  const id = useId();
  const { spec, value: widths, locked, set } = param;
  const width = integer({
    label: 'Units',
    help: '',
    min: spec.minWidth,
    max: spec.maxWidth,
    scale: 'log',
    default: spec.minWidth,
  });
  const full = widths.length >= spec.maxLayers;
  return (
    <fieldset
      aria-label={spec.label}
      aria-describedby={tagId(id)}
      className={styles.layers}
      data-changed={param.changed || undefined}
    >
      {widths.map((units, at) => {
        const name = `layer ${at + 1}`;
        return (
          <div key={name} className={styles.layer}>
            <span className={styles.place} aria-hidden="true">
              {at + 1}
            </span>
            <Stepper
              id={`${id}-${at}`}
              spec={width}
              value={units}
              name={`units of ${name}`}
              label={`Units of ${name}`}
              disabled={locked}
              onChange={(next) => set(widths.with(at, next))}
            />
            <button
              type="button"
              className={styles.remove}
              disabled={locked}
              aria-label={`Remove ${name}`}
              title={`Remove ${name}`}
              onClick={() => {
                document.getElementById(id)?.focus();
                set(widths.toSpliced(at, 1));
              }}
            >
              <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
                <path d="M1.5 1.5l7 7M8.5 1.5l-7 7" stroke="currentColor" strokeWidth="1.4" />
              </svg>
            </button>
          </div>
        );
      })}
      <div className={styles.layersEnd}>
        <button
          type="button"
          id={id}
          className={styles.add}
          disabled={locked}
          aria-disabled={full || undefined}
          onClick={() => {
            if (!full) set([...widths, widths.at(-1) ?? 16]);
          }}
        >
          {full ? `${spec.maxLayers} at most` : '+ Layer'}
        </button>
        <Marks param={param} id={id} />
        <ResetButton param={param} id={id} />
      </div>
    </fieldset>
  );
}
