// What a visitor's prompt is answered with, recorded or not, and what that costs.

import { counted, perStep } from '../../src/engine/bench/count.ts';
import type { Pen } from '../../src/engine/pen.ts';
import { createTraining } from '../../src/engine/train.ts';
import { type WriteOptions, writeText } from '../../src/engine/write.ts';
import type { Counts } from '../../src/shared/bench/messages.ts';
import { configFrom, type Settings } from '../../src/shared/config.ts';
import { laneIds } from '../../src/shared/protocol/lanes.ts';
import { type TokenShape, tokensOf } from './tokens.ts';

export interface WritingPlan {
  readonly settings: Settings;
  readonly tokens: TokenShape;
  readonly recorded: boolean;
  /** Tokens of the prompt. */
  readonly prompt: number;
  /** Writings, one after the other. */
  readonly options: readonly WriteOptions[];
}

export interface WrittenTexts {
  /** Of each writing the texts of all lanes. */
  readonly texts: readonly string[];
  /** For each token of the last writing by the teacher. */
  readonly counts: Counts;
  /** Time for which the thread was kept busy enqueueing, for each of those tokens. */
  readonly threadMs: number;
  readonly msPerToken: number;
}

/** The pen, and for how long its calls kept the thread. */
function timed(pen: Pen) {
  let busyMs = 0;
  const watched: Pen = {
    ...pen,
    get seen() {
      return pen.seen;
    },
    write(...args) {
      const startedAt = performance.now();
      const written = pen.write(...args);
      busyMs += performance.now() - startedAt;
      return written;
    },
  };
  return { watched, busyMs: () => busyMs };
}

/** By models of a few steps: how they write, not how well. */
export async function write({
  settings,
  tokens,
  recorded,
  prompt,
  options,
}: WritingPlan): Promise<WrittenTexts> {
  const { config } = configFrom({ ...settings, 'train.teacherSteps': 2, 'train.studentSteps': 2 });
  const task = tokensOf(tokens);
  const training = createTraining(config, task, { recorded });
  while (!training.done) training.step();
  await training.flush();
  const text = task.tokenizer.decode(Array.from(task.train.at(0).tokens.slice(0, prompt)));
  const texts: string[] = [];
  let cost: Omit<WrittenTexts, 'texts'> | undefined;
  for (const each of options) {
    for (const lane of laneIds) {
      const pen = training.pen(lane);
      if (pen === null) throw new Error(`the ${lane} does not write`);
      const { watched, busyMs } = timed(pen);
      const [before, startedAt] = [counted(), performance.now()];
      let written = '';
      for await (written of writeText(watched, task, text, each));
      texts.push(written);
      if (lane !== 'teacher') continue;
      const count = each.tokens;
      const msPerToken = (performance.now() - startedAt) / count;
      cost = { counts: perStep(before, count), threadMs: busyMs() / count, msPerToken };
    }
  }
  training.dispose();
  return { texts, ...(cost as NonNullable<typeof cost>) };
}
