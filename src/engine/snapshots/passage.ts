// A text, token by token, as each lane predicted it.

import type { LaneId } from '../../shared/protocol/lanes.ts';
import { likeliestTokens } from '../../shared/protocol/snapshots.ts';
import { kl as klOf, softmax } from '../../shared/softmax.ts';
import * as tf from '../tf.ts';
import { forEachLane } from './lanes.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Every token of a text as each lane predicted it; null where the task has no texts or this one is too short. */
export const passage: SnapshotMaker<'passage'> = async (training, task, asked) => {
  if (task.kind !== 'tokens') return null;
  const { tokenizer, inputs, outputs, validation } = task;
  const ids = asked === '' ? validation.at(0).tokens : tokenizer.encode(asked).slice(0, inputs + 1);
  if (ids.length < 2) return null;
  const x = tf.tensor2d(ids.subarray(0, -1), [1, ids.length - 1], 'int32');
  const logits = await forEachLane(training, x);
  x.dispose();
  const at = (lane: LaneId, place: number) =>
    softmax(logits[lane].subarray((place - 1) * outputs, place * outputs), 1);
  const likeliest = (lane: LaneId) => {
    const top = {
      ids: new Float32Array(ids.length * likeliestTokens),
      shares: new Float32Array(ids.length * likeliestTokens),
    };
    for (let place = 1; place < ids.length; place++) {
      const shares = at(lane, place);
      const order = Array.from(shares.keys()).sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
      order.slice(0, likeliestTokens).forEach((id, rank) => {
        top.ids[place * likeliestTokens + rank] = id;
        top.shares[place * likeliestTokens + rank] = shares[id] ?? 0;
      });
    }
    return top;
  };
  const perToken = (measure: (place: number) => number) =>
    Float32Array.from(ids, (_, place) => (place === 0 ? Number.NaN : measure(place)));
  const loss = (lane: LaneId) => perToken((place) => -Math.log(at(lane, place)[ids[place] ?? 0] ?? 0));
  const kl = (lane: LaneId) => perToken((place) => klOf(at('teacher', place), at(lane, place)));
  return {
    kind: 'passage',
    isWords: tokenizer.kind === 'words',
    tokens: Array.from(ids, (id) => tokenizer.tokenText(id)),
    loss: { teacher: loss('teacher'), student: loss('student'), control: loss('control') },
    kl: { student: kl('student'), control: kl('control') },
    likeliest: {
      teacher: likeliest('teacher'),
      student: likeliest('student'),
      control: likeliest('control'),
    },
  };
};
