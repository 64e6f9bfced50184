// How many labels the student may see: what distillation is for, and so the most prominent setting of all.

import { useState } from 'react';
import { hiddenClassOf } from '../../shared/config.ts';
import type { NumberSpec } from '../../shared/params.ts';
import { count } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { NumberControl } from './NumberControl.tsx';
import styles from './settings.module.css';
import { type Param, useParam } from './use-param.ts';

/** "80 of 4,000 · 10 per class" */
function describe(
  labels: number,
  trainSize: number,
  classes: number | null,
  /** Where a class is hidden: labels of the others in sight. */
  othersSeen: number | null,
): string {
  if (othersSeen !== null && labels >= othersSeen) return `all ${count(othersSeen)} of the other classes`;
  if (labels >= trainSize) return `all ${count(trainSize)} · nothing is hidden from the student`;
  if (classes === null) return `${count(labels)} of ${count(trainSize)}`;
  const low = Math.floor(labels / classes);
  const high = Math.ceil(labels / classes);
  const each = low === high ? `${count(low)}` : `${count(low)} or ${count(high)}`;
  return `${count(labels)} of ${count(trainSize)} · ${each} per class`;
}

export function LabelsControl() {
  const param = useParam('distill.labels') as Param<NumberSpec, number> | null;
  const trainSize = usePage(({ task }) => task?.trainSize ?? null);
  const isHidden = usePage(({ config }) => hiddenClassOf(config) !== null);
  const classes = usePage(({ task }) => (task?.classes.length ?? 1) - Number(isHidden));
  const seen = usePage(({ task }) => task?.labelsSeen ?? null);
  // While the next data are made the slider keeps its range.
  const [top, setTop] = useState(trainSize);
  if (trainSize !== null && trainSize !== top) setTop(trainSize);
  const writes = usePage(({ task }) => task?.writes ?? false);
  const passage = usePage(({ config, task }) => {
    if (config.task.kind !== 'text' || task === null) return null;
    return config.task.corpus === 'arithmetic' ? ' problems' : ` · ${task.inputs} tokens each`;
  });
  if (param === null) return null;
  const { spec, value, locked, set } = param;
  const limited = top === null || top < 2 ? spec : { ...spec, max: Math.min(spec.max, top) };
  return (
    <div className={styles.labels}>
      <NumberControl
        param={{ ...param, spec: limited }}
        trailing={
          <button
            type="button"
            className={styles.all}
            disabled={locked}
            aria-label={top === null ? 'All labels' : `All ${count(top)} labels`}
            aria-disabled={top === null || undefined}
            aria-pressed={top !== null && value >= top}
            onClick={() => {
              if (top !== null) set(top);
            }}
          >
            all
          </button>
        }
      />
      <p className={styles.labelsSeen}>
        {trainSize === null
          ? '…'
          : describe(Math.min(value, trainSize), trainSize, writes ? null : classes, isHidden ? seen : null)}
        {passage}
      </p>
    </div>
  );
}
