// The curves of the run: loss on the left, one of accuracy, agreement and gain on the right, the run before faded behind
// them, or all of it as a table. Loaded on demand, because recharts is the page's largest part.

import { useMemo, useState } from 'react';
import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import { stepAxis } from '../../store/axes.ts';
import { bandsOf } from '../../store/bands.ts';
import { bucketSize, drawnColumns, lastStep } from '../../store/chart-data.ts';
import type { RunSeries } from '../../store/series.ts';
import type { PageState } from '../../store/state.ts';
import { type TextScale, withTextColumns } from '../../store/text-columns.ts';
import { useLaneNames } from '../lane-names.ts';
import { usePage } from '../store-context.tsx';
import { useSpread } from '../use-spread.ts';
import type { SharedCursor } from './Chart.tsx';
import styles from './CurvesPanel.module.css';
import { CurvesTable } from './CurvesTable.tsx';
import { type Extra, laneStyle, type Metric, metricsOf } from './curves.ts';
import { LineSample } from './LineSample.tsx';
import { LossChart } from './LossChart.tsx';
import { MetricChart } from './MetricChart.tsx';
import { OverlayLegend } from './OverlayLegend.tsx';
import { ToggleButton } from './ToggleButton.tsx';
import { useRedraw } from './use-redraw.ts';

/** About one for two pixels of a chart's width. */
const buckets = 150;

const noText: TextScale = { charactersPerToken: null, entropyFloor: null };

function toggled<T>(set: ReadonlySet<T>, member: T, isIn: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (isIn) next.add(member);
  else next.delete(member);
  return next;
}

/** Those of the run before, where it did the same task: scores on another are nothing to compare with. */
function seriesBefore({ previous, run, config }: PageState): RunSeries | null {
  const kind = (run?.config ?? config).task.kind;
  return previous?.config.task.kind === kind ? previous.series : null;
}

export default function CurvesPanel() {
  const names = useLaneNames();
  const version = useRedraw();
  const series = usePage((page) => page.run?.series ?? null);
  const previous = usePage(seriesBefore);
  const runs = usePage((page) => page.overlaid);
  const stale = usePage((page) => page.stale);
  const planned = usePage(({ run, config }) => {
    const { teacherSteps, studentSteps } = (run?.config ?? config).train;
    return Math.max(teacherSteps, studentSteps);
  });
  const [lanes, setLanes] = useState<ReadonlySet<LaneId>>(() => new Set(laneIds));
  const [showsPrevious, setShowsPrevious] = useState(true);
  const [showsTable, setShowsTable] = useState(false);
  const [showsBands, setShowsBands] = useState(true);
  const { runs: seeds } = useSpread();
  const [extras, setExtras] = useState<ReadonlySet<Extra>>(() => new Set());
  const [log, setLog] = useState(false);
  const [smoothing, setSmoothing] = useState(0.6);
  const [chosen, setMetric] = useState<Metric | null>(null);
  const scale = usePage(({ task }) => task ?? noText);
  const judged = usePage(({ config }) => metricsOf(config).join()) as string;
  const measures = useMemo(() => judged.split(',') as Metric[], [judged]);
  // A measure that this experiment does not have gives way to the first.
  const metric = measures.find((id) => id === chosen) ?? measures[0] ?? 'accuracy';
  const [step, move] = useState<number | null>(null);

  const columns = useMemo(
    () => (series === null ? null : withTextColumns(drawnColumns(series.columns, smoothing), scale)),
    [series, smoothing, version, scale],
  );
  const before = useMemo(
    () =>
      previous === null || !showsPrevious
        ? null
        : withTextColumns(drawnColumns(previous.columns, smoothing), scale),
    [previous, showsPrevious, smoothing, scale],
  );
  const overlaid = useMemo(
    () =>
      runs.map((overlay) => ({
        overlay,
        columns: withTextColumns(drawnColumns(overlay.series.columns, smoothing), scale),
      })),
    [runs, smoothing, scale],
  );
  const bands = useMemo(
    () =>
      seeds.length < 2 || !showsBands
        ? null
        : bandsOf(seeds.map((record) => withTextColumns(drawnColumns(record.columns, smoothing), scale))),
    [seeds, showsBands, smoothing, scale],
  );
  const raw = showsTable && series !== null ? withTextColumns(drawnColumns(series.columns, 0), scale) : null;
  const range = Math.max(
    planned,
    before === null ? 0 : lastStep(before),
    ...overlaid.map((run) => lastStep(run.columns)),
    columns === null ? 0 : lastStep(columns),
  );
  const x = useMemo(() => stepAxis(range), [range]);
  const cursor = useMemo((): SharedCursor => ({ step, move }), [step]);
  const shared = { columns, before, overlaid, bands, x, size: bucketSize(range, buckets), cursor, lanes };
  const isEmpty = columns === null || lastStep(columns) === 0;
  const hint =
    series === null
      ? 'Press Run: curves appear here within a second or two'
      : isEmpty
        ? 'The first points are on their way'
        : null;

  return (
    <section className={`panel ${styles.panel}`} aria-labelledby="curves-title">
      <header className={styles.header}>
        <h2 id="curves-title">
          Curves {stale ? <span className={styles.note}>from the settings before</span> : null}
        </h2>
        <fieldset className={styles.lanes}>
          <legend className="visually-hidden">Shown in the charts</legend>
          {laneIds.map((lane) => (
            <ToggleButton
              key={lane}
              pressed={lanes.has(lane)}
              onPress={(isIn) => setLanes(toggled(lanes, lane, isIn))}
            >
              <LineSample {...laneStyle(lane)} />
              {names[lane]}
            </ToggleButton>
          ))}
          <ToggleButton
            pressed={showsPrevious && previous !== null}
            why={previous === null ? 'There is no run before this one yet' : null}
            onPress={setShowsPrevious}
            title="The run before, drawn faintly behind"
          >
            Previous run
          </ToggleButton>
          <ToggleButton
            pressed={showsBands && seeds.length > 1}
            why={seeds.length < 2 ? 'Repeat the run with other seeds first' : null}
            onPress={setShowsBands}
            title="Mean over the seeds, and its 95 % confidence interval as a band"
          >
            {seeds.length < 2 ? 'Seeds' : `${seeds.length} seeds`}
          </ToggleButton>
        </fieldset>
        <ToggleButton pressed={showsTable} onPress={setShowsTable}>
          Table
        </ToggleButton>
      </header>
      <OverlayLegend overlays={runs} />
      <div className={styles.body}>
        {showsTable ? (
          <CurvesTable columns={raw} measures={measures} />
        ) : (
          <>
            <LossChart
              {...shared}
              hint={hint}
              extras={extras}
              onExtra={(extra, isIn) => setExtras(toggled(extras, extra, isIn))}
              log={log}
              onLog={setLog}
              smoothing={smoothing}
              onSmoothing={setSmoothing}
            />
            <MetricChart {...shared} hint={hint} measures={measures} metric={metric} onMetric={setMetric} />
          </>
        )}
      </div>
    </section>
  );
}
