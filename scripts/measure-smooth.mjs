// Measures whether the page stays smooth while it trains at full speed: long tasks of the main thread, how long it takes
// from an input to the next frame, and how much of its pace a run keeps in a hidden tab.
//
//   npm run measure:smooth -- [backend=wasm] [seconds=15]

import { cpus } from 'node:os';
import { ensureBrowser, launchArgs } from './browser.mjs';
import { buildPage } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './project.mjs';

const words = Object.fromEntries(process.argv.slice(2).map((word) => word.split('=')));
const backend = words.backend ?? 'wasm';
const seconds = Number(words.seconds ?? 15);

ensureInstalled();
const executablePath = ensureBrowser();
buildPage({ onlyIfChanged: true });
const { preview } = await import('vite');
const { chromium } = await import('@playwright/test');
const server = await preview({ root, preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath, args: launchArgs });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();

/** In the page: notes long tasks, and how long each input waits for its next frame. */
function observe() {
  window.seen = { tasks: [], inputs: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: false });
  new PerformanceObserver((list) => {
    for (const { duration, interactionId } of list.getEntries())
      if (interactionId > 0) window.seen.inputs.push(duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: false });
}

const status = page.getByTestId('status');
const stepsNow = async () =>
  Number(await status.getAttribute('data-teacher-step')) +
  Number(await status.getAttribute('data-student-step'));

async function stepsPerSecond(forMs) {
  const [before, startedAt] = [await stepsNow(), Date.now()];
  await page.waitForTimeout(forMs);
  return ((await stepsNow()) - before) / ((Date.now() - startedAt) / 1000);
}

const hash = `v=1&backend=${backend}&train.teacherSteps=50000&train.studentSteps=50000`;
await page.goto(`${server.resolvedUrls.local[0]}#${hash}`);
await page.getByRole('button', { name: 'Run', exact: true }).click();
await page.waitForFunction(
  () => Number(document.querySelector('[data-testid=status]')?.getAttribute('data-teacher-step')) > 20,
  null,
  { timeout: 120_000 },
);
await page.evaluate(observe);
const slider = page.getByRole('slider', { name: /temperature/i }).first();
await slider.focus();
const until = Date.now() + seconds * 1000;
while (Date.now() < until) {
  await page.keyboard.press(Date.now() % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
  await page.waitForTimeout(250);
}
const { tasks, inputs } = await page.evaluate(() => window.seen);
const shownPace = await stepsPerSecond(5000);
const other = await context.newPage();
await other.goto('about:blank');
await other.bringToFront();
const isHidden = (await page.evaluate(() => document.visibilityState)) === 'hidden';
const hiddenPace = await stepsPerSecond(5000);

const worst = (durations) =>
  durations.length === 0 ? 'none' : `${Math.round(Math.max(...durations))} ms at worst`;
process.stdout.write(
  `Chromium ${browser.version()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), backend ${backend}, ${seconds} s\n`,
);
process.stdout.write(`tasks of the main thread above 50 ms: ${tasks.length} (${worst(tasks)})\n`);
process.stdout.write(`inputs slower than 16 ms: ${inputs.length} (${worst(inputs)})\n`);
process.stdout.write(`pace: ${shownPace.toFixed(1)} steps/s, behind another tab ${hiddenPace.toFixed(1)}`);
process.stdout.write(
  isHidden ? '\n' : ' (this browser does not say that the tab is hidden: the second figure proves nothing)\n',
);
await browser.close();
await server.close();
process.exit(0);
