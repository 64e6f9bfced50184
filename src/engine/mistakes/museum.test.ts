// Every exhibit of the bug museum shows what it promises, on the processor, within the steps of its own preset; a mistake
// stays in the control's lane.

import { beforeAll, describe, expect, it } from 'vitest';
import type { MistakeId } from '../../shared/catalog/mistakes.ts';
import { effectSeen, exhibitHash, exhibits } from '../../shared/catalog/museum.ts';
import { teacherKey } from '../../shared/config.ts';
import { fromHash } from '../../shared/link.ts';
import type { LaneState } from '../../shared/protocol/lanes.ts';
import { noteNewest } from '../../shared/protocol/status.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { trainLoop } from '../loop.ts';
import { keptTask } from '../tasks/kept.testing.ts';
import { noSources } from '../tasks/sources.testing.ts';
import { createTraining, type KeptTeacher } from '../train.ts';

/** On a busy machine a language model may take its time; what it shows does not depend on it. */
const patientMs = 300_000;

/** Teachers by what they depend on: exhibits that share one do not train it again. */
const teachers = new Map<string, KeptTeacher>();

interface Outcome {
  /** The last value of every column. */
  readonly latest: ReadonlyMap<string, number>;
  readonly teacherBefore: LaneState;
  readonly teacherAfter: LaneState;
}

const outcomes = new Map<MistakeId, Outcome>();

/** All numbers of a lane; compared one by one they would take longer than the training. */
const bytesOf = ({ weights, slots }: LaneState): Buffer =>
  Buffer.concat(
    [...weights, ...slots].map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ),
  );

async function run(hash: string): Promise<Outcome> {
  // Only the end is looked at; what would be measured on the way changes nothing.
  const { config, problems } = fromHash(`${hash}&train.evalEvery=10000`);
  expect(problems).toEqual([]);
  const key = teacherKey(config);
  const task = await keptTask(config, noSources);
  const training = createTraining(config, task, { teacher: teachers.get(key) });
  while (training.phase === 'teacher') training.step();
  const before = (await training.save()).lanes.teacher;
  teachers.set(key, { state: before, second: null, metrics: [] });
  const latest = new Map<string, number>();
  for await (const { metrics, nonFinite } of trainLoop(training)) {
    // A control that blows up is shown, and ends nothing.
    expect(nonFinite).toBeNull();
    noteNewest(latest, metrics);
  }
  const after = (await training.save()).lanes.teacher;
  training.dispose();
  return { latest, teacherBefore: before, teacherAfter: after };
}

describe('the bug museum', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(exhibits)(
    'shows: $title',
    async ({ id, effect }) => {
      const outcome = await run(exhibitHash(id));
      outcomes.set(id, outcome);
      const { latest, teacherBefore, teacherAfter } = outcome;
      const at = (lane: string) => latest.get(`${lane}.${effect.measure}`) ?? Number.NaN;
      expect(effectSeen(effect, at('student'), at('control'))).toBeGreaterThanOrEqual(effect.atLeast);
      expect(Number.isFinite(latest.get('student.loss'))).toBe(true);
      expect(bytesOf(teacherAfter).equals(bytesOf(teacherBefore)), 'the teacher is as it was').toBe(true);
    },
    patientMs,
  );

  it('shows what else it says there is to see', async () => {
    const at = (id: MistakeId, column: string) => outcomes.get(id)?.latest.get(column) ?? Number.NaN;
    // No divergence is negative, and no honest loss is below the grammar's entropy, 1.7 nats a word.
    expect(at('probabilitiesIn', 'control.loss')).toBeLessThan(0);
    expect(at('noShift', 'control.loss')).toBeLessThan(1);
    expect(at('teacherNotFrozen', 'control.loss')).toBeLessThan(at('teacherNotFrozen', 'student.loss'));
    expect(at('teacherUntrained', 'control.loss')).toBeLessThan(0.3);
  });
});
