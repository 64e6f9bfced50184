// How the tokenizer cuts a text. Needs no model: it is told before a run as well.

import type { SnapshotOf } from '../../shared/protocol/snapshots.ts';
import type { TaskData } from '../tasks/task.ts';

/** Longer texts are cut off before they are told apart: nobody reads as many tokens. */
const mostCharacters = 2000;

/** null where the task has no tokens. */
export function tokensOf(task: TaskData, text: string): SnapshotOf<'tokens'> | null {
  if (task.kind !== 'tokens') return null;
  const { tokenizer } = task;
  const shown = text.slice(0, mostCharacters);
  const ids = tokenizer.encode(shown);
  return {
    kind: 'tokens',
    text,
    ids: Array.from(ids),
    labels: Array.from(ids, (id) => tokenizer.tokenText(id)),
    tokenizer: tokenizer.kind,
    // A vocabulary without bytes leaves out what it has no token for.
    complete: tokenizer.decode(ids) === shown,
  };
}
