// The cost board: what each lane's model costs to keep and to run, and which of this session's models are worth their size.

import { useEffect, useRef, useState } from 'react';
import type { SnapshotOf } from '../../../shared/protocol/snapshots.ts';
import { count } from '../../format.ts';
import { usePage } from '../../store-context.tsx';
import { useWatch } from '../../use-watch.ts';
import type { PanelProps } from '../panels.ts';
import { CostTable } from './CostTable.tsx';
import styles from './cost.module.css';
import { SessionScatter } from './SessionScatter.tsx';

/** Where and when the times were taken, and how. */
function about(measured: SnapshotOf<'cost'> | null, isMeasuring: boolean, hasRun: boolean): string {
  if (isMeasuring) return 'Measuring; training waits meanwhile…';
  if (measured === null) {
    return hasRun
      ? 'Times each model on this device and stores it in 8 and in 4 bits. Takes a few seconds; training waits meanwhile.'
      : 'Press Run first: times and accuracies belong to trained models.';
  }
  const { backend, teacherStep, studentStep } = measured;
  return `Measured on ${backend} at teacher step ${count(teacherStep)}, student step ${count(studentStep)}.`;
}

/** The panel; a default export, because it is loaded when it is opened. */
export default function CostPanel({ task }: PanelProps) {
  const root = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const runId = usePage((page) => page.run?.id ?? null);
  const stale = usePage((page) => page.stale);
  const newest = useWatch('cost', asked, root);
  // Settings changed: what was measured belongs to other models than those counted beside it.
  const measured = stale ? null : newest;
  const isMeasuring = asked !== null && measured?.asked !== asked;
  const canMeasure = runId !== null && !stale && !isMeasuring;

  // Another run has other models: nothing is asked of them yet.
  useEffect(() => setAsked(null), [runId, stale]);

  return (
    <div ref={root} className={styles.cost}>
      <div className={styles.ask}>
        <button
          type="button"
          className="button"
          aria-disabled={!canMeasure}
          data-disabled={!canMeasure || undefined}
          onClick={() => {
            if (canMeasure) setAsked((newest?.asked ?? asked ?? 0) + 1);
          }}
        >
          {measured === null ? 'Measure on this device' : 'Measure again'}
        </button>
        <p role="status">{about(measured, isMeasuring, runId !== null && !stale)}</p>
      </div>
      <CostTable task={task} measured={measured} />
      <SessionScatter />
    </div>
  );
}
