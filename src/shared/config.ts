// The Config: one plain object that says everything about an experiment, and the table of its parameters by path.
// Paths ("distill.temperature") are the words of links, of the terminal and of live patches.

import { type LossId, losses } from './catalog/losses.ts';
import { type ModelConfig, type ModelKind, models } from './catalog/models.ts';
import { type OptimizerId, optimizers, type ScheduleId, schedules } from './catalog/optimizers.ts';
import { type TaskConfig, type TaskKind, taskRow, tasks } from './catalog/tasks.ts';
import {
  type ChoiceSpec,
  check,
  choice,
  equalValues,
  integer,
  number,
  type Option,
  type ParamSpec,
  type ParamTable,
  type ParamValue,
  toggle,
  type Values,
} from './params.ts';

function optionsOf<K extends string>(
  rows: Readonly<Record<K, { label: string; help?: string; summary?: string }>>,
) {
  return (Object.entries(rows) as [K, { label: string; help?: string; summary?: string }][]).map(
    ([value, row]): Option<K> => ({ value, label: row.label, help: row.help ?? row.summary ?? '' }),
  );
}

const topParams = {
  seed: integer({
    label: 'Seed',
    help: 'Start of every random draw: data, initial weights, order of the batches. Same seed, same curves.',
    min: 0,
    max: 4294967295,
    default: 1,
  }),
} as const;

const distillParams = {
  loss: choice<LossId>({
    label: 'Distillation loss',
    help: "D(teacher, student): how the distance between the two models' answers is measured.",
    options: optionsOf(losses),
    default: 'forwardKl',
  }),
  temperature: number({
    label: 'Temperature T',
    help: 'Both models’ logits are divided by T before the softmax. Above 1 the teacher’s second thoughts become visible.',
    min: 0.25,
    max: 20,
    step: 0.05,
    scale: 'log',
    default: 2,
    live: true,
  }),
  alpha: number({
    label: 'Alpha',
    help: "Weight of the teacher's term: loss = (1 - alpha) CE(labels) + alpha D(teacher, student).",
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.9,
    live: true,
  }),
  tSquared: toggle({
    label: 'Multiply by T²',
    help: 'Keeps the size of the gradient when T changes (Hinton 2015). Off shows what happens without it.',
    default: true,
    live: true,
  }),
  labels: integer({
    label: 'Labels the student may see',
    help: 'Student and control learn the labels of this many training examples, drawn evenly from the classes. The teacher sees all labels, and answers on all inputs.',
    min: 1,
    max: 200000,
    scale: 'log',
    unit: 'labels',
    default: 80,
  }),
} as const;

/** Whose text a student learns on: only where models write. */
const writingParams = {
  source: choice({
    label: 'Student reads',
    help: 'Text on which the student hears the teacher: the corpus, or text that the teacher wrote (sequence level, Kim & Rush 2016).',
    options: [
      { value: 'corpus', label: 'The corpus' },
      { value: 'teacher', label: "The teacher's own text" },
    ],
    default: 'corpus',
  }),
  lambda: number({
    label: 'On-policy share',
    help: 'Share of steps on which the student hears the teacher on text that the student wrote itself (GKD, Agarwal et al. 2023).',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0,
    live: true,
  }),
  samplingTemperature: number({
    label: 'Sampling temperature',
    help: 'How boldly models write: their logits are divided by it before a token is drawn. Not the temperature of the loss.',
    min: 0.1,
    max: 2,
    step: 0.05,
    default: 1,
    live: true,
  }),
} as const;

const trainParams = {
  optimizer: choice<OptimizerId>({
    label: 'Optimiser',
    help: 'How gradients become changes of the weights; all lanes use the same.',
    options: optionsOf(optimizers),
    default: 'adam',
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of each update, in all lanes.',
    min: 0.00001,
    max: 1,
    step: 0.00001,
    scale: 'log',
    default: 0.001,
    live: true,
  }),
  schedule: choice<ScheduleId>({
    label: 'Schedule',
    help: 'How the learning rate changes over the steps of a lane.',
    options: optionsOf(schedules),
    default: 'constant',
  }),
  warmupSteps: integer({
    label: 'Warm-up',
    help: 'Steps over which the learning rate rises from 0.',
    min: 0,
    max: 10000,
    unit: 'steps',
    default: 0,
  }),
  weightDecay: number({
    label: 'Weight decay',
    when: { path: 'train.optimizer', is: ['adamw'] },
    help: 'AdamW only: each step takes learning rate times this share off every weight.',
    min: 0,
    max: 1,
    step: 0.001,
    default: 0.01,
  }),
  batchSize: integer({
    label: 'Batch size',
    help: 'Examples per step and lane.',
    min: 1,
    max: 2048,
    scale: 'log',
    unit: 'examples',
    default: 64,
  }),
  teacherSteps: integer({
    label: 'Teacher steps',
    help: 'Training steps of the teacher; 0 leaves it untrained.',
    min: 0,
    max: 100000,
    unit: 'steps',
    default: 800,
  }),
  studentSteps: integer({
    label: 'Student steps',
    help: 'Training steps of student and control, side by side on the same batches.',
    min: 1,
    max: 100000,
    unit: 'steps',
    default: 800,
  }),
  evalEvery: integer({
    label: 'Evaluate every',
    help: 'Steps between two measurements on the validation set.',
    min: 1,
    max: 10000,
    unit: 'steps',
    default: 20,
  }),
  labelSmoothing: number({
    label: "Teacher's label smoothing",
    help: 'Share of the target spread evenly over all classes while the teacher trains. A smoothed teacher is often a worse teacher (Müller 2019).',
    min: 0,
    max: 0.9,
    step: 0.01,
    default: 0,
  }),
} as const;

export type DistillConfig = Values<typeof distillParams> & Partial<Values<typeof writingParams>>;
export type TrainConfig = Values<typeof trainParams>;

export interface Config {
  readonly seed: number;
  readonly task: TaskConfig;
  readonly teacher: ModelConfig;
  readonly student: ModelConfig;
  readonly distill: DistillConfig;
  readonly train: TrainConfig;
}

/** The settings that a running session takes over between two steps. */
export type LiveValues = Pick<
  DistillConfig,
  'temperature' | 'alpha' | 'tSquared' | 'lambda' | 'samplingTemperature'
> &
  Pick<TrainConfig, 'learningRate'>;

function lossChoice(writes: boolean): ChoiceSpec<LossId> {
  const { options, ...row } = distillParams.loss;
  return { ...row, options: options.filter(({ value }) => writes || !losses[value].onlyText) };
}

const taskChoice: ChoiceSpec<TaskKind> = choice({
  label: 'Task',
  help: 'What is to be learnt.',
  options: optionsOf<TaskKind>(tasks),
  default: 'intents',
});

function modelChoice(kinds: readonly ModelKind[], label: string): ChoiceSpec<string> {
  const options = kinds.map((kind) => ({ value: kind, label: models[kind].label }));
  return choice<string>({ label, help: 'Family of the network.', options, default: kinds[0] ?? 'mlp' });
}

/** The article's pair, 768-128-8 and 768-64-8: the two lanes share one table of model parameters but not its defaults. */
const laneDefaults: Settings = { 'student.hidden': [64] };

export type Settings = Readonly<Record<string, ParamValue>>;

/**
 * Every parameter of the experiment that `written` selects, by path, with the task's own defaults in place.
 * The paths that choose a kind (`task.kind`, `teacher.kind`, `student.kind`, `distill.loss`) decide which others exist.
 */
export function specsFor(written: Settings): ReadonlyMap<string, ParamSpec> {
  const specs = new Map<string, ParamSpec>();
  const kind = check(taskChoice, written['task.kind'] ?? taskChoice.default).value as TaskKind;
  const task = taskRow(kind);
  const add = (path: string, spec: ParamSpec) => {
    const own = task.defaults[path] ?? laneDefaults[path];
    specs.set(path, own === undefined ? spec : ({ ...spec, default: own } as ParamSpec));
  };
  const addAll = (prefix: string, table: ParamTable) => {
    for (const [key, spec] of Object.entries(table)) add(`${prefix}${key}`, spec);
  };
  addAll('', topParams);
  add('task.kind', taskChoice);
  addAll('task.', task.params);
  for (const lane of ['teacher', 'student'] as const) {
    const kinds = modelChoice(task.models, lane === 'teacher' ? 'Teacher' : 'Student');
    const model = check(kinds, written[`${lane}.kind`] ?? kinds.default).value as ModelKind;
    add(`${lane}.kind`, kinds);
    addAll(`${lane}.`, models[model].params);
  }
  addAll('distill.', { ...distillParams, loss: lossChoice(task.writes) });
  if (task.writes) addAll('distill.', writingParams);
  const lossSpec = lossChoice(task.writes);
  const loss = check(lossSpec, written['distill.loss'] ?? lossSpec.default).value as LossId;
  addAll('distill.', losses[loss].params);
  addAll('train.', trainParams);
  return specs;
}

/** Takes a config apart into its settings by path. */
export function flatten(config: Config): Settings {
  const settings: Record<string, ParamValue> = { seed: config.seed };
  for (const section of ['task', 'teacher', 'student', 'distill', 'train'] as const) {
    for (const [key, value] of Object.entries(config[section])) settings[`${section}.${key}`] = value;
  }
  return settings;
}

export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Builds a config from settings by path. Missing ones take their default, bad ones are clamped and named. */
export function configFrom(settings: Settings): { config: Config; problems: Problem[] } {
  const specs = specsFor(settings);
  const problems: Problem[] = [];
  const sections: Record<string, Record<string, ParamValue>> = {};
  let seed: ParamValue = 1;
  for (const [path, spec] of specs) {
    const raw = Object.hasOwn(settings, path) ? settings[path] : spec.default;
    const { value, problem } = check(spec, raw);
    if (problem !== null) problems.push({ path, message: problem });
    const dot = path.indexOf('.');
    if (dot < 0) seed = value;
    else {
      const section = path.slice(0, dot);
      sections[section] = { ...sections[section], [path.slice(dot + 1)]: value };
    }
  }
  for (const path of Object.keys(settings)) {
    if (!specs.has(path)) problems.push({ path, message: 'there is no such setting here; it is ignored' });
  }
  return { config: { seed, ...sections } as unknown as Config, problems };
}

/** The settings of `config` that differ from the defaults of its task. */
export function differences(config: Config): Settings {
  const settings = flatten(config);
  const changed: Record<string, ParamValue> = {};
  for (const [path, spec] of specsFor(settings)) {
    const value = settings[path];
    if (value !== undefined && !equalValues(value, spec.default)) changed[path] = value;
  }
  return changed;
}

/** `config` with one setting changed and clamped. Changing a kind drops what the new kind does not have. */
export function withSetting(config: Config, path: string, value: ParamValue): Config {
  const before = path === 'task.kind' ? { seed: config.seed } : flatten(config);
  const known = specsFor({ ...before, [path]: value });
  const kept = Object.fromEntries(
    Object.entries({ ...before, [path]: value }).filter(([key]) => known.has(key)),
  );
  return configFrom(kept).config;
}

/** Whether a setting plays a part beside the others. */
export const applies = ({ when }: ParamSpec, settings: Settings): boolean =>
  when === undefined || when.is.includes(String(settings[when.path]));

export const isLive = (spec: ParamSpec): boolean => spec.live === true;

/** The part of a config that may change while it runs. */
export function liveValues(config: Config): LiveValues {
  const { source: _source, loss: _loss, labels: _labels, ...live } = config.distill;
  return { ...live, learningRate: config.train.learningRate };
}

/** Everything a trained teacher depends on: two configs with equal keys can share one. */
export function teacherKey(config: Config): string {
  const { studentSteps: _, ...recipe } = config.train;
  return JSON.stringify([config.seed, config.task, config.teacher, recipe]);
}

export const defaultConfig: Config = configFrom({}).config;
