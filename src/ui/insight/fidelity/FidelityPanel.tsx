// How faithful each lane is, on inputs that nobody learnt and on those that were learnt: to the labels, to the teacher,
// and to its own confidence.

import { useRef, useState } from 'react';
import type { TaskInfo } from '../../../shared/protocol/data.ts';
import { laneIds } from '../../../shared/protocol/lanes.ts';
import type { SnapshotOf } from '../../../shared/protocol/snapshots.ts';
import { type FidelitySet, fidelitySets } from '../../../shared/protocol/watch.ts';
import { ToggleButton } from '../../charts/ToggleButton.tsx';
import { count } from '../../format.ts';
import { useLaneNames } from '../../lane-names.ts';
import { usePage } from '../../store-context.tsx';
import { useWatch } from '../../use-watch.ts';
import type { PanelProps } from '../panels.ts';
import { BinTable } from './BinTable.tsx';
import { FidelityTable } from './FidelityTable.tsx';
import styles from './fidelity.module.css';
import { Reliability } from './Reliability.tsx';

const sets: Readonly<Record<FidelitySet, { label: string; about: string }>> = {
  validation: { label: 'Validation', about: 'Nobody learnt these.' },
  seen: {
    label: 'Training, label in sight',
    about: 'All lanes learnt these labels: what is measured here is memory as much as skill.',
  },
  unseen: {
    label: 'Training, label hidden',
    about:
      'The teacher learnt these labels. The student may have heard the teacher here, but not the label; the control saw neither.',
  },
};

/** What was measured, of how much, and what it means. */
function about(set: FidelitySet, snapshot: SnapshotOf<'fidelity'> | null, task: TaskInfo): string {
  if (snapshot === null) return 'Measuring…';
  const { examples, of, lanes } = snapshot;
  const things = task.writes ? 'texts' : 'examples';
  if (lanes === null) return `There are none: every label is in sight.`;
  const share = examples === of ? count(of) : `${count(examples)} of ${count(of)}`;
  const tokens = task.writes ? ` (${count(lanes.teacher.rows)} tokens)` : '';
  return `${share} ${things}${tokens}, at T = 1. ${sets[set].about}`;
}

/** The panel; a default export, because it is loaded when it is opened. */
export default function FidelityPanel({ task }: PanelProps) {
  const names = useLaneNames();
  const root = useRef<HTMLDivElement>(null);
  const [set, setSet] = useState<FidelitySet>('validation');
  const newest = useWatch('fidelity', set, root);
  const hasRun = usePage((page) => page.run !== null);
  const stale = usePage((page) => page.stale);
  const snapshot = newest?.set === set ? newest : null;
  const lanes = snapshot?.lanes ?? null;
  return (
    <div ref={root} className={styles.fidelity}>
      <fieldset className={styles.sets}>
        <legend className="visually-hidden">Measured on</legend>
        {fidelitySets.map((id) => (
          <ToggleButton key={id} pressed={set === id} onPress={() => setSet(id)}>
            {sets[id].label}
          </ToggleButton>
        ))}
        <p className={styles.about}>
          {hasRun ? about(set, snapshot, task) : 'Press Run: fidelity is measured while the lanes learn.'}
          {stale ? ' From the settings before.' : ''}
        </p>
      </fieldset>
      <FidelityTable lanes={lanes} second={snapshot?.second ?? null} />
      <h3>Does confidence mean anything?</h3>
      <p className={styles.explained}>
        Predictions in 15 equal bins of confidence (sure, %): a bar is the share of its bin that was right
        (right, %); on the diagonal the two agree. Pale bars hold fewer than ten predictions; below, how many
        each bin holds.
      </p>
      <div className={styles.diagrams}>
        {laneIds.map((lane) => (
          <Reliability
            key={lane}
            lane={lane}
            name={names[lane]}
            calibration={lanes?.[lane].calibration ?? null}
          />
        ))}
      </div>
      <BinTable lanes={lanes} />
    </div>
  );
}
