// Measures what the panels of the closer look cost: steps a second with each of them on screen against none, in turns, in
// one browser, production build. Prints a table; nothing depends on the result.
//
//   npm run measure:panels -- [key=value ...]     (default: messages and text on WebAssembly)

import { cpus } from 'node:os';
import { ensureBrowser, launchArgs } from './browser.mjs';
import { buildPage } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './project.mjs';

const windowMs = 4000;
const turns = 4;
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

ensureInstalled();
const executablePath = ensureBrowser();
buildPage({ onlyIfChanged: true });
const { preview } = await import('vite');
const { chromium } = await import('@playwright/test');
const server = await preview({ root, preview: { port: 0 }, logLevel: 'error' });
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath, args: launchArgs });

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
  const rates = { closed: [], ...Object.fromEntries(names.map((name) => [name, []])) };
  // In turns, so that whatever else the machine does meets all of them alike; the first turn warms up.
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, readings] of Object.entries(rates)) {
      await page.setViewportSize(name === 'closed' ? closed : open);
      if (name === 'closed') await page.evaluate(() => scrollTo(0, 0));
      else await tabs.nth(names.indexOf(name)).click();
      await page.waitForTimeout(500);
      const reading = await rate(page);
      if (turn > 0) readings.push(reading);
    }
  }
  await page.close();
  return rates;
}

process.stdout.write(`${cpus().length} cores; medians of ${turns} windows of ${windowMs / 1000} s each\n`);
for (const [experiment, hash] of Object.entries(experiments)) {
  const rates = await measure(hash);
  const base = median(rates.closed);
  process.stdout.write(
    `\n${experiment}: #${hash}\n${'panel'.padEnd(16)}${'steps/s'.padStart(9)}  of closed\n`,
  );
  for (const [name, readings] of Object.entries(rates)) {
    const own = median(readings);
    process.stdout.write(
      `${name.padEnd(16)}${own.toFixed(1).padStart(9)}  ${((100 * own) / base).toFixed(0).padStart(4)} %\n`,
    );
  }
}
await browser.close();
await server.close();
process.exit(0);
