// Links: a hostile one never breaks the page and is told what was wrong; a good one shows exactly its experiment.

import {
  button,
  changeSetting,
  expect,
  expectBackend,
  expectState,
  expectSteps,
  openAllSettings,
  openPlayground,
  setting,
  test,
} from './fixtures.ts';

/** Hashes, and what the page must say about each. */
const hostile: readonly (readonly [string, RegExp])[] = [
  ['%%%&%E0%A4%A', /no such setting/],
  ['v=1&distill.temperature=abc', /distill\.temperature .*"abc" is not a number/],
  ['v=1&distill.temperature=1e999', /distill\.temperature .* 20 is used/],
  ['v=1&train.teacherSteps=-5', /train\.teacherSteps .*"-5" is not a whole number/],
  ['v=99&seed=3', /made by another version/],
  ['v=1&__proto__=1&constructor=2&toString=3', /__proto__ .*no such setting/],
  ['v=1&distill.loss=toString', /distill\.loss .*"toString" is not one of/],
  ['v=1&task.kind=../../etc/passwd', /task\.kind .*is not one of/],
  ['v=1&student.hidden=99999999999-1-1-1-1-1-1-1', /student\.hidden .* used/],
  ['v=1&backend=quantum', /"quantum" is not auto/],
  ['v=1&seed=NaN&run=yes', /seed .*"NaN" is not a whole number/],
  ['v=1&x=<img src=x onerror=alert(1)><script>alert(1)</script>', /no such setting/],
  ['v=1&task.kind=table&task.label=%00%FF&train.batchSize=0', /train\.batchSize .* 1 is used/],
  [`v=1&seed=${'9'.repeat(30_000)}`, /characters long/],
];

for (const [hash, said] of hostile) {
  test(`hostile link ${hash.slice(0, 50)}`, async ({ page }) => {
    page.on('dialog', () => {
      throw new Error('the link ran code');
    });
    await openPlayground(page, hash);
    await expect(page.getByText(said).first()).toBeVisible();
    await expect(button(page, 'Run')).toBeEnabled();
    await expectState(page, 'idle');
    await expect(page.getByTestId('backend')).toHaveAttribute('data-backend', /^(webgpu|webgl|wasm|cpu)$/);
  });
}

test('a page with a hostile link still trains', async ({ page }) => {
  await openPlayground(page, `v=1&backend=wasm&train.learningRate=never&seed=${'7'.repeat(1500)}`);
  await button(page, 'Run').click();
  await expectSteps(page, 'teacher', 1);
});

test('run=1 starts by itself', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm&run=1&train.teacherSteps=20&train.studentSteps=20');
  await expectBackend(page, 'wasm');
  await expectState(page, 'finished', 60_000);
});

test('a link shows exactly its experiment, and reloading keeps it', async ({ page }) => {
  const hash =
    'v=1&distill.temperature=4&distill.alpha=0.25&train.teacherSteps=123&train.batchSize=32&seed=42';
  await openPlayground(page, hash);
  const expectAll = async () => {
    await openAllSettings(page);
    await expect(setting(page, 'Temperature T')).toHaveValue('4');
    await expect(setting(page, 'Alpha')).toHaveValue('0.25');
    await expect(setting(page, 'Teacher steps')).toHaveValue('123');
    await expect(setting(page, 'Batch size')).toHaveValue('32');
    await expect(setting(page, 'Seed')).toHaveValue('42');
  };
  await expectAll();
  await page.reload();
  await expectAll();
});

test('a changed setting is in the address at once', async ({ page }) => {
  await openPlayground(page);
  await changeSetting(page, 'Temperature T', 5);
  await expect(page).toHaveURL(/#.*distill\.temperature=5/);
});

test('a link pasted into the open page is a new experiment', async ({ page }) => {
  await openPlayground(page, 'v=1&distill.temperature=4');
  await page.evaluate(() => {
    location.hash = 'v=1&distill.temperature=8';
  });
  await expect(setting(page, 'Temperature T')).toHaveValue('8');
});
