// Kept teachers: one for each seed of a repetition, never more memory than allowed.

import { describe, expect, it } from 'vitest';
import type { KeptTeacher } from '../engine/train.ts';
import { createKeptTeachers } from './kept-teachers.ts';

/** A teacher of so many bytes, without holding them. */
const ofBytes = (byteLength: number): KeptTeacher => ({
  state: { weights: [{ byteLength } as Float32Array], slots: [], step: 1 },
  second: null,
  metrics: [],
});

describe('kept teachers', () => {
  it('are as many as the most seeds of a repetition', () => {
    const kept = createKeptTeachers();
    for (let seed = 0; seed < 20; seed++) kept.keep(`seed ${seed}`, ofBytes(1e6));
    expect(kept.get('seed 0')).toBeDefined();
  });

  it('give way when they are too many or too large, the one unused for longest first', () => {
    const kept = createKeptTeachers();
    for (const name of ['a', 'b', 'c']) kept.keep(name, ofBytes(150e6));
    expect(kept.get('a')).toBeUndefined();
    expect(kept.get('b')).toBeDefined();
    kept.keep('d', ofBytes(150e6));
    expect(kept.get('c')).toBeUndefined();
    expect(kept.get('b')).toBeDefined();
    kept.keep('huge', ofBytes(900e6));
    expect(kept.get('huge')).toBeDefined();
    expect(kept.get('b')).toBeUndefined();
    for (let i = 0; i < 30; i++) kept.keep(`small ${i}`, ofBytes(1));
    expect(kept.get('small 5')).toBeUndefined();
    expect(kept.get('small 6')).toBeDefined();
  });
});
