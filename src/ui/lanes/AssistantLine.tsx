// The model between teacher and student, in one line: it is no lane, but its figures decide what it can teach.

import { assistantOf } from '../../shared/config.ts';
import { measureOf } from '../../shared/gain.ts';
import type { RunSeries } from '../../store/series.ts';
import { nats, percent } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { useCurves } from '../use-curves.ts';
import { LineSample, numberOr, shape } from './LaneCards.tsx';
import styles from './lanes.module.css';

/** A default export, because it is loaded where there is an assistant. */
export default function AssistantLine({ series }: { series: RunSeries | null }) {
  useCurves();
  const config = usePage((page) => page.config);
  const task = usePage((page) => page.task);
  const stale = usePage((page) => page.stale);
  const model = assistantOf(config);
  if (model === null) return null;
  const at = (metric: string) => series?.latest(`assistant.${metric}`) ?? null;
  const { column, unit, label } = measureOf(config);
  const score = at(column);
  return (
    <p className={`panel ${styles.assistantLine}`} data-stale={stale || undefined} data-testid="assistant">
      <strong className={styles.assistant}>
        <LineSample lane="assistant" /> Assistant
      </strong>
      <span>
        {unit === 'points' ? percent(score) : nats(score)} {label}
      </span>
      <span>loss {numberOr(at('valLoss'), nats)}</span>
      <span>agrees with the teacher on {percent(at('agreement'))}</span>
      <span className={styles.aside}>{shape(model, task)}</span>
    </p>
  );
}
