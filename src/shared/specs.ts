// Which parameters an experiment has: the table of their specs by path, as the task, the models and the losses select them.

import { classParams, controlChoice, distillParams, writingParams } from './catalog/distillation.ts';
import type { LossSetting } from './catalog/losses.ts';
import { type ModelKind, models } from './catalog/models.ts';
import { type TaskKind, type TaskRow, taskRow, tasks } from './catalog/tasks.ts';
import { eachTermSpec, lossPaths } from './catalog/terms.ts';
import { trainParams } from './catalog/training.ts';
import {
  type ChoiceSpec,
  check,
  choice,
  integer,
  optionsOf,
  type ParamSpec,
  type ParamTable,
  type Settings,
} from './params.ts';

const topParams = {
  seed: integer({
    label: 'Seed',
    help: 'Start of every random draw: data, initial weights, order of the batches. Same seed, same curves.',
    min: 0,
    max: 4294967295,
    default: 1,
  }),
} as const;

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

/** The kind of an assistant that is not there. */
export const noAssistant = 'none';

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
function specsKey(settings: Settings): string {
  const { writes, hasHidden, hasAttention } = lossSetting(settings, taskOf(settings));
  const kinds = ['task.kind', 'teacher.kind', 'assistant.kind', 'student.kind', ...lossPaths].map(
    (path) => settings[path],
  );
  return JSON.stringify([...kinds, writes, hasHidden, hasAttention]);
}

const taskOf = (written: Settings): TaskRow =>
  taskRow(check(taskChoice, written['task.kind'] ?? taskChoice.default).value as TaskKind);

const knownSpecs = new Map<string, ReadonlyMap<string, ParamSpec>>();
/** Links and files may hold any kinds: what is known is forgotten before it can pile up. */
const mostKnownSpecs = 100;

/**
 * Every parameter of the experiment that `written` selects, by path, with the task's own defaults in place.
 * The paths that choose a kind (`isKind`) decide which others exist; while they stay, so do the very specs.
 */
export function specsFor(written: Settings): ReadonlyMap<string, ParamSpec> {
  const key = specsKey(written);
  const known = knownSpecs.get(key);
  if (known !== undefined) return known;
  const specs = makeSpecs(written);
  if (knownSpecs.size >= mostKnownSpecs) knownSpecs.clear();
  knownSpecs.set(key, specs);
  return specs;
}

function makeSpecs(written: Settings): ReadonlyMap<string, ParamSpec> {
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
