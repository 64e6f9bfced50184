// Series, charts and reports as text: what a program reads must be there, and nothing typed may become markup.

import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { zipped } from '../files.ts';
import { chartSvg } from './chart.ts';
import { reportPage } from './report.ts';
import { seriesCsv, seriesJson } from './series.ts';

const column = (steps: number[], values: number[]) => ({
  // Longer than what counts, as growing arrays are.
  steps: Float32Array.of(...steps, 99),
  values: Float32Array.of(...values, 99),
  length: steps.length,
});

const columns = new Map([
  ['student.loss', column([1, 2], [0.1, Number.NaN])],
  ['teacher.loss', column([1], [2.5])],
  ['student.accuracy', column([0, 2], [0.125, 1])],
  ['gain', column([1], [7])],
]);

describe('series', () => {
  it('CSV has one row a step, and empty cells where nothing was measured', () => {
    expect(seriesCsv(columns).split('\r\n')).toEqual([
      'step,teacher.loss (nats),student.loss (nats),student.accuracy (share)',
      '0,,,0.125',
      '1,2.5,0.100000001,',
      '2,,,1',
      '',
    ]);
  });

  it('JSON can be parsed, whatever was measured', () => {
    const { link, series } = JSON.parse(seriesJson(columns, { link: '#v=1' }));
    expect(link).toBe('#v=1');
    expect(series['student.loss']).toEqual({ unit: 'nats', steps: [1, 2], values: [0.100000001, null] });
    expect(Object.keys(series)).not.toContain('gain');
  });
});

const picture = {
  title: 'Loss <b>',
  unit: 'nats',
  x: { domain: [0, 10], ticks: [0, 5, 10] },
  y: { domain: [0, 1], ticks: [0, 1] },
  lines: [
    {
      label: 'Student & co',
      color: '#00785a',
      dash: 'none',
      points: [
        { step: 0, value: 1 },
        { step: 5, value: Number.NaN },
        { step: 10, value: 0 },
      ],
    },
  ],
  format: String,
} as const;

describe('chart', () => {
  it('has its title, its legend, and a gap where there is no number', () => {
    const svg = chartSvg(picture);
    expect(svg).toContain('Loss &lt;b&gt;');
    expect(svg).toContain('Student &amp; co');
    expect(/<path d="([^"]+)"/.exec(svg)?.[1]).toMatch(/^M[\d. ]+M[\d. ]+$/);
  });
});

describe('report', () => {
  it('escapes what visitors can write', () => {
    const page = reportPage({
      title: 'A report',
      conclusion: ['<script>alert(1)</script>'],
      facts: [],
      figures: { header: ['Measure', 'Teacher'], rows: [['Accuracy', '90 %']] },
      charts: [picture],
      settings: [
        { name: 'Seed', value: '<i>', isDefault: false },
        { name: 'Alpha', value: '0.9', isDefault: true },
      ],
      link: '#v=1&"',
    });
    expect(page).not.toMatch(/<script>|<i>/);
    expect(page).toContain('&lt;script&gt;');
  });
});

/** Vitest compares large arrays number by number, in minutes. */
const isSame = (a: Uint8Array | undefined, b: Uint8Array) => a !== undefined && Buffer.compare(a, b) === 0;

describe('zip', () => {
  it('gives back every file, and the same bytes each time', async () => {
    const files = [
      { path: 'a.txt', content: 'text' },
      { path: 'empty.json', content: '' },
      { path: 'folder/weights.bin', content: Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251) },
    ];
    const shares: number[] = [];
    const zip = await zipped(files, (share) => shares.push(share));
    const opened = unzipSync(zip);
    expect(Object.keys(opened)).toEqual(files.map(({ path }) => path));
    expect(isSame(opened['folder/weights.bin'], files[2]?.content as Uint8Array)).toBe(true);
    expect(shares.at(-1)).toBe(1);
    expect(isSame(await zipped(files), zip)).toBe(true);
  });
});
