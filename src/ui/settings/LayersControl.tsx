// The hidden layers of a network: one row each with its width, and a button that adds one.

import { useId } from 'react';
import { integer, type LayersSpec } from '../../shared/params.ts';
import { ControlFrame, labelId, tagId } from './ControlFrame.tsx';
import styles from './model.module.css';
import { Stepper } from './Stepper.tsx';
import type { Param } from './use-param.ts';

export function LayersControl({ param }: { readonly param: Param<LayersSpec, readonly number[]> }) {
  const id = useId();
  const { spec, value: widths, set } = param;
  const width = integer({
    label: 'Units',
    help: '',
    min: spec.minWidth,
    max: spec.maxWidth,
    scale: 'log',
    default: spec.minWidth,
  });
  const full = widths.length >= spec.maxLayers;
  const focusAdd = () => document.getElementById(id)?.focus();
  return (
    <ControlFrame param={param} id={id} grouped>
      <div role="group" aria-labelledby={labelId(id)} aria-describedby={tagId(id)} className={styles.layers}>
        {widths.map((units, at) => {
          const name = `layer ${at + 1}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the list and nothing else
            <div key={at} className={styles.layer}>
              <Stepper
                id={`${id}-${at}`}
                spec={width}
                value={units}
                name={`units of ${name}`}
                label={`Units of ${name}`}
                onChange={(next) => set(widths.with(at, next))}
              />
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove ${name}`}
                onClick={() => {
                  focusAdd();
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
        <button
          type="button"
          id={id}
          className={styles.add}
          aria-disabled={full || undefined}
          onClick={() => {
            if (!full) set([...widths, widths.at(-1) ?? 16]);
          }}
        >
          {full ? `${spec.maxLayers} layers at most` : '+ Add layer'}
        </button>
      </div>
    </ControlFrame>
  );
}
