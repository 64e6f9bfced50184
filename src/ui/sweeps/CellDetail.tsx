// One cell: its runs with their figures, each of which can be opened, and its settings, which can be taken over.

import { measureOf } from '../../shared/gain.ts';
import { spreadOf } from '../../shared/statistics.ts';
import {
  type FigureId,
  figureIds,
  figureTitle,
  sweepFigures,
  writeDeviation,
  writeFigure,
} from '../../shared/sweep/figures.ts';
import { configAt } from '../../shared/sweep/plan.ts';
import type { Cell } from '../../shared/sweep/results.ts';
import type { Sweep } from '../../store/sweeps/saved-sweep.ts';
import { pointWords } from '../../store/sweeps/words.ts';
import { useBook } from '../runs/use-book.ts';
import { usePage } from '../store-context.tsx';
import { showLearning } from './show-learning.ts';
import styles from './sweeps.module.css';

interface Props {
  readonly sweep: Sweep;
  readonly cell: Cell;
  readonly figure: FigureId;
}

export function CellDetail({ sweep: { plan }, cell: { point, results }, figure }: Props) {
  const adopt = usePage((page) => page.adoptConfig);
  const open = useBook((book) => book.open);
  const runs = useBook((book) => book.runs);
  const measure = measureOf(plan.config);
  const sound = results.filter(({ failed }) => failed === null);
  const openRun = async (id: string) => {
    await open(id);
    showLearning();
  };
  return (
    <section className={styles.detail} aria-label="The chosen cell">
      <h3>{pointWords(plan, point)}</h3>
      {results.length === 0 ? (
        <p className="soft">No run of this cell has ended yet.</p>
      ) : (
        <>
          <dl className={styles.figures}>
            {figureIds.map((id) => {
              const values = sound.flatMap(({ figures }) => sweepFigures[id].of(figures, measure) ?? []);
              const { count, mean, deviation } = spreadOf(values);
              return (
                <div key={id} data-chosen={id === figure || undefined}>
                  <dt>{figureTitle(id, plan.config)}</dt>
                  <dd>
                    {writeFigure(id, plan.config, count === 0 ? null : mean)}
                    {count > 1 ? <small> ± {writeDeviation(id, plan.config, deviation)}</small> : null}
                  </dd>
                </div>
              );
            })}
          </dl>
          <ul className={styles.runs}>
            {results.map(({ seed, failed, figures, runId }) => {
              const name = runs.find(({ id }) => id === runId)?.name ?? null;
              return (
                <li key={seed}>
                  <span>
                    Seed {seed}:{' '}
                    {failed === null
                      ? writeFigure(figure, plan.config, sweepFigures[figure].of(figures, measure))
                      : `failed: ${failed}`}
                  </span>
                  {runId === null || name === null ? (
                    <span className="soft">its run is deleted</span>
                  ) : (
                    <button type="button" className={styles.action} onClick={() => void openRun(runId)}>
                      Open {name}
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
      <button
        type="button"
        className="button"
        onClick={() => adopt(configAt(plan, point, plan.config.seed))}
        title="The page’s settings become those of this cell"
      >
        Use these settings
      </button>
    </section>
  );
}
