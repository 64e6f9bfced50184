// Codes come back whole from whatever they travelled in; slips are found.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCodes, writeCode } from './code.ts';
import { begin, type Progress, predict, withRun } from './course.ts';
import { aLesson, measured } from './lessons.testing.ts';

function finished(tag: string): Progress {
  const [step] = aLesson.steps;
  if (step === undefined) throw new Error('the lesson has no step');
  const asked = predict(begin(aLesson, tag), step, 'hot');
  return step.runs.reduce(
    (progress, run) => withRun(aLesson, progress, run, measured(run.name === 'hot' ? 0.0361 : 0.2219)),
    asked,
  );
}
const code = writeCode(aLesson, finished('abc123'));
const [expected] = findCodes(code).results;

describe('result codes', () => {
  it('hold lesson, version, predictions, outcomes and rounded figures', () => {
    expect(code).toMatch(/^\[DP1\|a-lesson\|3\|abc123\|warmth:hot:hot:0\.222,0\.036\|[0-9a-z]{7}\]$/);
    expect(expected).toEqual({
      lesson: 'a-lesson',
      version: 3,
      tag: 'abc123',
      answers: [{ step: 'warmth', prediction: 'hot', outcome: 'hot', figures: [0.222, 0.036] }],
      code,
    });
  });

  it('are found in a chat log, in a quoted mail with broken lines, and side by side', () => {
    const other = writeCode(aLesson, finished('zzz999'));
    const broken = `${code.slice(0, 20)}\n> ${code.slice(20, 33)}\r\n> ${code.slice(33)}`;
    const log = `[10:02] Ada: here you are ${code}\n[10:03] Bo: [sic] mine: ${other}${other}\n> ${broken}`;
    const found = findCodes(log);
    expect(found.results.map(({ tag }) => tag)).toEqual(['abc123', 'zzz999']);
    expect(found.duplicates).toBe(2);
    expect(found.broken).toEqual([]);
  });

  it('with any one letter changed are not taken for good ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: code.length - 2 }),
        fc.constantFrom('0', 'x', '.', '|'),
        (at, letter) => {
          fc.pre(code[at] !== letter);
          expect(findCodes(code.slice(0, at) + letter + code.slice(at + 1)).results).toEqual([]);
        },
      ),
    );
  });

  it('that were cut off are named with what to do', () => {
    const { broken, results } = findCodes(`${code.slice(0, 30)} and so on`);
    expect(results).toEqual([]);
    expect(broken).toEqual([
      { text: expect.stringContaining('DP1|a-lesson'), why: expect.stringContaining('cut off') },
    ]);
  });

  it('nothing that a chat may hold makes reading fail', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void findCodes(`[DP1${text}`)));
  });
});
