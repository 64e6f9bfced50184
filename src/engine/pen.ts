// What a text is written with, token by token: operation by operation and with a cache that grows, or, where a step can be
// recorded, in place, with many tokens for one read. Both draw the same tokens.

import { type LaneId, laneIds } from '../shared/protocol/lanes.ts';
import { penCall } from './calls.ts';
import type { Lanes } from './lanes.ts';
import type { Gpt, GptCache } from './models/gpt.ts';
import { hasAttentionInPlace } from './ops/attention.ts';
import { join } from './record/ring.ts';
import { createRunner } from './record/runner.ts';
import { drawTokens, type Writing } from './sample.ts';
import * as tf from './tf.ts';

export interface Pen {
  /** Tokens it has read since it began or forgot. */
  readonly seen: number;
  /**
   * Reads `tokens` behind those before, and gives at least one and `most` at most that follow, each drawn behind all before it.
   * The last of them is not read yet.
   */
  write(tokens: readonly number[], most: number, writing: Writing): Promise<readonly number[]>;
  /** Compiles ahead what it will need, where the backend can. */
  prepare(): Promise<void>;
  /** The next token read is the first. */
  forget(): void;
  dispose(): void;
}

/** One token for each read. Keeps nothing on the device once it forgot. */
export function eagerPen({ extend }: Pick<Gpt, 'extend'>): Pen {
  let cache: GptCache | null = null;
  const forget = () => {
    tf.dispose((cache?.layers ?? []).map(({ keys, values }) => [keys, values]));
    cache = null;
  };
  return {
    get seen() {
      return cache?.seen ?? 0;
    },
    async write(tokens, _most, writing) {
      const ids = tf.tensor2d([...tokens], [1, tokens.length], 'int32');
      const step = extend(ids, cache);
      const drawn = drawTokens(step.logits, writing);
      forget();
      cache = step.cache;
      const [token = 0] = await drawn.data();
      tf.dispose([ids, step.logits, drawn]);
      return [token];
    },
    prepare: () => Promise.resolve(),
    forget,
    dispose: forget,
  };
}

/** A read comes about this often: what is written is seen to grow, and a pause need not wait longer. */
const readMs = 50;

/** Its steps are recorded; only where `hasAttentionInPlace`. */
export function recordedPen({ inPlace }: Pick<Gpt, 'inPlace'>): Pen {
  const notebook = inPlace.notebook(1);
  const variables = notebook.flatMap(({ keys, values }) => [keys, values]);
  const runner = createRunner(() => variables);
  let seen = 0;
  let perRead = 1;
  return {
    get seen() {
      return seen;
    },
    async write(tokens, most, { temperature, random }) {
      const startedAt = performance.now();
      const count = Math.min(most, perRead);
      const steps = tokens.length + count - 1;
      const drawn: tf.Tensor1D[] = [];
      for (let step = 0; step < steps; step++) {
        const given = tokens[step];
        const token =
          given === undefined ? (drawn.at(-1) as tf.Tensor1D) : { values: Int32Array.of(given), shape: [1] };
        // Nobody asks what follows a token that is given, but for the last.
        const isWanted = step >= tokens.length - 1;
        const draw = isWanted && temperature > 0 ? random.uniform() : 0;
        const next = runner.make(penCall(inPlace, notebook, { token, at: seen + step, temperature, draw }));
        if (isWanted) drawn.push(next);
        else next.dispose();
      }
      seen += steps;
      const joined = join(drawn);
      const written = Array.from(await joined.data()).slice(0, count);
      tf.dispose([joined, ...drawn]);
      runner.flushed();
      const msPerStep = (performance.now() - startedAt) / steps;
      perRead = Math.max(1, Math.min(2 * perRead, Math.round(readMs / msPerStep)));
      return written;
    },
    prepare() {
      const token = { values: Int32Array.of(0), shape: [1] };
      const call = penCall(inPlace, notebook, { token, at: 0, temperature: 1, draw: 0 });
      return runner.prepare(
        (take) => take(call),
        () => {},
      );
    },
    forget() {
      seen = 0;
    },
    dispose() {
      runner.dispose();
      tf.dispose(variables);
    },
  };
}

/** The lanes' pens, each made when it is first asked for. */
export interface Pens {
  /** null where the models do not write. */
  of(lane: LaneId): Pen | null;
  /** Compiles ahead what all of them will need. */
  prepare(): Promise<unknown>;
  dispose(): void;
}

/** `isRecorded` is whether steps are recorded here. */
export function createPens(lanes: Lanes['lanes'], isRecorded: () => boolean): Pens {
  const pens = new Map<LaneId, Pen>();
  function of(lane: LaneId): Pen | null {
    const { extend, inPlace } = lanes[lane].model;
    if (extend === undefined || inPlace === undefined) return null;
    const pen =
      pens.get(lane) ??
      (isRecorded() && hasAttentionInPlace() ? recordedPen({ inPlace }) : eagerPen({ extend }));
    pens.set(lane, pen);
    return pen;
  }
  return {
    of,
    prepare: () => Promise.all(laneIds.map((lane) => of(lane)?.prepare())),
    dispose() {
      for (const pen of pens.values()) pen.dispose();
      pens.clear();
    },
  };
}
