// Which columns of a table are guessed, which can be named, and how a wrong name is refused.

import { describe, expect, it } from 'vitest';
import type { Table } from './parse.ts';
import { guess, make, measured, refusal } from './table.testing.ts';
import { countBadRows, describeTable, type TableConfig, table } from './task.ts';

describe('the columns in use', () => {
  it('are a label by name and number columns', () => {
    expect(describeTable(measured(), guess)).toEqual({
      name: 'my.csv',
      rows: 40,
      columns: [
        { name: 'height', kind: 'number', distinct: 40 },
        { name: 'weight', kind: 'number', distinct: 40 },
        { name: 'species', kind: 'text', distinct: 2 },
      ],
      label: 'species',
      inputs: ['height', 'weight'],
    });
  });

  const numbered = Array.from({ length: 60 }, (_, i) => i);
  it.each<[string, string[], (i: number) => string[], string, string[]]>([
    [
      'the longest text',
      ['t', 'note', 'Label'],
      (i) => [`hi ${i}`, `a long text ${i}`, `c${i % 3}`],
      'Label',
      ['note'],
    ],
    [
      'the last with few values',
      ['x', 'kind', 'z'],
      (i) => [`${i}`, `k${i % 3}`, `${i / 7}`],
      'kind',
      ['x', 'z'],
    ],
    [
      'not a coordinate y',
      ['x', 'y', 'colour'],
      (i) => [`${i}`, `${i * 2}`, `c${i % 2}`],
      'colour',
      ['x', 'y'],
    ],
    ['y where it has few values', ['y', 'x', 'group'], (i) => [`${i % 2}`, `${i}`, `g${i % 5}`], 'y', ['x']],
    ['no row number', ['Id', 'width', 'class'], (i) => [`${i}`, `${i / 2}`, `c${i % 2}`], 'class', ['width']],
    ['no codes', ['code', 'width', 'class'], (i) => [`P-${i}`, `${i / 2}`, `c${i % 2}`], 'class', ['width']],
    ['codes if all else fails', ['code', 'class'], (i) => [`P-${i}`, `c${i % 2}`], 'class', ['code']],
    ['a category if need be', ['colour', 'class'], (i) => [`c${i % 3}x`, `c${i % 2}`], 'class', ['colour']],
  ])('are guessed: %s', (_, header, row, label, inputs) => {
    expect(describeTable(make(header, numbered.map(row)), guess)).toMatchObject({ label, inputs });
  });

  it('are those that are named', () => {
    const config = { ...guess, label: ' height ', inputs: 'weight' };
    expect(describeTable(measured(), config)).toMatchObject({ label: 'height', inputs: ['weight'] });
    expect(describeTable(measured(), { ...guess, inputs: 'species' }).label).not.toBe('species');
  });

  it('may have commas in their names', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`${i}`, `${i}`, `${i}`, `${i % 2}`]);
    const own = make(['a', 'a, b', 'b', 'label'], rows);
    const inputsOf = (inputs: string) => describeTable(own, { ...guess, inputs }).inputs;
    expect(inputsOf('a, b')).toEqual(['a, b']);
    expect(inputsOf('a,b')).toEqual(['a', 'b']);
    expect(inputsOf('b,a, b , a,b')).toEqual(['b', 'a, b', 'a']);
  });

  it('may be named __proto__ and constructor', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`${i}`, i % 2 ? '__proto__' : 'constructor']);
    const own = make(['constructor', '__proto__'], rows);
    const config = { ...guess, label: '__proto__', inputs: 'constructor' };
    expect(describeTable(own, config)).toMatchObject({ label: '__proto__', inputs: ['constructor'] });
    const data = table(config, 1, own);
    expect(data.classes).toEqual(['__proto__', 'constructor']);
    expect(data.train.size + data.validation.size).toBe(20);
    expect(refusal(() => describeTable(own, { ...guess, label: 'toString' })).kind).toBe('BadSetting');
  });

  it.each<[string, Partial<TableConfig>, string]>([
    [
      'an unknown label',
      { label: 'sort' },
      'no column "sort" to be the label; the columns are "height", "weight"',
    ],
    [
      'an unknown input',
      { inputs: 'height,wait' },
      'no column "wait" to be an input; the columns are "height"',
    ],
    ['a label as input', { label: 'height', inputs: 'height' }, '"height" is both the label and an input'],
    [
      'text with numbers',
      { label: 'weight', inputs: 'height,species' },
      '"species" is text and cannot be mixed',
    ],
  ])('refuse %s', (_, config, message) => {
    for (const use of [describeTable, (own: Table, c: TableConfig) => table(c, 1, own)]) {
      const failure = refusal(() => use(measured(), { ...guess, ...config }));
      expect(failure.kind).toBe('BadSetting');
      expect(failure.message).toContain(message);
    }
    expect(countBadRows(measured(), { ...guess, ...config })).toBe(0);
  });
});
