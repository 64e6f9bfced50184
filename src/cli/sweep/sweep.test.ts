// Sweeps in the terminal: the same numbers whatever the number of processes, one teacher a seed, and failures that are told.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFrom } from '../../shared/config.ts';
import { readPlan, type SweepPlan } from '../../shared/sweep/plan.ts';
import type { Hand } from './processes.ts';
import { runSweep, type SweepResult, sweepSummary } from './sweep.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'scripts', 'distill.mjs');
const settings = ['task.kind=plane', 'train.teacherSteps=20', 'train.studentSteps=20', '--backend', 'wasm'];
const axes = ['--sweep', 'distill.temperature=1,4', '--sweep', 'distill.alpha=0.5,1', '--seeds', '2'];

function distill(words: readonly string[]): SweepResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...settings, ...axes, ...words], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as SweepResult;
}

const withoutTimes = ({ results, ...rest }: SweepResult) => ({
  ...rest,
  results: results.map(({ tookMs: _, ...result }) => result),
});

describe('a sweep in the terminal', () => {
  it('has the same numbers with one process and with three, and trains each teacher once', {
    timeout: 180_000,
  }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
    try {
      const csv = join(folder, 'out.csv');
      const alone = distill(['--json', '--csv', csv]);
      const together = distill(['--json', '--processes', '3']);
      expect(alone.results).toHaveLength(8);
      expect(alone.teachersTrained).toBe(2);
      expect(withoutTimes(together)).toEqual(withoutTimes(alone));
      for (const { failed, figures } of alone.results) {
        expect(failed).toBeNull();
        expect(figures['student.accuracy']).toBeGreaterThan(0.3);
        expect(figures['teacher.accuracy']).toBeGreaterThan(0.3);
      }
      const rows = readFileSync(csv, 'utf8').trimEnd().split('\n');
      expect(rows).toHaveLength(9);
      expect(rows[0]).toContain('point,distill.temperature,distill.alpha,seed,state,reason,gain');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const planOf = (written: string): SweepPlan => {
    const plan = readPlan(written, configFrom({ 'task.kind': 'plane' }).config);
    if (typeof plan === 'string') throw new Error(plan);
    return plan;
  };

  it('goes on when a run fails, and says how many did', async () => {
    const plan = planOf('train.learningRate=0.01,0.1,1');
    const hand: Hand = {
      make: async ({ train }) => ({
        failed: train.learningRate === 0.1 ? 'too fast' : null,
        figures: { 'student.accuracy': 0.9, 'control.accuracy': 1 - train.learningRate / 2 },
        backend: 'wasm',
      }),
      close() {},
    };
    const result = await runSweep(plan, [hand, hand], () => {});
    expect(result.results.map(({ failed }) => failed)).toEqual([null, 'too fast', null]);
    const said = sweepSummary(plan, result).split('\n');
    expect(said[1]).toMatch(/^\s*1\s+\+40\.0/);
    expect(said[3]).toMatch(/^\s*0\.1\s+–.*1$/);
  });
});
