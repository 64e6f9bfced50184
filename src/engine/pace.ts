// Measures what training work costs on the running backend: three short trainings of small GPTs, one for each price. Takes
// about a second on the processor; gives way between two steps as soon as something else is wanted.

import { type Config, configFrom } from '../shared/config.ts';
import { type Pace, type Work, workOf } from '../shared/duration.ts';
import type { Settings } from '../shared/params.ts';
import { breathe } from './breathe.ts';
import { fork } from './rng.ts';
import type { TokenTask } from './tasks/task.ts';
import type { Windows } from './tasks/text/windows.ts';
import type { Tokenizer } from './text/tokenizer.ts';
import { createTraining, type Training } from './train.ts';

const outputs = 32;
/** The clock starts after both: kernels are compiled, memory is taken, JavaScript is warm. */
const warmUp = { steps: 2, ms: 120 };
/** It stops after both: one step is too short for it. */
const timed = { steps: 5, ms: 200 };
/** On a slow device a few steps must do. */
const mostMs = 1500;

interface Probe {
  readonly width: number;
  readonly length: number;
  readonly batch: number;
}

/** The first costs kernels, the second also activations, the third also matrix products. */
const probes: readonly [Probe, Probe, Probe] = [
  { width: 16, length: 8, batch: 1 },
  { width: 16, length: 32, batch: 32 },
  { width: 128, length: 32, batch: 8 },
];

function randomWindows(length: number, size: number): Windows {
  const random = fork(1, 'pace');
  const tokens = Int32Array.from({ length: length + size }, () => random.below(outputs));
  const counts = new Uint8Array(length).fill(1);
  return {
    texts: [tokens],
    size,
    passages: size,
    within: () => size,
    at: (index) => ({ tokens: tokens.subarray(index, index + length + 1), counts, prompt: 1 }),
  };
}

/** A text without sense, as a task: its tokenizer is never asked. */
function taskOf({ length, batch }: Probe): TokenTask {
  const windows = randomWindows(length, batch);
  const tokenizer: Tokenizer = {
    kind: 'words',
    vocabSize: outputs,
    encode: () => new Int32Array(),
    decode: () => '',
    tokenText: String,
    toJson: () => ({ kind: 'words', version: 1, words: [], end: 0 }),
  };
  return {
    kind: 'tokens',
    classes: [],
    inputs: length,
    outputs,
    input: { kind: 'text' },
    extent: null,
    notes: [],
    recipe: { kind: 'tokens', tokenizer: tokenizer.toJson(), end: null },
    example: '',
    tokenizer,
    train: windows,
    validation: randomWindows(length, 1),
    end: null,
    wholeExamples: false,
    charactersPerToken: 1,
    truth: null,
    entropyFloor: null,
    prompts: [],
  };
}

function configOf({ width, batch }: Probe): Config {
  const settings: Settings = {
    'task.kind': 'text',
    'teacher.nLayer': 1,
    'teacher.nHead': 2,
    'teacher.nEmbd': width,
    'student.nLayer': 1,
    'student.nHead': 1,
    'student.nEmbd': 8,
    'train.batchSize': batch,
    'train.evalEvery': 10000,
    'train.teacherSteps': 10000,
  };
  return configFrom(settings).config;
}

/** Seconds of one step, the shortest that was seen; null where it is no longer wanted. */
async function time(training: Training, isWanted: () => boolean): Promise<number | null> {
  let best = Number.POSITIVE_INFINITY;
  for (const { steps, ms } of [warmUp, timed]) {
    best = Number.POSITIVE_INFINITY;
    for (
      let [taken, spentMs] = [0, 0];
      (taken < steps || spentMs < ms) && (taken < 2 || spentMs < mostMs);
      taken++
    ) {
      const startedAt = performance.now();
      training.step();
      await training.flush();
      const tookMs = performance.now() - startedAt;
      best = Math.min(best, tookMs / 1000);
      spentMs += tookMs;
      await breathe();
      if (!isWanted()) return null;
    }
  }
  return best;
}

/** The three prices at which three works take so many seconds; none is below 0. */
export function solve(works: readonly [Work, Work, Work], seconds: readonly [number, number, number]): Pace {
  const secondsPerBlock = seconds[0] / works[0].blocks;
  const left = (i: 1 | 2) => Math.max(0, seconds[i] - works[i].blocks * secondsPerBlock);
  // Two equations in what an activation and a product cost; a negative price, from noise, becomes 0.
  const [a, b] = [works[1], works[2]];
  const determinant = a.activations * b.products - b.activations * a.products;
  const perActivation = (left(1) * b.products - left(2) * a.products) / determinant;
  const secondsPerActivation = Math.max(0, Math.min(perActivation, left(2) / b.activations));
  const secondsPerProduct = Math.max(0, (left(2) - b.activations * secondsPerActivation) / b.products);
  return { secondsPerBlock, secondsPerActivation, secondsPerProduct };
}

/** null where `isWanted` says no before it is done. Leaves nothing on the device. */
export async function measurePace(isWanted: () => boolean): Promise<Pace | null> {
  const seconds: number[] = [];
  const works: Work[] = [];
  for (const probe of probes) {
    const config = configOf(probe);
    const training = createTraining(config, taskOf(probe));
    try {
      const took = await time(training, isWanted);
      if (took === null) return null;
      seconds.push(took);
    } finally {
      training.dispose();
    }
    works.push(workOf(config.teacher, probe.batch * probe.length, probe.length, outputs));
  }
  return solve(works as [Work, Work, Work], seconds as [number, number, number]);
}
