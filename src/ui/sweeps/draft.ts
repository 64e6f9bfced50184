// What the form of a sweep holds, and the plan that it makes of it. No components.

import type { Config } from '../../shared/config.ts';
import type { ParamSpec } from '../../shared/params.ts';
import { readAxis, usualValues } from '../../shared/sweep/axis.ts';
import { objectionTo, readPlan, type SweepPlan, sweepableOf } from '../../shared/sweep/plan.ts';

export interface AxisDraft {
  /** Empty: none. */
  readonly path: string;
  readonly written: string;
}

export interface Draft {
  readonly first: AxisDraft;
  readonly second: AxisDraft;
  readonly seeds: string;
  readonly isRandom: boolean;
  readonly draws: string;
  readonly workers: string;
}

const cores = (): number => navigator.hardwareConcurrency || 2;
export const mostWorkers = (): number => Math.max(1, Math.min(4, cores()));

export const usualWorkers = (): number => (cores() >= 8 ? 2 : 1);

const noAxis: AxisDraft = { path: '', written: '' };

/** Another setting, with the values that are usual for it. */
export function axisAt(config: Config, path: string): AxisDraft {
  const spec = sweepableOf(config).get(path);
  return spec === undefined ? noAxis : { path, written: usualValues(path, spec) };
}

/** Temperature and alpha, five values each. */
export const usualDraft = (config: Config): Draft => ({
  first: axisAt(config, 'distill.temperature'),
  second: axisAt(config, 'distill.alpha'),
  seeds: '1',
  isRandom: false,
  draws: '20',
  workers: String(usualWorkers()),
});

/** What a link or another sweep asks for, as a form. */
export const draftOf = (plan: SweepPlan): Draft => {
  const [first = noAxis, second = noAxis] = plan.axes;
  return {
    ...usualDraft(plan.config),
    first: { path: first.path, written: first.written },
    second: { path: second.path, written: second.written },
    seeds: String(plan.seeds),
    isRandom: plan.random !== null,
    draws: String(plan.random ?? 20),
  };
};

/** The form that a link asks for; what cannot be followed is told. */
export function linkedDraft(
  written: string | null,
  config: Config,
): { draft: Draft; problem: string | null } {
  const plan = written === null ? null : readPlan(written, config);
  if (plan === null || typeof plan === 'string') return { draft: usualDraft(config), problem: plan };
  return { draft: draftOf(plan), problem: null };
}

/** A plan makes and checks a config for each run: tens of milliseconds, too much for every move of a slider. */
export const planDelayMs = 250;

/** The plan, or one sentence that says what stands in the way. */
export function planOf({ first, second, seeds, isRandom, draws }: Draft, config: Config): SweepPlan | string {
  const axes = [];
  for (const { path, written } of [first, second]) {
    if (path === '') continue;
    const axis = readAxis(path, written, config);
    if (typeof axis === 'string') return axis;
    axes.push(axis);
  }
  const plan = { config, axes, seeds: Number(seeds), random: isRandom ? Number(draws) : null };
  return objectionTo(plan) ?? plan;
}

const sections: Readonly<Record<string, string>> = {
  distill: 'Distillation',
  student: 'Student',
  train: 'Training',
  teacher: 'Teacher (each value trains one)',
  task: 'Task (each value trains a teacher)',
};

export interface Group {
  readonly title: string;
  readonly params: readonly (readonly [path: string, spec: ParamSpec])[];
}

/** The settings that can be swept, by section; distillation first. */
export function groupsOf(config: Config): Group[] {
  const all = [...sweepableOf(config)];
  return Object.entries(sections).flatMap(([section, title]) => {
    const params = all.filter(([path]) => path.startsWith(`${section}.`));
    return params.length === 0 ? [] : [{ title, params }];
  });
}

/** How values of a setting are written in the form. */
export function hintOf(spec: ParamSpec): string {
  switch (spec.type) {
    case 'number':
      return `Like 1, 2, 4, or from:to:how many, evenly${spec.scale === 'log' ? ' in factors' : ''}. From ${spec.min} to ${spec.max}.`;
    case 'layers':
      return 'Widths joined by "-", networks by ",": 8, 16-16, none.';
    case 'choice':
    case 'switch':
    case 'text':
      return '';
    default:
      return spec satisfies never;
  }
}

/** The options of a setting that is chosen, not typed; null for the others. */
export function choicesOf(
  spec: ParamSpec,
): readonly { readonly value: string; readonly label: string }[] | null {
  if (spec.type === 'switch')
    return [
      { value: 'false', label: 'off' },
      { value: 'true', label: 'on' },
    ];
  if (spec.type !== 'choice') return null;
  return spec.options.filter(({ refused }) => refused === undefined);
}

/** `written` with a choice put in or taken out, in the order of the choices. */
export function withChoice(spec: ParamSpec, written: string, value: string, isIn: boolean): string {
  const chosen = new Set(written.split(','));
  if (isIn) chosen.add(value);
  else chosen.delete(value);
  return (choicesOf(spec) ?? [])
    .map((option) => option.value)
    .filter((option) => chosen.has(option))
    .join(',');
}
