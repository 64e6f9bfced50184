// What is stored is not trusted: what is broken is named and refused.

import { describe, expect, it } from 'vitest';
import { readCheckpoint, readRun, readSeries, toStored } from './read-saved.ts';
import { checkpoint, lane, savedRun } from './saved-run.testing.ts';

describe('what is stored is not trusted', () => {
  it.each([
    ['nothing', null, 'is no record'],
    ['another version', { ...toStored(savedRun()), version: 7 }, 'another version of this page (7'],
    ['no version', { id: 'a' }, 'another version'],
    ['a name that is no text', { ...toStored(savedRun()), name: 3 }, 'no usable "name"'],
    ['a state nobody knows', { ...toStored(savedRun()), state: 'flying' }, 'no usable "state"'],
    ['a time that is no number', { ...toStored(savedRun()), startedAt: Number.NaN }, 'no usable "startedAt"'],
  ])('%s', (_, raw, said) => {
    expect(() => readRun(raw)).toThrowError(said);
  });

  it('settings are clamped, unknown ones dropped', () => {
    const raw = { ...toStored(savedRun()), settings: { 'distill.temperature': 1e9, __proto__: 1, x: {} } };
    expect(readRun(raw).config.distill.temperature).toBe(20);
  });

  it('curves of unequal length and weights that are no numbers are refused', () => {
    expect(() => readSeries([['teacher.loss', new Float32Array(2), new Float32Array(1)]])).toThrowError(
      'broken curve',
    );
    expect(readSeries([['no.such', new Float32Array(2), new Float32Array(2)]])).toEqual([]);
    const broken = {
      ...checkpoint.lanes,
      student: { ...lane(1), weights: [Float32Array.from([Number.NaN])] },
    };
    expect(() => readCheckpoint({ ...checkpoint, lanes: broken })).toThrowError('weights of its student');
  });
});
