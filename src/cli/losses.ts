// Every loss of the catalogue on one experiment, with several seeds: what --losses prints. One teacher a seed, for all of them.

import { trainLoop } from '../engine/loop.ts';
import type { TaskData } from '../engine/tasks/task.ts';
import { createTraining, type KeptTeacher } from '../engine/train.ts';
import type { BackendInfo } from '../shared/catalog/backends.ts';
import { type LossId, lossRow } from '../shared/catalog/losses.ts';
import { type Config, configFrom, flatten, type Settings, specsFor } from '../shared/config.ts';
import { toHash } from '../shared/link.ts';
import { type GainSpread, gainSpread, seedsFrom } from '../shared/seeds.ts';
import { type LaneResult, type Result, runExperiment } from './experiment.ts';
import { figure } from './seeds.ts';

export interface LossResult {
  readonly name: string;
  readonly link: string;
  readonly spread: GainSpread;
  /** Means over the seeds. */
  readonly agreement: number;
  readonly kl: number;
}

export interface LossesResult {
  readonly backend: BackendInfo;
  readonly config: Config;
  readonly seeds: readonly number[];
  readonly losses: readonly LossResult[];
}

/** The losses that mean something here, each at its defaults; those that look inside also beside forward KL. */
function variants(config: Config): { name: string; settings: Settings }[] {
  const spec = specsFor(flatten(config)).get('distill.loss');
  if (spec?.type !== 'choice') throw new Error('there is no loss to choose');
  const ids = spec.options.flatMap(({ value, refused }) => (refused === undefined ? (value as LossId) : []));
  const alone = ids.map((id) => ({ name: lossRow(id).label, settings: { 'distill.loss': id } }));
  const second = ids
    .filter((id) => lossRow(id).family === 'inside')
    .map((id) => ({
      name: `${lossRow('forwardKl').label} + ${lossRow(id).label}`,
      settings: { 'distill.loss': 'forwardKl', 'distill.loss2': id },
    }));
  return [...alone, ...second];
}

/** `config` with other losses; what belonged to its own loss goes back to the defaults. */
function withLosses(config: Config, settings: Settings): Config {
  const known = specsFor({ ...flatten(config), ...settings });
  const kept = Object.entries(flatten(config)).filter(
    ([path]) => known.has(path) && !path.startsWith('distill.loss'),
  );
  return configFrom({ ...Object.fromEntries(kept), ...settings }).config;
}

async function trainTeacher(config: Config, data: TaskData): Promise<KeptTeacher> {
  const training = createTraining(config, data);
  const loop = trainLoop(training);
  while (training.phase === 'teacher' && !(await loop.next()).done);
  const state = (await training.save()).lanes.teacher;
  training.dispose();
  return { state, metrics: [], second: null };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Runs one seed after the other, each with one teacher and then every loss. */
export async function compareLosses(
  config: Config,
  count: number,
  load: (config: Config) => Promise<TaskData>,
  backend: BackendInfo,
  onRun: (name: string, result: Result) => void,
): Promise<LossesResult> {
  const losses = variants(config);
  const seeds = seedsFrom(config, count);
  const runs = new Map<string, Result[]>(losses.map(({ name }) => [name, []]));
  for (const seed of seeds) {
    const seeded = { ...config, seed };
    const data = await load(seeded);
    const teacher = await trainTeacher(seeded, data);
    for (const { name, settings } of losses) {
      const result = await runExperiment(withLosses(seeded, settings), data, backend, () => {}, { teacher });
      runs.get(name)?.push(result);
      onRun(name, result);
    }
  }
  const meanOf = (results: readonly Result[], key: 'agreement' | 'kl') =>
    mean(results.map(({ lanes }) => (lanes.student as LaneResult)[key] ?? Number.NaN));
  return {
    backend,
    config,
    seeds,
    losses: losses.map(({ name, settings }) => {
      const results = runs.get(name) ?? [];
      return {
        name,
        link: `#${toHash(withLosses(config, settings))}`,
        spread: gainSpread(
          config,
          results.map((result) => ({
            seed: result.config.seed,
            at: (column: string) => figure(result, column),
          })),
        ),
        agreement: meanOf(results, 'agreement'),
        kl: meanOf(results, 'kl'),
      };
    }),
  };
}

/** What an interval says about a loss. */
function verdict({ interval: [low, high] }: GainSpread): string {
  if (low > 0) return 'better than the control';
  return high < 0 ? '**loses to the control**' : 'no difference seen';
}

/** A table in Markdown, best first. */
export function lossesTable({ losses, seeds }: LossesResult): string {
  const measure = losses[0]?.spread.measure;
  const isShare = measure?.unit === 'points';
  const figures = (value: number) => (isShare ? (100 * value).toFixed(1) : value.toFixed(4));
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(isShare ? 1 : 4)}`;
  const rows = [...losses]
    .sort((a, b) => b.spread.mean - a.spread.mean)
    .map(({ name, spread, agreement, kl }) => {
      const student = mean(spread.seeds.map((seed) => seed.student));
      const [low, high] = spread.interval;
      const cells = [
        name,
        figures(student),
        signed(spread.mean),
        `${signed(low)} to ${signed(high)}`,
        (100 * agreement).toFixed(1),
        kl.toFixed(3),
        verdict(spread),
      ];
      return `| ${cells.join(' | ')} |`;
    });
  const unit = measure?.unit ?? '';
  return [
    `| loss | student's ${measure?.label ?? ''}${isShare ? ', %' : ', nats'} | gain, ${unit} | 95 % interval | agreement, % | KL to the teacher, nats | over ${seeds.length} seeds |`,
    '|---|--:|--:|--:|--:|--:|---|',
    ...rows,
  ].join('\n');
}
