// How steps are computed: a link says so, the backend's popover shows and changes it, Share hands it on.

import { button, eventsOf, expect, expectBackend, expectState, openPlayground, test } from './fixtures.ts';

const small =
  'task.kind=plane&train.teacherSteps=6&train.studentSteps=6&train.batchSize=16&teacher.hidden=4&student.hidden=4';

test('plain computes with TensorFlow.js’s kernels, recorded replays; the switch, the memory and the shared link say which', async ({
  page,
}) => {
  test.slow();
  await openPlayground(page, `v=1&backend=webgpu&engine=plain&${small}`);
  await expectBackend(page, 'webgpu');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 90_000);
  const recordedBytes = async () => (await eventsOf(page, 'status')).at(-1)?.status.recordedBytes;
  expect(await recordedBytes()).toBe(0);

  await page.getByTestId('backend').click();
  const popup = page.getByRole('dialog', { name: 'Where it computes' });
  const ways = popup.getByRole('group', { name: 'How steps are computed' });
  await expect(ways.getByRole('radio', { name: 'With TensorFlow.js’s kernels alone' })).toBeChecked();
  await expect(popup.getByTestId('memory')).toHaveText(/Memory taken: [\d.,]+ [kM]B\.$/);

  await ways.getByRole('radio', { name: 'Recorded once, then replayed' }).check();
  await expect(page).toHaveURL(/#(?!.*engine=)/);
  await page.keyboard.press('Escape');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 90_000);
  expect(await recordedBytes()).toBeGreaterThan(0);
  expect((await eventsOf(page, 'preparing')).length, 'programs compiled ahead').toBeGreaterThan(10);

  await page.getByTestId('backend').click();
  await expect(popup.getByTestId('memory')).toContainText('belong to recorded steps');
  await ways.getByRole('radio', { name: 'One operation after another' }).check();
  await expect(page).toHaveURL(/engine=eager/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Share/ }).click();
  await expect(page.getByRole('textbox', { name: 'Link to this experiment' })).toHaveValue(/engine=eager/);
});
