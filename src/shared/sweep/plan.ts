// A sweep: one experiment with one or two of its settings varied, each combination with several seeds. Says which runs
// that is and what they are called in a link and in the terminal; runs nothing.

import { applies, type Config, changeSetting, flatten, isKind, specsFor, teacherKey } from '../config.ts';
import { type ParamSpec, quote, type Settings } from '../params.ts';
import { seedLimits, seedsFrom } from '../seeds.ts';
import { type Axis, isSweepable, readAxis, valueAt } from './axis.ts';

export interface SweepPlan {
  /** What all runs share but for the axes and the seed; its own seed is the first. */
  readonly config: Config;
  /** One or two. */
  readonly axes: readonly Axis[];
  /** Runs of each combination, with as many seeds. */
  readonly seeds: number;
  /** Combinations drawn at random from the axes; null takes every one. */
  readonly random: number | null;
}

export const sweepLimits = { axes: 2, points: 200, runs: 1000 } as const;

/** One combination of values: a cell of the heat map. */
export interface Point {
  readonly index: number;
  /** The values of the axes, by path. */
  readonly settings: Settings;
}

/** One run of a sweep. */
export interface Trial {
  readonly point: Point;
  readonly seed: number;
  readonly config: Config;
}

/** A number from 0 to 1 for each place of a seed: the same one whatever else is drawn. */
function drawn(seed: number, place: number): number {
  let bits = (seed ^ Math.imul(place + 1, 0x9e3779b1)) >>> 0;
  for (const factor of [0x85ebca6b, 0xc2b2ae35]) {
    bits = Math.imul(bits ^ (bits >>> 16), factor);
    bits ^= bits >>> 13;
  }
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/** Row after row: the first axis runs fastest. Draws of a random search follow one another. */
export function pointsOf({ config, axes, random }: SweepPlan): Point[] {
  if (random !== null) {
    return Array.from({ length: random }, (_, index) => ({
      index,
      settings: Object.fromEntries(
        axes.map((axis, i) => [axis.path, valueAt(axis, drawn(config.seed, sweepLimits.axes * index + i))]),
      ),
    }));
  }
  const combined = axes.reduceRight<readonly Settings[]>(
    (rows, { path, values }) => rows.flatMap((row) => values.map((value) => ({ [path]: value, ...row }))),
    [{}],
  );
  return combined.map((settings, index) => ({ index, settings }));
}

/** `config` with the values of a point; what no longer fits beside them is named. */
export function withPoint(config: Config, settings: Settings): ReturnType<typeof changeSetting> {
  const problems: { path: string; message: string }[] = [];
  // Kinds first: they decide which other settings there are.
  const entries = Object.entries(settings).sort(([a], [b]) => Number(isKind(b)) - Number(isKind(a)));
  const changed = entries.reduce((now, [path, value]) => {
    const step = changeSetting(now, path, value);
    problems.push(...step.problems);
    return step.config;
  }, config);
  return { config: changed, problems };
}

/** The experiment of one run. */
export const configAt = ({ config }: SweepPlan, { settings }: Point, seed: number): Config => ({
  ...withPoint(config, settings).config,
  seed,
});

interface Combination extends ReturnType<typeof withPoint> {
  readonly point: Point;
}

/** Plans are never changed, and what they make is asked for again and again: the same objects each time. */
const combinationsOfPlans = new WeakMap<SweepPlan, readonly Combination[]>();
const runsOfPlans = new WeakMap<SweepPlan, readonly Trial[]>();

function combinationsOf(plan: SweepPlan): readonly Combination[] {
  const known = combinationsOfPlans.get(plan);
  if (known !== undefined) return known;
  const made = pointsOf(plan).map((point) => ({ point, ...withPoint(plan.config, point.settings) }));
  combinationsOfPlans.set(plan, made);
  return made;
}

/** Every run in its order: one seed after the other, so that each combination has a figure early. */
export function trialsOf(plan: SweepPlan): readonly Trial[] {
  const known = runsOfPlans.get(plan);
  if (known !== undefined) return known;
  const trials = seedsFrom(plan.config, plan.seeds).flatMap((seed) =>
    combinationsOf(plan).map(({ point, config }) => ({ point, seed, config: { ...config, seed } })),
  );
  runsOfPlans.set(plan, trials);
  return trials;
}

/** How many teachers the runs need between them. */
export const teachersOf = (trials: readonly Trial[]): number =>
  new Set(trials.map(({ config }) => teacherKey(config))).size;

/** The axes whose values each need a teacher of their own. */
export const axesOfTeacher = ({ config, axes }: SweepPlan): Axis[] =>
  axes.filter(
    ({ path, values }) =>
      new Set(values.map((value) => teacherKey(withPoint(config, { [path]: value }).config))).size > 1,
  );

/** The settings that can be swept here, by path. */
export function sweepableOf(config: Config): ReadonlyMap<string, ParamSpec> {
  const settings = flatten(config);
  return new Map(
    [...specsFor(settings)].filter(([path, spec]) => isSweepable(path, spec) && applies(spec, settings)),
  );
}

/** The first thing that stands in the way of a plan, as a sentence; null where there is none. */
export function objectionTo(plan: SweepPlan): string | null {
  const { axes, seeds, random } = plan;
  if (axes.length === 0) return 'A sweep needs a setting to vary.';
  if (axes.length > sweepLimits.axes) return `A sweep varies at most ${sweepLimits.axes} settings.`;
  const [first, second] = axes;
  if (first?.path === second?.path) return `${first?.path} cannot be both settings of a sweep.`;
  if (!Number.isInteger(seeds) || seeds < seedLimits.min || seeds > seedLimits.max)
    return `${seeds} seeds: from ${seedLimits.min} to ${seedLimits.max} can be asked for.`;
  if (random !== null && (!Number.isInteger(random) || random < 1 || random > sweepLimits.points))
    return `${random} draws: from 1 to ${sweepLimits.points} can be asked for.`;
  const count = random ?? axes.reduce((product, { values }) => product * values.length, 1);
  if (count > sweepLimits.points) return `${count} combinations: ${sweepLimits.points} are run at most.`;
  if (count * seeds > sweepLimits.runs)
    return `${count * seeds} runs: ${sweepLimits.runs} are made at most. Take fewer values or seeds.`;
  for (const { point, config: made, problems } of combinationsOf(plan)) {
    const [problem] = problems;
    if (problem !== undefined) return `${problem.path} ${problem.message.replace(/; .*/, '')}.`;
    const settings = flatten(made);
    const missing = Object.keys(point.settings).find((path) => settings[path] === undefined);
    if (missing !== undefined) return `${missing} plays no part with every value of the other setting.`;
  }
  return null;
}

/** "distill.temperature=1:16:5;distill.alpha=0,0.5,1;seeds=3;random=20": how links and stored sweeps name a plan. */
export const writePlan = ({ axes, seeds, random }: SweepPlan): string =>
  [
    ...axes.map(({ path, written }) => `${path}=${written}`),
    ...(seeds === 1 ? [] : [`seeds=${seeds}`]),
    ...(random === null ? [] : [`random=${random}`]),
  ].join(';');

export const maxPlanLength = 1000;

/** Reads what `writePlan` wrote, untrusted: a plan, or one sentence that says what is wrong. Never throws. */
export function readPlan(written: string, config: Config): SweepPlan | string {
  if (written.length > maxPlanLength) return `A sweep is written in at most ${maxPlanLength} characters.`;
  const axes: Axis[] = [];
  let [seeds, random]: [number, number | null] = [1, null];
  for (const part of written.split(';')) {
    const at = part.indexOf('=');
    const [path, values] = [part.slice(0, at), part.slice(at + 1)];
    if (at < 1) return `${quote(part)} is not setting=values.`;
    if (path === 'seeds') seeds = Number(values);
    else if (path === 'random') random = Number(values);
    else {
      const axis = readAxis(path, values, config);
      if (typeof axis === 'string') return axis;
      axes.push(axis);
    }
  }
  const plan = { config, axes, seeds, random };
  return objectionTo(plan) ?? plan;
}
