// Measures where the time of a recorded step goes on WebGPU: each program of the benchmark's workloads by itself, the most
// costly first. Prints a table a workload; nothing depends on it.
//
//   npm run measure:kernels -- [workloads=W2b,W4t] [rows=12]

import { cpus, loadavg } from 'node:os';
import { ensureBrowser, launchArgs } from './browser.mjs';
import { ensureInstalled } from './install.mjs';
import { wasmKernels } from './kernels.mjs';
import { inProject } from './project.mjs';

const words = Object.fromEntries(process.argv.slice(2).map((word) => word.split('=')));
const workloads = (words.workloads ?? 'W1,W2b,W3,W4t').split(',');
const most = Number(words.rows ?? 12);

ensureInstalled();
const executablePath = ensureBrowser();
const { build, preview } = await import('vite');
const { chromium } = await import('@playwright/test');
const settings = {
  root: inProject('e2e/engine'),
  base: './',
  configFile: false,
  logLevel: 'error',
  plugins: [wasmKernels()],
  build: {
    outDir: inProject('node_modules/.cache/measure-kernels'),
    emptyOutDir: true,
    target: 'esnext',
    chunkSizeWarningLimit: 1e4,
  },
  preview: { port: 0 },
};
await build(settings);
const server = await preview(settings);
const browser = await chromium.launch({ executablePath, args: launchArgs });
const say = (text) => process.stdout.write(`${text}\n`);

const load = loadavg()[0].toFixed(1);
say(`Chromium ${browser.version()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${load}`);
for (const workload of workloads) {
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls.local[0]);
  await page.waitForFunction(() => 'engine' in window);
  const programs = await page.evaluate((id) => window.engine.profileReplay(id), workload);
  const all = programs.reduce((sum, { totalMs }) => sum + totalMs, 0);
  programs.sort((a, b) => b.totalMs - a.totalMs);
  say(`\n${workload}: ${all.toPrecision(3)} ms in all\n`);
  say('| program | times | ms together | share, % |\n|---|--:|--:|--:|');
  for (const { name, count, totalMs } of programs.slice(0, most))
    say(`| ${name} | ${count} | ${totalMs.toPrecision(3)} | ${((100 * totalMs) / all).toFixed(1)} |`);
  await page.close();
}
await browser.close();
await server.close();
process.exit(0);
