// Windows of tokens: what a language model reads in one go and which of its predictions count. Knows no corpus.

import type { Problem } from '../../text/arithmetic.ts';
import { problemText } from '../../text/arithmetic.ts';
import type { Tokenizer } from '../../text/tokenizer.ts';

export interface Window {
  /** `length` + 1 token ids: each but the last is read, each but the first is to be predicted. */
  readonly tokens: Int32Array;
  /** 1 where the prediction of the next token counts, [length]. */
  readonly counts: Uint8Array;
  /** Tokens at the start that a writer is given. */
  readonly prompt: number;
}

export interface Windows {
  readonly size: number;
  at(index: number): Window;
}

/** Windows of a running text, one beginning `stride` tokens after another and none reaching over the end of a piece. */
export function textWindows(pieces: readonly Int32Array[], length: number, stride: number): Windows {
  const counted = pieces.map((piece) => Math.max(0, Math.floor((piece.length - length - 1) / stride) + 1));
  const counts = new Uint8Array(length).fill(1);
  return {
    size: counted.reduce((sum, count) => sum + count, 0),
    at(index) {
      let left = index;
      let piece = 0;
      while (left >= (counted[piece] ?? Number.POSITIVE_INFINITY)) left -= counted[piece++] ?? 0;
      const from = left * stride;
      const tokens = (pieces[piece] ?? new Int32Array()).subarray(from, from + length + 1);
      return { tokens, counts, prompt: Math.max(1, Math.floor(length / 4)) };
    },
  };
}

/** One window a problem: the prompt is given, the answer and its line end count, what follows is padding. */
export function problemWindows(problems: readonly Problem[], tokenizer: Tokenizer, length: number): Windows {
  const padding = tokenizer.encode('\n')[0] ?? 0;
  return {
    size: problems.length,
    at(index) {
      const problem = problems[index] as Problem;
      const written = tokenizer.encode(problemText(problem));
      const prompt = tokenizer.encode(problem.prompt).length;
      const tokens = new Int32Array(length + 1).fill(padding);
      tokens.set(written.subarray(0, length + 1));
      const counts = new Uint8Array(length).fill(1, prompt - 1, written.length - 1);
      return { tokens, counts, prompt };
    },
  };
}
