// The cost board as a table: a column a lane, a row a cost.

import type { TaskInfo } from '../../../shared/protocol/data.ts';
import { laneIds } from '../../../shared/protocol/lanes.ts';
import type { SnapshotOf } from '../../../shared/protocol/snapshots.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { useLaneNames } from '../../lane-names.ts';
import { usePage } from '../../store-context.tsx';
import styles from './cost.module.css';
import { type CostRow, countedRows, measuredRows } from './rows.ts';

interface Props {
  readonly task: TaskInfo;
  readonly measured: SnapshotOf<'cost'> | null;
}

export function CostTable({ task, measured }: Props) {
  const names = useLaneNames();
  const config = usePage((page) => page.config);
  const row = ({ label, help, write }: CostRow) => (
    <tr key={label}>
      <th scope="row" title={help}>
        {label}
      </th>
      {laneIds.map((lane) => (
        <td key={lane}>
          {write({
            model: lane === 'teacher' ? config.teacher : config.student,
            teacher: config.teacher,
            task,
            measured: measured?.lanes[lane] ?? null,
          })}
        </td>
      ))}
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.scroll} aria-label="Cost of each lane" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Cost</th>
            {laneIds.map((lane) => (
              <th key={lane} scope="col">
                <LineSample {...laneStyle(lane)} /> {names[lane]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{countedRows.map(row)}</tbody>
        <tbody>{measuredRows.map(row)}</tbody>
      </table>
      <p className={styles.note}>
        Times are medians, with the 95th percentile in brackets, from an input to an answer read back into
        JavaScript, warm, after training was flushed: on a GPU they hold the wait for the device, which small
        models spend most of their time in. Where one pass is too short for the browser’s clock, a reading is
        the mean of several. 8 and 4 bits: symmetric whole numbers with one scale for each output channel of a
        matrix, rounded to nearest; biases and norms stay floats, and computation does too.
      </p>
    </section>
  );
}
