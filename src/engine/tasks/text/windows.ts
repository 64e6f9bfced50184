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
  /** How much text that is: problems, or stretches of a window's length that do not overlap. */
  readonly passages: number;
  /** How many windows, counted from the first, lie wholly within the first `passages` passages. */
  within(passages: number): number;
  at(index: number): Window;
  /** What windows are cut from: `at` gives views into the memory of these, of which nothing else is in the same buffer. */
  readonly texts: readonly Int32Array[];
}

/** Windows of a running text, one beginning `stride` tokens after another and none reaching over the end of a piece. */
export function textWindows(pieces: readonly Int32Array[], length: number, stride: number): Windows {
  const counted = pieces.map((piece) => Math.max(0, Math.floor((piece.length - length - 1) / stride) + 1));
  const counts = new Uint8Array(length).fill(1);
  const passagesOf = pieces.map((piece) => Math.max(0, Math.floor((piece.length - 1) / length)));
  return {
    texts: pieces,
    size: counted.reduce((sum, count) => sum + count, 0),
    passages: passagesOf.reduce((sum, count) => sum + count, 0),
    within(passages) {
      let [left, windows] = [passages, 0];
      for (const [piece, all] of passagesOf.entries()) {
        if (left < all) return windows + (left > 0 ? Math.floor(((left - 1) * length) / stride) + 1 : 0);
        windows += counted[piece] ?? 0;
        left -= all;
      }
      return windows;
    },
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

/**
 * Windows of a text of sentences, each beginning with one, so that a reader knows where it stands. `apart`: none begins
 * before the one before it has ended.
 */
export function sentenceWindows(text: Int32Array, length: number, end: number, apart: boolean): Windows {
  const starts: number[] = [];
  for (let at = 0, free = 0; at + length < text.length; at++) {
    const begins = at === 0 || text[at - 1] === end;
    if (!begins || (apart && at < free)) continue;
    starts.push(at);
    free = at + length;
  }
  const counts = new Uint8Array(length).fill(1);
  const passages = Math.floor((text.length - 1) / length);
  return {
    texts: [text],
    size: starts.length,
    passages,
    within(wanted) {
      if (wanted >= passages) return starts.length;
      const beyond = starts.findIndex((start) => start + length > wanted * length);
      return beyond < 0 ? starts.length : beyond;
    },
    at(index) {
      const from = starts[index] ?? 0;
      return {
        tokens: text.subarray(from, from + length + 1),
        counts,
        prompt: Math.max(1, Math.floor(length / 4)),
      };
    },
  };
}

/** One window a problem: the prompt is given, the answer and its line end count, what follows is padding. */
export function problemWindows(problems: readonly Problem[], tokenizer: Tokenizer, length: number): Windows {
  const padding = tokenizer.encode('\n')[0] ?? 0;
  const all = new Int32Array(problems.length * (length + 1)).fill(padding);
  const ends = problems.map((problem, i) => {
    const written = tokenizer.encode(problemText(problem));
    all.set(written.subarray(0, length + 1), i * (length + 1));
    return written.length;
  });
  return {
    texts: [all],
    size: problems.length,
    passages: problems.length,
    within: (passages) => Math.min(passages, problems.length),
    at(index) {
      const prompt = tokenizer.encode((problems[index] as Problem).prompt).length;
      const tokens = all.subarray(index * (length + 1), (index + 1) * (length + 1));
      const counts = new Uint8Array(length).fill(1, prompt - 1, (ends[index] ?? 0) - 1);
      return { tokens, counts, prompt };
    },
  };
}
