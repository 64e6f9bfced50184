// What a link says of its sender's run: written and read, compared, and refused where it is damaged; and a run in a link.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configFrom, defaultConfig } from '../../shared/config.ts';
import { fromHash, toHash } from '../../shared/link.ts';
import { createSeries } from '../series.ts';
import { compareResults, type Result, readResult, resultOf, writeResult } from './result.ts';
import { readRunLink, weightDifference, writeRunLink } from './run-link.ts';
import type { SavedRun } from './saved-run.ts';

const { config } = configFrom({ 'train.teacherSteps': 4, 'train.studentSteps': 4 });

/** Curves of a run of four steps, whose student ends at `accuracy` and whose losses are `shift` higher from step 2 on. */
function seriesOf(accuracy: number, shift = 0) {
  const series = createSeries();
  for (let step = 1; step <= 4; step++) {
    const loss = 1 / step + (step > 1 ? shift : 0);
    series.append([
      { table: 'teacherLoss', values: Float32Array.from([step, loss]) },
      { table: 'studentLoss', values: Float32Array.from([step, loss, 0, 0, loss]) },
    ]);
  }
  series.append([
    { table: 'teacherScore', values: Float32Array.from([4, 0.9, 0.3]) },
    { table: 'studentScore', values: Float32Array.from([4, accuracy, 0.4, 0, 0, 0.5, 0.9, 0, 0]) },
  ]);
  return series;
}

const read = (text: string): Result => {
  const result = readResult(text);
  if (typeof result === 'string') throw new Error(result);
  return result;
};

describe('a result in a link', () => {
  it('survives the link', () => {
    const result = writeResult(resultOf(config, 'wasm', seriesOf(0.8)));
    const { carried, problems } = fromHash(toHash(config, { result }));
    expect(carried.result).toBe(result);
    expect(problems).toEqual([]);
    expect(result.length).toBeLessThan(250);
    expect(encodeURIComponent(result)).toBe(result);
  });

  it('is reproduced by the same numbers, and not by others', () => {
    const theirs = read(writeResult(resultOf(config, 'wasm', seriesOf(0.8))));
    expect(compareResults(config, theirs, resultOf(config, 'wasm', seriesOf(0.8)))).toMatchObject({
      reproduced: true,
      sameBackend: true,
      departs: null,
    });
    const other = compareResults(config, theirs, resultOf(config, 'wasm', seriesOf(0.7, 0.2)));
    expect(other.reproduced).toBe(false);
    expect(other.points).toBeCloseTo(10, 3);
    expect(other.farthest).toMatchObject({ lane: 'student', what: 'accuracy' });
    expect(other.departs).toMatchObject({ lane: 'teacher', step: 2 });
  });

  it('is allowed a point and a little loss where another backend computed it', () => {
    const theirs = read(writeResult(resultOf(config, 'webgpu', seriesOf(0.8))));
    const near = compareResults(config, theirs, resultOf(config, 'wasm', seriesOf(0.795, 0.001)));
    expect(near).toMatchObject({ reproduced: true, sameBackend: false });
    expect(near.departs).toMatchObject({ step: 2 });
    expect(compareResults(config, theirs, resultOf(config, 'wasm', seriesOf(0.78))).reproduced).toBe(false);
  });

  it.each([
    ['2*wasm*1*1', 'another version ("2"'],
    ['1*abacus*1*1', '"abacus" is no backend'],
    ['1*wasm*1_2*3', 'damaged'],
    ['1*wasm*0.9_x_1_1_1_1*1_1_1_1_1_1_1_1_1_1_1_1_1_1_1', 'damaged'],
    ['', 'another version'],
  ])('%s is refused', (text, reason) => {
    expect(readResult(text)).toContain(reason);
  });

  it('never throws, whatever the link says', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readResult(text);
        try {
          readRunLink(text, defaultConfig);
        } catch (error) {
          expect((error as Error).constructor.name).toBe('UnreadableError');
        }
      }),
    );
  });
});

describe('a run in a link', () => {
  const run: SavedRun = {
    id: 'a',
    name: 'amber otter',
    color: 0,
    startedAt: 1,
    config,
    change: 'x',
    parent: null,
    turned: false,
    backend: 'wasm',
    ownData: null,
    shape: { inputs: 2, outputs: 2 },
    state: 'finished',
    teacherStep: 4,
    assistantStep: 0,
    earlier: [],
    studentStep: 4,
    elapsedMs: 1,
    figures: { 'student.accuracy': 0.123456789, 'student.kl': 1 },
    samples: [],
    checkpointBytes: 1,
    pinned: false,
    trashed: false,
    origin: 'here',
    writer: 'me',
  };
  const lane = {
    weights: [Float32Array.from([1, 0.1])],
    slots: [new Float32Array(9)],
    step: 4,
  };
  const checkpoint = {
    phase: 'students',
    lanes: { teacher: lane, student: lane, control: lane },
    second: null,
  } as const;

  it('brings the end of its curves, its figures and the student, under the settings of the link', () => {
    const text = writeRunLink({ run, series: seriesOf(0.8), checkpoint });
    expect(text).toMatch(/^[\w-]+$/);
    const { taken, student } = readRunLink(text, defaultConfig);
    expect(taken.run).toMatchObject({ name: 'amber otter', origin: 'link', config: defaultConfig });
    expect(taken.run.figures).toEqual({ 'student.accuracy': 0.12346 });
    expect(taken.series.latest('student.accuracy')).toBeCloseTo(0.8, 6);
    expect(taken.checkpoint).toBeNull();
    expect(weightDifference(student ?? [], lane.weights)).toBe(0);
    expect(weightDifference([Float32Array.from([1, 0.25])], [Float32Array.from([1, 0.5])])).toBe(0.25);
    expect(weightDifference([], lane.weights)).toBeNull();
  });
});
