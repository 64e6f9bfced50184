// The experiment over several seeds, figure by figure: how far chance alone goes, and what is left of the gain.

import { drawnBySeed } from '../../../shared/seeds.ts';
import { holdsZero, type Spread, spreadOf } from '../../../shared/statistics.ts';
import { lastOf, type RunRecord } from '../../../store/session-runs.ts';
import { duration, nats, percent, signed } from '../../format.ts';
import { usePage } from '../../store-context.tsx';
import { useSpread } from '../../use-spread.ts';
import styles from './seeds.module.css';

interface Column {
  readonly label: string;
  readonly of: (run: RunRecord) => number | null;
  readonly write: (value: number) => string;
}

function useColumns(): readonly Column[] {
  const { spread } = useSpread();
  const { column, unit, label } = spread.measure;
  const isShare = unit === 'points';
  const write = (value: number) => (isShare ? percent(value) : nats(value));
  const gainOf = new Map(spread.seeds.map(({ seed, gain }) => [seed, gain]));
  return [
    ...(['teacher', 'student', 'control'] as const).map(
      (lane): Column => ({
        label: `${lane[0]?.toUpperCase()}${lane.slice(1)}, ${label}`,
        of: (run) => lastOf(run, `${lane}.${column}`),
        write,
      }),
    ),
    {
      label: `Gain, ${unit}`,
      of: ({ config }) => gainOf.get(config.seed) ?? null,
      write: (value) => signed(value, isShare ? 1 : 3),
    },
    { label: 'Agreement of the student', of: (run) => lastOf(run, 'student.agreement'), write: percent },
  ];
}

const summaries: readonly { label: string; of: (spread: Spread, write: Column['write']) => string }[] = [
  { label: 'Mean', of: ({ mean }, write) => write(mean) },
  { label: 'Standard deviation', of: ({ deviation }, write) => write(deviation).replace('+', '') },
  {
    label: '95 % interval of the mean',
    of: ({ interval }, write) => `${write(interval[0])} to ${write(interval[1])}`,
  },
];

function SeedsTable({ runs }: { readonly runs: readonly RunRecord[] }) {
  const columns = useColumns();
  const spreads = columns.map(({ of }) => spreadOf(runs.flatMap((run) => of(run) ?? [])));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.scroll} aria-label="Figures of each seed" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {['Seed', ...columns.map(({ label }) => label), 'Backend', 'Time'].map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <th scope="row">{run.config.seed}</th>
              {columns.map(({ label, of, write }) => {
                const value = of(run);
                return <td key={label}>{value === null ? '–' : write(value)}</td>;
              })}
              <td>{run.backend}</td>
              <td>{duration(run.elapsedMs)}</td>
            </tr>
          ))}
        </tbody>
        {runs.length < 2 ? null : (
          <tfoot>
            {summaries.map(({ label, of }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {columns.map((column, i) => {
                  const spread = spreads[i];
                  const isKnown = spread !== undefined && spread.count > 1;
                  return <td key={column.label}>{isKnown ? of(spread, column.write) : '–'}</td>;
                })}
                <td />
                <td />
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </section>
  );
}

/** The panel; a default export, because it is loaded when it is opened. */
export default function SeedsPanel() {
  const { runs, spread } = useSpread();
  const config = usePage((page) => page.run?.config ?? page.config);
  const verdict =
    spread.count < 2
      ? 'One run says nothing of chance: choose a number of seeds beside the gain, above, and press Repeat.'
      : holdsZero(spread)
        ? 'No difference seen: the interval of the gain holds zero. More seeds make it narrower.'
        : `The interval of the gain lies ${spread.mean > 0 ? 'above' : 'below'} zero: over these seeds the ${spread.mean > 0 ? 'student is ahead of the control' : 'control is ahead of the student'}.`;
  return (
    <div className={styles.seeds}>
      <p>{verdict}</p>
      {runs.length === 0 ? null : <SeedsTable runs={runs} />}
      <p className={styles.note}>
        Each seed draws anew: {drawnBySeed(config)}. The teacher is trained anew for each. Runs in which a
        knob was turned do not count. The interval is that of the mean, by Student’s t with one degree of
        freedom less than seeds, and takes the seeds for independent draws; the charts’ bands are the same
        interval at each step, cut to what the measure can be. In the terminal: <code>--seeds 5</code>.
      </p>
    </div>
  );
}
