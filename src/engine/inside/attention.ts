// Maps of attention of every layer and head of each lane on one text.

import type { LaneAttention, NearestHead, TextInside } from '../../shared/protocol/inside.ts';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import { breathe } from '../breathe.ts';
import type { TokenTask } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';
import { headDistance, headFigures } from './heads.ts';
import { readTogether } from './read.ts';

/** Tokens of a text that are looked at: more could not be told apart, and heads times tokens squared is what it costs. */
const mostTokens = 64;

interface Maps {
  readonly layers: number;
  readonly heads: number;
  readonly weights: Float32Array;
}

const headsOf = ({ weights, layers, heads }: Maps): Float32Array[] => {
  const size = weights.length / (layers * heads);
  return Array.from({ length: layers * heads }, (_, i) => weights.subarray(i * size, (i + 1) * size));
};

function laneOf(maps: Maps, length: number): LaneAttention {
  const figures = headsOf(maps).map((head) => headFigures(head, length));
  return {
    ...maps,
    entropy: Float32Array.from(figures, ({ entropy }) => entropy),
    lookBack: Float32Array.from(figures, ({ lookBack }) => lookBack),
  };
}

/** Of each head the teacher's nearest; null where nobody waits for it any more. */
async function nearestHeads(
  own: Maps,
  teacher: Maps,
  length: number,
  isWanted: () => boolean,
): Promise<NearestHead[] | null> {
  const theirs = headsOf(teacher);
  const found: NearestHead[] = [];
  for (const head of headsOf(own)) {
    const distances = theirs.map((other) => headDistance(head, other, length));
    const at = distances.reduce((best, distance, i) => (distance < (distances[best] ?? 0) ? i : best), 0);
    const distance = distances[at] ?? Number.NaN;
    found.push({ layer: Math.floor(at / teacher.heads), head: at % teacher.heads, distance });
    // Many heads by many heads take long, and a pause must be heard.
    await breathe();
    if (!isWanted()) return null;
  }
  return found;
}

/** A text, or, where it is empty, a validation text; null where it has no token. */
export async function attentionInside(
  training: Training,
  task: TokenTask,
  asked: string,
  isWanted: () => boolean,
): Promise<TextInside | null> {
  const { tokenizer, inputs, validation } = task;
  const all =
    asked === '' ? validation.at(0).tokens.subarray(0, inputs) : tokenizer.encode(asked).slice(0, inputs);
  const ids = all.subarray(0, mostTokens);
  const { length } = ids;
  if (length === 0) return null;
  const shapes: Partial<Record<LaneId, { layers: number; heads: number }>> = {};
  const look = (lane: LaneId) => {
    const { attention } = training.lanes[lane].model.inside(tf.tensor2d(ids, [1, length], 'int32'));
    shapes[lane] = { layers: attention.length, heads: attention[0]?.shape[1] ?? 0 };
    return attention.map((scores) => tf.softmax(scores)); // [1, H, T, T] each
  };
  const read = await readTogether(() => ({
    teacher: tf.concat(look('teacher')), // [L, H, T, T]
    student: tf.concat(look('student')),
    control: tf.concat(look('control')),
  }));
  const mapsOf = (lane: LaneId): Maps => ({ layers: 0, heads: 0, ...shapes[lane], weights: read[lane] });
  const maps = { teacher: mapsOf('teacher'), student: mapsOf('student'), control: mapsOf('control') };
  const student = await nearestHeads(maps.student, maps.teacher, length, isWanted);
  const control = await nearestHeads(maps.control, maps.teacher, length, isWanted);
  if (student === null || control === null) return null;
  return {
    of: 'text',
    tokens: Array.from(ids, (id) => tokenizer.tokenText(id)),
    isWords: tokenizer.kind === 'words',
    length: all.length,
    lanes: {
      teacher: laneOf(maps.teacher, length),
      student: laneOf(maps.student, length),
      control: laneOf(maps.control, length),
    },
    nearest: { student, control },
  };
}
