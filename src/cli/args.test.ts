// What the terminal answers to words about saving: what is meant, or one clear line.

import { describe, expect, it } from 'vitest';
import { ArgumentError, readArguments } from './args.ts';

describe('--sweep', () => {
  const words = ['--sweep', 'distill.temperature=1:16:5', '--sweep', 'distill.alpha=0,1'];

  it('is the plan of the page', () => {
    const { sweep } = readArguments([...words, '--seeds', '3', '--processes', '4', '--csv', 'out.csv']);
    expect(sweep).toMatchObject({ processes: 4, csv: 'out.csv', plan: { seeds: 3, random: null } });
    expect(sweep?.plan.axes.map(({ path }) => path)).toEqual(['distill.temperature', 'distill.alpha']);
    expect(readArguments([...words, '--random', '9']).sweep?.plan.random).toBe(9);
    expect(readArguments(['seed=3']).sweep).toBeNull();
  });

  it('comes with a link', () => {
    const link = 'https://x.test/#v=1&task.kind=plane&sweep=distill.alpha%3D0%2C1%3Bseeds%3D2&result=abc';
    const { sweep, config } = readArguments([link]);
    expect(config.task.kind).toBe('plane');
    expect(sweep?.plan).toMatchObject({ seeds: 2, axes: [{ values: [0, 1] }] });
  });

  it.each([
    [['--sweep', 'distill.alpha=0,9'], /--sweep: distill.alpha: "9" is not a number from 0 to 1/],
    [['--sweep', 'nothing'], /is not setting=values/],
    [['--random', '5'], /--random needs --sweep/],
    [[...words, '--processes', '0'], /--processes "0" is not a whole number/],
    [[...words, '--save', 'a.zip'], /leave out --save/],
    [[...words, '--random', 'x'], /NaN draws/],
  ])('refuses %j', (bad, message) => expect(() => readArguments(bad)).toThrow(message));
});

describe('--save', () => {
  it.each([
    [['--save', 'student.zip'], { path: 'student.zip', what: 'safetensors', lane: 'student' }],
    [['--save', 'student.html'], { path: 'student.html', what: 'page', lane: 'student' }],
    [
      ['--save', 'folder', '--export', 'onnx', '--lane', 'teacher'],
      { path: 'folder', what: 'onnx', lane: 'teacher' },
    ],
    [['--save', 'folder', '--export', 'torch'], { path: 'folder', what: 'torch', lane: 'student' }],
    [['seed=2'], null],
  ])('%j', (words, save) => {
    expect(readArguments(words).save).toEqual(save);
  });

  it.each([
    [['--export', 'onnx'], /need --save PATH/],
    [['--save', 'a.zip', '--export', 'pickle'], /"pickle" is not safetensors, onnx, tfjs, page, torch/],
    [['--save', 'a.zip', '--lane', 'assistant'], /"assistant" is not teacher, student, control/],
    [['--save', 'a.html', '--export', 'tfjs'], /several files/],
    [['--save', 'a.zip', '--seeds', '3'], /one run/],
    [['--save'], /needs a value/],
  ])('refuses %j', (words, message) => {
    expect(() => readArguments(words)).toThrow(message);
    expect(() => readArguments(words)).toThrow(ArgumentError);
  });
});
