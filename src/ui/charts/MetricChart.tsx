// One of three measures on the validation set over steps: accuracy, agreement with the teacher, or the gain.

import { Tabs } from '@base-ui/react/tabs';
import { memo, useMemo } from 'react';
import type { LaneId } from '../../shared/protocol.ts';
import { lastStep } from '../../store/chart-data.ts';
import { Chart, type ChartProps } from './Chart.tsx';
import styles from './CurvesPanel.module.css';
import { type Metric, metricCurves, metricIds, metricLines, metrics } from './curves.ts';
import { summary } from './wording.ts';

interface Props extends Omit<ChartProps, 'curves' | 'unit' | 'summary'> {
  readonly lanes: ReadonlySet<LaneId>;
  readonly metric: Metric;
  onMetric(metric: Metric): void;
}

/** Apart and memoised: it does not change when curves grow. */
const Measures = memo(function Measures() {
  return (
    <Tabs.List className={styles.chartHead} aria-label="Measure" activateOnFocus>
      {metricIds.map((id) => (
        <Tabs.Tab key={id} value={id} className={styles.tab}>
          {metrics[id].label}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
});

export function MetricChart({ lanes, metric, onMetric, hint, ...chart }: Props) {
  const { columns } = chart;
  const { title, unit, about } = metrics[metric];
  const line = metricLines[metric];
  const hasLine = line !== undefined && columns?.has(line.curve.column) === true;
  const curves = useMemo(
    () => [...metricCurves(metric, lanes), ...(hasLine ? [line.curve] : [])],
    [metric, lanes, hasLine, line],
  );
  const isAhead = columns !== null && metric !== 'accuracy' && lastStep(columns, ['student.agreement']) === 0;
  return (
    <Tabs.Root className={styles.chart} value={metric} onValueChange={(value: Metric) => onMetric(value)}>
      <Measures />
      <Tabs.Panel className={styles.tabPanel} value={metric} tabIndex={-1}>
        <p className={styles.about}>{hasLine ? line.about : about}</p>
        <Chart
          {...chart}
          unit={unit}
          curves={curves}
          summary={summary(title, curves, columns, unit)}
          hint={hint ?? (isAhead ? 'Begins when the teacher is trained' : null)}
        />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
