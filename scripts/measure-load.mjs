// Measures what a first visit costs until the page is ready: the main thread's work in the processor's time, long tasks, React's
// commits, layouts, shifts, requests and bytes, on a desk and on a phone. Prints a table of medians; nothing depends on
// the result. With `against` another built page takes turns with this one, so that whatever else the machine does meets both.
//
//   npm run measure:load -- [repeats=5] [against=folder[,folder ...]] [only=phone] [link=?embed=1#task.kind=plane]

import { cpus, loadavg } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packed, serveBuiltPage } from './built-page.mjs';
import { readLoad } from './load-trace.mjs';

const words = Object.fromEntries(
  process.argv.slice(2).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
);
const repeats = Number(words.repeats ?? 5);
const link = words.link ?? '';

/** A phone as Lighthouse takes it: a processor four times slower, 1.6 Mbit/s, 150 ms there and back. */
const places = {
  desk: { viewport: { width: 1350, height: 940 } },
  phone: {
    viewport: { width: 412, height: 823 },
    deviceScaleFactor: 1.75,
    isMobile: true,
    hasTouch: true,
    slowdown: 4,
    network: { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8, offline: false },
  },
};
const only = words.only?.split(',') ?? Object.keys(places);
/** ms in which nothing more must be asked for. */
const quietMs = 2000;

/** In the page: counts React's commits and notes paints and shifts. */
function observe() {
  window.load = { commits: 0, shift: 0, largest: 0 };
  const nothing = () => {};
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberRoot: () => window.load.commits++,
    onCommitFiberUnmount: nothing,
    onPostCommitFiberRoot: nothing,
    checkDCE: nothing,
  };
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) window.load.shift += value;
  });
  watch('largest-contentful-paint', ({ startTime }) => (window.load.largest = startTime));
}

/** A built page, served: `files` grows with each answer. */
async function serve(folder) {
  const files = [];
  const onFile = (file) => files.push({ ...file, at: Date.now() });
  const server = await serveBuiltPage({
    folder,
    plugins: [packed(onFile, folder ?? undefined)],
  });
  return { title: folder === null ? 'this' : basename(dirname(folder)), files, ...server };
}

async function untilQuiet(files) {
  for (let count = -1; count !== files.length; await sleep(quietMs)) count = files.length;
}

/** Numbers of one first visit. */
async function visit({ chromium, options, address, files }, { slowdown, network, ...context }) {
  files.length = 0;
  const browser = await chromium.launch(options);
  try {
    const page = await (await browser.newContext(context)).newPage();
    await page.addInitScript(observe);
    const session = await page.context().newCDPSession(page);
    if (network !== undefined) {
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', network);
    }
    if (slowdown !== undefined) await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await browser.startTracing(page, { categories: ['toplevel', 'loading', 'devtools.timeline'] });
    await page.goto(`${address}${link}`);
    // The worker has chosen its backend: the last thing that a visit brings by itself.
    await page.waitForSelector('[data-testid=backend]:not([data-backend=""])', { timeout: 120_000 });
    await untilQuiet(files);
    const seen = await page.evaluate(() => ({
      ...window.load,
      first: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      origin: performance.timeOrigin,
    }));
    const trace = readLoad(JSON.parse((await browser.stopTracing()).toString()));
    const early = files.filter(({ at }) => at < seen.origin + seen.first);
    const kilobytes = (some) => some.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
    return {
      'first paint, ms': seen.first,
      'largest, ms': seen.largest,
      shift: seen.shift,
      'CPU to first paint': trace.cpuBefore,
      'CPU to ready': trace.cpu,
      'tasks > 50 ms': trace.longTasks,
      longest: trace.longest,
      'beyond 50 ms': trace.blocking,
      commits: seen.commits,
      layouts: trace.layouts,
      'files to first paint': early.length,
      kB: kilobytes(early),
      'files to ready': files.length,
      'kB in all': kilobytes(files),
    };
  } finally {
    await browser.close();
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const write = (value) => (value > 0 && value < 1 ? value.toFixed(3) : String(Math.round(value)));
const say = (text) => process.stdout.write(`${text}\n`);

const folders = [null, ...(words.against?.split(',').map((folder) => resolve(folder)) ?? [])];
const servers = [];
for (const folder of folders) servers.push(await serve(folder));

say(
  `${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0].toFixed(1)}, medians of ${repeats}; ms, CPU by the processor's time\n`,
);
for (const [index, name] of only.entries()) {
  const visits = servers.map(() => []);
  for (let i = 0; i < repeats; i++)
    for (const [which, server] of servers.entries()) visits[which].push(await visit(server, places[name]));
  const columns = Object.keys(visits[0][0]);
  if (index === 0) say(`| page | ${columns.join(' | ')} |\n|---|${columns.map(() => '--:|').join('')}`);
  for (const [which, { title }] of servers.entries()) {
    const cells = columns.map((column) => write(median(visits[which].map((one) => one[column]))));
    say(`| ${title}, ${name} | ${cells.join(' | ')} |`);
  }
}
await Promise.all(servers.map(({ close }) => close()));
process.exit(0);
