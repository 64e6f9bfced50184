// How charts write numbers: values with units, axis ticks, and the sentence that stands for a whole chart.

import { type Columns, lastStep } from '../../store/chart-data.ts';
import { count, percent, signed } from '../format.ts';
import type { Curve, Unit } from './curves.ts';

export const unitNames: Readonly<Record<Unit, string>> = {
  nats: 'nats',
  percent: '%',
  points: 'points',
  bits: 'bits',
  choices: 'tokens',
};

/** Units whose numbers are written as they are. */
const arePlain: ReadonlySet<Unit> = new Set<Unit>(['nats', 'bits', 'choices']);

/** A bare number with about three digits that matter; small and large ones as powers of ten. */
function nats(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) return value.toExponential(1).replace('e+', 'e');
  return value.toFixed(size < 10 ? 3 : size < 100 ? 2 : 1);
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  return value > 0 ? 'infinite' : 'minus infinite';
}

/** A value with its unit. */
export function measured(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return notFinite(value);
  switch (unit) {
    case 'nats':
      return `${nats(value)} nats`;
    case 'bits':
      return `${nats(value)} bits`;
    case 'choices':
      return nats(value);
    case 'percent':
      return percent(value);
    case 'points':
      return `${signed(100 * value, 1)} points`;
    default:
      return unit satisfies never;
  }
}

/** A value for a table cell whose heading carries the unit. */
export function cell(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  if (!Number.isFinite(value)) return notFinite(value);
  if (arePlain.has(unit)) return nats(value);
  return unit === 'percent' ? (100 * value).toFixed(1) : signed(100 * value, 1);
}

/** An axis tick: as short as it can be told. */
export function tickLabel(value: number, unit: Unit): string {
  if (arePlain.has(unit)) {
    const size = Math.abs(value);
    return size !== 0 && (size < 0.001 || size >= 10_000)
      ? value.toExponential().replace('e+', 'e')
      : String(value);
  }
  const shown = Number((100 * value).toPrecision(6));
  if (unit === 'percent' || shown === 0) return String(shown);
  return `${shown < 0 ? '−' : '+'}${Math.abs(shown)}`;
}

/** "Validation accuracy: teacher 95.0 %, student 94.3 % at step 600"; lanes at other steps follow after a semicolon. */
export function summary(
  title: string,
  curves: readonly Curve[],
  columns: Columns | null,
  unit: Unit,
): string {
  const atStep = new Map<number, string[]>();
  for (const { column, label } of curves) {
    const series = columns?.get(column);
    if (columns === null || series === undefined || series.length === 0) continue;
    const step = lastStep(columns, [column]);
    const value = series.values[series.length - 1] ?? Number.NaN;
    const said = `${label.toLowerCase()} ${measured(value, unit)}`;
    atStep.set(step, [...(atStep.get(step) ?? []), said]);
  }
  if (atStep.size === 0) return `${title}: nothing measured yet`;
  const parts = [...atStep].map(([step, said]) => `${said.join(', ')} at step ${count(step)}`);
  return `${title}: ${parts.join('; ')}`;
}
