// A lane's continuation of a visitor's prompt, token by token. For panels; training writes with sample.ts.

import type { Pen } from './pen.ts';
import { fork } from './rng.ts';
import type { TokenTask } from './tasks/task.ts';

export interface WriteOptions {
  readonly tokens: number;
  /** Divides the logits; 0 always takes the likeliest token. */
  readonly temperature: number;
  readonly seed: number;
}

/**
 * Yields the text behind `prompt` after each token, until `tokens` are written or the text ends. Where the context is full,
 * it goes on from its second half. The same seed gives the same text on the same backend. An empty prompt writes nothing.
 */
export async function* writeText(
  pen: Pen,
  { tokenizer, inputs, end }: TokenTask,
  prompt: string,
  { tokens, temperature, seed }: WriteOptions,
): AsyncGenerator<string> {
  const random = fork(seed, 'continuation');
  let unread = Array.from(tokenizer.encode(prompt).slice(-inputs));
  const given = [...unread];
  const givenLength = tokenizer.decode(given).length;
  const seen = [...unread];
  const written: number[] = [];
  pen.forget();
  try {
    while (written.length < tokens && unread.length > 0) {
      if (pen.seen + unread.length > inputs) {
        pen.forget();
        unread = seen.slice(-Math.max(1, Math.floor(inputs / 2)));
      }
      // The last of them need not be read.
      const room = inputs - pen.seen - unread.length + 1;
      const drawn = await pen.write(unread, Math.min(room, tokens - written.length), { temperature, random });
      for (const token of drawn) {
        if (token === end) return;
        written.push(token);
        seen.push(token);
        // Together with the prompt: where words are tokens, a blank parts it from what follows.
        yield tokenizer.decode([...given, ...written]).slice(givenLength);
      }
      unread = [...drawn.slice(-1)];
    }
  } finally {
    pen.forget();
  }
}
