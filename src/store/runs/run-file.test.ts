// A run as a file: what is packed comes back, what is broken is refused.

import { describe, expect, it } from 'vitest';
import { bytesOf, statesOf } from '../../shared/protocol/checkpoint.ts';
import { fileVersion, packRun, readRunFile } from './run-file.ts';
import { checkpoint, savedRun, series } from './saved-run.testing.ts';
import { toSavedSeries } from './saved-run.ts';

describe('a run as a file', () => {
  const file = () => packRun({ run: savedRun(), series, checkpoint });

  it('comes back with its settings, curves and weights', () => {
    const { run, series: curves, checkpoint: weights } = readRunFile(file());
    expect(run.config).toEqual(savedRun().config);
    expect([run.name, run.origin, run.samples]).toEqual(['amber otter', 'file', savedRun().samples]);
    expect(toSavedSeries(curves)).toEqual(toSavedSeries(series));
    expect(weights?.lanes.student.weights).toEqual(checkpoint.lanes.student.weights);
    // A finished run needs no optimiser any more.
    expect(weights?.lanes.student.slots).toEqual([]);
    const paused = readRunFile(packRun({ run: savedRun({ state: 'stopped' }), series, checkpoint }));
    expect(paused.checkpoint?.lanes.control.slots).toEqual(checkpoint.lanes.control.slots);
    expect(bytesOf(statesOf(checkpoint))).toBe(36);
  });

  it('cut off, altered or of another kind is refused with the reason', () => {
    expect(() => readRunFile(file().slice(0, 200))).toThrowError(/damaged|unpack/);
    expect(() => readRunFile(new TextEncoder().encode('a,b\n1,2\n'))).toThrowError('is no file of a run');
    expect(() => readRunFile(new Uint8Array())).toThrowError('is no file of a run');
    const altered = file();
    altered.fill(7, 60, 90);
    expect(() => readRunFile(altered)).toThrowError(/./);
    expect(fileVersion).toBe(1);
  });
});
