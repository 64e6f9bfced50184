// The split of KL against PyTorch's numbers, and that its parts are the whole.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type KdSplit, kdSplit } from './kd-split.ts';

interface Case {
  teacher: number[];
  student: number[];
  label: number;
  temperature: number;
  expected: KdSplit;
}

const cases = JSON.parse(
  readFileSync(new URL('./kd-split.fixtures.json', import.meta.url), 'utf8'),
) as Case[];

describe('KL of one item', () => {
  it.each(cases)('is taken apart as PyTorch does, $teacher.length classes, T = $temperature', (row) => {
    const { teacher, student, label, temperature, expected } = row;
    const split = kdSplit(teacher, student, label, temperature);
    for (const part of ['kl', 'target', 'others', 'othersWeight'] as const) {
      expect(split[part]).toBeCloseTo(expected[part], 9);
    }
    split.byClass.forEach((value, k) => {
      expect(value).toBeCloseTo(expected.byClass[k] ?? Number.NaN, 9);
    });
    expect(split.target + split.othersWeight * split.others).toBeCloseTo(split.kl, 9);
    expect(split.byClass.reduce((sum, value) => sum + value, 0)).toBeCloseTo(split.kl, 9);
  });
});
