// Nothing leaks: the number of tensors stays the same over hundreds of steps and over starting again and again.

import { button, eventsOf, expect, expectState, expectSteps, openPlayground, test } from './fixtures.ts';

test('as many tensors after 600 student steps as after ten, and in the fourth run as in the first', async ({
  page,
}) => {
  test.slow();
  await openPlayground(
    page,
    'v=1&backend=wasm&task.kind=plane&train.teacherSteps=10&train.studentSteps=650&train.batchSize=16',
  );
  await button(page, 'Run').click();
  await expectState(page, 'finished', 120_000);
  const seen = (await eventsOf(page, 'status'))
    .map(({ status }) => status)
    .filter(
      ({ state, phase, studentStep }) => state === 'training' && phase === 'students' && studentStep >= 10,
    );
  const early = seen[0];
  const late = seen.findLast(({ studentStep }) => studentStep >= 600);
  if (early === undefined || late === undefined) throw new Error('too few flushes were seen');
  expect(late.tensors).toBeGreaterThan(0);
  expect(late.tensors).toBe(early.tensors);

  const counts = [late.tensors];
  for (let cycle = 0; cycle < 3; cycle++) {
    await button(page, 'Reset').click();
    await expectState(page, 'idle');
    await button(page, 'Run').click();
    await expectSteps(page, 'student', 3);
    const runId = (await eventsOf(page, 'started')).at(-1)?.runId;
    const last = (await eventsOf(page, 'status')).findLast(
      (event) =>
        event.runId === runId && event.status.state === 'training' && event.status.phase === 'students',
    );
    counts.push(last?.status.tensors ?? Number.NaN);
  }
  expect(new Set(counts), `tensors in each of four runs: ${counts.join(' ')}`).toEqual(new Set([counts[0]]));
});
