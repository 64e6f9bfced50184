// The runs in the charts side by side: only the settings in which they differ, then their figures; against the baseline
// where one is pinned.

import { differingPaths, flatten, specsFor } from '../../shared/config.ts';
import { measureOf } from '../../shared/gain.ts';
import type { ParamSpec } from '../../shared/params.ts';
import { laneIds } from '../../shared/protocol/lanes.ts';
import { labelOf, type SavedRun, writeValue } from '../../store/runs/saved-run.ts';
import { signed } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { columns, figureOf } from './columns.ts';
import styles from './runs.module.css';
import { useBook } from './use-book.ts';

/** Every path in which any of the runs differs from the first. */
function differing([first, ...others]: readonly SavedRun[]): string[] {
  if (first === undefined) return [];
  return [...new Set(others.flatMap(({ config }) => differingPaths(first.config, config)))];
}

/** The row of a setting, from whichever run has it. */
function specOf(runs: readonly SavedRun[], path: string): ParamSpec | undefined {
  const owner = runs.find(({ config }) => flatten(config)[path] !== undefined);
  return owner === undefined ? undefined : specsFor(flatten(owner.config)).get(path);
}

/** "+1.3" against the baseline, in points or nats; empty where the two cannot be compared. */
function against(run: SavedRun, baseline: SavedRun | null, lane: (typeof laneIds)[number]): string {
  if (baseline === null || baseline.id === run.id) return '';
  const [mine, theirs] = [figureOf(run, lane), figureOf(baseline, lane)];
  const measure = measureOf(run.config);
  if (mine === null || theirs === null || measureOf(baseline.config).column !== measure.column) return '';
  return measure.unit === 'points' ? signed(100 * (mine - theirs), 1) : signed(mine - theirs, 3);
}

export function Comparison() {
  const overlaid = usePage((page) => page.overlaid);
  const runs = useBook((book) => book.runs);
  const baseline = runs.find(({ pinned }) => pinned) ?? null;
  const drawn = overlaid.flatMap(({ id }) => runs.find((run) => run.id === id) ?? []);
  const compared = baseline === null || drawn.includes(baseline) ? drawn : [baseline, ...drawn];
  if (compared.length < 2) {
    return (
      <p className={styles.empty}>
        Draw two or more runs (or one, with a pinned baseline) to see here in which settings they differ.
      </p>
    );
  }
  const paths = differing(compared);
  return (
    <section className={styles.comparison} aria-labelledby="comparison-title">
      <h3 id="comparison-title">Compared: only what differs</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className={styles.scroll} aria-label="Runs compared" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Setting or figure</th>
              {compared.map(({ id, name, pinned }) => (
                <th key={id} scope="col">
                  {name}
                  {pinned ? <span className={styles.badge}>baseline</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {paths.length === 0 ? (
              <tr>
                <th scope="row">Settings</th>
                <td colSpan={compared.length}>all the same</td>
              </tr>
            ) : null}
            {paths.map((path) => (
              <tr key={path}>
                <th scope="row">{labelOf(path, specOf(compared, path))}</th>
                {compared.map(({ id, config }) => (
                  <td key={id}>{writeValue(specOf(compared, path), flatten(config)[path])}</td>
                ))}
              </tr>
            ))}
            {laneIds.map((lane) => (
              <tr key={lane} data-figure>
                <th scope="row">{columns[lane].label}</th>
                {compared.map((run) => (
                  <td key={run.id}>
                    {columns[lane].write(run)} <small>{against(run, baseline, lane)}</small>
                  </td>
                ))}
              </tr>
            ))}
            <tr data-figure>
              <th scope="row">Gain</th>
              {compared.map((run) => (
                <td key={run.id}>{columns.gain.write(run)}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      {baseline === null ? null : (
        <p className="soft">Small numbers: against {baseline.name}, in points or nats.</p>
      )}
    </section>
  );
}
