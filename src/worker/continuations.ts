// What all lanes write behind a visitor's prompt, as it grows. Decides nothing about when.

import type { TokenTask } from '../engine/tasks/task.ts';
import type { Training } from '../engine/train.ts';
import { writeText } from '../engine/write.ts';
import { laneIds } from '../shared/protocol/lanes.ts';
import type { Continuation } from '../shared/protocol/snapshots.ts';
import type { Prompt } from '../shared/protocol/watch.ts';

/** One lane after the other; the last of a lane is `done`. Nothing where the models do not write. */
export async function* continuations(
  { pen }: Pick<Training, 'pen'>,
  task: TokenTask,
  prompt: Prompt,
): AsyncGenerator<Continuation> {
  for (const lane of laneIds) {
    const ofLane = pen(lane);
    if (ofLane === null) return;
    let text = '';
    for await (text of writeText(ofLane, task, prompt.text, prompt))
      yield { prompt, lane, text, done: false };
    yield { prompt, lane, text, done: true };
  }
}
