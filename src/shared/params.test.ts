// Parameter specs: the slider's scale, clamping, parsing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig, flatten, specsFor, teacherKey, withSetting } from './config.ts';
import {
  check,
  fromSlider,
  integer,
  type NumberSpec,
  number,
  type ParamValue,
  parse,
  sliderRange,
  toSlider,
} from './params.ts';

const temperature = specsFor({}).get('distill.temperature') as NumberSpec;

describe('slider', () => {
  it('is finer below 1 than above for the temperature', () => {
    expect(fromSlider(temperature, sliderRange.min)).toBe(0.25);
    expect(fromSlider(temperature, sliderRange.max)).toBe(20);
    const step = (value: number) => fromSlider(temperature, toSlider(temperature, value) + 1) - value;
    expect(step(0.5)).toBeLessThan(step(8));
  });

  it('always gives a value inside the spec', () => {
    const specs = [...specsFor({}).values()].filter((spec) => spec.type === 'number');
    fc.assert(
      fc.property(
        fc.constantFrom(...specs),
        fc.integer({ min: 0, max: sliderRange.max }),
        (spec, position) => {
          expect(check(spec, fromSlider(spec, position)).problem).toBeNull();
        },
      ),
    );
  });
});

describe('check and parse', () => {
  const spec = number({ label: 'x', help: '', min: 0, max: 1, default: 0.5 });
  it.each([
    ['0.25', 0.25, false],
    ['1e999', 1, true],
    ['-3', 0, true],
    ['NaN', 0.5, true],
    ['0x1', 0.5, true],
    ['', 0.5, true],
    ['1e-2', 0.01, false],
  ])('%s becomes %d', (written, value, isProblem) => {
    const read = parse(spec, written);
    expect(read.value).toBe(value);
    expect(read.problem !== null).toBe(isProblem);
  });

  it('rounds whole numbers and says so', () => {
    expect(check(integer({ label: 'n', help: '', min: 1, max: 9, default: 3 }), 2.6)).toMatchObject({
      value: 3,
    });
  });

  it('quotes untrusted input only in part', () => {
    expect(parse(spec, 'x'.repeat(10_000)).problem?.length).toBeLessThan(200);
  });
});

describe('teacher key', () => {
  it.each(['student.hidden', 'distill.temperature', 'distill.labels', 'train.studentSteps'])(
    '%s leaves it alone',
    (path) => {
      const value = path === 'student.hidden' ? [3] : 5;
      expect(teacherKey(withSetting(defaultConfig, path, value))).toBe(teacherKey(defaultConfig));
    },
  );
  it.each(['seed', 'train.teacherSteps', 'train.learningRate', 'train.batchSize', 'train.labelSmoothing'])(
    '%s changes it',
    (path) => {
      expect(teacherKey(withSetting(defaultConfig, path, path === 'seed' ? 2 : 0.5))).not.toBe(
        teacherKey(defaultConfig),
      );
    },
  );
});

describe('what a change leaves alone stays the same object: nobody who shows it need look again', () => {
  it('the other sections', () => {
    const changed = withSetting(defaultConfig, 'distill.temperature', 7);
    expect(changed.distill).not.toBe(defaultConfig.distill);
    for (const section of ['task', 'teacher', 'assistant', 'student', 'train'] as const)
      expect(changed[section]).toBe(defaultConfig[section]);
  });
  it('the specs, until a kind changes', () => {
    const specsAt = (path: string, value: ParamValue) =>
      specsFor(flatten(withSetting(defaultConfig, path, value)));
    const specs = specsFor(flatten(defaultConfig));
    expect(specsAt('distill.temperature', 7)).toBe(specs);
    expect(specsAt('distill.loss', 'dkd')).not.toBe(specs);
    expect(specsAt('student.hidden', [])).not.toBe(specs);
  });
});
