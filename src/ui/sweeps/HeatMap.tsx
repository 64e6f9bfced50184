// The heat map: one cell for each combination, with its figure printed in it. One cell is in the tab order; arrow keys move.

import { type KeyboardEvent, useMemo, useRef } from 'react';
import { type FigureId, figureTitle, writeDeviation, writeFigure } from '../../shared/sweep/figures.ts';
import type { Cell } from '../../shared/sweep/results.ts';
import { writeValue } from '../../store/runs/saved-run.ts';
import type { Sweep } from '../../store/sweeps/saved-sweep.ts';
import { axisLabel, pointWords } from '../../store/sweeps/words.ts';
import { type Shades, shadesOf } from './shades.ts';
import styles from './sweeps.module.css';
import { useLive } from './use-live.ts';

export interface ResultsProps {
  readonly sweep: Sweep;
  readonly cells: readonly Cell[];
  readonly figure: FigureId;
  readonly best: Cell | null;
  /** Index of the chosen point. */
  readonly chosen: number;
  onChoose(point: number): void;
}

/** Where an arrow key leads from a cell; null for other keys. */
function target(key: string, at: number, columns: number, cells: number): number | null {
  const row = Math.floor(at / columns);
  switch (key) {
    case 'ArrowLeft':
      return at % columns === 0 ? at : at - 1;
    case 'ArrowRight':
      return at % columns === columns - 1 ? at : at + 1;
    case 'ArrowUp':
      return row === 0 ? at : at - columns;
    case 'ArrowDown':
      return at + columns < cells ? at + columns : at;
    case 'Home':
      return row * columns;
    case 'End':
      return row * columns + columns - 1;
    default:
      return null;
  }
}

export function HeatMap({ sweep, cells, figure, best, chosen, onChoose }: ResultsProps) {
  const { plan, name } = sweep;
  const [across, down] = plan.axes;
  const grid = useRef<HTMLTableElement>(null);
  const shades = useMemo(() => shadesOf(cells, figure, plan.config), [cells, figure, plan.config]);
  const live = useLive(sweep.id);
  if (across === undefined) return null;
  const columns = across.values.length;
  const rows = Array.from({ length: cells.length / columns }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  );
  const move = (event: KeyboardEvent) => {
    const to = target(event.key, chosen, columns, cells.length);
    if (to === null) return;
    event.preventDefault();
    // Else the page's own shortcuts (right arrow: a training step) would hear it as well.
    event.stopPropagation();
    onChoose(to);
    grid.current?.querySelector<HTMLElement>(`[data-point="${to}"]`)?.focus();
  };
  return (
    <figure className={styles.map}>
      <div className={styles.scroll}>
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are moved through is a grid. */}
        <table ref={grid} role="grid" aria-label={`${name}: ${figureTitle(figure, plan.config)}`}>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                {down === undefined ? '' : `${axisLabel(down)} ↓ `}
                {axisLabel(across)} →
              </th>
              {across.values.map((value) => (
                <th key={String(value)} scope="col">
                  {writeValue(across.spec, value)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, y) => (
              <tr key={row[0]?.point.index}>
                <th scope="row">{down === undefined ? 'all' : writeValue(down.spec, down.values[y])}</th>
                {row.map((cell) => (
                  <GridCell
                    key={cell.point.index}
                    cell={cell}
                    sweep={sweep}
                    figure={figure}
                    shades={shades}
                    isBest={cell === best}
                    isChosen={cell.point.index === chosen}
                    share={live.get(cell.point.index) ?? null}
                    onChoose={onChoose}
                    onKeyDown={move}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend shades={shades} sweep={sweep} figure={figure} />
    </figure>
  );
}

interface CellProps {
  readonly cell: Cell;
  readonly sweep: Sweep;
  readonly figure: FigureId;
  readonly shades: Shades;
  readonly isBest: boolean;
  readonly isChosen: boolean;
  /** How far its run under way is, 0 to 1; null where none is. */
  readonly share: number | null;
  onChoose(point: number): void;
  onKeyDown(event: KeyboardEvent): void;
}

function GridCell(props: CellProps) {
  const { cell, sweep, figure, shades, isBest, isChosen, share, onChoose, onKeyDown } = props;
  const { plan } = sweep;
  const { point, spread, failures } = cell;
  const has = spread.count > 0;
  const figureText = writeFigure(figure, plan.config, has ? spread.mean : null);
  const parts = [
    pointWords(plan, point),
    has ? `${figureTitle(figure, plan.config)} ${figureText}` : 'not measured yet',
    spread.count > 1
      ? `standard deviation ${writeDeviation(figure, plan.config, spread.deviation)} over ${spread.count} seeds`
      : '',
    failures === 0 ? '' : `${failures} failed`,
    share === null ? '' : 'running',
    isBest ? 'best' : '',
  ].filter(Boolean);
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid.
      role="gridcell"
      className={styles.cell}
      style={{ background: has ? shades.of(spread.mean) : undefined }}
      tabIndex={isChosen ? 0 : -1}
      aria-selected={isChosen}
      data-point={point.index}
      data-best={isBest || undefined}
      data-chosen={isChosen || undefined}
      aria-label={parts.join(', ')}
      title={parts.join(', ')}
      onClick={() => onChoose(point.index)}
      onKeyDown={onKeyDown}
    >
      {has ? figureText : failures > 0 ? '✕' : share === null ? '·' : `${Math.floor(100 * share)} %`}
      <small>
        {isBest ? '★ ' : ''}
        {spread.count > 1 ? `±${writeDeviation(figure, plan.config, spread.deviation)}` : ''}
        {has && failures > 0 ? ` ✕${failures}` : ''}
        {has && share !== null ? ' …' : ''}
      </small>
    </td>
  );
}

function Legend({
  shades: { ends, of },
  sweep: { plan },
  figure,
}: Pick<CellProps, 'shades' | 'sweep' | 'figure'>) {
  if (ends === null)
    return <figcaption className={styles.legend}>Cells fill in as their runs end.</figcaption>;
  const [worst, best] = ends;
  const at = (share: number) => worst + share * (best - worst);
  return (
    <figcaption className={styles.legend}>
      {writeFigure(figure, plan.config, worst)}
      <span className={styles.ramp} aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <i key={share} style={{ background: of(at(share)) }} />
        ))}
      </span>
      {writeFigure(figure, plan.config, best)}: more colour is better
      {figure === 'gain' && Math.min(worst, best) < 0 ? '; orange is a loss' : ''}. ★ best, ✕ failed
      {plan.seeds > 1 ? ', ± standard deviation over seeds' : ''}.
    </figcaption>
  );
}
