// Which examples the student hears the teacher on: the corpus, text that the teacher wrote, or text of its own.
// Offline: every system; sequence level: Kim, Rush 2016; on-policy: Agarwal et al. 2023, "On-policy distillation" (GKD).

import type { Config, LiveValues } from '../shared/config.ts';
import type { Batch, DeviceData } from './data.ts';
import type { Lane } from './lane.ts';
import { fork } from './rng.ts';
import { rewrite } from './sample.ts';
import * as tf from './tf.ts';

/** The teacher writes this many different batches, then the student reads them again. */
const teacherBatches = 32;

export interface Transfer {
  /** The batch of a step; to be called inside a tidy. */
  batch(step: number, examples: Int32Array, live: LiveValues): Batch;
  /** true: some step may read something else than the corpus. */
  readonly isWritten: boolean;
  dispose(): void;
}

/** A pure function of seed and step, but for what the models write, which follows from their weights. */
export function createTransfer(config: Config, data: DeviceData, teacher: Lane, student: Lane): Transfer {
  const { seed, distill } = config;
  const { writing } = data;
  const kept = new Map<number, tf.Tensor2D[]>();
  const write = (
    author: Lane,
    examples: Int32Array,
    temperature: number,
    ...purpose: (string | number)[]
  ) => {
    if (writing === null || author.model.extend === undefined) throw new Error('this model cannot write');
    const { ids, given } = writing.windows(examples);
    const random = fork(seed, 'writing', ...purpose);
    return { ids: rewrite({ extend: author.model.extend }, ids, given, { temperature, random }), given };
  };
  return {
    isWritten: writing !== null && (distill.source === 'teacher' || (distill.lambda ?? 0) > 0),
    batch(step, examples, live) {
      if (writing === null) return data.batch(examples);
      const temperature = live.samplingTemperature ?? 1;
      if (fork(seed, 'on-policy', step).uniform() < (live.lambda ?? 0)) {
        const { ids, given } = write(student, examples, temperature, 'student', step);
        return writing.batchOf(ids, given);
      }
      if (distill.source !== 'teacher') return data.batch(examples);
      const slot = step % teacherBatches;
      let text = kept.get(slot);
      if (text === undefined) {
        const { ids, given } = write(teacher, examples, temperature, 'teacher', slot);
        text = [tf.keep(ids), tf.keep(given)];
        kept.set(slot, text);
      }
      return writing.batchOf(text[0] as tf.Tensor2D, text[1] as tf.Tensor2D);
    },
    dispose() {
      tf.dispose([...kept.values()]);
      kept.clear();
    },
  };
}
