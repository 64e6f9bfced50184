// One sweep: how far it is, its figures as a map, a line or a table, the cell that was chosen, and what can be done with it.

import { useEffect, useMemo, useRef, useState } from 'react';
import { measureOf } from '../../shared/gain.ts';
import { toHash } from '../../shared/link.ts';
import {
  type FigureId,
  figureIds,
  figureTitle,
  sweepFigures,
  writeDeviation,
  writeFigure,
} from '../../shared/sweep/figures.ts';
import { trialsOf, writePlan } from '../../shared/sweep/plan.ts';
import { bestOf, type Cell, cellsOf, sweepCsv } from '../../shared/sweep/results.ts';
import type { Sweep } from '../../store/sweeps/saved-sweep.ts';
import { pointWords } from '../../store/sweeps/words.ts';
import { CopyButton } from '../bar/share/CopyButton.tsx';
import { save } from '../insight/takeaway/save.ts';
import { usePage } from '../store-context.tsx';
import { CellDetail } from './CellDetail.tsx';
import { HeatMap } from './HeatMap.tsx';
import { ParallelPanel } from './ParallelPanel.tsx';
import { ResultsTable } from './ResultsTable.tsx';
import { SweepLine } from './SweepLine.tsx';
import { SweepProgress } from './SweepProgress.tsx';
import styles from './sweeps.module.css';
import { useSweeps } from './use-sweeps.ts';
import { useThrottled } from './use-throttled.ts';

/** Results are drawn at most so often. */
const drawEveryMs = 500;

export function SweepView({ sweep: current }: { readonly sweep: Sweep }) {
  const sweep = useThrottled(current, drawEveryMs);
  const { plan, results } = sweep;
  const { axes, config } = plan;
  const [figure, setFigure] = useState<FigureId>('gain');
  const [point, setPoint] = useState(0);
  const cells = useMemo(() => cellsOf(plan, results, figure), [plan, results, figure]);
  const best = useMemo(() => bestOf(plan, cells, figure), [plan, cells, figure]);
  const chosen = cells[point] ?? cells[0];
  const [axis] = axes;
  const isMap = plan.random === null;
  const shared = { sweep, cells, figure, best, chosen: point, onChoose: setPoint };
  return (
    <div className={styles.view}>
      <SweepProgress sweep={current} />
      <div className={styles.row}>
        <label>
          Figure{' '}
          <select
            className="field"
            value={figure}
            onChange={({ target }) => setFigure(target.value as FigureId)}
          >
            {figureIds.map((id) => (
              <option key={id} value={id}>
                {figureTitle(id, config)}
              </option>
            ))}
          </select>
        </label>
        <BestSoFar sweep={sweep} best={best} figure={figure} cells={cells} />
      </div>
      <div className={styles.results}>
        <div className={styles.maps}>
          {axes.length === 1 && axis !== undefined ? (
            <SweepLine axis={axis} cells={cells} figure={figure} config={config} />
          ) : null}
          {isMap ? <HeatMap {...shared} /> : null}
          <details open={!isMap}>
            <summary>As a table</summary>
            <ResultsTable {...shared} />
          </details>
        </div>
        {chosen === undefined ? null : <CellDetail sweep={sweep} cell={chosen} figure={figure} />}
      </div>
      <ParallelPanel sweep={sweep} />
      <Leave sweep={sweep} />
    </div>
  );
}

interface BestProps {
  readonly sweep: Sweep;
  readonly best: Cell | null;
  readonly figure: FigureId;
  readonly cells: readonly Cell[];
}

/** From as many combinations on, the best of them is likely to be lucky as well as good. */
const manyPoints = 10;

function BestSoFar({ sweep: { plan, state }, best, figure, cells }: BestProps) {
  if (best === null) return <p className="soft">No run has ended yet.</p>;
  const { spread, point } = best;
  const measured = cells.filter((cell) => cell.spread.count > 0).length;
  const better = sweepFigures[figure].better(measureOf(plan.config)) === 'more' ? 'highest' : 'lowest';
  return (
    <p className="soft">
      Best{state === 'done' ? '' : ' so far'} ({better}):{' '}
      <strong>
        {pointWords(plan, point)}: {writeFigure(figure, plan.config, spread.mean)}
      </strong>
      {spread.count > 1
        ? ` (mean of ${spread.count} seeds, standard deviation ${writeDeviation(figure, plan.config, spread.deviation)})`
        : ''}
      .{' '}
      {measured < manyPoints
        ? ''
        : `Chosen from ${measured} on the same validation data, it looks better than it is (the winner’s curse)${
            spread.count > 1
              ? ': trust differences larger than the deviation.'
              : ': repeat it with other seeds before you believe it.'
          }`}
    </p>
  );
}

/** What leaves the sweep: a table, a link; and its end. */
function Leave({ sweep }: { readonly sweep: Sweep }) {
  const remove = useSweeps((state) => state.remove);
  const rename = useSweeps((state) => state.rename);
  const isElsewhere = useSweeps((state) => state.elsewhere.has(sweep.id));
  const backend = usePage((page) => page.backendChoice);
  const [isAsking, setAsking] = useState(false);
  const [name, setName] = useState(sweep.name);
  const { plan, results } = sweep;
  const csv = () =>
    save(
      `${sweep.name.replace(/[^\p{L}\p{N}]+/gu, '-')}.csv`,
      new Blob([sweepCsv(plan, results)], { type: 'text/csv' }),
    );
  const link = `${location.origin}${location.pathname}#${toHash(plan.config, { backend, sweep: writePlan(plan) })}`;
  const all = trialsOf(plan).length;
  return (
    <div className={styles.row}>
      <button type="button" className="button" disabled={results.length === 0} onClick={csv}>
        Save as CSV
      </button>
      <CopyButton text={link} label="Copy link to this sweep" />
      <label>
        Name{' '}
        <input
          className="field"
          value={name}
          maxLength={80}
          onChange={({ target }) => setName(target.value)}
          onBlur={() => rename(sweep.id, name)}
        />
      </label>
      {isAsking ? (
        <Ask
          question={`Delete the sweep and its ${results.length} of ${all} runs?`}
          onYes={() => void remove(sweep.id)}
          onNo={() => setAsking(false)}
        />
      ) : (
        <button type="button" className="button" disabled={isElsewhere} onClick={() => setAsking(true)}>
          Delete…
        </button>
      )}
    </div>
  );
}

interface AskProps {
  readonly question: string;
  onYes(): void;
  onNo(): void;
}

/** Takes the focus, since the button that led here is gone. */
function Ask({ question, onYes, onNo }: AskProps) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <span role="alert" className={styles.row}>
      {question}
      <button type="button" className="button" onClick={onYes}>
        Delete
      </button>
      <button ref={keep} type="button" className="button" onClick={onNo}>
        Keep
      </button>
    </span>
  );
}
