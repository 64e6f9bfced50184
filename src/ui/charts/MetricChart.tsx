// One measure on the validation set over steps, the visitor's choice of those that the experiment has.

import { Tabs } from '@base-ui/react/tabs';
import { memo, useId, useMemo } from 'react';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import { lastStep } from '../../store/chart-data.ts';
import { useLaneNames } from '../lane-names.ts';
import { Chart, type ChartProps } from './Chart.tsx';
import styles from './CurvesPanel.module.css';
import { assistantCurve, type Metric, metricCurves, metricLines, metrics } from './curves.ts';
import { summary } from './wording.ts';

interface Props extends Omit<ChartProps, 'curves' | 'unit' | 'summary'> {
  readonly lanes: ReadonlySet<LaneId>;
  readonly measures: readonly Metric[];
  readonly metric: Metric;
  onMetric(metric: Metric): void;
}

/** Apart and memoised: it does not change when curves grow. */
const Measures = memo(function Measures({ measures }: { readonly measures: readonly Metric[] }) {
  return (
    <Tabs.List className={styles.chartHead} aria-label="Measure" activateOnFocus>
      {measures.map((id) => (
        <Tabs.Tab key={id} value={id} className={styles.tab}>
          {metrics[id].label}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
});

/** More measures than fit side by side. */
const mostTabs = 3;

function MeasureSelect({ measures, metric, onMetric }: Pick<Props, 'measures' | 'metric' | 'onMetric'>) {
  const id = useId();
  return (
    <div className={styles.chartHead}>
      <label htmlFor={id} className={styles.measureLabel}>
        Measure
      </label>
      <select
        id={id}
        className={`field ${styles.measure}`}
        value={metric}
        onChange={({ target }) => onMetric(target.value as Metric)}
      >
        {measures.map((measure) => (
          <option key={measure} value={measure}>
            {metrics[measure].label}
          </option>
        ))}
      </select>
    </div>
  );
}

export function MetricChart({ lanes, measures, metric, onMetric, hint, ...chart }: Props) {
  const { columns } = chart;
  const names = useLaneNames();
  const { title, unit, about } = metrics[metric];
  const line = metricLines[metric];
  const hasLine = line !== undefined && columns?.has(line.curve.column) === true;
  const hasAssistant = columns?.has(assistantCurve(metric).column) === true;
  const curves = useMemo(
    () => [
      ...metricCurves(metric, lanes, names),
      ...(hasAssistant ? [assistantCurve(metric)] : []),
      ...(hasLine ? [line.curve] : []),
    ],
    [metric, lanes, names, hasAssistant, hasLine, line],
  );
  const begins = metrics[metric].lanes.some((lane) => lane === 'teacher');
  const isAhead = columns !== null && !begins && lastStep(columns, ['student.agreement']) === 0;
  const body = (
    <>
      <p className={styles.about}>{hasLine ? line.about : about}</p>
      <Chart
        {...chart}
        unit={unit}
        curves={curves}
        summary={summary(title, curves, columns, unit)}
        hint={hint ?? (isAhead ? 'Begins when the teacher is trained' : null)}
      />
    </>
  );
  if (measures.length > mostTabs) {
    return (
      <section className={styles.chart} aria-label={title}>
        <MeasureSelect measures={measures} metric={metric} onMetric={onMetric} />
        {body}
      </section>
    );
  }
  return (
    <Tabs.Root className={styles.chart} value={metric} onValueChange={(value: Metric) => onMetric(value)}>
      <Measures measures={measures} />
      <Tabs.Panel className={styles.tabPanel} value={metric} tabIndex={-1}>
        {body}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
