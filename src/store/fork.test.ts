// What a fork takes over under which settings, and undo and redo of settings.

import { describe, expect, it } from 'vitest';
import { configFrom, defaultConfig, withSetting } from '../shared/config.ts';
import type { Checkpoint, LaneState, Phase } from '../shared/protocol/lanes.ts';
import { type Fork, seriesOfFork, whatForkTakes } from './fork.ts';
import { createHistory } from './history.ts';
import { createSeries } from './series.ts';

const lane = (step: number): LaneState => ({ weights: [], slots: [], step });

function forkAt(phase: Phase, teacherStep: number, studentStep: number): Fork {
  const student = lane(studentStep);
  const checkpoint: Checkpoint = {
    phase,
    lanes: { teacher: lane(teacherStep), student, control: student },
    second: null,
  };
  const series = createSeries();
  series.append([
    { table: 'teacherLoss', values: Float32Array.from([1, 2, 2, 1.5]) },
    { table: 'studentLoss', values: Float32Array.from([1, 2, 1, 1, 2, 5, 1, 1, 1, 1]) },
  ]);
  return { id: 'a', name: 'amber otter', config: defaultConfig, checkpoint, series };
}

describe('a fork', () => {
  const trained = forkAt('students', 600, 1);

  it.each([
    ['nothing changed', {}, 'all', []],
    ['live settings', { 'distill.temperature': 7, 'train.learningRate': 0.01 }, 'all', []],
    ['more steps', { 'train.studentSteps': 2000 }, 'all', []],
    ['another student', { 'student.hidden': [8] }, 'teacher', ['student.hidden']],
    ['another batch size', { 'train.batchSize': 32 }, 'teacher', ['train.batchSize']],
    ['another seed', { seed: 5, 'student.hidden': [8] }, 'nothing', ['seed']],
    ['another teacher', { 'teacher.hidden': [8] }, 'nothing', ['teacher.hidden']],
    ['another length of the teacher', { 'train.teacherSteps': 5 }, 'nothing', ['train.teacherSteps']],
  ] as const)('with %s', (_, settings, taken, because) => {
    expect(whatForkTakes(trained, configFrom(settings).config)).toEqual({ taken, because });
  });

  it('from before the teacher was trained has no teacher to give', () => {
    const early = forkAt('teacher', 2, 0);
    expect(whatForkTakes(early, configFrom({ 'student.hidden': [8] }).config).taken).toBe('nothing');
  });

  it('begins with the curves up to what it takes over, in arrays of its own', () => {
    const { columns } = seriesOfFork(trained, 'all');
    expect(columns.get('student.loss')?.length).toBe(1);
    expect(columns.get('teacher.loss')?.length).toBe(2);
    expect(seriesOfFork(trained, 'teacher').columns.get('student.loss')?.length).toBe(0);
    expect(seriesOfFork(trained, 'nothing').columns.size).toBe(0);
    expect(trained.series.columns.get('student.loss')?.length).toBe(2);
    expect(columns.get('student.loss')?.steps).not.toBe(trained.series.columns.get('student.loss')?.steps);
  });
});

describe('the history of settings', () => {
  const at = (temperature: number) => withSetting(defaultConfig, 'distill.temperature', temperature);

  it('goes back and forth, and forgets what was undone once something new is set', () => {
    const history = createHistory(() => 0);
    history.remember(at(1), 'a');
    history.remember(at(2), 'b');
    expect(history.undo(at(3))).toEqual(at(2));
    expect(history.undo(at(2))).toEqual(at(1));
    expect(history.undo(at(1))).toBeNull();
    expect(history.redo(at(1))).toEqual(at(2));
    history.remember(at(2), 'c');
    expect(history.canRedo).toBe(false);
  });

  it('takes the drag of a slider for one change', () => {
    let now = 0;
    const history = createHistory(() => now);
    for (const temperature of [1, 2, 3]) {
      history.remember(at(temperature), 'distill.temperature');
      now += 100;
    }
    now += 5000;
    history.remember(at(4), 'distill.temperature');
    expect(history.undo(at(5))).toEqual(at(4));
    expect(history.undo(at(4))).toEqual(at(1));
    expect(history.canUndo).toBe(false);
  });
});
