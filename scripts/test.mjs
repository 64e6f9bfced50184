// `npm test`: installs what is missing (a browser too) and runs everything that decides whether a change is good.
// Every part runs even if one before it failed; the end repeats what Vitest and Playwright counted, and what failed.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled } from './install.mjs';
import { inProject, programs, root } from './project.mjs';

const startedAt = Date.now();
const deadlineMs = 19 * 60_000;

ensureInstalled();
const browser = ensureBrowser();

/** A port that nobody uses: a server left over from elsewhere must never be what is tested. */
const freePort = await new Promise((resolve, reject) => {
  const probe = createServer().on('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

const script = (name) => inProject('scripts', name);
const tinyExperiment = [
  'task.kind=plane',
  'train.teacherSteps=5',
  'train.studentSteps=5',
  '--backend',
  'cpu',
];
const parts = [
  { name: 'lint and format', args: [programs.biome, 'check', '.'] },
  { name: 'types', args: [programs.tsc, '-b'] },
  { name: 'build', args: [script('build.mjs')] },
  { name: 'size budgets', args: [script('budgets.mjs')], needs: 'build' },
  { name: 'terminal', args: [script('distill.mjs'), ...tinyExperiment] },
  {
    name: 'unit tests',
    args: [programs.vitest, 'run'],
    summary: /^\s*(Test Files|Tests)\s.*\d/,
  },
  {
    name: 'browser tests',
    args: [programs.playwright, 'test'],
    needs: 'build',
    env: { CHROMIUM_PATH: browser, E2E_PORT: String(freePort) },
    summary: /^\s*\d+ (passed|failed|flaky|skipped|did not run|interrupted)\b/,
  },
];

/** Runs one part with its output shown as it comes; resolves with its exit status and the summary lines it printed. */
function run({ args, env = {}, summary }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that servers and browsers end with it.
      detached: process.platform !== 'win32',
    });
    const end = () => {
      process.stderr.write('\nOut of time: this part is ended.\n');
      try {
        if (process.platform === 'win32') child.kill();
        else process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It has just ended by itself.
      }
    };
    const timer = setTimeout(end, Math.max(0, startedAt + deadlineMs - Date.now()));
    let text = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on('data', (data) => {
        to.write(data);
        if (summary !== undefined) text += data;
      });
    }
    child.on('close', (code) => {
      clearTimeout(timer);
      const lines = stripVTControlCharacters(text).split('\n');
      resolve({
        ok: code === 0,
        lines: summary === undefined ? [] : lines.filter((line) => summary.test(line)),
      });
    });
  });
}

const results = new Map();
for (const part of parts) {
  process.stdout.write(`\n=== ${part.name}\n`);
  const began = Date.now();
  const blocked = part.needs !== undefined && !results.get(part.needs).ok;
  if (blocked) process.stdout.write(`Cannot run: ${part.needs} failed.\n`);
  const result = blocked ? { ok: false, lines: [] } : await run(part);
  results.set(part.name, { ...result, seconds: (Date.now() - began) / 1000 });
}

process.stdout.write('\n=== Summary\n');
for (const [name, { ok, lines, seconds }] of results) {
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)\n`);
  for (const line of lines) process.stdout.write(`  ${line}\n`);
}
const failed = [...results].filter(([, { ok }]) => !ok).map(([name]) => name);
process.stdout.write(failed.length === 0 ? 'Everything passed.\n' : `Failed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
