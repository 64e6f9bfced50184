// Which runs are the same experiment, and what their gains say together.

import { describe, expect, it } from 'vitest';
import { taskKinds } from './catalog/tasks.ts';
import { type Config, configFrom, type Settings } from './config.ts';
import { drawnBySeed, experimentKey, gainSpread, seedsFrom } from './seeds.ts';

const made = (settings: Settings = {}): Config => configFrom(settings).config;

describe('seeds of an experiment', () => {
  it('count up from its own and never leave their range', () => {
    expect(seedsFrom(made({ seed: 7 }), 3)).toEqual([7, 8, 9]);
    expect(seedsFrom(made({ seed: 4294967295 }), 2)).toEqual([4294967295, 0]);
  });

  it('are one experiment, and any other setting makes another', () => {
    expect(experimentKey(made({ seed: 7 }))).toBe(experimentKey(made()));
    expect(experimentKey(made({ 'distill.temperature': 3 }))).not.toBe(experimentKey(made()));
    expect(experimentKey(made({ 'task.kind': 'plane' }))).not.toBe(experimentKey(made()));
  });

  it.each(taskKinds)('draw what is said of %s', (kind) => {
    expect(drawnBySeed(made({ 'task.kind': kind }))).toMatch(/initial weights/);
  });
});

describe('gain over seeds', () => {
  const run = (seed: number, student: number | null, control: number | null, column = 'accuracy') => ({
    seed,
    at: (name: string) =>
      name === `student.${column}` ? student : name === `control.${column}` ? control : null,
  });

  it('is in points where more is better', () => {
    const spread = gainSpread(made(), [run(1, 0.9, 0.6), run(2, 0.9, 0.7), run(3, null, 0.5)]);
    expect(spread.seeds.map(({ gain }) => Math.round(gain))).toEqual([30, 20]);
    expect(spread.mean).toBeCloseTo(25, 9);
    expect(spread.measure.unit).toBe('points');
  });

  it('is in nats, control minus student, where less is', () => {
    const config = made({ 'task.kind': 'text', 'task.corpus': 'grammar' });
    const spread = gainSpread(config, [run(1, 0.2, 0.5, 'truthKl'), run(2, 0.1, 0.2, 'truthKl')]);
    expect(spread.mean).toBeCloseTo(0.2, 9);
    expect(spread.measure.unit).toBe('nats');
  });
});
