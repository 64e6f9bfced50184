// Which examples the student hears the teacher on: the corpus, text that the teacher wrote, or text of its own.
// Offline: every system; sequence level: Kim, Rush 2016; on-policy: Agarwal et al. 2023, "On-policy distillation" (GKD).

import type { Config, LiveValues } from '../shared/config.ts';
import { type StepCall, writingCall } from './calls.ts';
import type { StepInput } from './data/arrays.ts';
import type { Batch, DeviceData } from './data/data.ts';
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
  /** One of each kind that a step may hear, and the writing that some of it takes: for a runner that compiles ahead. */
  kinds(
    examples: Int32Array,
    live: LiveValues,
  ): { readonly heard: readonly Heard<StepInput>[]; readonly writing: readonly StepCall<tf.Tensor>[] };
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
  /** What an author writes on a step, and what of it is given. */
  function writingOf(author: 'student' | 'teacher', examples: Int32Array, temperature: number, at: number) {
    const { extend } = (author === 'student' ? student : teacher).model;
    if (writing === null || extend === undefined) throw new Error('this model cannot write');
    const { ids, given } = writing.windows(examples);
    const [rows, length] = ids.shape as [number, number];
    const random = fork(seed, 'writing', author, at);
    const draws = { values: drawsFor(random, length - 1, rows), shape: [length - 1, rows] };
    const call = writingCall(`${name}${author}`, { extend }, { ids, given, temperature, draws });
    return { call, given };
  }
  const fromCorpus = (examples: Int32Array): Heard<StepInput> => ({
    inputs: data.arrays(examples),
    kind: 'corpus',
  });
  return {
    isWritten: writing !== null && (distill.source === 'teacher' || (distill.lambda ?? 0) > 0),
    choose(step, examples, live) {
      if (writing === null) return fromCorpus(examples);
      const temperature = live.samplingTemperature ?? 1;
      if (fork(seed, 'on-policy', step).uniform() < (live.lambda ?? 0)) {
        const { call, given } = writingOf('student', examples, temperature, step);
        return { inputs: [runner.make(call), given], kind: 'written' };
      }
      if (distill.source !== 'teacher') return fromCorpus(examples);
      const slot = step % teacherBatches;
      let text = kept.get(slot);
      if (text === undefined) {
        const { call, given } = writingOf('teacher', examples, temperature, slot);
        text = [tf.keep(runner.make(call)), given];
        kept.set(slot, text);
      }
      return { inputs: text, kind: 'written' };
    },
    kinds(examples, live) {
      const byTeacher = distill.source === 'teacher';
      const byStudent = (live.lambda ?? 0) > 0;
      const corpus = byTeacher ? [] : [fromCorpus(examples)];
      if (writing === null || !(byTeacher || byStudent)) return { heard: corpus, writing: [] };
      const { ids, given } = writing.windows(examples);
      const authors = [byStudent ? ('student' as const) : [], byTeacher ? ('teacher' as const) : []].flat();
      return {
        heard: [...corpus, { inputs: [ids, given], kind: 'written' }],
        writing: authors.map((author) => writingOf(author, examples, live.samplingTemperature ?? 1, 0).call),
      };
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
