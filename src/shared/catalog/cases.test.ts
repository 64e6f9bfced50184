import { describe, expect, it } from 'vitest';
import { fromHash, toHash } from '../link.ts';
import { measured } from './cases.measured.ts';
import { type CaseId, caseConfig, caseIds, cases, findingOf, type MeasuredSeed } from './cases.ts';

describe('cases of the article', () => {
  it.each(caseIds)('%s: the link is whole, and its figures are of this link and as many seeds', (id) => {
    const { hash, seeds } = cases[id];
    expect(fromHash(hash).problems).toEqual([]);
    expect(toHash(caseConfig(id)), 'says only what differs from the defaults').toBe(hash);
    const { seed } = caseConfig(id);
    expect(measured[id].hash, 'measure it again: npm run measure:cases').toBe(hash);
    expect(measured[id].seeds.map((row) => row.seed)).toEqual(
      Array.from({ length: seeds }, (_, i) => seed + i),
    );
  });

  it('no experiment stands twice', () => {
    expect(new Set(caseIds.map((id) => cases[id].hash)).size).toBe(caseIds.length);
  });

  const gains = (values: readonly number[]): MeasuredSeed[] =>
    values.map((gain, i) => ({ seed: i + 1, teacher: 0.9, student: 0.5 + gain, control: 0.5 }));

  it('a verdict is what the interval of the gain says', () => {
    const inPoints = caseIds.find((id) => findingOf(id, measured[id]).measure.unit === 'points') as CaseId;
    const verdictOf = (values: readonly number[]) =>
      findingOf(inPoints, { ...measured[inPoints], seeds: gains(values) }).verdict;
    expect(verdictOf([0.1, 0.11, 0.12])).toBe('worth');
    expect(verdictOf([-0.1, -0.11, -0.12])).toBe('costs');
    expect(verdictOf([-0.1, 0.11, 0.02])).toBe('nothing');
  });

  it('in nats less is better', () => {
    const inNats = caseIds.find((id) => findingOf(id, measured[id]).measure.unit === 'nats') as CaseId;
    const { gain, verdict, student } = findingOf(inNats, {
      ...measured[inNats],
      seeds: gains([-0.1, -0.11, -0.12]),
    });
    expect(gain.mean).toBeCloseTo(0.11, 10);
    expect(student).toBeCloseTo(0.39, 10);
    expect(verdict).toBe('worth');
  });
});
