// Weights of a language model mean nothing with other tokens: each state carries a fingerprint of its tokenizer, and one that
// was learnt with another is refused. All lanes of a training share one tokenizer.

import { PlaygroundError } from '../shared/errors.ts';
import type { LaneState } from '../shared/protocol/lanes.ts';
import { fnv1a } from './hash.ts';
import type { TaskData } from './tasks/task.ts';

/** null where the task has no tokens. */
export function vocabularyOf(task: TaskData): string | null {
  if (task.kind !== 'tokens') return null;
  const { kind, vocabSize } = task.tokenizer;
  return `${kind}-${vocabSize}-${fnv1a(JSON.stringify(task.tokenizer.toJson())).toString(16)}`;
}

/** `state` with the fingerprint of its tokens. */
export const withVocabulary = (state: LaneState, vocabulary: string | null): LaneState =>
  vocabulary === null ? state : { ...state, vocabulary };

/** Throws BadFile where `state` was learnt with other tokens. States of before there were fingerprints pass. */
export function checkVocabulary(state: LaneState, vocabulary: string | null, lane: string): void {
  if (state.vocabulary === undefined || vocabulary === null || state.vocabulary === vocabulary) return;
  throw new PlaygroundError(
    'BadFile',
    `The ${lane} was trained with other tokens (${state.vocabulary}) than this text gives (${vocabulary}); teacher and student must share one tokenizer.`,
    'Open the text it was trained on, with the same tokenizer and vocabulary; or start a new run, which trains all lanes on this text.',
  );
}
