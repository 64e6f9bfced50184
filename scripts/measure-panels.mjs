// Measures what the panels of the closer look cost: steps a second with each of them on screen against none, in turns, in
// one browser, production build. Prints a table; nothing depends on the result.
//
//   npm run measure:panels -- [key=value ...]     (default: messages and text on WebAssembly)

import { cpus } from 'node:os';
import { serveBuiltPage } from './built-page.mjs';

const windowMs = 3000;
const turns = 7;
/** The closer look lies below the fold of the first size and within the second. */
const closed = { width: 1440, height: 900 };
const open = { width: 1440, height: 2600 };
const endless = 'train.teacherSteps=20&train.studentSteps=100000';
const written = process.argv.slice(2).join('&');
const experiments =
  written === ''
    ? {
        messages: `v=1&backend=wasm&${endless}`,
        text: `v=1&backend=wasm&task.kind=text&${endless}&train.warmupSteps=0`,
      }
    : { 'as asked': `v=1&${endless}&${written}` };

const { chromium, options, address, close } = await serveBuiltPage();
const browser = await chromium.launch(options);

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
};

/** Steps a second of the students over one window. */
function rate(page) {
  return page.evaluate(async (ms) => {
    const read = () => Number(document.querySelector('[data-testid="status"]').dataset.studentStep);
    const [from, startedAt] = [read(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, ms));
    return (1000 * (read() - from)) / (performance.now() - startedAt);
  }, windowMs);
}

async function measure(hash) {
  const page = await browser.newPage({ viewport: closed });
  await page.goto(`${address}#${hash}`);
  await page.getByRole('toolbar', { name: 'Run' }).getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="status"]').dataset.studentStep) > 20,
    undefined,
    { timeout: 300_000 },
  );
  const tabs = page.locator('section[aria-labelledby="insight-title"]').getByRole('tab');
  const names = await tabs.allInnerTexts();
  const pairs = Object.fromEntries(names.map((name) => [name, []]));
  const show = async (name) => {
    await page.setViewportSize(name === null ? closed : open);
    if (name === null) await page.evaluate(() => scrollTo(0, 0));
    else await tabs.nth(names.indexOf(name)).click();
    await page.waitForTimeout(500);
    return rate(page);
  };
  // Each window with a panel stands beside one without, so that whatever else the machine does meets both alike. The
  // first turn warms up.
  for (let turn = 0; turn <= turns; turn++) {
    for (const name of names) {
      const pair = [await show(null), await show(name)];
      if (turn > 0) pairs[name].push(pair);
    }
  }
  await page.close();
  return pairs;
}

process.stdout.write(`${cpus().length} cores; ${turns} pairs of windows of ${windowMs / 1000} s each\n`);
for (const [experiment, hash] of Object.entries(experiments)) {
  const pairs = await measure(hash);
  process.stdout.write(`\n${experiment}: #${hash}\n`);
  process.stdout.write(`${'panel'.padEnd(16)}   closed     open  steps/s   median of open / closed\n`);
  for (const [name, readings] of Object.entries(pairs)) {
    const [without, beside] = [0, 1].map((which) => median(readings.map((pair) => pair[which])));
    const ratio = median(readings.map(([alone, watched]) => watched / alone));
    process.stdout.write(
      `${name.padEnd(16)}${without.toFixed(1).padStart(9)}${beside.toFixed(1).padStart(9)}${`${(100 * ratio).toFixed(0)} %`.padStart(15)}\n`,
    );
  }
}
await browser.close();
await close();
process.exit(0);
