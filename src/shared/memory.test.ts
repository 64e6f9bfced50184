// What fits, what does not, and that the remedy offered really is one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterCount } from './catalog/models.ts';
import { sizeIds, sizeOf, sizeSettings } from './catalog/sizes.ts';
import { type Config, configFrom, withSetting } from './config.ts';
import { memoryBudgetBytes, memoryOf, misfitOf } from './memory.ts';
import type { Settings } from './params.ts';

const textConfig = (settings: Settings = {}): Config =>
  configFrom({ 'task.kind': 'text', ...settings }).config;
const mended = (config: Config, settings: Settings): Config =>
  Object.entries(settings).reduce((changed, [path, value]) => withSetting(changed, path, value), config);

const footing = (inputs: number, outputs: number, isFused = true) => ({ inputs, outputs, isFused });

describe('sizes', () => {
  it('grow from thousands to some ten million parameters, and are known again', () => {
    const counts = sizeIds.map((id) => {
      const { teacher } = textConfig(sizeSettings('teacher', id));
      expect(sizeOf(teacher)).toBe(id);
      return parameterCount(teacher, 64, 64);
    });
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[0]).toBeLessThan(10_000);
    expect(counts.at(-1)).toBeGreaterThan(10_000_000);
    expect(sizeOf(textConfig({ 'teacher.nEmbd': 72 }).teacher)).toBeNull();
  });

  it('up to the largest fit as a teacher, in small batches', () => {
    const huge = textConfig({ ...sizeSettings('teacher', 'huge'), 'train.batchSize': 8 });
    expect(misfitOf(huge, footing(64, 300))).toBeNull();
  });
});

describe('what cannot fit', () => {
  it('is told with its size, and the nearest is half the batch as long as that will do', () => {
    const misfit = misfitOf(
      textConfig({ ...sizeSettings('teacher', 'huge'), 'train.batchSize': 256 }),
      footing(64, 300),
    );
    expect(misfit?.message).toMatch(/need about [\d.]+ GB of memory; 2\.0 GB can be had/);
    expect(misfit?.settings).toEqual({ 'train.batchSize': 32 });
  });

  it('is a smaller model where no batch helps', () => {
    const config = textConfig({ ...sizeSettings('teacher', 'huge'), 'train.batchSize': 8 });
    const misfit = misfitOf(config, footing(64, 300), 2e8);
    expect(misfit?.action).toContain('teacher');
  });

  it('fits once the remedy is applied, whatever was asked for', () => {
    const sized = fc.record({
      'teacher.nLayer': fc.integer({ min: 1, max: 12 }),
      'teacher.nHead': fc.integer({ min: 1, max: 16 }),
      'teacher.nEmbd': fc.integer({ min: 8, max: 512 }),
      'student.nEmbd': fc.integer({ min: 8, max: 512 }),
      'train.batchSize': fc.integer({ min: 1, max: 2048 }),
    });
    fc.assert(
      fc.property(
        sized,
        fc.constantFrom(8, 64, 256),
        fc.constantFrom(13, 512, 4096),
        fc.boolean(),
        (settings, inputs, outputs, isFused) => {
          const tokens = footing(inputs, outputs, isFused);
          let config = textConfig(settings);
          // Heads and memory, of two models: three remedies at most.
          for (let i = 0; i < 3; i++) config = mended(config, misfitOf(config, tokens)?.settings ?? {});
          expect(misfitOf(config, tokens)).toBeNull();
          expect(memoryOf(config, tokens).total).toBeLessThanOrEqual(memoryBudgetBytes);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names heads that can share the width', () => {
    const misfit = misfitOf(textConfig({ 'student.nEmbd': 40, 'student.nHead': 16 }), footing(16, 13));
    expect(misfit?.message).toContain('cannot be divided among 16 heads');
    expect(misfit?.settings).toEqual({ 'student.nHead': 10 });
  });

  it('is nothing of other tasks', () => {
    expect(misfitOf(configFrom({ 'train.batchSize': 2048 }).config, footing(768, 8))).toBeNull();
  });
});
