// Parallel coordinates as data: where runs cross the axes, and what a brush lets through.

import { describe, expect, it } from 'vitest';
import { configFrom } from '../../shared/config.ts';
import type { Settings } from '../../shared/params.ts';
import { axesOf, type Line, passing } from './parallel.ts';

const line = (id: string, settings: Settings, student: number, control = 0.5): Line => ({
  id,
  name: id,
  config: configFrom({ 'task.kind': 'plane', ...settings }).config,
  figures: { 'student.accuracy': student, 'control.accuracy': control },
});

const lines = [
  line('a', { 'distill.temperature': 1, 'train.optimizer': 'sgd' }, 0.5),
  line('b', { 'distill.temperature': 4, 'train.optimizer': 'adam', seed: 2 }, 0.75),
  line('c', { 'distill.temperature': 16, 'train.optimizer': 'sgd' }, 1),
];

const places = (key: string, of = lines) => axesOf(of).find((axis) => axis.key === key)?.places;

describe('axes', () => {
  it('are the settings that vary, on their own scale, and the figures', () => {
    expect(
      axesOf(lines)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['agreement', 'distill.temperature', 'gain', 'kl', 'student', 'train.optimizer']);
    // 4 lies in the middle of 1 and 16 on a logarithmic scale.
    expect(places('distill.temperature')).toEqual([0, expect.closeTo(0.5), 1]);
    expect(places('train.optimizer')).toEqual([0, 1, 0]);
    expect(places('student')).toEqual([0, 0.5, 1]);
    expect(places('kl')).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(axesOf(lines, ['train.optimizer'])[0]?.key).toBe('train.optimizer');
  });

  it('say what stands at a place', () => {
    const axis = (key: string) => axesOf(lines).find((one) => one.key === key);
    expect(axis('distill.temperature')?.write(0.5)).toBe('4');
    expect(axis('train.optimizer')?.write(1)).toBe('Adam');
    expect(axis('gain')?.write(1)).toBe('+50.0');
  });

  it('show seeds only where nothing else varies, and put equal figures in the middle', () => {
    const seeds = [line('a', { seed: 1 }, 0.5), line('b', { seed: 2 }, 0.5)];
    expect(axesOf(seeds)[0]?.key).toBe('seed');
    expect(places('student', seeds)).toEqual([0.5, 0.5]);
    expect(axesOf([])).toEqual([]);
  });
});

describe('brushes', () => {
  it('let through what lies within all of them', () => {
    const axes = axesOf(lines);
    expect(passing(axes, new Map(), 3)).toEqual([true, true, true]);
    expect(passing(axes, new Map([['distill.temperature', [0.5, 1]]]), 3)).toEqual([false, true, true]);
    const both = new Map([
      ['distill.temperature', [0.5, 1] as const],
      ['train.optimizer', [0, 0.4] as const],
    ]);
    expect(passing(axes, both, 3)).toEqual([false, false, true]);
    // What has no value passes a range that nobody touched, and no other.
    expect(passing(axes, new Map([['kl', [0, 1]]]), 3)).toEqual([true, true, true]);
    expect(passing(axes, new Map([['kl', [0, 0.9]]]), 3)).toEqual([false, false, false]);
  });
});
