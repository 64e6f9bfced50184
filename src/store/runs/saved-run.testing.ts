// For tests: a run as the book keeps it, with curves and weights.

import { defaultConfig, withSetting } from '../../shared/config.ts';
import type { Checkpoint, LaneState } from '../../shared/protocol/lanes.ts';
import { createSeries } from '../series.ts';
import type { SavedRun } from './saved-run.ts';

/** A finished one; `change` makes it another. */
export const savedRun = (change: Partial<SavedRun> = {}): SavedRun => ({
  id: 'a',
  name: 'amber otter',
  color: 0,
  startedAt: 1000,
  config: withSetting(defaultConfig, 'distill.temperature', 7),
  change: '',
  parent: null,
  turned: false,
  backend: 'wasm',
  ownData: null,
  shape: { inputs: 3, outputs: 2 },
  state: 'finished',
  teacherStep: 600,
  assistantStep: 0,
  earlier: [],
  studentStep: 600,
  elapsedMs: 5,
  figures: { 'student.accuracy': 0.9, 'control.accuracy': 0.6 },
  samples: [{ lane: 'student', prompt: '1+1=', text: '2' }],
  checkpointBytes: 24,
  pinned: false,
  trashed: false,
  origin: 'here',
  writer: 'me',
  ...change,
});

export const lane = (value: number): LaneState => ({
  weights: [Float32Array.from([value, 0.1])],
  slots: [Float32Array.from([value])],
  step: 600,
});
export const checkpoint: Checkpoint = {
  phase: 'students',
  lanes: { teacher: lane(1), student: lane(2), control: lane(3) },
  second: null,
};
export const series = createSeries();
series.append([{ table: 'teacherLoss', values: Float32Array.from([1, 2, 2, Number.NaN]) }]);
