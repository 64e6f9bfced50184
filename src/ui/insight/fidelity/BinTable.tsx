// The reliability diagrams as numbers, for whoever reads rather than looks.

import { type LaneId, laneIds } from '../../../shared/protocol/lanes.ts';
import type { Fidelity } from '../../../shared/protocol/snapshots.ts';
import { count, percent } from '../../format.ts';
import { useLaneNames } from '../../lane-names.ts';
import styles from './fidelity.module.css';

export function BinTable({ lanes }: { readonly lanes: Readonly<Record<LaneId, Fidelity>> | null }) {
  const names = useLaneNames();
  const bins = lanes?.teacher.calibration.counts.length ?? 0;
  return (
    <details className={styles.bins}>
      <summary>The bins as numbers</summary>
      {lanes === null ? (
        <p className={styles.explained}>Nothing is measured yet.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <section className={styles.scroll} aria-label="Bins of confidence" tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  Confidence
                </th>
                {laneIds.map((lane) => (
                  <th key={lane} scope="colgroup" colSpan={3}>
                    {names[lane]}
                  </th>
                ))}
              </tr>
              <tr>
                {laneIds.flatMap((lane) =>
                  ['predictions', 'mean confidence', 'share right'].map((what) => (
                    <th key={`${lane} ${what}`} scope="col">
                      {what}
                    </th>
                  )),
                )}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: bins }, (_, bin) => (
                <tr key={bin}>
                  <th scope="row">
                    {((100 * bin) / bins).toFixed(0)} to {((100 * (bin + 1)) / bins).toFixed(0)} %
                  </th>
                  {laneIds.flatMap((lane) => {
                    const { counts, confidence, accuracy } = lanes[lane].calibration;
                    const held = counts[bin] ?? 0;
                    const write = (share: number | undefined) => (held === 0 ? '–' : percent(share ?? null));
                    return [count(held), write(confidence[bin]), write(accuracy[bin])].map((text, i) => (
                      <td key={`${lane} ${i}`}>{text}</td>
                    ));
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
