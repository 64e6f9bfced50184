// How a loss is set under the glass, and which other settings it is compared with. No drawing, no React.

import { type LossId, lossRow } from '../../../shared/catalog/losses.ts';
import type { Config } from '../../../shared/config.ts';
import { flatten, specsFor } from '../../../shared/config.ts';
import type { LossSettings } from '../../../shared/loss-question.ts';
import {
  fromSlider,
  type NumberSpec,
  type ParamSpec,
  type ParamValue,
  type Settings,
} from '../../../shared/params.ts';

/** Everything that can be tried about a loss, by key. */
export function labSpecs(loss: LossId): ReadonlyMap<string, ParamSpec> {
  const { softened, params, forms } = lossRow(loss);
  const shared = specsFor({});
  const specs = new Map<string, ParamSpec>();
  for (const key of softened ? ['temperature', 'tSquared'] : []) {
    const spec = shared.get(`distill.${key}`);
    if (spec !== undefined) specs.set(key, spec);
  }
  for (const [key, spec] of Object.entries({ ...params, ...forms })) specs.set(key, spec as ParamSpec);
  return specs;
}

/** As the experiment has it; a loss that is not in use, at its defaults. */
export function labValues(loss: LossId, config: Config): Settings {
  const used = config.distill.loss === loss ? flatten(config) : {};
  const { temperature, tSquared } = config.distill;
  const values = [...labSpecs(loss)].map(([key, spec]) => [key, used[`distill.${key}`] ?? spec.default]);
  return { ...Object.fromEntries(values), temperature, tSquared };
}

export function toSettings(loss: LossId, values: Settings): LossSettings {
  const { params, forms, softened } = lossRow(loss);
  const only = (table: object) => Object.fromEntries(Object.keys(table).map((key) => [key, values[key]]));
  return {
    loss,
    temperature: softened ? Number(values.temperature) : 1,
    tSquared: values.tSquared === true,
    params: only(params) as LossSettings['params'],
    forms: only(forms) as Readonly<Record<string, ParamValue>>,
  };
}

export interface Sweep {
  readonly key: string;
  readonly name: string;
  readonly values: readonly number[];
  readonly isLog: boolean;
  readonly lines: readonly { readonly label: string; readonly dashed: boolean; readonly change: Settings }[];
}

const points = 9;

const along = (spec: NumberSpec): number[] =>
  Array.from({ length: points }, (_, i) => fromSlider(spec, (200 * i) / (points - 1)));

/** The settings that move the length of the gradient: temperature, with and without T^2, and each number of the loss's own. */
export function sweeps(loss: LossId, values: Settings): Sweep[] {
  const found: Sweep[] = [];
  for (const [key, spec] of labSpecs(loss)) {
    if (spec.type !== 'number' || spec.integer) continue;
    const isTemperature = key === 'temperature';
    const switchKey = isTemperature ? 'tSquared' : 'steady' in values ? 'steady' : null;
    const labels = isTemperature ? ['with T²', 'without T²'] : ['kept steady', 'as published'];
    found.push({
      key,
      name: isTemperature ? 'temperature T' : spec.label,
      values: along(spec),
      isLog: spec.scale === 'log',
      lines:
        switchKey === null
          ? [{ label: 'gradient', dashed: false, change: {} }]
          : [true, false].map((on, i) => ({
              label: labels[i] ?? '',
              dashed: !on,
              change: { [switchKey]: on },
            })),
    });
  }
  return found;
}

/** What the length of a gradient is told against: T = 1 and the loss's own defaults. */
export function reference(loss: LossId, values: Settings): Settings {
  const defaults = [...labSpecs(loss)].flatMap(([key, spec]) =>
    spec.type === 'number' ? [[key, key === 'temperature' ? 1 : spec.default] as const] : [],
  );
  return { ...values, ...Object.fromEntries(defaults) };
}
