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

/** Every bad value that leaves the others readable, and what the page must say about each. */
const badValues: readonly (readonly [string, RegExp])[] = [
  ['distill.temperature=1e999', /distill\.temperature: .* 20 is used/],
  ['distill.alpha=abc', /distill\.alpha: .*"abc" is not a number/],
  ['train.teacherSteps=-5', /train\.teacherSteps: .*"-5" is not a whole number/],
  ['train.batchSize=0', /train\.batchSize: .* 1 is used/],
  ['__proto__=1&constructor=2&toString=3', /__proto__: .*no such setting/],
  ['distill.loss=toString', /distill\.loss: .*"toString" is not one of/],
  ['task.kind=../../etc/passwd', /task\.kind: .*is not one of/],
  ['student.hidden=99999999999-1-1-1-1-1-1-1', /student\.hidden: .* used/],
  ['backend=quantum', /"quantum" is not auto/],
  ['seed=NaN&run=yes', /seed: .*"NaN" is not a whole number/],
  ['x=<img src=x onerror=alert(1)><script>alert(1)</script>', /x: .*no such setting/],
];

/** Links, and all that the page must say about each. */
const hostile: readonly (readonly [string, readonly RegExp[]])[] = [
  ['v=99&seed=3', [/made by another version/]],
  [['v=1', ...badValues.map(([part]) => part)].join('&'), badValues.map(([, said]) => said)],
  [
    '%%%&%E0%A4%A&v=1&task.kind=table&task.label=%00%FF&train.batchSize=0',
    [/no such setting/, /train\.batchSize: .* 1 is used/],
  ],
  [`v=1&seed=${'9'.repeat(30_000)}`, [/characters long/]],
  [
    `v=1&backend=wasm&train.learningRate=never&sweep=distill.alpha%3D0%3A9%3A5&seed=${'7'.repeat(1500)}`,
    [
      /train\.learningRate: .*"never" is not a number/,
      /The sweep of the link cannot be followed: distill\.alpha: "9" is not a number from 0 to 1/,
    ],
  ],
];

for (const [hash, says] of hostile) {
  test(`hostile link ${hash.slice(0, 50)}`, async ({ page }) => {
    page.on('dialog', () => {
      throw new Error('the link ran code');
    });
    await openPlayground(page, hash);
    for (const said of says) await expect(page.getByText(said).first()).toBeVisible();
    await expect(button(page, 'Run')).toBeEnabled();
    await expectState(page, 'idle');
    await expect(page.getByTestId('backend')).toHaveAttribute('data-backend', /^(webgpu|webgl|wasm|cpu)$/);
    if (!hash.includes('backend=wasm')) return;
    // What is left of such a link still trains.
    await button(page, 'Run').click();
    await expectSteps(page, 'teacher', 1);
  });
}

test('run=1 starts by itself; a case of the article is set up, run and looked at with one click', async ({
  page,
}) => {
  await openPlayground(page, 'v=1&backend=wasm&run=1&train.teacherSteps=20&train.studentSteps=20');
  await expectBackend(page, 'wasm');
  await expectState(page, 'finished', 60_000);
  await page.getByRole('link', { name: 'Run it here A handful of measurements of two kinds' }).click();
  await expect(page.locator('#learning')).toBeFocused();
  await expectSteps(page, 'teacher', 1);
  await expect(page).toHaveURL(/#v=1&task\.kind=plane&backend=wasm$/);
});

test('a link shows exactly its experiment, and reloading keeps it; a changed setting is in the address at once, is undone and redone from the keyboard; a link pasted there is a new experiment', async ({
  page,
}) => {
  const hash =
    'v=1&backend=wasm&distill.temperature=4&distill.alpha=0.25&train.teacherSteps=123&train.batchSize=32&seed=42';
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

  await changeSetting(page, 'Temperature T', 5);
  await expect(page).toHaveURL(/#.*distill\.temperature=5/);
  await page.keyboard.press('Control+z');
  await expect(setting(page, 'Temperature T')).toHaveValue('4');
  await expect(page).toHaveURL(/#.*distill\.temperature=4/);
  await page.keyboard.press('Control+Shift+z');
  await expect(setting(page, 'Temperature T')).toHaveValue('5');
  await page.evaluate(() => {
    location.hash = 'v=1&distill.temperature=8';
  });
  await expect(setting(page, 'Temperature T')).toHaveValue('8');
});
