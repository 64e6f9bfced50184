// What the terminal answers to words about saving: what is meant, or one clear line.

import { describe, expect, it } from 'vitest';
import { ArgumentError, readArguments } from './args.ts';

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
