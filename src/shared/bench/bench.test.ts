// The benchmark's race and its table, with contenders that only pretend.

import { describe, expect, it } from 'vitest';
import type { Answer, ContenderName, Order } from './messages.ts';
import { lossSpread, type Progress, type RaceRules, type Rival, race, sameLoss } from './race.ts';
import { tableOf, toCsv, toMarkdown } from './table.ts';

const rules: RaceRules = {
  backend: 'webgpu',
  workload: 'W3',
  blocks: 4,
  blockMs: 20,
  patienceMs: 500,
  measuredMs: 10_000,
};
const everything = { told: () => {}, isWanted: () => true };
const counts = { dispatches: 60, passes: 1, submits: 0.5, buffers: 0, readbacks: 0.25, bytesWritten: 1234 };

interface Fake {
  readonly stepMs: number;
  readonly loss?: number;
  readonly answer?: (order: Order) => Promise<Answer> | null;
}

/** Answers at once what it would have measured; notes the order in which it was asked. */
function fake(contender: ContenderName, { stepMs, loss = 1, answer }: Fake, asked: string[] = []): Rival {
  const ask = async (order: Order): Promise<Answer> => {
    asked.push(`${contender} ${order.kind}`);
    const own = answer?.(order) ?? null;
    if (own !== null) return own;
    const ms = order.kind === 'run' ? order.steps * stepMs : 3;
    return { ms, threadMs: stepMs / 10, loss, counts, bytes: 2.5e6, device: 'test card' };
  };
  return { contender, ask, end: () => asked.push(`${contender} end`) };
}

describe('the race', () => {
  it('lets contenders step in turn, block by block, and ends them', async () => {
    const asked: string[] = [];
    const rivals = [fake('recorded', { stepMs: 2 }, asked), fake('stock', { stepMs: 20 }, asked)];
    const [ours, theirs] = await race(rivals, rules, everything);
    expect(ours?.stepMs).toEqual([2, 2, 2, 2]);
    expect(theirs?.stepMs).toEqual([20, 20, 20, 20]);
    const turns = asked.slice(-10);
    expect(turns.slice(0, 8)).toEqual(Array(4).fill(['recorded run', 'stock run']).flat());
    expect(turns.slice(8)).toEqual(['recorded end', 'stock end']);
  });

  it('skips who is too slow or silent and reports who fails, without holding up the others', async () => {
    const silent = () => new Promise<Answer>(() => {});
    const rivals = [
      fake('recorded', { stepMs: 2 }),
      fake('ours', { stepMs: 400 }),
      fake('stock', { stepMs: 2, answer: ({ kind }) => (kind === 'run' ? silent() : null) }),
      fake('jax', { stepMs: 2, answer: async () => ({ failed: 'no such kernel' }) }),
    ];
    const timings = await race(rivals, { ...rules, patienceMs: 50 }, everything);
    expect(timings.map(({ missing }) => missing?.kind ?? null)).toEqual([
      null,
      'skipped',
      'skipped',
      'failed',
    ]);
    expect(timings[1]?.missing?.reason).toContain('0.4 s');
    expect(timings[3]?.missing?.reason).toBe('no such kernel');
    expect(timings[0]?.stepMs).toHaveLength(4);
  });

  it('gives a slow contender fewer blocks, but three', async () => {
    const [slow] = await race(
      [fake('stock', { stepMs: 40 })],
      { ...rules, blocks: 9, measuredMs: 1 },
      everything,
    );
    expect(slow?.stepMs).toHaveLength(3);
  });

  it('stops when it is no longer wanted and keeps what was measured', async () => {
    let current = -1;
    const watcher = {
      told: ({ block }: Progress) => {
        current = block ?? -1;
      },
      isWanted: () => current < 2,
    };
    const [timing] = await race([fake('recorded', { stepMs: 2 })], { ...rules, blocks: 50 }, watcher);
    expect(timing?.stepMs).toHaveLength(3);
  });

  it('notices contenders whose losses differ', async () => {
    const rivals = [fake('recorded', { stepMs: 2 }), fake('stock', { stepMs: 2, loss: 1.001 })];
    expect(lossSpread(await race(rivals, rules, everything))).toBeGreaterThan(sameLoss);
    expect(lossSpread(await race([fake('recorded', { stepMs: 2 })], rules, everything))).toBe(0);
  });
});

describe('its table', () => {
  const measure = async () => {
    const rivals = [
      fake('recorded', { stepMs: 2 }),
      fake('stock', { stepMs: 20 }),
      fake('jax', { stepMs: 2, answer: async () => ({ failed: 'no "f16", here' }) }),
    ];
    return [{ workload: 'W3', backend: 'webgpu', timings: await race(rivals, rules, everything) }] as const;
  };

  it('says ratios, rates and counts; who has no figures says why', async () => {
    const { heads, rows } = tableOf('webgpu', await measure());
    const cell = (row: number, head: string) => rows[row]?.[heads.indexOf(head)];
    expect(cell(1, 'times the first')).toBe('10.0');
    // 4 windows of 16 tokens in 2 ms.
    expect(cell(0, 'learnt a second')).toBe('32,000 tokens');
    expect(cell(0, 'programs')).toBe('60');
    expect(cell(0, 'submits')).toBe('0.500');
    expect(cell(0, 'memory, MB')).toBe('2.5');
    expect(rows[2]?.slice(1)).toEqual(['jax-js', 'failed: no "f16", here']);
  });

  it('has no columns of WebGPU for the processor', async () => {
    const [one] = await measure();
    const { heads } = tableOf('wasm', [{ ...one, backend: 'wasm' }]);
    expect(heads).not.toContain('programs');
    expect(tableOf('wasm', [one]).rows).toHaveLength(0);
  });

  it('leaves as Markdown and CSV with as many cells in each row', async () => {
    const table = tableOf('webgpu', await measure());
    const cells = toMarkdown(table)
      .split('\n')
      .map((line) => line.split(' | ').length);
    expect(new Set([cells[0], ...cells.slice(2)]).size).toBe(1);
    const csv = toCsv(table).split('\n');
    expect(csv[3]).toContain('"failed: no ""f16"", here"');
    expect(csv[1]).toContain('"32,000 tokens"');
  });
});
