// What all lanes write behind a visitor's prompt, as it grows. Decides nothing about when.

import type { TokenTask } from '../engine/tasks/task.ts';
import type { Training } from '../engine/train.ts';
import { writeText } from '../engine/write.ts';
import { laneIds } from '../shared/protocol/lanes.ts';
import type { Continuation } from '../shared/protocol/snapshots.ts';
import type { Prompt } from '../shared/protocol/watch.ts';

/** One lane after the other; the last of a lane is `done`. Nothing where the models do not write. */
export async function* continuations(
  { lanes }: Training,
  task: TokenTask,
  prompt: Prompt,
): AsyncGenerator<Continuation> {
  for (const lane of laneIds) {
    const { extend } = lanes[lane].model;
    if (extend === undefined) return;
    let text = '';
    for await (text of writeText({ extend }, task, prompt.text, prompt))
      yield { prompt, lane, text, done: false };
    yield { prompt, lane, text, done: true };
  }
}
