// The run's curves as pictures and its report: what the page shows, handed to the writers of export/. No React.

import { type ChartPicture, chartSize, chartSvg } from '../../../export/report/chart.ts';
import type { Report } from '../../../export/report/report.ts';
import { controlWords } from '../../../shared/catalog/mistakes.ts';
import { differences, flatten, specsFor } from '../../../shared/config.ts';
import { gainIn, measureOf } from '../../../shared/gain.ts';
import { toHash } from '../../../shared/link.ts';
import { formatValue } from '../../../shared/params.ts';
import type { TaskInfo } from '../../../shared/protocol/data.ts';
import { type LaneId, laneIds } from '../../../shared/protocol/lanes.ts';
import { linearAxis, stepAxis } from '../../../store/axes.ts';
import { bucketSize, drawnColumns, extentOf, lastStep, trace } from '../../../store/chart-data.ts';
import type { PageState, RunView } from '../../../store/state.ts';
import { laneStyle, type Metric, metricCurves, metrics, trainingLosses } from '../../charts/curves.ts';
import { count, duration, nats, percent, signed } from '../../format.ts';
import { laneNamesOf } from '../../lane-names.ts';

/** The lanes' colours on white paper: those of the light theme. */
const ink: Readonly<Record<string, string>> = {
  [laneStyle('teacher').color]: '#5b3fc4',
  [laneStyle('student').color]: '#00785a',
  [laneStyle('control').color]: '#b04a12',
};
const buckets = 300;
/** As the page draws training losses at first. */
const smoothing = 0.6;

type Chart = 'loss' | Metric;

function picture(run: RunView, chart: Chart): ChartPicture | null {
  const columns = drawnColumns(run.series.columns, smoothing);
  const isLoss = chart === 'loss';
  const names = laneNamesOf(run.config.distill.control);
  const curves = isLoss ? trainingLosses(names) : metricCurves(chart, new Set(laneIds), names);
  const last = lastStep(columns);
  const lines = curves.flatMap(({ column, label, color, dash }) => {
    const series = columns.get(column);
    if (series === undefined || series.length === 0) return [];
    return [
      { label, color: ink[color] ?? '#1b1d20', dash, points: trace(series, bucketSize(last, buckets)) },
    ];
  });
  const points = lines.map((line) => line.points);
  const extent = extentOf(points, isLoss ? 0 : 1) ?? extentOf(points);
  if (last === 0 || extent === null) return null;
  const isPoints = chart === 'gain';
  const unit = isLoss ? 'nats' : isPoints ? 'points' : 'per cent';
  const low = isLoss || isPoints ? Math.min(0, extent.low) : extent.low;
  return {
    title: isLoss ? `Training loss (smoothed, weight ${smoothing})` : metrics[chart].title,
    unit,
    x: stepAxis(last),
    y: linearAxis(low, isPoints ? Math.max(0, extent.high) : extent.high),
    lines,
    format: (value) => (isLoss ? String(value) : String(Number((100 * value).toPrecision(6)))),
  };
}

/** The charts that have something to show. */
export function pictures(run: RunView): { readonly name: Chart; readonly picture: ChartPicture }[] {
  return (['loss', 'accuracy', 'agreement', 'gain'] as const).flatMap((name) => {
    const drawn = picture(run, name);
    return drawn === null ? [] : [{ name, picture: drawn }];
  });
}

/** An SVG as a PNG of twice its size, drawn by the browser. */
export async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(2 * chartSize.width, 2 * chartSize.height);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}

export const svgOf = chartSvg;

const shown: readonly (readonly [column: string, label: string, write: (value: number | null) => string])[] =
  [
    ['accuracy', 'Validation accuracy', percent],
    ['valLoss', 'Validation loss', nats],
    ['exactMatch', 'Exact match', percent],
    ['truthKl', 'KL to the truth', nats],
    ['agreement', 'Agreement with the teacher', percent],
    ['kl', 'KL to the teacher', nats],
  ];

function figures({ series, config }: RunView): Report['figures'] {
  const rows = shown.flatMap(([column, label, write]) => {
    const values = laneIds.map((lane) => series.latest(`${lane}.${column}`));
    return values.every((value) => value === null) ? [] : [[label, ...values.map(write)]];
  });
  const names = laneNamesOf(config.distill.control);
  return { header: ['Measure', ...laneIds.map((lane) => names[lane])], rows };
}

function conclusion(run: RunView, task: TaskInfo | null, stale: boolean): string[] {
  const measure = measureOf(run.config);
  const words = controlWords(run.config.distill.control);
  const latest = (lane: LaneId) => run.series.latest(`${lane}.${measure.column}`);
  const [student, control, teacher] = [latest('student'), latest('control'), latest('teacher')];
  if (student === null || control === null) return ['The students have not been measured yet.'];
  const write = measure.unit === 'points' ? percent : nats;
  const gain = gainIn(measure, student, control);
  const labels =
    stale || task === null || task.writes
      ? ''
      : `With ${count(task.labelsSeen)} of ${count(task.trainSize)} labels in sight, `;
  const [verb, rest] = measure.words;
  const isOver = run.status?.state === 'finished';
  return [
    `${labels}${labels === '' ? 'T' : 't'}he student ${verb} ${write(student)} ${rest}; the same network ${words.taught} ${write(control)}, the teacher ${write(teacher)}.`,
    `${words.gain}: ${signed(gain, measure.unit === 'points' ? 1 : 3)} ${measure.unit} here. One run, one seed: other seeds give other figures.`,
    ...(isOver ? [] : ['The run had not come to its end when this was written.']),
  ];
}

export function reportOf(state: PageState, run: RunView): Report {
  const { config, status } = run;
  const settings = flatten(config);
  const changed = differences(config);
  return {
    title: 'A distillation experiment',
    conclusion: conclusion(run, state.task, state.stale),
    figures: figures(run),
    charts: pictures(run).map(({ picture: chart }) => chart),
    facts: [
      ['Written', new Date().toISOString().slice(0, 16).replace('T', ' ')],
      ['Backend', state.backend?.name ?? 'unknown'],
      ['Steps', `teacher ${count(status?.teacherStep ?? 0)}, students ${count(status?.studentStep ?? 0)}`],
      ['Time', status === null ? 'unknown' : duration(status.elapsedMs)],
    ],
    settings: [...specsFor(settings)].map(([path, spec]) => ({
      name: `${spec.label} (${path})`,
      value: formatValue(settings[path] ?? spec.default) || 'empty',
      isDefault: !Object.hasOwn(changed, path),
    })),
    link: `${location.origin}${location.pathname}#${toHash(config)}`,
  };
}
