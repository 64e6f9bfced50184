// `npm test`: installs what is missing (a browser too) and runs everything that decides whether a change is good.
// Every part runs even if one before it failed; the end repeats what Vitest and Playwright counted, what failed, and why.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureBrowser } from './browser.mjs';
import { failureLines, lastLines, ofPlaywright, ofVitest } from './failures.mjs';
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

/** Where the test programs leave their reports. */
const reports = mkdtempSync(join(tmpdir(), 'reports-'));
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
    args: [
      programs.vitest,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${join(reports, 'unit.json')}`,
    ],
    report: { file: join(reports, 'unit.json'), failures: ofVitest },
    summary: /^\s*(Test Files|Tests)\s.*\d/,
  },
  {
    name: 'browser tests',
    args: [programs.playwright, 'test', '--reporter=list,json'],
    needs: 'build',
    env: {
      CHROMIUM_PATH: browser,
      E2E_PORT: String(freePort),
      PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'browser.json'),
    },
    report: { file: join(reports, 'browser.json'), failures: ofPlaywright },
    summary: /^\s*\d+ (passed|failed|flaky|skipped|did not run|interrupted)\b/,
  },
];

/** What failed in a part and why: from its report, or by the end of its output where that says nothing. */
function reasons(ok, report, text) {
  const isReported = report !== undefined && existsSync(report.file);
  const failures = isReported ? report.failures(JSON.parse(readFileSync(report.file, 'utf8'))) : [];
  if (failures.length > 0) return failureLines(failures);
  return ok ? [] : lastLines(text);
}

/** Runs one part with its output shown as it comes; resolves with its exit status and the lines that sum it up. */
function run({ args, env = {}, summary, report }) {
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
        text += data;
      });
    }
    child.on('close', (code) => {
      clearTimeout(timer);
      const ok = code === 0;
      const counted = stripVTControlCharacters(text)
        .split('\n')
        .filter((line) => summary?.test(line));
      resolve({ ok, lines: [...counted, ...reasons(ok, report, text)] });
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
rmSync(reports, { recursive: true });
const failed = [...results].filter(([, { ok }]) => !ok).map(([name]) => name);
process.stdout.write(failed.length === 0 ? 'Everything passed.\n' : `Failed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
