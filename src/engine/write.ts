// A lane's continuation of a visitor's prompt, token by token. For panels; training writes with sample.ts.

import type { Gpt, GptCache } from './models/gpt.ts';
import { fork } from './rng.ts';
import { drawTokens } from './sample.ts';
import type { TokenTask } from './tasks/task.ts';
import * as tf from './tf.ts';

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
  model: Pick<Gpt, 'extend'>,
  { tokenizer, inputs, end }: TokenTask,
  prompt: string,
  { tokens, temperature, seed }: WriteOptions,
): AsyncGenerator<string> {
  const random = fork(seed, 'continuation');
  let unread = Array.from(tokenizer.encode(prompt).slice(-inputs));
  const seen = [...unread];
  const written: number[] = [];
  let cache: GptCache | null = null;
  const forget = (old: GptCache | null) =>
    tf.dispose((old?.layers ?? []).map(({ keys, values }) => [keys, values]));
  try {
    while (written.length < tokens && unread.length > 0) {
      if ((cache?.seen ?? 0) + unread.length > inputs) {
        forget(cache);
        cache = null;
        unread = seen.slice(-Math.max(1, Math.floor(inputs / 2)));
      }
      const ids = tf.tensor2d(unread, [1, unread.length], 'int32');
      const step: ReturnType<Gpt['extend']> = model.extend(ids, cache);
      const drawn = drawTokens(step.logits, { temperature, random });
      forget(cache);
      cache = step.cache;
      const [token = 0] = await drawn.data();
      tf.dispose([ids, step.logits, drawn]);
      if (token === end) return;
      written.push(token);
      seen.push(token);
      unread = [token];
      yield tokenizer.decode(written);
    }
  } finally {
    forget(cache);
  }
}
