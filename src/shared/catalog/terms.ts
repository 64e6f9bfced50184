// The teacher's half of the loss, D = sum of weight_i D_i: up to three terms. The settings of the first carry plain names
// (`distill.loss`, `distill.weight`, its own parameters), those of the others end in 2 and 3 (`distill.loss2`).

import {
  type ChoiceSpec,
  check,
  choice,
  type NumberSpec,
  number,
  type Option,
  type ParamSpec,
  type ParamValue,
  type Settings,
} from '../params.ts';
import { type LossId, type LossSetting, lossFamilies, lossIds, lossRow, objectionTo } from './losses.ts';

const suffixes = ['', '2', '3'] as const;

/** The paths that choose the losses: they decide which other settings exist. */
export const lossPaths: readonly string[] = suffixes.map((suffix) => `distill.loss${suffix}`);

/** One term of D, as a session computes it. */
export interface LossTerm {
  readonly loss: LossId;
  readonly weight: number;
  /** The loss's own numbers and switches, by their key in its row. */
  readonly params: Readonly<Record<string, number | boolean>>;
  /** The loss's own settings that decide which operations run. */
  readonly forms: Readonly<Record<string, ParamValue>>;
}

const weightSpec: NumberSpec = number({
  label: 'Weight',
  help: 'This term counts so many times in D: loss = (1 - alpha) CE(labels) + alpha (weight D + weight2 D2 + weight3 D3).',
  min: 0.01,
  max: 1000,
  step: 0.01,
  scale: 'log',
  default: 1,
  live: true,
});

const none: Option<'none'> = { value: 'none', label: 'None', help: 'No further term.' };

function lossOptions(setting: LossSetting): Option<LossId>[] {
  return lossIds.map((value) => {
    const row = lossRow(value);
    const refused = objectionTo(row, setting);
    const option = { value, label: row.label, help: row.summary, group: lossFamilies[row.family] };
    return { ...option, ...(refused === null ? {} : { refused }) };
  });
}

const firstChoice = (setting: LossSetting): ChoiceSpec<string> =>
  choice<string>({
    label: 'Distillation loss',
    help: "D(teacher, student): how the distance between the two models' answers is measured.",
    options: lossOptions(setting),
    default: 'forwardKl' satisfies LossId,
  });

const furtherChoice = (setting: LossSetting, ordinal: string, suffix: string): ChoiceSpec<string> =>
  choice<string>({
    label: `${ordinal} term`,
    help: `Added to the term above, each times its weight; alpha weighs their sum against the labels. Its settings end in ${suffix} (weight${suffix}).`,
    options: [none, ...lossOptions(setting).filter(({ value }) => lossRow(value).hasTerm)],
    default: none.value,
  });

/** Names every setting of the terms that `written` selects. */
export function eachTermSpec(
  written: Settings,
  setting: LossSetting,
  add: (path: string, spec: ParamSpec) => void,
): void {
  for (const suffix of suffixes) {
    const spec =
      suffix === ''
        ? firstChoice(setting)
        : furtherChoice(setting, suffix === '2' ? 'Second' : 'Third', suffix);
    const path = `distill.loss${suffix}`;
    add(path, spec);
    const chosen = check(spec, written[path] ?? spec.default).value;
    if (chosen === none.value || !lossRow(chosen as LossId).hasTerm) return;
    add(`distill.weight${suffix}`, weightSpec);
    const { params, forms } = lossRow(chosen as LossId);
    for (const [key, own] of Object.entries({ ...params, ...forms })) {
      add(`distill.${key}${suffix}`, own);
    }
  }
}

/** The terms of a distillation config; none where there is nothing beside the labels. */
export function lossTerms(distill: object): readonly LossTerm[] {
  const settings = distill as Settings;
  return suffixes.flatMap((suffix) => {
    const loss = settings[`loss${suffix}`];
    if (loss === undefined || loss === none.value || !lossRow(loss as LossId).hasTerm) return [];
    const { params, forms } = lossRow(loss as LossId);
    const own = <V>(keys: object) =>
      Object.fromEntries(Object.keys(keys).map((key) => [key, settings[`${key}${suffix}`] as V]));
    return {
      loss: loss as LossId,
      weight: settings[`weight${suffix}`] as number,
      params: own<number | boolean>(params),
      forms: own<ParamValue>(forms),
    };
  });
}
