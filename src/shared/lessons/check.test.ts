// A mistake in a lesson's file is told with file, line, what is wrong and how to mend it.

import { describe, expect, it } from 'vitest';
import { compileLesson } from '../../../scripts/lessons.mjs';
import * as check from './check.ts';

const names = { panels: ['fidelity', 'cost'], tables: ['orchard.csv'] };

const good = `number: 1
version: 1
title: A lesson
about: About something.
minutes: 5
settings:
  distill.labels: 80
steps:
  - id: warmth
    title: Warmth
    text: |
      Some *text*, and \`code\`.

      - one
      - two
    free: [distill.alpha]
    runs:
      cold:
        label: Cold
        settings: { distill.temperature: 0.5 }
      hot:
        label: Hot
    question:
      ask: Which?
      wins: least
      too-close: 0.02
      choices:
        cold:
          says: Cold
          figure: student.kl in cold
          then: It has {student.kl in cold}.
        hot:
          says: Hot
          figure: student.kl in hot
          then: It has {student.kl in hot}.
      even:
        says: Even
        then: Even.
      shown: hot
      margin: 0.1
take-along: This.
sources:
  - label: A paper
    url: https://example.org/
`;

const compile = (source: string) => compileLesson('a-lesson', source, check, names);

/** What is said of the good lesson with one line changed. */
function complaint(from: string, to: string): string {
  expect(good).toContain(from);
  try {
    compile(good.replace(from, to));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe('a lesson’s file', () => {
  it('becomes plain data: settings of the right type, prose without HTML, figures by name', () => {
    const { steps, settings } = compile(good);
    expect(settings).toEqual({ 'distill.labels': 80 });
    expect(steps[0]?.runs[0]?.settings).toEqual({ 'distill.temperature': 0.5 });
    expect(steps[0]?.text.map(({ kind }) => kind)).toEqual(['paragraph', 'list']);
    expect(JSON.stringify(steps[0]?.question)).toContain('{"figure":"kl","lane":"student","run":"hot"}');
  });

  it.each([
    [
      'distill.labels: 80',
      'distill.lables: 80',
      ':7: settings.distill.lables: distill.lables there is no such',
    ],
    [
      'distill.labels: 80',
      'distill.labels: many',
      ':7: settings.distill.labels: distill.labels "many" is not a',
    ],
    ['temperature: 0.5', 'temperature: 500', ':20: .*distill.temperature .* 20 is used'],
    [
      'free: [distill.alpha]',
      'free: [distill.beta]',
      ':16: steps.0.free.0: there is no setting "distill.beta"',
    ],
    ['figure: student.kl in cold', 'figure: student.kl in warm', ':30: .*there is no run "warm" .*cold, hot'],
    [
      'figure: student.kl in cold',
      'figure: kl in cold',
      ':30: .*"kl" needs a lane before it, one of: student.kl',
    ],
    ['figure: student.kl in cold', 'figure: student.gain in cold', ':30: .*belongs to a run, not to a lane'],
    [
      'then: It has {student.kl in hot}.',
      'then: It has {student.lk in hot}.',
      ':35: .*there is no figure "lk"',
    ],
    ['      - one', '      <b>one</b>', ':14: steps.0.text: Markdown of the kind "html" is not shown'],
    ['    title: Warmth', '    titel: Warmth', ':10: .*"titel" means nothing here; there may be: id, title'],
    ['      margin: 0.1', '      margin: 0.01', ':40: .*must be more than too-close, 0.02'],
    ['      shown: hot', '      shown: warm', ':39: .*"warm" is none of the choices'],
    ['https://example.org/', 'javascript:alert(1)', ':44: .*does not begin with https://'],
    ['minutes: 5', 'minutes: "five"', ':5: minutes: is "five"; write a number from 1 on'],
    ['steps:', 'steps: [', ':\\d+: '],
  ])('%s → %s', (from, to, said) => {
    expect(complaint(from, to)).toMatch(new RegExp(`src/lessons/a-lesson\\.yaml${said}`));
  });
});
