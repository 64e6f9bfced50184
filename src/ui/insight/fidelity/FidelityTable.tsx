// The measures of each model in one table: a row a model, a column a measure.

import { type LaneId, laneIds } from '../../../shared/protocol/lanes.ts';
import type { Fidelity } from '../../../shared/protocol/snapshots.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { nats, percent } from '../../format.ts';
import { useLaneNames } from '../../lane-names.ts';
import { usePage } from '../../store-context.tsx';
import styles from './fidelity.module.css';

interface Column {
  readonly label: string;
  readonly help: string;
  readonly write: (fidelity: Fidelity) => string;
}

const columns: readonly Column[] = [
  { label: 'Accuracy', help: 'Share answered right', write: ({ accuracy }) => percent(accuracy) },
  {
    label: 'Agreement',
    help: 'Share answered as the teacher answers, right or wrong',
    write: ({ agreement }) => percent(agreement),
  },
  {
    label: 'KL to the teacher',
    help: 'Mean KL(teacher ‖ model) of whole distributions',
    write: ({ kl }) => nats(Math.max(0, kl)),
  },
  {
    label: 'Log-likelihood loss',
    help: 'Mean negative log-likelihood of the labels',
    write: ({ nll }) => nats(nll),
  },
  {
    label: 'Calibration error',
    help: 'Expected calibration error: mean distance of confidence and share right, 15 bins',
    write: ({ calibration }) => percent(calibration.error),
  },
];

const secondStyle = { color: 'var(--ink-soft)', dash: '1 3', width: 2 };

interface RowProps {
  readonly name: string;
  readonly style: { color: string; dash: string; width: number };
  readonly fidelity: Fidelity | null;
}

function Row({ name, style, fidelity }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <LineSample {...style} /> {name}
      </th>
      {columns.map(({ label, write }) => (
        <td key={label}>{fidelity === null ? '–' : write(fidelity)}</td>
      ))}
    </tr>
  );
}

interface Props {
  readonly lanes: Readonly<Record<LaneId, Fidelity>> | null;
  readonly second: Fidelity | null;
}

export function FidelityTable({ lanes, second }: Props) {
  const names = useLaneNames();
  const hasSecond = usePage((page) => (page.run?.config ?? page.config).train.secondTeacher);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.scroll} aria-label="Fidelity of each model" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Model</th>
            {columns.map(({ label, help }) => (
              <th key={label} scope="col" title={help}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {laneIds.map((lane) => (
            <Row key={lane} name={names[lane]} style={laneStyle(lane)} fidelity={lanes?.[lane] ?? null} />
          ))}
          <Row name="Second teacher" style={secondStyle} fidelity={second} />
        </tbody>
      </table>
      <p className={styles.explained}>
        {hasSecond
          ? 'The second teacher had the same recipe and data, other initial weights and batches: as often as it agrees, agreement comes for free.'
          : 'How much agreement comes for free? Switch on “Second teacher” under Training, More: the same recipe with other initial weights, at the price of training it.'}
      </p>
    </section>
  );
}
