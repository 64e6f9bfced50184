// Which examples the student hears the teacher on: the corpus, text that the teacher wrote, or text of its own.
// Offline: every system; sequence level: Kim, Rush 2016; on-policy: Agarwal et al. 2023, "On-policy distillation" (GKD).

import type { Config, LiveValues } from '../shared/config.ts';
import { writingCall } from './calls.ts';
import type { Batch, DeviceData, StepInput } from './data.ts';
import type { Lane } from './lane.ts';
import type { StepRunner } from './record/runner.ts';
import { fork } from './rng.ts';
import { drawsFor } from './sample.ts';
import * as tf from './tf.ts';

/** The teacher writes this many different batches, then the student reads them again. */
const teacherBatches = 32;

/** What a step hears the teacher on, before it is a batch; `I` is whether its inputs are on the device yet. */
export interface Heard<I extends StepInput = tf.Tensor> {
  readonly inputs: readonly I[];
  /** `corpus`: `inputs` are uploaded arrays of `DeviceData`; `written`: ids and what of them was given, [B, T + 1] each. */
  readonly kind: 'corpus' | 'written';
}

export interface Transfer {
  /** The host's part: which examples, who writes; to be called inside a tidy. */
  choose(step: number, examples: Int32Array, live: LiveValues): Heard<StepInput>;
  /** The device's part, inside a tidy. */
  batch(heard: Heard): Batch;
  /** true: some step may read something else than the corpus. */
  readonly isWritten: boolean;
  dispose(): void;
}

/** `name` tells who learns from it where there are several. A pure function of seed and step, but for what the models write, which follows from their weights. */
export function createTransfer(
  config: Config,
  data: DeviceData,
  { teacher, student }: { readonly teacher: Lane; readonly student: Lane },
  runner: StepRunner,
  name = '',
): Transfer {
  const { seed, distill } = config;
  const { writing } = data;
  const kept = new Map<number, readonly StepInput[]>();
  /** Ids and what of them was given, as inputs of a step. */
  function write(
    { model: { extend } }: Lane,
    examples: Int32Array,
    temperature: number,
    author: 'student' | 'teacher',
    at: number,
  ): [tf.Tensor2D, StepInput] {
    if (writing === null || extend === undefined) throw new Error('this model cannot write');
    const { ids, given } = writing.windows(examples);
    const [rows, length] = ids.shape as [number, number];
    const random = fork(seed, 'writing', author, at);
    const draws = { values: drawsFor(random, length - 1, rows), shape: [length - 1, rows] };
    return [
      runner.make(writingCall(`${name}${author}`, { extend }, { ids, given, temperature, draws })),
      given,
    ];
  }
  return {
    isWritten: writing !== null && (distill.source === 'teacher' || (distill.lambda ?? 0) > 0),
    choose(step, examples, live) {
      const fromCorpus = (): Heard<StepInput> => ({ inputs: data.arrays(examples), kind: 'corpus' });
      if (writing === null) return fromCorpus();
      const temperature = live.samplingTemperature ?? 1;
      if (fork(seed, 'on-policy', step).uniform() < (live.lambda ?? 0)) {
        return { inputs: write(student, examples, temperature, 'student', step), kind: 'written' };
      }
      if (distill.source !== 'teacher') return fromCorpus();
      const slot = step % teacherBatches;
      let text = kept.get(slot);
      if (text === undefined) {
        const [ids, given] = write(teacher, examples, temperature, 'teacher', slot);
        text = [tf.keep(ids), given];
        kept.set(slot, text);
      }
      return { inputs: text, kind: 'written' };
    },
    batch({ inputs, kind }) {
      if (kind === 'corpus' || writing === null) return data.batch(inputs);
      return writing.batchOf(inputs[0] as tf.Tensor2D, inputs[1] as tf.Tensor2D);
    },
    dispose() {
      for (const [ids] of kept.values()) if (ids instanceof tf.Tensor) ids.dispose();
      kept.clear();
    },
  };
}
