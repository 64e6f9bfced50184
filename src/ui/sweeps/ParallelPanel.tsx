// Parallel coordinates: each run a line across its settings and figures. Ranges below each axis narrow the choice; the list
// of what is left says the same in words, and opens runs.

import { memo, useCallback, useMemo, useState } from 'react';
import { measureOf } from '../../shared/gain.ts';
import { figureOf, writeFigure } from '../../shared/sweep/figures.ts';
import { pointsOf } from '../../shared/sweep/plan.ts';
import {
  axesOf,
  type Brush,
  type Line,
  type ParallelAxis,
  passing,
  wholeBrush,
} from '../../store/sweeps/parallel.ts';
import type { Sweep } from '../../store/sweeps/saved-sweep.ts';
import { pointWords } from '../../store/sweeps/words.ts';
import { useBook } from '../runs/use-book.ts';
import { ParallelPlot } from './ParallelPlot.tsx';
import { showLearning } from './show-learning.ts';
import styles from './sweeps.module.css';

/** Drawn smoothly, and still told apart. */
const mostLines = 200;
const mostListed = 12;

/** The runs of a sweep, or all that are kept of the same measure. */
function useLines(sweep: Sweep, isAll: boolean): readonly Line[] {
  const runs = useBook((book) => book.runs);
  return useMemo(() => {
    if (isAll) {
      const { column } = measureOf(sweep.plan.config);
      return runs
        .filter(({ config, state }) => state === 'finished' && measureOf(config).column === column)
        .slice(0, mostLines)
        .map(({ id, name, config, figures }) => ({ id, name, config, figures }));
    }
    const points = pointsOf(sweep.plan);
    const known = new Map(runs.map((run) => [run.id, run]));
    return sweep.results
      .flatMap(({ runId, failed, point, seed }): Line[] => {
        const run = runId === null || failed !== null ? undefined : known.get(runId);
        const at = points[point];
        if (run === undefined || at === undefined) return [];
        const { id, config, figures } = run;
        return [{ id, name: `${pointWords(sweep.plan, at)}, seed ${seed}`, config, figures }];
      })
      .slice(0, mostLines);
  }, [runs, sweep, isAll]);
}

export function ParallelPanel({ sweep }: { readonly sweep: Sweep }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Parallel coordinates</summary>
      {isOpen ? <Parallel sweep={sweep} /> : null}
    </details>
  );
}

function Parallel({ sweep }: { readonly sweep: Sweep }) {
  const [isAll, setAll] = useState(false);
  const lines = useLines(sweep, isAll);
  const axes = useMemo(
    () =>
      axesOf(
        lines,
        sweep.plan.axes.map(({ path }) => path),
      ),
    [lines, sweep.plan],
  );
  const [brushes, setBrushes] = useState<ReadonlyMap<string, Brush>>(new Map());
  const [highlighted, setHighlighted] = useState<number | null>(null);
  const change = useCallback(
    (key: string, brush: Brush) => setBrushes((now) => new Map(now).set(key, brush)),
    [],
  );
  const shown = useMemo(() => passing(axes, brushes, lines.length), [axes, brushes, lines]);
  const open = useBook((book) => book.open);
  const openLine = async (at: number) => {
    const line = lines[at];
    if (line === undefined) return;
    await open(line.id);
    showLearning();
  };
  const left = shown.flatMap((isShown, at) => (isShown ? [at] : []));
  return (
    <div className={styles.parallel}>
      <div className={styles.row}>
        <label>
          Runs{' '}
          <select
            className="field"
            value={isAll ? 'all' : 'sweep'}
            onChange={({ target }) => {
              setAll(target.value === 'all');
              setBrushes(new Map());
            }}
          >
            <option value="sweep">of this sweep</option>
            <option value="all">all kept ones of such tasks</option>
          </select>
        </label>
        <p role="status" className="soft">
          {left.length} of {lines.length} runs
        </p>
        <button
          type="button"
          className="button"
          disabled={brushes.size === 0}
          onClick={() => setBrushes(new Map())}
        >
          Whole ranges
        </button>
      </div>
      {lines.length < 2 ? (
        <p className="soft">Two runs are needed: lines appear as runs of the sweep end.</p>
      ) : (
        <>
          <div className={styles.tableScroll}>
            <div className={styles.parallelFrame} style={{ minWidth: `${axes.length * 118}px` }}>
              <ParallelPlot
                axes={axes}
                shown={shown}
                highlighted={highlighted}
                onHighlight={setHighlighted}
                onOpen={(at) => void openLine(at)}
              />
              <div className={styles.brushes}>
                {axes.map((axis) => (
                  <Brushes
                    key={axis.key}
                    axis={axis}
                    brush={brushes.get(axis.key) ?? wholeBrush}
                    onChange={change}
                  />
                ))}
              </div>
            </div>
          </div>
          <ul className={styles.runs} aria-label="Runs within the ranges">
            {left.slice(0, mostListed).map((at) => {
              const line = lines[at] as Line;
              return (
                <li key={line.id} data-chosen={at === highlighted || undefined}>
                  <button
                    type="button"
                    className={styles.action}
                    onClick={() => void openLine(at)}
                    onFocus={() => setHighlighted(at)}
                    onBlur={() => setHighlighted(null)}
                    onPointerEnter={() => setHighlighted(at)}
                    onPointerLeave={() => setHighlighted(null)}
                  >
                    Open {line.name}
                  </button>
                  <span>
                    gain {writeFigure('gain', line.config, figureOf('gain', line.config, line.figures))}
                  </span>
                </li>
              );
            })}
            {left.length > mostListed ? (
              <li className="soft">and {left.length - mostListed} more: narrow the ranges.</li>
            ) : null}
          </ul>
        </>
      )}
    </div>
  );
}

interface BrushProps {
  readonly axis: ParallelAxis;
  readonly brush: Brush;
  /** Keeps its identity, so that pointing at a line redraws no slider. */
  onChange(key: string, brush: Brush): void;
}

/** Two sliders, as both keyboards and fingers know them. */
const Brushes = memo(function Brushes({ axis, brush: [low, high], onChange }: BrushProps) {
  const slider = (which: 'from' | 'to', value: number, change: (next: number) => void) => (
    <label>
      <span className="visually-hidden">{axis.label}, </span>
      {which} {axis.write(value)}
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={value}
        aria-valuetext={axis.write(value)}
        onChange={({ target }) => change(Number(target.value))}
      />
    </label>
  );
  return (
    <div className={styles.brush}>
      {slider('to', high, (next) => onChange(axis.key, [Math.min(low, next), next]))}
      {slider('from', low, (next) => onChange(axis.key, [next, Math.max(high, next)]))}
    </div>
  );
});
