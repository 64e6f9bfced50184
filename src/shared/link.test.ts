// Links: every parameter survives the round trip; nothing hostile gets through or throws.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossIds } from './catalog/losses.ts';
import type { ModelConfig } from './catalog/models.ts';
import { taskKinds } from './catalog/tasks.ts';
import {
  type Config,
  configFrom,
  defaultConfig,
  flatten,
  type Settings,
  specsFor,
  withSetting,
} from './config.ts';
import { fromHash, maxHashLength, toHash } from './link.ts';
import { check, type ParamSpec, type ParamValue } from './params.ts';
import { presets } from './presets.ts';

const hidden = (model: ModelConfig) => (model.kind === 'mlp' ? model.hidden : null);

/** Any value that a spec allows. */
function allowed(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  switch (spec.type) {
    case 'number':
      return spec.integer
        ? fc.integer({ min: spec.min, max: spec.max })
        : fc.double({ min: spec.min, max: spec.max, noNaN: true }).map((value) => value + 0);
    case 'choice':
      return fc.constantFrom(...spec.options.map((option) => option.value));
    case 'switch':
      return fc.boolean();
    case 'layers':
      return fc.array(fc.integer({ min: spec.minWidth, max: spec.maxWidth }), { maxLength: spec.maxLayers });
    case 'text':
      return fc.string({ maxLength: 60, unit: 'grapheme' });
    default:
      return spec satisfies never;
  }
}

/** Any experiment: a kind of task and loss, and any value for each of its parameters. */
const anyConfig: fc.Arbitrary<Config> = fc
  .record({ 'task.kind': fc.constantFrom(...taskKinds), 'distill.loss': fc.constantFrom(...lossIds) })
  .chain((kinds) => {
    const rows = [...specsFor(kinds)].filter(([path]) => !(path in kinds));
    return fc
      .record(Object.fromEntries(rows.map(([path, spec]) => [path, allowed(spec)])))
      .map((values) => configFrom({ ...kinds, ...values } as Settings).config);
  });

describe('link', () => {
  it('round-trips every parameter of any experiment', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const { config: back, problems } = fromHash(`#${toHash(config)}`);
        expect(problems).toEqual([]);
        expect(back).toEqual(config);
      }),
      { numRuns: 500 },
    );
  });

  it('is shorter than 2,000 characters for any experiment', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        expect(toHash(config, { run: true, backend: 'webgpu' }).length).toBeLessThanOrEqual(maxHashLength);
      }),
    );
  });

  it('holds nothing but the version for the default experiment', () => {
    expect(toHash(defaultConfig)).toBe('v=1');
  });

  it('survives 1,000 random and hostile hashes with a valid config and problems that say so', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.webQueryParameters(),
      fc
        .tuple(
          fc.constantFrom(
            ...specsFor({}).keys(),
            '__proto__',
            'constructor',
            'toString',
            'task.__proto__',
            '😀',
          ),
          fc.constantFrom(
            'NaN',
            '1e999',
            '-1e999',
            'Infinity',
            '',
            '%',
            '%E0%A4%A',
            '__proto__',
            '😀',
            '1-2-3-x',
            '0x10',
            'null',
          ),
        )
        .map(([key, value]) => `${key}=${value}`),
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 6 }), (parts) => {
        const { config, problems } = fromHash(`#${parts.join('&')}`);
        for (const [path, spec] of specsFor(flatten(config))) {
          expect(check(spec, flatten(config)[path]).problem).toBeNull();
        }
        for (const { path, message } of problems) expect(path.length + message.length).toBeLessThan(500);
      }),
      { numRuns: 1000 },
    );
    expect(Object.prototype).not.toHaveProperty('kind');
  });

  it('does not read a hash of 1 MB, and says so', () => {
    const { config, problems } = fromHash(`#seed=${'9'.repeat(1_000_000)}`);
    expect(config).toEqual(defaultConfig);
    expect(problems[0]?.message).toContain('1000006 characters');
  });

  it('names unknown keys, bad values and other versions', () => {
    const { config, problems } = fromHash(
      '#v=2&distill.temperature=1e999&colour=red&teacher.hidden=9999&backend=cuda',
    );
    expect(config.distill.temperature).toBe(20);
    expect(hidden(config.teacher)).toEqual([2048]);
    const named = problems.map(({ path }) => path).sort();
    expect(named).toEqual(['backend', 'colour', 'distill.temperature', 'teacher.hidden', 'v']);
  });

  it.each(presets)('preset $id is a clean link', ({ hash }) => {
    const { config, problems } = fromHash(hash);
    expect(problems).toEqual([]);
    expect(toHash(config)).toBe(hash);
  });
});

describe('config', () => {
  it('takes the defaults of the task', () => {
    const { config } = configFrom({ 'task.kind': 'plane' });
    expect(hidden(config.teacher)).toEqual([32, 32]);
    expect(toHash(config)).toBe('v=1&task.kind=plane');
  });

  it("the default pair is the article's", () => {
    expect(hidden(defaultConfig.teacher)).toEqual([128]);
    expect(hidden(defaultConfig.student)).toEqual([64]);
    expect(defaultConfig.train).toMatchObject({ optimizer: 'adam', learningRate: 0.001 });
    expect(defaultConfig.distill.labels).toBe(80);
  });

  it('changing one setting leaves the others alone, changing the task keeps the seed', () => {
    const changed = withSetting(withSetting(defaultConfig, 'seed', 7), 'distill.alpha', 0.3);
    expect(flatten(changed)).toEqual({ ...flatten(defaultConfig), seed: 7, 'distill.alpha': 0.3 });
    const moved = withSetting(changed, 'task.kind', 'plane');
    expect(moved.seed).toBe(7);
    expect(moved.task.kind).toBe('plane');
  });
});
