// Measures how long a first visit waits: from the click on Run to the first curve on the screen, on the processor,
// production build, a fresh browser each time. Prints a table; nothing depends on the result.

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, launchArgs } from './browser.mjs';
import { buildPage } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './project.mjs';

const repeats = 5;
const hash = 'v=1&backend=wasm';
/** A curve in one of the charts; grid and axes are lines, or stand outside. */
const curve = '.recharts-surface svg path[fill="none"][stroke][d^="M"]';

ensureInstalled();
const executablePath = ensureBrowser();
buildPage({ onlyIfChanged: true });
const { preview } = await import('vite');
const { chromium } = await import('@playwright/test');
const server = await preview({ root, preview: { port: 0 }, logLevel: 'error' });
const address = server.resolvedUrls.local[0];

/** Times of one visit in ms. */
async function visit() {
  const profile = mkdtempSync(join(tmpdir(), 'first-point-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: launchArgs,
    viewport: { width: 1440, height: 900 },
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.addInitScript((drawn) => {
      const times = { shown: 0, clicked: 0, drawn: 0 };
      Object.assign(window, { __times: times });
      addEventListener('click', () => (times.clicked ||= performance.now()), { capture: true });
      const look = () => {
        if (times.shown === 0 && document.querySelector('[role="toolbar"]') !== null)
          times.shown = performance.now();
        if (document.querySelector(drawn) === null) requestAnimationFrame(look);
        // The frame in which the curve is found has yet to be painted: the next one begins after that.
        else requestAnimationFrame(() => (times.drawn = performance.now()));
      };
      requestAnimationFrame(look);
    }, curve);
    await page.goto(`${address}#${hash}`);
    await page
      .getByRole('toolbar', { name: 'Run' })
      .getByRole('button', { name: 'Run', exact: true })
      .click();
    await page.waitForFunction(() => window.__times.drawn > 0, undefined, { timeout: 120_000 });
    const { shown, clicked, drawn } = await page.evaluate(() => window.__times);
    return { 'page shown': shown, 'click to curve': drawn - clicked, 'visit to curve': drawn };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const visits = [];
for (let i = 0; i < repeats; i++) visits.push(await visit());
await server.close();

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const names = Object.keys(visits[0]);
const row = (title, values) =>
  `${title.padEnd(8)}${values.map((value) => String(Math.round(value)).padStart(18)).join('')}\n`;
process.stdout.write(`ms, ${cpus().length} cores, backend wasm, link #${hash}\n`);
process.stdout.write(`${''.padEnd(8)}${names.map((name) => name.padStart(18)).join('')}\n`);
for (const [i, times] of visits.entries()) process.stdout.write(row(`visit ${i + 1}`, Object.values(times)));
process.stdout.write(
  row(
    'median',
    names.map((name) => median(visits.map((times) => times[name]))),
  ),
);
process.exit(0);
