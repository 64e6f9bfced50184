// How far student and control are from the teacher, place by place: behind the corpus's words, and behind their own. A model
// that was only ever shown other people's text errs more behind its own (exposure bias: Bengio et al. 2015, Ranzato et al.
// 2016; on-policy distillation is meant to cure it: Agarwal et al. 2023).

import { type LaneId, studentLanes } from '../../shared/protocol/lanes.ts';
import { breathe } from '../breathe.ts';
import { fork } from '../rng.ts';
import { rewrite } from '../sample.ts';
import type { TokenTask } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Windows measured: many for a smooth curve, but no more logits than this in one tensor. */
const mostWindows = 64;
const mostLogits = 600_000;

/** Validation windows [B, T + 1] and, in the same shape, 1 where a token is given and where its prediction counts. */
function validationWindows({ validation, inputs, outputs }: TokenTask) {
  const rows = Math.max(
    1,
    Math.min(validation.size, mostWindows, Math.floor(mostLogits / (inputs * outputs))),
  );
  const ids = new Int32Array(rows * (inputs + 1));
  const given = new Float32Array(ids.length);
  const counts = new Float32Array(rows * inputs);
  for (let row = 0; row < rows; row++) {
    const window = validation.at(row);
    ids.set(window.tokens.subarray(0, inputs + 1), row * (inputs + 1));
    given.fill(1, row * (inputs + 1), row * (inputs + 1) + window.prompt);
    counts.set(window.counts, row * inputs);
  }
  return { rows, ids, given, counts, prompt: validation.at(0).prompt };
}

/** Mean of `values` [B * T] over the rows that count, by place; NaN where none does. */
function byPlace(values: Float32Array, counts: Float32Array, length: number): Float32Array {
  const sums = new Float64Array(length);
  const totals = new Float64Array(length);
  values.forEach((value, i) => {
    const weight = counts[i] ?? 0;
    sums[i % length] = (sums[i % length] ?? 0) + weight * value;
    totals[i % length] = (totals[i % length] ?? 0) + weight;
  });
  return Float32Array.from(sums, (sum, place) =>
    totals[place] === 0 ? Number.NaN : sum / (totals[place] ?? 1),
  );
}

/** KL(teacher || lane) behind every token of windows [B, T + 1], as [B * T]. */
async function divergences({ lanes }: Training, lane: LaneId, windows: tf.Tensor2D): Promise<Float32Array> {
  const kl = tf.tidy(() => {
    const [rows, size] = windows.shape;
    const x = tf.slice2d(windows, [0, 0], [rows, size - 1]); // [B, T]
    const logT = tf.logSoftmax(lanes.teacher.model.logits(x)); // [B * T, V]
    const logS = tf.logSoftmax(lanes[lane].model.logits(x));
    return tf.sum(tf.mul(tf.exp(logT), tf.sub(logT, logS)), 1); // [B * T]
  });
  const values = Float32Array.from(await kl.data<'float32'>());
  kl.dispose();
  return values;
}

/** 1 where a written token is to be predicted: not given, and not behind the end of the text. */
function writtenCounts(
  text: Int32Array,
  given: Float32Array,
  length: number,
  end: number | null,
): Float32Array {
  const counts = new Float32Array((text.length / (length + 1)) * length);
  for (let row = 0; row * (length + 1) < text.length; row++) {
    const from = row * (length + 1);
    for (let place = 0; place < length && text[from + place] !== end; place++) {
      counts[row * length + place] = 1 - (given[from + place + 1] ?? 1);
    }
  }
  return counts;
}

/** Written anew each time from the same draws, so that curves differ by what was learnt alone. */
export const exposure: SnapshotMaker<'exposure'> = async (training, task, _request, isWanted) => {
  if (task.kind !== 'tokens') return null;
  const { inputs, end } = task;
  const { rows, ids, given, counts, prompt } = validationWindows(task);
  const size: [number, number] = [rows, inputs + 1];
  const [corpus, mask] = [tf.tensor2d(ids, size, 'int32'), tf.tensor2d(given, size)];
  const places: Record<(typeof studentLanes)[number], { corpus: Float32Array; own: Float32Array }> = {
    student: { corpus: new Float32Array(), own: new Float32Array() },
    control: { corpus: new Float32Array(), own: new Float32Array() },
  };
  try {
    for (const lane of studentLanes) {
      const { extend } = training.lanes[lane].model;
      if (extend === undefined) return null;
      const random = fork(training.config.seed, 'exposure');
      const text = rewrite({ extend }, corpus, mask, { temperature: 1, random });
      const written = Int32Array.from(await text.data<'int32'>());
      const own = await divergences(training, lane, text);
      text.dispose();
      const onCorpus = await divergences(training, lane, corpus);
      places[lane] = {
        corpus: byPlace(onCorpus, counts, inputs),
        own: byPlace(own, writtenCounts(written, given, inputs, end), inputs),
      };
      await breathe();
      if (!isWanted()) return null;
    }
  } finally {
    tf.dispose([corpus, mask]);
  }
  return { kind: 'exposure', windows: rows, prompt, lanes: places };
};
