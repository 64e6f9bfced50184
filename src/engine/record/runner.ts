// How a training step is run: by TensorFlow.js each time, or recorded once and replayed. Both take the same function of what
// is on the device and give the same rows. Knows no training.

import { compileAhead, type OnCompiled } from '../backend/ahead.ts';
import { capture } from '../backend/capture.ts';
import { copyInto, emptyTensor } from '../backend/commands.ts';
import { runningGpuBackend } from '../backend/webgpu.ts';
import type { StepCall } from '../calls.ts';
import { place } from '../data/arrays.ts';
import * as tf from '../tf.ts';
import { createReplay, type Replay } from './replay.ts';
import { createRing, type Ring, type RingRow } from './ring.ts';

/** A row of numbers that stays on the device until it is read: a tensor of its own, or a place in a ring. */
export type Row = tf.Tensor1D | RingRow;

export interface StepRunner {
  /** Enqueues one step. What it reads beside its inputs must stay on the device as long as the runner, or until `forget`. */
  take(call: StepCall): Row;
  /** The same where the result is to be a tensor: the caller's, and inside a tidy the tidy's. */
  make<T extends tf.Tensor>(call: StepCall<T>): T;
  /** New values for tensors that steps read beside their inputs. Takes both over and gives what steps read from now on. */
  replace<T extends object>(old: T, fresh: T): T;
  /**
   * Compiles the programs of all calls that `rehearse` hands on, in parallel, without taking them. Resolves once they and
   * those asked for before can be run.
   */
  prepare(
    rehearse: (take: (call: StepCall<tf.Tensor>) => void) => void,
    onCompiled: OnCompiled,
  ): Promise<void>;
  /** What steps do has changed, or others come: nothing recorded is taken again, and its memory is freed. */
  forget(): void;
  /** Everything enqueued was waited for; tells the runner its pace. */
  flushed(): void;
  /** Memory of recordings on the device. */
  readonly bytes: number;
  /** Why steps are not replayed although that was asked for; null where they are. */
  readonly objection: string | null;
  dispose(): void;
}

/** Computes each step operation by operation; `objection` is why. */
export const eagerRunner = (objection: string | null = null): StepRunner => ({
  take: ({ inputs, run }) => tf.tidy(() => run(place(inputs))),
  make: ({ inputs, run }) => tf.tidy(() => run(place(inputs))),
  replace(old, fresh) {
    tf.dispose(old as tf.TensorContainer);
    return fresh;
  },
  prepare: () => Promise.resolve(),
  forget: () => {},
  flushed: () => {},
  bytes: 0,
  objection,
  dispose: () => {},
});

/** Steps of one submit take about this long, so that the device has time for the page in between. */
const submitMs = 6;
const maxPerSubmit = 64;

interface Recorded {
  readonly replay: Replay;
  /** Where its rows wait; null where its results are tensors. */
  readonly ring: Ring | null;
}

/** `variables` gives all that the steps change, those that still live. On a backend that cannot record, and where recording fails, it runs eagerly. */
export function createRunner(variables: () => readonly tf.Variable[]): StepRunner {
  const backend = runningGpuBackend();
  if (backend === null) return eagerRunner('steps are recorded on WebGPU alone');
  const gpu = backend;
  const recorded = new Map<string, Recorded>();
  /** Rows may wait in them longer than their recording lives. */
  const rings: Ring[] = [];
  let eager: StepRunner | null = null;
  let [taken, startedAt, perSubmit, unsent] = [0, 0, 1, 0];

  function record({ inputs, run }: StepCall<tf.Tensor>, isRow: boolean): Recorded {
    // Copies: what is on the device already stays the caller's.
    const known = tf.tidy(() => place(inputs).map((tensor) => tf.keep(tf.add(tensor, tf.zerosLike(tensor)))));
    const captured = capture(gpu, variables(), () => run(known));
    const ring = isRow ? createRing(captured.result.size) : null;
    if (ring !== null) rings.push(ring);
    return { replay: createReplay(gpu, captured, known, 2 * maxPerSubmit), ring };
  }

  /** The recording of a call; null where it cannot be recorded, and from then on everything is computed. */
  function entryFor(call: StepCall<tf.Tensor>, isRow: boolean): Recorded | null {
    const known = recorded.get(call.key);
    if (known !== undefined) return known;
    try {
      const entry = record(call, isRow);
      recorded.set(call.key, entry);
      return entry;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      console.warn(`This step cannot be recorded and is computed operation by operation: ${reason}`);
      eager = eagerRunner(reason);
      return null;
    }
  }

  function count(replay: Replay): void {
    if (taken === 0) startedAt = performance.now();
    taken += 1;
    unsent += 1;
    if (unsent < perSubmit) return;
    replay.submit();
    unsent = 0;
  }

  return {
    take(call) {
      const entry = eager === null ? entryFor(call, true) : null;
      if (entry === null) return (eager as StepRunner).take(call);
      const row = (entry.ring as Ring).next();
      entry.replay.enqueue(call.inputs, row.ring, row.at);
      count(entry.replay);
      return row;
    },
    make<T extends tf.Tensor>(call: StepCall<T>): T {
      const entry = eager === null ? entryFor(call, false) : null;
      if (entry === null) return (eager as StepRunner).make(call);
      const { shape, dtype } = entry.replay.result;
      const result = emptyTensor(gpu, shape, dtype) as T;
      entry.replay.enqueue(call.inputs, result, 0);
      count(entry.replay);
      return result;
    },
    replace(old, fresh) {
      if (eager !== null) return eager.replace(old, fresh);
      const [targets, sources] = [tensorsIn(old), tensorsIn(fresh)];
      for (const [i, source] of sources.entries()) copyInto(gpu, source, targets[i] as tf.Tensor);
      tf.dispose(fresh as tf.TensorContainer);
      return old;
    },
    async prepare(rehearse, onCompiled) {
      const run = ({ run, inputs }: StepCall<tf.Tensor>) => void tf.tidy(() => run(place(inputs)));
      await compileAhead(gpu, variables(), () => rehearse(run), onCompiled);
    },
    forget() {
      for (const { replay } of recorded.values()) replay.dispose();
      recorded.clear();
    },
    flushed() {
      if (taken > 0) {
        const msPerStep = (performance.now() - startedAt) / taken;
        perSubmit = Math.max(1, Math.min(maxPerSubmit, Math.floor(submitMs / msPerStep)));
      }
      taken = 0;
      unsent = 0;
    },
    get bytes() {
      return [...recorded.values()].reduce((sum, { replay }) => sum + replay.bytes, 0);
    },
    get objection() {
      return eager?.objection ?? null;
    },
    dispose() {
      for (const { replay } of recorded.values()) replay.dispose();
      for (const ring of rings) ring.dispose();
      recorded.clear();
    },
  };
}

/** All tensors in an object of tensors, in its order. */
function tensorsIn(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(tensorsIn) : [];
}
