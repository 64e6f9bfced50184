// `npm run bench`: training steps of ours against TensorFlow.js as it comes and jax-js, in the same browser, from the same
// weights and data. They step in turn, block by block, so the ratios hold even where the machine is busy. Fails where the
// losses after ten steps differ; prints a table otherwise.
// Options: --backends webgpu,wasm --workloads W1,W3 --contenders recorded,jax --blocks 12 --block-ms 150

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBrowser, launchArgs } from './browser.mjs';
import { ensureInstalled } from './install.mjs';
import { wasmKernels } from './kernels.mjs';
import { giveUp, inProject } from './project.mjs';

ensureInstalled();
const { values } = parseArgs({
  options: {
    backends: { type: 'string', default: 'webgpu,wasm' },
    contenders: { type: 'string' },
    workloads: { type: 'string', default: 'W1,W2a,W2b,W3,W4,W4t' },
    blocks: { type: 'string', default: '12' },
    'block-ms': { type: 'string', default: '150' },
  },
});
const ids = values.workloads.split(',');
const backends = values.backends.split(',');
const chosen = values.contenders?.split(',') ?? null;
const [blocks, blockMs] = [Number(values.blocks), Number(values['block-ms'])];
if (!(blocks >= 1 && blockMs >= 1)) giveUp('--blocks and --block-ms are numbers above 0.');

const executablePath = ensureBrowser();
const { build, preview } = await import('vite');
const { chromium } = await import('@playwright/test');
const settings = {
  root: inProject('e2e/bench'),
  configFile: false,
  logLevel: 'error',
  base: './',
  plugins: [wasmKernels()],
  worker: { format: 'es', plugins: () => [wasmKernels()] },
  build: {
    outDir: inProject('node_modules/.cache/bench'),
    emptyOutDir: true,
    target: 'esnext',
    chunkSizeWarningLimit: 1e4,
  },
  preview: { port: 0 },
};
await build(settings);
const server = await preview(settings);
const browser = await chromium.launch({ executablePath, args: launchArgs });

const quantile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))];
const shown = (ms) => (ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3));
const names = {
  recorded: 'ours, recorded',
  ours: 'ours, step by step',
  stock: 'TensorFlow.js',
  jax: 'jax-js',
};
const problems = [];

/** Median over blocks of how much longer a rival's step took than ours right beside it. */
const ratio = (ours, rival) =>
  quantile(
    rival.stepMs.map((ms, i) => ms / ours.stepMs[i]),
    0.5,
  );

const count = (number) => (Number.isInteger(number) ? String(number) : number.toFixed(1));
const countsOf = ({ dispatches, passes, submits, buffers, bytesWritten, readbacks }) =>
  [dispatches, passes, submits, buffers, bytesWritten, readbacks].map(count);

function rowOf(ours, { contender, stepMs, threadMs, firstMs, failed, counts }, onGpu) {
  const title = names[contender];
  if (failed !== null) return [title, 'failed'];
  const times = [quantile(stepMs, 0.5), quantile(stepMs, 0.95), Math.min(...stepMs)].map(shown);
  const row = [title, ...times, ratio(ours, { stepMs }).toFixed(2), firstMs.toFixed(0)];
  return onGpu ? [...row, shown(quantile(threadMs, 0.5)), ...countsOf(counts)] : row;
}

function report(id, timings, onGpu) {
  const [ours] = timings;
  const losses = timings.filter(({ failed }) => failed === null).map(({ tenthLoss }) => tenthLoss);
  const spread = Math.max(...losses) - Math.min(...losses);
  if (!(spread < 1e-4)) problems.push(`${id}: losses after ten steps differ by ${spread}`);
  for (const timing of timings) {
    if (timing.failed !== null)
      problems.push(`${id}: ${names[timing.contender]} did not run (${timing.failed})`);
    process.stdout.write(`| ${[id, ...rowOf(ours, timing, onGpu)].join(' | ')} |\n`);
  }
}

const times = ['ms a step, median', '95 %', 'best', 'times the first', 'first step, ms'];
const asked = ['thread, ms', 'programs', 'passes', 'submits', 'buffers made', 'bytes written', 'reads'];

process.stdout.write(
  `Chromium ${browser.version()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}); ${blocks} blocks of about ${blockMs} ms each, in turn\n`,
);
for (const backend of backends) {
  const onGpu = backend === 'webgpu';
  const heads = ['workload', 'contender', ...times, ...(onGpu ? asked : [])];
  process.stdout.write(`\n${onGpu ? 'WebGPU' : 'WebAssembly'}\n\n| ${heads.join(' | ')} |\n`);
  process.stdout.write(`|---|---|${'--:|'.repeat(heads.length - 2)}\n`);
  for (const id of ids) {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls.local[0]);
    const race = { backend, workload: id, blocks, blockMs, names: chosen };
    report(id, await page.evaluate((args) => window.bench(args), race), onGpu);
    await page.close();
  }
}
await browser.close();
await server.close();
if (problems.length > 0) giveUp(problems.join('\n'));
process.exit(0);
