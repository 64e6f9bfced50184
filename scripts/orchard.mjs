// Writes public/tables/orchard.csv, the table of the lesson "Your own data": apples of five varieties that do not exist, drawn
// from a generator with a fixed start. The same every time.

import { writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';

/** Mulberry32: small, even enough for a table. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const uniform = generator(20);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/** Two kinds of tree in each variety, early and late: one average apple would describe neither. */
const varieties = {
  Amberly: [
    [62, 45, 70, 11.2],
    [78, 20, 55, 14.6],
  ],
  Brookfield: [
    [70, 62, 62, 12.4],
    [64, 30, 84, 12.0],
  ],
  Cresset: [
    [82, 50, 72, 13.6],
    [69, 74, 76, 10.4],
  ],
  Dunmore: [
    [75, 35, 80, 10.6],
    [61, 68, 58, 14.0],
  ],
  Elverin: [
    [66, 15, 66, 13.2],
    [80, 70, 60, 11.6],
  ],
};
const spread = [3.4, 7, 5, 0.8];
const digits = [1, 0, 0, 1];

const rows = [];
for (let i = 0; i < 1500; i++) {
  const names = Object.keys(varieties);
  const name = names[Math.floor(uniform() * names.length)];
  const centre = varieties[name][uniform() < 0.5 ? 0 : 1];
  rows.push(
    [...centre.map((mean, at) => (mean + spread[at] * normal()).toFixed(digits[at])), name].join(','),
  );
}
writeFileSync(
  inProject('public/tables/orchard.csv'),
  `diameter_mm,redness_pct,firmness_n,sugar_brix,variety\n${rows.join('\n')}\n`,
);
