// A text for tests, of exactly as many tokens and of windows exactly as long as a benchmark asks for: the texts of the
// playground have vocabularies of their own. What comes next depends on what was there, so that there is something to learn.

import { fork } from '../../src/engine/rng.ts';
import type { TokenTask } from '../../src/engine/tasks/task.ts';
import { textWindows } from '../../src/engine/tasks/text/windows.ts';
import { buildCharacters } from '../../src/engine/text/characters.ts';
import { closedVocabulary } from '../../src/engine/text/closed.ts';

export interface TokenShape {
  readonly vocabulary: number;
  /** Tokens of a window. */
  readonly context: number;
}

/** Half of the tokens follow from the one before them. */
function draw({ vocabulary }: TokenShape, length: number, purpose: string): Int32Array {
  const random = fork(1, 'tokens for tests', purpose);
  let token = 0;
  return Int32Array.from({ length }, () => {
    token = random.uniform() < 0.5 ? (7 * token + 3) % vocabulary : random.below(vocabulary);
    return token;
  });
}

export function tokensOf(shape: TokenShape): TokenTask {
  const { vocabulary, context } = shape;
  const characters = Array.from({ length: vocabulary }, (_, i) => String.fromCodePoint(0x4e00 + i));
  const tokenizer = closedVocabulary(buildCharacters(characters.join('')));
  const windows = (count: number, purpose: string, stride: number) =>
    textWindows([draw(shape, count * context + 1, purpose)], context, stride);
  return {
    kind: 'tokens',
    tokenizer,
    classes: characters,
    inputs: context,
    outputs: vocabulary,
    train: windows(200, 'train', 1),
    validation: windows(4, 'validation', context),
    end: null,
    wholeExamples: false,
    charactersPerToken: 1,
    truth: null,
    entropyFloor: null,
    input: { kind: 'text' },
    prompts: [],
    extent: null,
    notes: [],
    recipe: { kind: 'tokens', tokenizer: tokenizer.toJson(), end: null },
    example: '',
  };
}
