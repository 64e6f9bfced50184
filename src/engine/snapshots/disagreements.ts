// The rows that two lanes dispute most: validation examples, or places in validation texts.

import type { Item } from '../../shared/protocol/data.ts';
import { type LaneId, type LanePair, laneIds } from '../../shared/protocol/lanes.ts';
import type { Disagreement } from '../../shared/protocol/snapshots.ts';
import { klRows } from '../evaluate.ts';
import { showItem, type TaskData, type TokenTask } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';
import type { SnapshotMaker } from './snapshot.ts';

const mostShown = 20;

/** What is compared of one row. */
interface Row {
  /** Place among all validation rows. */
  readonly at: number;
  readonly kl: number;
  readonly predicted: Readonly<Record<LaneId, number>>;
}

/** KL of the pair and every lane's likeliest answer, for all validation rows that count. */
async function compare(training: Training, [first, second]: LanePair): Promise<Row[]> {
  const rows: Row[] = [];
  let before = 0;
  for (const { x, mask } of training.data.validation) {
    const tensors = tf.tidy(() => {
      const logits = laneIds.map((lane) => training.answers(lane).logits(x)); // [R, K] each
      const of = (lane: LaneId) => logits[laneIds.indexOf(lane)] as tf.Tensor2D;
      const kl = klRows(tf.softmax(of(first)), tf.logSoftmax(of(second))); // [R]
      return [kl, ...logits.map((own) => tf.argMax(own, 1))];
    });
    const [kl, teacher, student, control] = await Promise.all(tensors.map((tensor) => tensor.data()));
    const counts = mask === null ? null : await mask.data();
    tf.dispose(tensors);
    for (let row = 0; row < (kl?.length ?? 0); row++) {
      if (counts !== null && counts[row] !== 1) continue;
      const predicted = {
        teacher: teacher?.[row] ?? 0,
        student: student?.[row] ?? 0,
        control: control?.[row] ?? 0,
      };
      rows.push({ at: before + row, kl: kl?.[row] ?? Number.NaN, predicted });
    }
    before += kl?.length ?? 0;
  }
  return rows;
}

/** How a place in a text is shown: the end of what stands before it. */
const shownTokens = 24;

function showPlace({ validation, inputs, tokenizer }: TokenTask, at: number): Item {
  const [window, place] = [Math.floor(at / inputs), at % inputs];
  const { tokens } = validation.at(window);
  const context = tokenizer.decode(tokens.subarray(0, place + 1));
  const seen = Array.from(tokens.subarray(Math.max(0, place + 1 - shownTokens), place + 1), (id) =>
    tokenizer.tokenText(id),
  ).join('');
  return {
    index: at,
    label: tokens[place + 1] ?? -1,
    title: `${place + 1 > shownTokens ? '…' : ''}${seen}`,
    probe: { kind: 'text', text: context },
  };
}

const show = (task: TaskData, at: number): Item =>
  task.kind === 'vectors' ? showItem(task, at) : showPlace(task, at);

/** Sorted by KL(first || second) at T = 1, largest first. */
export const disagreements: SnapshotMaker<'disagreements'> = async (training, task, pair) => {
  const rows = await compare(training, pair);
  const [first, second] = pair;
  const differing = rows.filter(({ predicted }) => predicted[first] !== predicted[second]).length;
  const items = [...rows]
    .sort((a, b) => b.kl - a.kl)
    .slice(0, mostShown)
    .map(({ at, kl, predicted }): Disagreement => ({ item: show(task, at), kl, predicted }));
  return { kind: 'disagreements', pair, items, rows: rows.length, differing };
};
