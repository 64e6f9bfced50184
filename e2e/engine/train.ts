// Whole trainings, recorded or not, and the losses they go through.

import { counted, perStep } from '../../src/engine/bench/count.ts';
import { keptTask } from '../../src/engine/tasks/kept.testing.ts';
import type { TaskSources } from '../../src/engine/tasks/task.ts';
import { createTraining, type Training } from '../../src/engine/train.ts';
import type { Counts } from '../../src/shared/bench/messages.ts';
import { configFrom, type LiveValues, type Settings } from '../../src/shared/config.ts';
import { aliveOnDevice, compiledAheadOnDevice, compiledWaiting, since } from './alive.ts';
import { type TokenShape, tokensOf } from './tokens.ts';

export interface Plan {
  readonly settings: Settings;
  /** In place of the settings' text: one of this shape. */
  readonly tokens?: TokenShape;
  readonly recorded: boolean;
  readonly steps: number;
  /** Steps between two reads. */
  readonly flushEvery: number;
  /** Programs are compiled ahead. */
  readonly prepared?: boolean;
  /** Live changes, by the step before which they are made. */
  readonly patches?: Readonly<Record<number, Partial<LiveValues>>>;
}

export interface Trained {
  /** Every number of every table, in the order in which it was measured. */
  readonly numbers: Readonly<Record<string, number[]>>;
  readonly objection: string | null;
  readonly recordedBytes: number;
  /** Of each step of the second half but for the last, behind which both students are measured. */
  readonly counts: Counts;
  readonly msPerStep: number;
  /** Programs that steps had to wait for. */
  readonly compiled: number;
  /** Programs that were compiled ahead. */
  readonly compiledAhead: number;
  /** What the training had on the device after each eighth of the steps. */
  readonly alive: readonly { readonly step: number; readonly buffers: number; readonly bytes: number }[];
  /** A sum over the bits of all weights: equal where they are. */
  readonly weights: string;
}

async function prepare({ settings, tokens, recorded }: Plan): Promise<Training> {
  const { config, problems } = configFrom(settings);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const sources: TaskSources = {
    table: null,
    text: null,
    corpus: () => Promise.reject(new Error('not here')),
    onProgress() {},
  };
  const task = tokens === undefined ? await keptTask(config, sources) : tokensOf(tokens);
  return createTraining(config, task, { recorded });
}

export async function train(plan: Plan): Promise<Trained> {
  const before = aliveOnDevice();
  const training = await prepare(plan);
  const aheadBefore = compiledAheadOnDevice();
  if (plan.prepared) {
    await training.prepare(() => {});
    await training.prepared();
  }
  const compiledAhead = compiledAheadOnDevice() - aheadBefore;
  const compiledBefore = compiledWaiting();
  const alive: { step: number; buffers: number; bytes: number }[] = [];
  const numbers: Record<string, number[]> = {};
  const flush = async () => {
    const { metrics } = await training.flush();
    for (const { table, values } of metrics) {
      numbers[table] ??= [];
      numbers[table]?.push(...values);
    }
  };
  const half = Math.floor(plan.steps / 2);
  let [countedBefore, startedAt] = [counted(), 0];
  let cost: Pick<Trained, 'counts' | 'msPerStep'> | undefined;
  for (let step = 0; step < plan.steps; step++) {
    if (step === half) {
      await flush();
      countedBefore = counted();
      startedAt = performance.now();
    }
    if (step === plan.steps - 1) {
      const steps = plan.steps - 1 - half;
      cost = { counts: perStep(countedBefore, steps), msPerStep: (performance.now() - startedAt) / steps };
    }
    const patch = plan.patches?.[step];
    if (patch !== undefined) training.patch(patch);
    training.step();
    if ((step + 1) % plan.flushEvery === 0) await flush();
    if ((step + 1) % Math.max(1, Math.floor(plan.steps / 8)) === 0)
      alive.push({ step: step + 1, ...since(before) });
  }
  await flush();
  const compiled = compiledWaiting() - compiledBefore;
  const { bytes, objection } = training.replayed;
  const { lanes } = await training.save();
  const weights = Object.values(lanes)
    .flatMap((lane) => lane.weights.map(bitSum))
    .join();
  training.dispose();
  return {
    numbers,
    objection,
    recordedBytes: bytes,
    weights,
    compiled,
    compiledAhead,
    alive,
    ...(cost as NonNullable<typeof cost>),
  };
}

/** FNV-1a over the bits. */
function bitSum(values: Float32Array): number {
  return new Uint32Array(values.buffer, values.byteOffset, values.length).reduce(
    (sum, bits) => Math.imul(sum ^ bits, 0x01000193),
    0x811c9dc5,
  );
}
