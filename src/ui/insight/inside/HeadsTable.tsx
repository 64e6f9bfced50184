// All heads in numbers: how wide and how far each looks, and how near the teacher has one like it.

import type { TextInside } from '../../../shared/protocol/inside.ts';
import { type LaneId, laneIds, studentLanes } from '../../../shared/protocol/lanes.ts';
import { nats } from '../../format.ts';
import type { LaneNames } from '../../lane-names.ts';
import { nearestOf } from './HeadDetail.tsx';
import { headName } from './HeadsPicture.tsx';
import styles from './inside.module.css';
import { figure } from './words.ts';

interface Props {
  readonly seen: TextInside;
  readonly names: LaneNames;
}

function Rows({ seen, names, lane }: Props & { readonly lane: LaneId }) {
  const { heads, entropy, lookBack } = seen.lanes[lane];
  return Array.from(entropy, (nat, head) => {
    const nearest = nearestOf(seen, { lane, head });
    return (
      <tr key={head}>
        <th scope="row">
          {names[lane]}, {headName(head, heads)}
        </th>
        <td>{nats(nat)}</td>
        <td>{figure(lookBack[head])}</td>
        <td>{nearest === null ? '' : `layer ${nearest.layer + 1}, head ${nearest.head + 1}`}</td>
        <td>{nearest === null ? '' : `${figure(nearest.distance)} nats`}</td>
      </tr>
    );
  });
}

export function HeadsTable({ seen, names }: Props) {
  return (
    <details className={styles.words}>
      <summary>All heads in numbers</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label="All heads in numbers" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">head</th>
              <th scope="col">entropy</th>
              <th scope="col">tokens back</th>
              <th scope="col">nearest of the teacher’s</th>
              <th scope="col">distance</th>
            </tr>
          </thead>
          <tbody>
            {laneIds.map((lane) => (
              <Rows key={lane} seen={seen} names={names} lane={lane} />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** How near the teacher's heads the others' are, in one figure each. */
export function Distances({ seen, names }: Props) {
  const mean = (lane: 'student' | 'control') =>
    seen.nearest[lane].reduce((sum, { distance }) => sum + distance, 0) / seen.nearest[lane].length;
  return (
    <section className={styles.detail} aria-labelledby="inside-distances">
      <h3 id="inside-distances">Do they look where the teacher looks?</h3>
      <p className={styles.words}>
        From a head to the nearest of the teacher’s, on average:{' '}
        {studentLanes.map((lane, i) => (
          <span key={lane}>
            {i === 0 ? '' : ', '}
            <strong data-lane={lane}>
              {names[lane]} {figure(mean(lane))} nats
            </strong>
          </span>
        ))}
        .{' '}
        <span className={styles.about}>
          The distance is the Jensen–Shannon divergence of two heads’ rows, mean over the tokens of this text
          but the first: 0 for heads that look alike, 0.693 (ln 2) for heads that never look at the same
          token. Entropy and look-back are means over the same tokens.
        </span>
      </p>
      <HeadsTable seen={seen} names={names} />
    </section>
  );
}
