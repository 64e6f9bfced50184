// Error by place, behind the corpus's words and behind the lane's own: what a model suffers from never having read itself.

import { useMemo, useRef } from 'react';
import { useXAxisScale, useYAxisScale } from 'recharts';
import { studentLanes } from '../../../shared/protocol/lanes.ts';
import type { SnapshotOf } from '../../../shared/protocol/snapshots.ts';
import { linearAxis, stepAxis } from '../../../store/axes.ts';
import type { Point } from '../../../store/chart-data.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { Plot } from '../../charts/Plot.tsx';
import { linePath, marksPath } from '../../charts/paths.ts';
import { StepTick, valueTicks } from '../../charts/ticks.tsx';
import { count, nats } from '../../format.ts';
import { useLaneNames } from '../../lane-names.ts';
import { usePage } from '../../store-context.tsx';
import { useWatch } from '../../use-watch.ts';
import styles from './exposure.module.css';

type Snapshot = SnapshotOf<'exposure'>;
type Lane = (typeof studentLanes)[number];
type Text = 'corpus' | 'own';

/** The lane has its colour and dash everywhere; the text it reads is told by the mark. */
const texts: readonly { readonly id: Text; readonly label: string; readonly mark: 'none' | 'circle' }[] = [
  { id: 'corpus', label: 'behind the corpus', mark: 'none' },
  { id: 'own', label: 'behind its own words', mark: 'circle' },
];

/** Place 1 is the second token of a window, the first that is predicted. */
const pointsOf = (values: Float32Array): Point[] =>
  Array.from(values, (value, place) => ({ step: place + 1, value }));

const finite = (values: Float32Array): number[] => Array.from(values).filter(Number.isFinite);
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Both texts over the places where both count, so that the two means can be compared. */
function meansOf({ lanes }: Snapshot, lane: Lane): Readonly<Record<Text, number | null>> {
  const { corpus, own } = lanes[lane];
  const shared = Array.from(corpus.keys()).filter(
    (i) => Number.isFinite(corpus[i]) && Number.isFinite(own[i]),
  );
  return { corpus: mean(shared.map((i) => corpus[i] ?? 0)), own: mean(shared.map((i) => own[i] ?? 0)) };
}

function Lines({ snapshot }: { readonly snapshot: Snapshot }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  return studentLanes.flatMap((lane) =>
    texts.map(({ id, mark }) => {
      const points = pointsOf(snapshot.lanes[lane][id]);
      const { color, dash, width } = laneStyle(lane);
      return (
        <g key={`${lane}.${id}`}>
          <path
            d={linePath(points, x, y, 0)}
            fill="none"
            stroke={color}
            strokeWidth={width}
            strokeDasharray={dash}
          />
          <path d={marksPath(mark, points, x, y, 0)} fill="var(--panel)" stroke={color} strokeWidth="1.5" />
        </g>
      );
    }),
  );
}

function Means({ snapshot }: { readonly snapshot: Snapshot }) {
  const names = useLaneNames();
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">
        Mean KL(teacher ‖ lane) over the places that both texts have
      </caption>
      <thead>
        <tr>
          <th scope="col">KL(teacher ‖ lane)</th>
          {texts.map(({ id, label }) => (
            <th key={id} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">times as far</th>
        </tr>
      </thead>
      <tbody>
        {studentLanes.map((lane) => {
          const means = meansOf(snapshot, lane);
          const times = means.own === null || !means.corpus ? '–' : (means.own / means.corpus).toFixed(2);
          return (
            <tr key={lane}>
              <th scope="row">{names[lane]}</th>
              {texts.map(({ id }) => (
                <td key={id}>{nats(means[id])}</td>
              ))}
              <td>{times}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Diagram({ snapshot }: { readonly snapshot: Snapshot }) {
  const all = studentLanes.flatMap((lane) => texts.flatMap(({ id }) => finite(snapshot.lanes[lane][id])));
  const places = snapshot.lanes.student.corpus.length;
  const x = useMemo(() => stepAxis(places), [places]);
  return (
    <div className={styles.plot} aria-hidden="true">
      <Plot
        x={x}
        y={linearAxis(0, Math.max(0.01, ...all))}
        xTick={StepTick}
        yTick={valueTicks.nats}
        xTitle="place"
        yTitle="nats"
      >
        <Lines snapshot={snapshot} />
      </Plot>
    </div>
  );
}

/** The panel; a default export, because it is loaded when it is opened. */
export default function ExposurePanel() {
  const names = useLaneNames();
  const root = useRef<HTMLDivElement>(null);
  const snapshot = useWatch('exposure', true, root);
  const hasRun = usePage((page) => page.run !== null);
  const stale = usePage((page) => page.stale);
  return (
    <div ref={root} className={styles.exposure}>
      <p className={styles.about}>
        How far student and control are from the teacher at each place of a window: reading validation text,
        and reading what they wrote themselves at sampling temperature 1. A model that was only shown other
        people’s text errs more behind its own words (exposure bias); an on-policy share above 0 works against
        that.
        {stale ? ' From the settings before.' : ''}
      </p>
      {snapshot === null ? (
        <p className={styles.empty}>
          {hasRun ? 'Measuring: both lanes write first…' : 'Press Run: errors by place appear here.'}
        </p>
      ) : (
        <>
          <ul className={styles.legend}>
            {studentLanes.flatMap((lane) =>
              texts.map(({ id, label, mark }) => (
                <li key={`${lane}.${id}`}>
                  <LineSample {...laneStyle(lane)} mark={mark} length={28} />
                  {names[lane]} {label}
                </li>
              )),
            )}
          </ul>
          <Diagram snapshot={snapshot} />
          <Means snapshot={snapshot} />
          <p className={styles.about}>
            Mean over {count(snapshot.windows)} validation windows; the first {count(snapshot.prompt)} tokens
            are given, what follows is written. The means are over the places that both texts have.
          </p>
        </>
      )}
    </div>
  );
}
