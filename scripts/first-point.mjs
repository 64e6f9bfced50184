// Measures how long a visit waits: from the click on Run to the first curve on the screen, production build. Each first
// visit is a fresh browser's, each second one that browser's again, with what it kept. Prints a table; nothing depends on
// the result.
//
//   npm run measure:first-point -- [backend=wasm] [repeats=5] [link=task.kind=plane]

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveBuiltPage } from './built-page.mjs';

const words = Object.fromEntries(
  process.argv.slice(2).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
);
const repeats = Number(words.repeats ?? 5);
const backend = words.backend ?? 'wasm';
const hash = `v=1&backend=${backend}${words.link ? `&${words.link}` : ''}`;
/** A curve in one of the charts; grid and axes are lines, or stand outside. */
const curve = '.recharts-surface svg path[fill="none"][stroke][d^="M"]';

const { chromium, options, address, close } = await serveBuiltPage();

/** Times of one visit in ms. */
async function visit(profile) {
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    viewport: { width: 1440, height: 900 },
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.addInitScript((drawn) => {
      const times = { shown: 0, clicked: 0, drawn: 0 };
      Object.assign(window, { __times: times });
      addEventListener('click', () => (times.clicked ||= performance.now()), { capture: true });
      const look = () => {
        // Not what stands in for the page until its script is there.
        if (times.shown === 0 && document.querySelector('#root > header [role="toolbar"]') !== null)
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
  }
}

const visits = { first: [], second: [] };
for (let i = 0; i < repeats; i++) {
  const profile = mkdtempSync(join(tmpdir(), 'first-point-'));
  visits.first.push(await visit(profile));
  visits.second.push(await visit(profile));
  rmSync(profile, { recursive: true, force: true });
}
await close();

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const names = Object.keys(visits.first[0]);
const row = (title, values) =>
  `${title.padEnd(16)}${values.map((value) => String(Math.round(value)).padStart(18)).join('')}\n`;
process.stdout.write(`ms, ${cpus().length} cores, backend ${backend}, link #${hash}\n`);
process.stdout.write(`${''.padEnd(16)}${names.map((name) => name.padStart(18)).join('')}\n`);
for (const [which, times] of Object.entries(visits)) {
  for (const [i, one] of times.entries())
    process.stdout.write(row(`${which} visit ${i + 1}`, Object.values(one)));
  process.stdout.write(
    row(
      `${which}, median`,
      names.map((name) => median(times.map((one) => one[name]))),
    ),
  );
}
process.exit(0);
