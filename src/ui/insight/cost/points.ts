// The models of this session as points of score against size. Pure; no drawing.

import { modelBytes, multiplyAccumulates } from '../../../shared/catalog/cost.ts';
import { describeShape, type ModelConfig, parameterCount } from '../../../shared/catalog/models.ts';
import type { Config } from '../../../shared/config.ts';
import { type Measure, measureOf } from '../../../shared/gain.ts';
import { type LaneId, laneIds } from '../../../shared/protocol/lanes.ts';
import { paretoFront } from '../../../store/pareto.ts';
import { lastOf, type RunRecord } from '../../../store/session-runs.ts';
import type { Mark } from '../../charts/curves.ts';
import { count, nats, percent } from '../../format.ts';

type SizeOf = (model: ModelConfig, inputs: number, outputs: number) => number;

export const sizes = {
  parameters: { label: 'parameters', of: parameterCount },
  macs: { label: 'multiply-accumulates', of: multiplyAccumulates },
  fp32: { label: 'kB in fp32', of: (...model) => modelBytes(...model, 'fp32') / 1000 },
  int8: { label: 'kB in int8', of: (...model) => modelBytes(...model, 'int8') / 1000 },
} as const satisfies Record<string, { label: string; of: SizeOf }>;
export type SizeId = keyof typeof sizes;
export const sizeIds = Object.keys(sizes) as SizeId[];

/** The sign of each lane: colour alone is no sign. */
export const marks = { teacher: 'triangle', student: 'circle', control: 'square' } as const satisfies Record<
  LaneId,
  Mark
>;

export interface SessionPoint {
  readonly run: string;
  readonly lane: LaneId;
  readonly seed: number;
  readonly shape: string;
  readonly size: number;
  /** A share of 1, or nats. */
  readonly score: number;
  readonly title: string;
}

export interface Models {
  readonly measure: Measure;
  readonly points: readonly SessionPoint[];
  readonly front: readonly SessionPoint[];
}

export const writeScore = ({ unit }: Measure, score: number): string =>
  unit === 'nats' ? nats(score) : percent(score);

/** All lanes of all finished runs on the same task and data as `config`. */
export function pointsOf(
  session: readonly RunRecord[],
  config: Config,
  dataKey: number,
  size: SizeId,
): Models {
  const measure = measureOf(config);
  const task = JSON.stringify(config.task);
  const points = session
    .filter((record) => record.dataKey === dataKey && JSON.stringify(record.config.task) === task)
    .flatMap((record) => {
      const { seed } = record.config;
      return laneIds.flatMap((lane): SessionPoint[] => {
        const score = lastOf(record, `${lane}.${measure.column}`);
        if (score === null) return [];
        const model = lane === 'teacher' ? record.config.teacher : record.config.student;
        const shape = describeShape(model, record.inputs, record.outputs);
        const amount = sizes[size].of(model, record.inputs, record.outputs);
        const title = `${lane}, ${shape}, seed ${seed}: ${writeScore(measure, score)} at ${count(amount)} ${sizes[size].label}`;
        return [{ run: record.id, lane, seed, shape, size: amount, score, title }];
      });
    });
  return { measure, points, front: paretoFront(points, measure.unit === 'points') };
}
