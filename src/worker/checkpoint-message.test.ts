// A checkpoint is handed over, and the worker keeps its own.

import { expect, it } from 'vitest';
import type { Checkpoint, LaneState } from '../shared/protocol/lanes.ts';
import type { Event } from '../shared/protocol/messages.ts';
import { postCheckpoint } from './checkpoint-message.ts';

const state = (first: number): LaneState => ({
  weights: [Float32Array.of(first, 2), Float32Array.of(3)],
  slots: [Float32Array.of(4, 5)],
  step: 7,
});

it('hands over copies of every array, those beside the lanes too', () => {
  const checkpoint: Checkpoint = {
    phase: 'students',
    lanes: { teacher: state(1), student: state(2), control: state(3) },
    second: state(4),
    assistant: state(5),
  };
  const before = structuredClone(checkpoint);
  const sent: { event: Event; transfer: ArrayBuffer[] }[] = [];
  postCheckpoint((event, transfer = []) => sent.push({ event, transfer }), 'run', checkpoint);
  const [{ event, transfer } = { event: null, transfer: [] }] = sent;
  expect(event).toEqual({ type: 'checkpoint', runId: 'run', checkpoint: before });
  // 5 states of 3 arrays.
  expect(transfer).toHaveLength(15);
  structuredClone(event, { transfer });
  expect(checkpoint).toEqual(before);
});
