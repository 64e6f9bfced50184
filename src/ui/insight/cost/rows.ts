// The rows of the cost board: what is counted from settings, and what was measured. Data and wording, no drawing.

import { modelBytes, multiplyAccumulates, type Precision } from '../../../shared/catalog/cost.ts';
import { type ModelConfig, parameterCount } from '../../../shared/catalog/models.ts';
import type { TaskInfo } from '../../../shared/protocol/data.ts';
import type { LaneCost } from '../../../shared/protocol/snapshots.ts';
import { count, nats, percent } from '../../format.ts';

/** One lane's model, the teacher's to compare with, and what was measured of it. */
export interface Costed {
  readonly model: ModelConfig;
  readonly teacher: ModelConfig;
  readonly task: TaskInfo;
  readonly measured: LaneCost | null;
}

export interface CostRow {
  readonly label: string;
  readonly help: string;
  readonly write: (of: Costed) => string;
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

const bytesOf = (model: ModelConfig, { inputs, outputs }: TaskInfo, precision: Precision): number =>
  modelBytes(model, inputs, outputs, precision);

const kilobytes = (bytes: number): string =>
  `${bytes < 10_000 ? (bytes / 1000).toFixed(2) : bytes < 100_000 ? (bytes / 1000).toFixed(1) : count(Math.round(bytes / 1000))} kB`;

const size = (precision: Precision, help: string): CostRow => ({
  label: `Weights, ${precision}`,
  help,
  write: ({ model, task }) => kilobytes(bytesOf(model, task, precision)),
});

const scheme =
  'Symmetric, one scale for each output channel of a matrix; biases and norms stay 32-bit floats';

const times = (factor: number): string => `${factor >= 10 ? factor.toFixed(0) : factor.toFixed(1)}×`;

const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(1)} ms`;

/** Median and 95th percentile of one of the two batch sizes. */
const latency = (which: 0 | 1): CostRow['write'] => {
  return ({ measured }) => {
    const one = measured?.latencies[which];
    return one === undefined ? '–' : `${milliseconds(one.medianMs)} (${milliseconds(one.p95Ms)})`;
  };
};

function throughput({ measured, task }: Costed): string {
  const batch = measured?.latencies[1];
  if (batch === undefined) return '–';
  const things = batch.batch * (task.writes ? task.inputs : 1);
  return `${short.format((1000 * things) / batch.medianMs)}/s`;
}

const accuracy = (precision: keyof LaneCost['scores']): CostRow['write'] => {
  return ({ measured }) => {
    const score = measured?.scores[precision];
    return score === undefined ? '–' : `${percent(score.accuracy)} · ${nats(score.loss)}`;
  };
};

export const countedRows: readonly CostRow[] = [
  {
    label: 'Parameters',
    help: 'Trainable numbers',
    write: ({ model, task }) => count(parameterCount(model, task.inputs, task.outputs)),
  },
  {
    label: 'Multiply-accumulates',
    help: 'Products with an addition in one forward pass: of one input, or of one token in a full context',
    write: ({ model, task }) =>
      `${count(multiplyAccumulates(model, task.inputs, task.outputs))} / ${task.writes ? 'token' : 'input'}`,
  },
  size('fp32', 'Four bytes a parameter'),
  size('fp16', 'Two bytes a parameter'),
  size('int8', `One byte a weight. ${scheme}`),
  {
    label: 'Compression',
    help: "The teacher's 32-bit weights against this model's, in 32 and in 8 bits",
    write: ({ model, teacher, task }) => {
      const whole = bytesOf(teacher, task, 'fp32');
      return `${times(whole / bytesOf(model, task, 'fp32'))}, int8 ${times(whole / bytesOf(model, task, 'int8'))}`;
    },
  },
];

export const measuredRows: readonly CostRow[] = [
  {
    label: 'Latency, batch of 1',
    help: 'Median and, in brackets, 95th percentile of the time from an input to an answer that was read back; warm',
    write: latency(0),
  },
  {
    label: 'Latency, batch of 64',
    help: 'The same for 64 inputs at once',
    write: latency(1),
  },
  {
    label: 'Throughput',
    help: 'Inputs, or tokens, a second at the median of the larger batch',
    write: throughput,
  },
  { label: 'Validation, fp32', help: 'Accuracy and loss as trained', write: accuracy('fp32') },
  { label: 'Validation, int8', help: `Weights in 8 bits. ${scheme}`, write: accuracy('int8') },
  { label: 'Validation, int4', help: `Weights in 4 bits. ${scheme}`, write: accuracy('int4') },
];
