// The X-ray: what the next update of student and control is made of. Shows what the worker measured, measures nothing.

import { useEffect, useRef, useState } from 'react';
import { controlWords } from '../../../shared/catalog/mistakes.ts';
import { gradientWarnings } from '../../../shared/gradient-warnings.ts';
import type { SnapshotOf } from '../../../shared/protocol/snapshots.ts';
import type { XrayItem } from '../../../shared/protocol/watch.ts';
import { count } from '../../format.ts';
import { usePage } from '../../store-context.tsx';
import { useWatch } from '../../use-watch.ts';
import type { PanelProps } from '../panels.ts';
import { remember, type Seen } from './history.ts';
import { ItemSplit } from './ItemSplit.tsx';
import { LaneView } from './LaneView.tsx';
import styles from './xray.module.css';

function useHistory(snapshot: SnapshotOf<'xray'> | null): readonly Seen[] {
  const runId = usePage((page) => page.run?.id ?? null);
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  useEffect(() => {
    setSeen(runId === null || snapshot === null ? [] : remember(runId, snapshot));
  }, [runId, snapshot]);
  return seen;
}

function useStatus(snapshot: SnapshotOf<'xray'> | null): string {
  const run = usePage((page) => page.run);
  const stale = usePage((page) => page.stale);
  if (run === null) return 'Press Run: the X-ray begins with the students’ first step.';
  if (snapshot === null) {
    return run.status?.phase === 'teacher' || run.status?.phase === 'assistant'
      ? 'The teacher learns first; the X-ray begins with the students’ first step.'
      : 'Waiting for the students’ next step…';
  }
  const when = `After ${count(snapshot.step)} steps, on the next batch.`;
  return stale ? `${when} From the settings before.` : when;
}

/** The panel; a default export, because it is loaded when it is opened. */
export default function XrayPanel({ task }: PanelProps) {
  const root = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<XrayItem>({ index: 0, place: 3 });
  const snapshot = useWatch('xray', asked, root);
  const config = usePage((page) => page.run?.config ?? page.config);
  const seen = useHistory(snapshot);
  const status = useStatus(snapshot);
  const names = {
    student: 'Student',
    control: controlWords(config.distill.control).title,
  } as const;
  return (
    <div ref={root} className={styles.xray}>
      <p className={styles.about}>
        {status} The gradient norm is how hard a term pulls at the weights: a term with a small norm hardly
        teaches anything, however large its value.
      </p>
      {gradientWarnings(config).map((warning) => (
        <p key={warning} className={styles.warning} role="note">
          {warning}
        </p>
      ))}
      <div className={styles.lanes}>
        {(['student', 'control'] as const).map((lane) => (
          <LaneView
            key={lane}
            lane={lane}
            name={names[lane]}
            xray={snapshot?.lanes[lane] ?? null}
            seen={seen}
          />
        ))}
      </div>
      <p className={styles.about}>
        Norm of the next update by the norm of the weights: about 0.001 (the tick) is usual; far above it
        learning is rough, far below it stands still. Bars are on a log scale from 10⁻⁶ to 1.
      </p>
      <ItemSplit task={task} item={snapshot?.item ?? null} asked={asked} names={names} onAsk={setAsked} />
    </div>
  );
}
