// Measures whether memory grows: trains a small language model for 20,000 steps in the browser, with the panels open and
// switched through all the while, and samples heaps (after a collection), the renderer's memory and the tensors.
//
//   npm run measure:memory -- [steps=20000] [backend=wasm]

import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { serveBuiltPage } from './built-page.mjs';

const words = Object.fromEntries(process.argv.slice(2).map((word) => word.split('=')));
const steps = Number(words.steps ?? 20_000);
const backend = words.backend ?? 'wasm';
/** What memory is compared with: everything was shown once by then. */
const warmSteps = Math.min(2000, Math.floor(steps / 4));
const samples = 20;
const switchEveryMs = 1500;

const hash = [
  `v=1&run=1&backend=${backend}&task.kind=text&task.corpus=grammar&task.blockSize=8&distill.labels=200`,
  'teacher.nLayer=1&teacher.nHead=2&teacher.nEmbd=16&student.nLayer=1&student.nHead=2&student.nEmbd=8',
  `train.batchSize=8&train.evalEvery=500&train.teacherSteps=${steps / 4}&train.studentSteps=${(3 * steps) / 4}`,
].join('&');

const { chromium, options, address, close } = await serveBuiltPage();
const browser = await chromium.launch(options);
// Tall enough for every panel to be on screen: what is not seen is not computed.
const page = await browser.newPage({ viewport: { width: 1440, height: 2600 } });
const devtools = await page.context().newCDPSession(page);

/** Asks a worker, whose session is reached through the page's. */
const pending = new Map();
let asked = 0;
let workerSession = null;
devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
  if (targetInfo.type === 'worker') workerSession = sessionId;
});
devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
  const { id, result } = JSON.parse(message);
  pending.get(id)?.(result);
  pending.delete(id);
});
async function askWorker(method) {
  const id = ++asked;
  const answer = new Promise((resolve) => pending.set(id, resolve));
  const message = JSON.stringify({ id, method });
  await devtools.send('Target.sendMessageToTarget', { sessionId: workerSession, message });
  return answer;
}
await devtools.send('Target.setAutoAttach', {
  autoAttach: true,
  waitForDebuggerOnStart: false,
  flatten: false,
});

await page.addInitScript(() => {
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'status') window.__status = data.status;
      });
    }
  };
});
await page.goto(`${address}#${hash}`);

/** The renderer's proportional set size in bytes; null where the system does not tell. */
async function rendererBytes() {
  try {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const sizes = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(
        ({ id }) => Number(/Pss:\s+(\d+)/.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]) * 1024,
      );
    return Math.max(...sizes);
  } catch {
    return null;
  }
}

async function sample() {
  await devtools.send('HeapProfiler.collectGarbage');
  await askWorker('HeapProfiler.collectGarbage');
  const { usedSize: pageHeap } = await devtools.send('Runtime.getHeapUsage');
  const { usedSize: workerHeap } = await askWorker('Runtime.getHeapUsage');
  const status = await page.evaluate(() => window.__status);
  return {
    step: status.teacherStep + status.studentStep,
    state: status.state,
    phase: status.phase,
    tensors: status.tensors,
    pageHeap,
    workerHeap,
    renderer: await rendererBytes(),
  };
}

/** Opens the tabs of comparison and closer look one after the other. */
let turn = 0;
async function switchTab() {
  const tabs = page.getByRole('tab');
  const count = await tabs.count();
  if (count === 0) throw new Error('the page shows no panels');
  await tabs
    .nth(turn++ % count)
    .click({ timeout: 5000 })
    .catch(() => {});
}

const mb = (bytes) => (bytes === null ? '–' : (bytes / 1e6).toFixed(1)).padStart(12);
const show = ({ step, tensors, pageHeap, workerHeap, renderer }) =>
  console.log(
    `${String(step).padStart(7)}${String(tensors).padStart(9)}${mb(pageHeap)}${mb(workerHeap)}${mb(renderer)}`,
  );

const startedAt = performance.now();
console.log(`${cpus().length} cores, ${backend}, ${steps} steps, link #${hash}`);
console.log('   step  tensors   page heap worker heap    renderer   (MB, after a collection)');
await page.waitForFunction(() => window.__status !== undefined, undefined, { timeout: 120_000 });
const taken = [];
let next = warmSteps;
for (;;) {
  await switchTab();
  await page.waitForTimeout(switchEveryMs);
  const { step, state } = await page.evaluate(() => ({
    step: window.__status.teacherStep + window.__status.studentStep,
    state: window.__status.state,
  }));
  if (state === 'failed') throw new Error('the run failed');
  if (step < next && state !== 'finished') continue;
  const newest = await sample();
  taken.push(newest);
  show(newest);
  next = step + (steps - warmSteps) / samples;
  if (state === 'finished') break;
}
const minutes = (performance.now() - startedAt) / 60_000;
const students = taken.filter(({ phase, state }) => phase === 'students' && state === 'training');
const [first, last] = [students[0] ?? taken[0], students.at(-1) ?? taken.at(-1)];
const growth = (key) => {
  const grown = (last[key] - first[key]) / 1e6;
  return `${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB`;
};
console.log(
  `${minutes.toFixed(1)} minutes, ${turn} changes of panel. From step ${first.step} to ${last.step}:`,
);
console.log(
  `tensors ${first.tensors} -> ${last.tensors}; page heap ${growth('pageHeap')}; worker heap ${growth('workerHeap')};`,
);
console.log(`renderer ${first.renderer === null ? 'not told here' : growth('renderer')}`);
await browser.close();
await close();
process.exit(0);
