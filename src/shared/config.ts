// The Config: one plain object that says everything about an experiment, and the table of its parameters by path.
// Paths ("distill.temperature") are the words of links, of the terminal and of live patches.

import type { classParams, distillParams, writingParams } from './catalog/distillation.ts';
import type { LossId } from './catalog/losses.ts';
import type { ControlId } from './catalog/mistakes.ts';
import type { ModelConfig } from './catalog/models.ts';
import type { TaskConfig } from './catalog/tasks.ts';
import { type LossTerm, lossTerms } from './catalog/terms.ts';
import type { trainParams } from './catalog/training.ts';
import { check, equalValues, type ParamSpec, type ParamValue, type Settings, type Values } from './params.ts';
import { noAssistant, specsFor } from './specs.ts';

export { isKind, specsFor } from './specs.ts';
export type { Settings };

/** What all terms share; the terms themselves are read by `lossTerms`, since each loss has settings of its own. */
export type DistillConfig = { readonly loss: LossId; readonly control: ControlId } & Values<
  typeof distillParams
> &
  Partial<Values<typeof writingParams> & Values<typeof classParams>>;
export type TrainConfig = Values<typeof trainParams>;

/** A model of a size between, which learns from the teacher and teaches the student in its place. */
export type AssistantConfig = ModelConfig | { readonly kind: typeof noAssistant };

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

const sectionNames = ['task', 'teacher', 'assistant', 'student', 'distill', 'train'] as const;

/** Takes a config apart into its settings by path. */
export function flatten(config: Config): Settings {
  const settings: Record<string, ParamValue> = { seed: config.seed };
  for (const section of sectionNames) {
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
      const name = path.slice(0, dot);
      const section = sections[name] ?? {};
      section[path.slice(dot + 1)] = value;
      sections[name] = section;
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

/** `config` with those sections of `before` in place of its own that are equal: who shows one need not look again. */
function sharing(config: Config, before: Config): Config {
  const kept = sectionNames.filter((name) => {
    const [was, is] = [Object.entries(before[name]), Object.entries(config[name])];
    const now = new Map<string, ParamValue>(is);
    return (
      was.length === is.length &&
      was.every(([key, value]) => {
        const other = now.get(key);
        return other !== undefined && equalValues(value, other);
      })
    );
  });
  return { ...config, ...Object.fromEntries(kept.map((name) => [name, before[name]])) };
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
  const { config: changed, problems } = configFrom(kept);
  return { config: sharing(changed, config), problems };
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

/** Whether the running session takes a change of it over. */
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
