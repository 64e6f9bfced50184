// What recorded.spec.ts trains.

import type { Settings } from '../src/shared/config.ts';
import type { TokenShape } from './engine/tokens.ts';
import type { Plan } from './engine/train.ts';

/** RECORDED_STEPS=200 takes the full measure: so many steps, and the benchmark's own shapes. */
export const chosenSteps = Number(process.env.RECORDED_STEPS ?? 0);
/**
 * Otherwise the same layers and heads on fewer numbers, in fours as the wide ones are: a step is made of the same programs, and
 * they share what software graphics take long to compile.
 */
export const isThin = chosenSteps === 0;

interface Workload {
  readonly settings: Settings;
  readonly tokens?: TokenShape;
  readonly steps: number;
  /** Steps of the teacher among them; a quarter where none are named. */
  readonly teacherSteps?: (all: number) => number;
  /** Programs of a step of the second half; a rise fails. */
  readonly dispatches: number;
}

/** Layers, heads and width. */
type Size = readonly [nLayer: number, nHead: number, nEmbd: number];

const sizes = (lane: 'teacher' | 'student', [nLayer, nHead, nEmbd]: Size): Settings => ({
  [`${lane}.nLayer`]: nLayer,
  [`${lane}.nHead`]: nHead,
  [`${lane}.nEmbd`]: nEmbd,
});

const text = (teacher: Size, student: Size, batch: number): Settings => ({
  'task.kind': 'text',
  'task.corpus': 'arithmetic',
  ...sizes('teacher', teacher),
  ...sizes('student', student),
  'train.batchSize': batch,
});

const small = isThin
  ? { settings: text([4, 4, 16], [2, 4, 16], 2), tokens: { vocabulary: 16, context: 16 } }
  : { settings: text([4, 4, 128], [2, 4, 64], 8), tokens: { vocabulary: 96, context: 64 } };

const pair = (batch: number): Settings => ({
  'teacher.hidden': [isThin ? 16 : 128],
  'student.hidden': [isThin ? 8 : 64],
  'train.batchSize': batch,
});

/** Those of the benchmark, with a control beside the student, as the page trains. */
export const workloads: Readonly<Record<string, Workload>> = {
  'W1, plane, 2-32-32-2 to 2-8-8-2': {
    settings: {
      'task.kind': 'plane',
      'teacher.hidden': [32, 32],
      'student.hidden': [8, 8],
      'train.batchSize': 128,
    },
    steps: 40,
    dispatches: 65,
  },
  'W2a, intents, 768-128-8 to 768-64-8, few labels': {
    settings: pair(32),
    steps: 20,
    dispatches: 49,
  },
  'W2b, the same, 256 at once': { settings: pair(256), steps: 8, dispatches: 49 },
  'W3, text, 2 layers of 32 to 1 of 16': {
    settings: isThin ? text([2, 2, 16], [1, 2, 8], 4) : text([2, 2, 32], [1, 2, 16], 4),
    tokens: { vocabulary: 32, context: 16 },
    steps: 16,
    dispatches: 106,
  },
  'W4, text, 4 layers of 128 to 2 of 64': {
    ...small,
    steps: 3,
    teacherSteps: () => 0,
    dispatches: 178,
  },
  'W4t, the same teacher': { ...small, steps: 3, teacherSteps: (all) => all, dispatches: 132 },
};

export function planOf({
  settings,
  tokens,
  steps,
  teacherSteps,
}: Omit<Workload, 'dispatches'>): Omit<Plan, 'recorded'> {
  const all = chosenSteps || steps;
  const half = Math.floor(all / 2);
  const ofTeacher = teacherSteps?.(all) ?? Math.floor(all / 4);
  return {
    settings: {
      'train.teacherSteps': ofTeacher,
      // There is no experiment without any; they are not taken.
      'train.studentSteps': Math.max(1, all - ofTeacher),
      'train.evalEvery': 10_000,
      ...settings,
    },
    ...(tokens && { tokens }),
    steps: all,
    flushEvery: 8,
    patches: { [half]: { temperature: 5, alpha: 0.9 }, [half + 3]: { learningRate: 0.004 } },
  };
}

/** For what does not depend on size. */
export const tiny = {
  settings: { ...text([1, 2, 16], [1, 2, 8], 4), 'train.evalEvery': 3 },
  tokens: { vocabulary: 16, context: 8 },
  steps: 12,
};
