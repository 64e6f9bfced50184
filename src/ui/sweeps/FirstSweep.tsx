// Before there is a sweep: what one is, and a ready-made one that a single press starts.

import { useMemo, useRef } from 'react';
import { usePage } from '../store-context.tsx';
import { useOnScreen } from '../use-on-screen.ts';
import { useSettled } from '../use-settled.ts';
import { Amount } from './Amount.tsx';
import { planDelayMs, planOf, usualDraft, usualWorkers } from './draft.ts';
import styles from './sweeps.module.css';
import { useSweeps } from './use-sweeps.ts';

export function FirstSweep({ onOther }: { onOther(): void }) {
  const row = useRef<HTMLDivElement>(null);
  const current = usePage((page) => page.config);
  const config = useSettled(current, planDelayMs, useOnScreen(row));
  const begin = useSweeps((state) => state.begin);
  const plan = useMemo(() => planOf(usualDraft(config), config), [config]);
  return (
    <>
      <p className="soft">
        A sweep runs the experiment, as it is set, once for each combination of one or two settings, in the
        background: what you train meanwhile goes on. No sweep has been made here yet. Ready-made: temperature
        and alpha, five values each.
      </p>
      <div ref={row} className={styles.row}>
        {typeof plan === 'string' ? null : (
          <button
            type="button"
            className="button"
            data-primary
            onClick={() => {
              const asked = planOf(usualDraft(current), current);
              if (typeof asked !== 'string') void begin(asked, usualWorkers());
            }}
          >
            Start temperature × alpha
          </button>
        )}
        <button type="button" className="button" onClick={onOther}>
          Vary something else…
        </button>
        {typeof plan === 'string' ? null : <Amount plan={plan} workers={usualWorkers()} />}
      </div>
    </>
  );
}
