// A table as a task: which rows are refused in which words, how it is split, scaled and shown.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../features.ts';
import { fork } from '../../rng.ts';
import { readTable } from './parse.ts';
import { splitExamples } from './split.ts';
import { measure, standardise } from './standardise.ts';
import { guess, make, measured, refusal } from './table.testing.ts';
import { countBadRows, type TableConfig, table } from './task.ts';

const skip: TableConfig = { ...guess, skipBadRows: true };

const words = ['refund', 'parcel', 'password', 'invoice', 'address'];
/** Messages, no two alike, in two classes. */
const messages = (size = 40) =>
  make(
    ['text', 'label'],
    Array.from({ length: size }, (_, i) => [`message ${i} about my ${words[i % 5]}`, i % 2 ? 'b' : 'a']),
  );

describe('rows that cannot be used', () => {
  it('are not there without a table', () => {
    const failure = refusal(() => table(guess, 1, null));
    expect(failure.kind).toBe('BadFile');
    expect(failure.message).toContain('needs a table');
    expect(failure.remedy).toContain('--data FILE');
  });

  it.each<[string, string[], string]>([
    [
      'too short',
      ['1', '2'],
      'row 9, column "species": there is no such cell; the row has 2 cells, the header 3',
    ],
    [
      'too long',
      ['1', '2', 'cat', 'x'],
      'row 9: "x" stands behind the last column, "species"; the row has 4 cells',
    ],
    ['an empty label', ['1', '2', ' '], 'row 9, column "species": the cell is empty'],
    ['an empty number', ['1', '', 'cat'], 'row 9, column "weight": the cell is empty'],
    ['a word', ['tall', '2', 'cat'], 'row 9, column "height": "tall" is not a finite number'],
    ['NaN', ['1', 'NaN', 'cat'], 'row 9, column "weight": "NaN" is not a finite number'],
    ['Infinity', ['1', '-Infinity', 'cat'], 'row 9, column "weight": "-Infinity" is not a finite number'],
    ['a number too large', ['1', '1e999', 'cat'], 'row 9, column "weight": "1e999" is not a finite number'],
    ['hexadecimal', ['0x10', '1', 'cat'], 'row 9, column "height": "0x10" is not a finite number'],
    [
      'a decimal comma',
      ['1,5', '1', 'cat'],
      '"1,5" is not a finite number (decimals are written with a point)',
    ],
    ['a long value', ['x'.repeat(99), '1', 'cat'], `"${'x'.repeat(40)}…" is not`],
  ])('are named: %s', (_, row, message) => {
    const own = measured({ 7: row });
    const failure = refusal(() => table(guess, 1, own));
    expect(failure.kind).toBe('BadFile');
    expect(failure.message).toContain(message);
    expect(failure.message).not.toContain('more row');
    expect(countBadRows(own, guess)).toBe(1);
    const data = table(skip, 1, own);
    expect(data.train.size + data.validation.size).toBe(39);
    expect(data.notes).toEqual([expect.stringContaining(message)]);
    expect(data.notes[0]).toContain('1 unusable row left out');
  });

  it('are counted', () => {
    const own = measured({ 3: ['1'], 7: ['a', '2', 'cat'], 8: ['1', '2', ''] });
    expect(refusal(() => table(guess, 1, own)).message).toContain('2 more rows cannot be used');
    expect(countBadRows(own, guess)).toBe(3);
    expect(table(skip, 1, own).notes[0]).toContain('3 unusable rows left out. The first: row 5');
  });

  it('are no worse for cells that are not used', () => {
    const own = measured({ 7: ['?', '2', 'cat'] });
    expect(table({ ...guess, inputs: 'weight' }, 1, own).train.size).toBe(32);
  });

  it('are empty texts too', () => {
    const own = messages();
    const rows = own.rows.map((row, i) => (i === 5 ? ['  ', 'a'] : [...row]));
    expect(refusal(() => table(guess, 1, make(['text', 'label'], rows))).message).toContain(
      'row 7, column "text": the cell is empty',
    );
  });

  it('count as a spreadsheet counts, through a whole file', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'}`);
    lines[9] = '"x\ny",a';
    const content = ['size,label', '', ...lines].join('\r\n');
    const own = await readTable({ name: 'my.csv', content, encoding: null }, () => {});
    expect(refusal(() => table(guess, 1, own)).message).toContain('row 12, column "size": "x y" is not');
  });

  it('leave at least 20', () => {
    const few = make(
      ['x', 'label'],
      [...measured().rows.slice(0, 19)].map((row) => [row[0] ?? '', row[2] ?? '']),
    );
    expect(refusal(() => table(guess, 1, few)).message).toContain('only 19 rows can be used; at least 20');
    const bad = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, ['']]));
    const message = refusal(() => table({ ...skip, inputs: 'height' }, 1, measured(bad))).message;
    expect(message).toContain('only 19 rows can be used');
    expect(message).toContain('21 unusable rows left out');
  });
});

describe('classes', () => {
  const labelled = (label: (i: number) => string, size = 120) =>
    make(
      ['x', 'label'],
      Array.from({ length: size }, (_, i) => [String(i), label(i)]),
    );

  it('are 2 to 50', () => {
    const many = refusal(() =>
      table(
        guess,
        1,
        labelled((i) => `c${i % 51}`),
      ),
    );
    expect(many.kind).toBe('BadFile');
    expect(many.message).toContain('column "label", the label, has 51 different values; at most 50');
    expect(
      table(
        guess,
        1,
        labelled((i) => `c${i % 50}`),
      ).classes.length,
    ).toBe(50);
    const one = refusal(() =>
      table(
        guess,
        1,
        labelled(() => 'same'),
      ),
    );
    expect(one.message).toContain('column "label", the label, has 1 class; at least 2');
  });

  it('have at least two rows each, or are left out', () => {
    const own = labelled((i) => (i === 4 ? 'rare' : i === 9 ? 'odd' : `c${i % 2}`));
    const failure = refusal(() => table(guess, 1, own));
    expect(failure.message).toContain('row 6, column "label": "rare" is a class that has only 1 row');
    expect(failure.message).toContain('The same is true of 1 other class.');
    expect(countBadRows(own, guess)).toBe(2);
    const data = table(skip, 1, own);
    expect(data.classes).toEqual(['c0', 'c1']);
    expect(data.train.size + data.validation.size).toBe(118);
    expect(data.notes).toEqual([expect.stringContaining('2 rows left out, alone in their class')]);
  });

  it('are sorted as numbers where all are numbers, else by character', () => {
    expect(
      table(
        guess,
        1,
        labelled((i) => String(12 - (i % 12))),
      ).classes.slice(0, 3),
    ).toEqual(['1', '2', '3']);
    expect(
      table(
        guess,
        1,
        labelled((i) => ['10', '9', 'none'][i % 3] ?? ''),
      ).classes,
    ).toEqual(['10', '9', 'none']);
  });

  it('drop the white space around their names', () => {
    expect(
      table(
        guess,
        1,
        labelled((i) => [' a', 'a ', 'b'][i % 3] ?? ''),
      ).classes,
    ).toEqual(['a', 'b']);
  });
});

/** What each validation example says of its row, sorted. */
const shown = (data: ReturnType<typeof table>) =>
  Array.from({ length: data.validation.size }, (_, i) => data.show(i).title);

describe('the split', () => {
  it('is 80 to 20, every class in both, no row in both', () => {
    const sizes = [2, 3, 10, 85];
    const labels = Int32Array.from(sizes.flatMap((size, label) => Array<number>(size).fill(label)));
    const { train, validation } = splitExamples(labels, 4, 1000, fork(1, 'x'));
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...labels.keys()]);
    const countsIn = (part: number[]) =>
      sizes.map((_, label) => part.filter((i) => labels[i] === label).length);
    expect(countsIn(validation)).toEqual([1, 1, 2, 17]);
    expect(countsIn(train)).toEqual([1, 2, 8, 68]);
  });

  it('never lets a row be in training and validation, whatever the classes', () => {
    const sizes = fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 16, max: 200 }), fc.nat(), (list, limit, seed) => {
        const labels = Int32Array.from(list.flatMap((size, label) => Array<number>(size).fill(label)));
        const { train, validation } = splitExamples(labels, list.length, limit, fork(seed, 'x'));
        const used = new Set([...train, ...validation]);
        expect(used.size).toBe(train.length + validation.length);
        expect(used.size).toBe(Math.min(limit, labels.length));
        for (const part of [train, validation]) {
          expect(new Set(part.map((i) => labels[i])).size).toBe(list.length);
        }
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('depends on the seed alone', () => {
    const first = table(guess, 5, messages());
    const again = table(guess, 5, messages());
    expect(again.train).toEqual(first.train);
    expect(again.validation).toEqual(first.validation);
    expect(shown(again)).toEqual(shown(first));
    expect(shown(table(guess, 6, messages()))).not.toEqual(shown(first));
  });

  it('draws rows evenly from the classes where the features would not fit in memory', () => {
    const own = make(
      ['text', 'label'],
      Array.from({ length: 30_000 }, (_, i) => [`${i} x`, i % 30 === 0 ? 'rare' : i % 3 ? 'a' : 'b']),
    );
    const config = { ...guess, inputs: 'text' };
    const data = table(config, 1, own);
    const used = data.train.size + data.validation.size;
    expect(used).toBe(Math.floor(16_000_000 / 768));
    expect(data.notes).toEqual([expect.stringContaining(`using ${used} of 30000 rows`)]);
    const counts = [0, 0, 0];
    for (const label of [...data.train.labels, ...data.validation.labels])
      counts[label] = (counts[label] ?? 0) + 1;
    expect(data.classes).toEqual(['a', 'b', 'rare']);
    expect(counts).toEqual([used - 9000 - 1000, 9000, 1000]);
  }, 20_000);
});

describe('numbers', () => {
  it('are standardised by the training rows only', () => {
    const data = table(guess, 1, measured());
    expect(data.inputs).toBe(2);
    const columnOf = (features: Float32Array, at: number) => [...features].filter((_, i) => i % 2 === at);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const at of [0, 1]) {
      const values = columnOf(data.train.features, at);
      expect(mean(values)).toBeCloseTo(0, 6);
      expect(mean(values.map((value) => value * value))).toBeCloseTo(1, 6);
      expect(Math.abs(mean(columnOf(data.validation.features, at)))).toBeGreaterThan(1e-3);
    }
  });

  it('of validation rows do not move the scale', () => {
    const data = table(guess, 1, measured());
    const probe = data.show(0).probe;
    if (probe.kind !== 'numbers') throw new Error('not numbers');
    const row = probe.values[0] ?? 0;
    const moved = measured({ [row]: ['1000', '-5000', row % 2 ? 'cat' : 'dog'] });
    const after = table(guess, 1, moved);
    expect(after.train.features).toEqual(data.train.features);
    expect(after.show(0).probe).toEqual({ kind: 'numbers', values: [1000, -5000] });
  });

  it('are shown and encoded as they stand in the file', () => {
    const data = table(guess, 1, measured());
    expect(data.input).toEqual({
      kind: 'numbers',
      fields: [
        { name: 'height', min: 0, max: 39 },
        { name: 'weight', min: 0, max: 39 * 39 },
      ],
    });
    const { probe, title } = data.show(3);
    if (probe.kind !== 'numbers') throw new Error('not numbers');
    expect(title).toBe(`height ${probe.values[0]}, weight ${probe.values[1]}`);
    expect(probe.values[1]).toBe((probe.values[0] ?? 0) ** 2);
    expect(data.encode(probe)).toEqual(data.validation.features.slice(6, 8));
    expect(data.validation.labels[3]).toBe((probe.values[0] ?? 0) % 2 ? 0 : 1);
    expect(data.encode({ kind: 'numbers', values: [1] })).toBeNull();
    expect(data.encode({ kind: 'numbers', values: [1, Number.NaN] })).toBeNull();
    expect(data.encode({ kind: 'text', text: '1, 2' })).toBeNull();
  });

  it('may be constant, enormous or tiny', () => {
    const own = make(
      ['same', 'huge', 'tiny', 'label'],
      Array.from({ length: 40 }, (_, i) => ['0.1', `${i % 3 ? '-' : ''}1.7e308`, `${i}e-320`, `${i % 2}`]),
    );
    const data = table({ ...guess, inputs: 'same,huge,tiny' }, 1, own);
    expect([...data.train.features, ...data.validation.features].every(Number.isFinite)).toBe(true);
    expect(data.train.features.filter((_, i) => i % 3 === 0).every((value) => value === 0)).toBe(true);
    const asked = data.encode({ kind: 'numbers', values: [1.1, -1e308, 1e308] });
    expect(asked?.[0]).toBeCloseTo(1, 6);
    expect(asked?.every(Number.isFinite)).toBe(true);
  });

  it('have the mean and standard deviation of the textbook', () => {
    const scale = measure(Float64Array.from([2, 4, 4, 4, 5, 5, 7, 9]));
    expect(standardise(5, scale)).toBeCloseTo(0, 12);
    expect(standardise(9, scale)).toBeCloseTo(2, 12);
    expect(standardise(3, measure(new Float64Array(3)))).toBe(3);
  });
});

describe('text', () => {
  it('becomes hashed features and is shown in full', () => {
    const data = table(guess, 1, messages());
    expect(data.inputs).toBe(768);
    expect(data.input).toEqual({ kind: 'text' });
    const { probe, title } = data.show(2);
    if (probe.kind !== 'text') throw new Error('not text');
    expect(title).toBe(probe.text);
    expect(data.validation.features.slice(2 * 768, 3 * 768)).toEqual(hashText(probe.text));
    expect(data.encode(probe)).toEqual(hashText(probe.text));
    expect(data.encode({ kind: 'numbers', values: [1] })).toBeNull();
    expect(data.extent).toBeNull();
    expect(data.notes).toEqual([]);
  });

  it('is clipped in the title, between characters and without line breaks', () => {
    const long = `a\n${'😀'.repeat(300)}`;
    const own = make(
      ['text', 'label'],
      Array.from({ length: 20 }, (_, i) => [long, i % 2 ? 'a' : 'b']),
    );
    const { probe, title } = table({ ...guess, inputs: 'text' }, 1, own).show(0);
    expect(probe).toEqual({ kind: 'text', text: long });
    expect(title.length).toBeLessThanOrEqual(200);
    expect(title).toMatch(/^a 😀+…$/u);
  });
});
