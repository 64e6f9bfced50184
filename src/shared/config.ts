// The Config: one plain object that says everything about an experiment, and the table of its parameters by path.
// Paths ("distill.temperature") are the words of links, of the terminal and of live patches.

import { classParams, controlChoice, distillParams, writingParams } from './catalog/distillation.ts';
import type { LossId, LossSetting } from './catalog/losses.ts';
import type { ControlId } from './catalog/mistakes.ts';
import { type ModelConfig, type ModelKind, models } from './catalog/models.ts';
import { type TaskConfig, type TaskKind, type TaskRow, taskRow, tasks } from './catalog/tasks.ts';
import { eachTermSpec, type LossTerm, lossPaths, lossTerms } from './catalog/terms.ts';
import { trainParams } from './catalog/training.ts';
import {
  type ChoiceSpec,
  check,
  choice,
  equalValues,
  integer,
  optionsOf,
  type ParamSpec,
  type ParamTable,
  type ParamValue,
  type Settings,
  type Values,
} from './params.ts';

export type { Settings };

const topParams = {
  seed: integer({
    label: 'Seed',
    help: 'Start of every random draw: data, initial weights, order of the batches. Same seed, same curves.',
    min: 0,
    max: 4294967295,
    default: 1,
  }),
} as const;

/** What all terms share; the terms themselves are read by `lossTerms`, since each loss has settings of its own. */
export type DistillConfig = { readonly loss: LossId; readonly control: ControlId } & Values<
  typeof distillParams
> &
  Partial<Values<typeof writingParams> & Values<typeof classParams>>;
export type TrainConfig = Values<typeof trainParams>;

/** A model of a size between, which learns from the teacher and teaches the student in its place. */
export type AssistantConfig = ModelConfig | { readonly kind: 'none' };

export interface Config {
  readonly seed: number;
  readonly task: TaskConfig;
  readonly teacher: ModelConfig;
  readonly assistant: AssistantConfig;
  readonly student: ModelConfig;
  readonly distill: DistillConfig;
  readonly train: TrainConfig;
}

/** The settings that a running session takes over between two steps. */
export type LiveValues = Pick<
  DistillConfig,
  'temperature' | 'alpha' | 'tSquared' | 'lambda' | 'samplingTemperature' | 'hiddenBias'
> &
  Pick<TrainConfig, 'learningRate'> & {
    /** The same losses as at the start of the run, with the weights and settings of now. */
    readonly terms: readonly LossTerm[];
  };

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

const noAssistant = 'none';

function assistantChoice(kinds: readonly ModelKind[]): ChoiceSpec<string> {
  const options = kinds.map((kind) => ({ value: kind, label: models[kind].label }));
  return choice<string>({
    label: 'Teaching assistant',
    help: 'A model of a size between teacher and student: it learns as a student of the teacher does, then teaches the student in the teacher’s place (Mirzadeh 2020).',
    options: [{ value: noAssistant, label: 'None' }, ...options],
    default: noAssistant,
  });
}

/** The article's pair, 768-128-8 and 768-64-8: the lanes share one table of model parameters but not its defaults. */
const laneDefaults: Settings = { 'student.hidden': [64], 'assistant.hidden': [96] };

const hasAssistant = (written: Settings): boolean =>
  (written['assistant.kind'] ?? noAssistant) !== noAssistant;

/** What the models of an experiment offer to its losses. */
function lossSetting(written: Settings, { writes, models: kinds }: TaskRow): LossSetting {
  const kindOf = (lane: string) => String(written[`${lane}.kind`] ?? kinds[0]);
  const lanes = hasAssistant(written) ? ['teacher', 'assistant', 'student'] : ['teacher', 'student'];
  const hidden = lanes.map((lane) => written[`${lane}.hidden`]);
  return {
    writes,
    hasHidden: hidden.every((widths) => !Array.isArray(widths) || widths.length > 0),
    hasAttention: lanes.every((lane) => kindOf(lane) === 'gpt'),
  };
}

/** Whether the setting at `path` decides which other settings exist. */
export const isKind = (path: string): boolean => path.endsWith('.kind') || lossPaths.includes(path);

/** Settings with equal keys have the same specs. */
export function specsKey(settings: Settings): string {
  const { writes, hasHidden, hasAttention } = lossSetting(settings, taskOf(settings));
  const kinds = ['task.kind', 'teacher.kind', 'assistant.kind', 'student.kind', ...lossPaths].map(
    (path) => settings[path],
  );
  return [...kinds, writes, hasHidden, hasAttention].join();
}

const taskOf = (written: Settings): TaskRow =>
  taskRow(check(taskChoice, written['task.kind'] ?? taskChoice.default).value as TaskKind);

/**
 * Every parameter of the experiment that `written` selects, by path, with the task's own defaults in place.
 * The paths that choose a kind (`isKind`) decide which others exist.
 */
export function specsFor(written: Settings): ReadonlyMap<string, ParamSpec> {
  const specs = new Map<string, ParamSpec>();
  const task = taskOf(written);
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
  const assistants = assistantChoice(task.models);
  const assistant = check(assistants, written['assistant.kind'] ?? noAssistant).value;
  add('assistant.kind', assistants);
  if (assistant !== noAssistant) addAll('assistant.', models[assistant as ModelKind].params);
  eachTermSpec(written, lossSetting(written, task), add);
  addAll('distill.', distillParams);
  add('distill.control', controlChoice(task.writes, assistant !== noAssistant));
  addAll('distill.', task.writes ? writingParams : classParams);
  addAll('train.', trainParams);
  return specs;
}

/** Takes a config apart into its settings by path. */
export function flatten(config: Config): Settings {
  const settings: Record<string, ParamValue> = { seed: config.seed };
  for (const section of ['task', 'teacher', 'assistant', 'student', 'distill', 'train'] as const) {
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

/** The paths of the settings in which two configs differ, those that only one of them has included. */
export function differingPaths(a: Config, b: Config): string[] {
  const [before, after] = [flatten(a), flatten(b)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => {
    const [was, is] = [before[path], after[path]];
    return was === undefined || is === undefined || !equalValues(was, is);
  });
}

/** Whether only what is added to answers differs: the same training, measured anew. */
export function changesAnswersAlone(a: Config, b: Config): boolean {
  const paths = differingPaths(a, b);
  return paths.length > 0 && paths.every((path) => path === 'distill.hiddenBias');
}

/** `config` with one setting changed and clamped, and what else had to change with it because it makes no sense any more. */
export function changeSetting(
  config: Config,
  path: string,
  value: ParamValue,
): { config: Config; problems: Problem[] } {
  const before = path === 'task.kind' ? { seed: config.seed } : flatten(config);
  const known = specsFor({ ...before, [path]: value });
  const kept = Object.fromEntries(
    Object.entries({ ...before, [path]: value }).filter(([key]) => known.has(key)),
  );
  return configFrom(kept);
}

/** `config` with one setting changed and clamped. Changing a kind drops what the new kind does not have. */
export const withSetting = (config: Config, path: string, value: ParamValue): Config =>
  changeSetting(config, path, value).config;

/** Whether a setting plays a part beside the others. */
export function applies({ when }: ParamSpec, settings: Settings): boolean {
  if (when === undefined) return true;
  const value = String(settings[when.path]);
  return 'is' in when ? when.is.includes(value) : !when.isNot.includes(value);
}

export const isLive = (spec: ParamSpec): boolean => spec.live === true;

/** The part of a config that may change while it runs. */
export function liveValues({ distill, train }: Config): LiveValues {
  const { temperature, alpha, tSquared, lambda, samplingTemperature, hiddenBias } = distill;
  return {
    temperature,
    alpha,
    tSquared,
    ...(lambda === undefined ? {} : { lambda }),
    ...(samplingTemperature === undefined ? {} : { samplingTemperature }),
    ...(hiddenBias === undefined ? {} : { hiddenBias }),
    terms: lossTerms(distill),
    learningRate: train.learningRate,
  };
}

/** Index of the class that student and control never meet; null where none is hidden. */
export const hiddenClassOf = ({ distill: { hiddenClass = 0 } }: Pick<Config, 'distill'>): number | null =>
  hiddenClass === 0 ? null : hiddenClass - 1;

/** The teaching assistant's model; null where there is none. */
export const assistantOf = ({ assistant }: Pick<Config, 'assistant'>): ModelConfig | null =>
  assistant.kind === noAssistant ? null : assistant;

/** Training steps of each phase; 0 for an assistant that is not there. */
export function phaseSteps({ assistant, train }: Pick<Config, 'assistant' | 'train'>) {
  const { teacherSteps, assistantSteps, studentSteps } = train;
  const between = assistant.kind === noAssistant ? 0 : assistantSteps;
  return {
    teacher: teacherSteps,
    assistant: between,
    students: studentSteps,
    total: teacherSteps + between + studentSteps,
  };
}

/** Steps of all phases together. */
export const stepsTaken = (at: {
  readonly teacherStep: number;
  readonly assistantStep: number;
  readonly studentStep: number;
}): number => at.teacherStep + at.assistantStep + at.studentStep;

/** The phase in which so many steps have been taken. */
export function phaseAt(
  config: Parameters<typeof phaseSteps>[0],
  teacherStep: number,
  assistantStep: number,
) {
  const steps = phaseSteps(config);
  if (teacherStep < steps.teacher) return 'teacher';
  return assistantStep < steps.assistant ? 'assistant' : 'students';
}

/** Everything a trained teacher depends on: two configs with equal keys can share one. */
export function teacherKey(config: Config): string {
  const { studentSteps: _s, assistantSteps: _a, ...recipe } = config.train;
  return JSON.stringify([config.seed, config.task, config.teacher, recipe]);
}

export const defaultConfig: Config = configFrom({}).config;
