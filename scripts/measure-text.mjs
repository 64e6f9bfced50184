// Measures what distillation is worth for small language models, over several seeds: on sums and differences (exact match on
// held-out problems) and on a grammar whose truth is known (distance to the true distribution).
//
//   npm run measure:text -- [seeds=3] [arithmetic|grammar] [key=value ...]

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const distill = fileURLToPath(new URL('./distill.mjs', import.meta.url));
const words = process.argv.slice(2);
const seeds = Number(words.find((word) => word.startsWith('seeds='))?.slice(6) ?? 3);
const settings = words.filter((word) => word.includes('=') && !word.startsWith('seeds='));

/** t of Student for a 95 % interval of the mean, by degrees of freedom. */
const t95 = [Number.NaN, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));
const interval = (values) =>
  ((t95[values.length - 1] ?? 1.96) * deviation(values)) / Math.sqrt(values.length);

const percent = (share) => (100 * share).toFixed(1).padStart(9);
const nats = (value) => value.toFixed(3).padStart(9);

/** Each claim is one about every seed, and the gain on average. */
const experiments = {
  arithmetic: {
    title: 'Sums and differences of two-digit numbers: exact match on held-out problems, per cent',
    settings: ['task.kind=text'],
    score: ({ exactMatch }) => exactMatch,
    write: percent,
    gain: (student, control) => 100 * (student - control),
    unit: 'points',
    claims: [
      ['teacher above 90 %', ({ teacher }) => teacher.exactMatch > 0.9],
      ['student ahead of the control', ({ student, control }) => student.exactMatch > control.exactMatch],
    ],
  },
  grammar: {
    title: 'A grammar whose truth is known: KL(truth || model), nats per word',
    settings: [
      'task.kind=text',
      'task.corpus=grammar',
      'distill.labels=200',
      'train.teacherSteps=500',
      'train.studentSteps=300',
    ],
    score: ({ truthKl }) => truthKl,
    write: nats,
    gain: (student, control) => control - student,
    unit: 'nats',
    claims: [
      ['teacher within 0.05 nats of the true entropy', ({ teacher }) => teacher.truthKl < 0.05],
      [
        'student nearer the truth than the control',
        ({ student, control }) => student.truthKl < control.truthKl,
      ],
    ],
  },
};

function run(seed, experiment) {
  const args = [distill, `seed=${seed}`, ...experiment.settings, ...settings, '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

let holdsAll = true;
for (const [name, experiment] of Object.entries(experiments)) {
  if (words.some((word) => word in experiments) && !words.includes(name)) continue;
  const { title, score, write, gain, unit, claims } = experiment;
  console.log(`${title}\nseed    teacher  student  control   gain (${unit})      s`);
  const results = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const result = run(seed, experiment);
    results.push(result);
    const { teacher, student, control } = result.lanes;
    const scores = [teacher, student, control].map((lane) => write(score(lane))).join('');
    const ahead = gain(score(student), score(control)).toFixed(unit === 'points' ? 1 : 3);
    const seconds = (result.elapsedMs / 1000).toFixed(0);
    console.log(`${String(seed).padStart(4)}  ${scores}   ${ahead.padStart(8)}      ${seconds.padStart(6)}`);
  }
  const gains = results.map(({ lanes }) => gain(score(lanes.student), score(lanes.control)));
  const half = seeds > 1 ? ` ± ${interval(gains).toFixed(3)} (95 % interval)` : '';
  console.log(
    `mean gain ${mean(gains).toFixed(3)} ${unit}${half}, on ${results[0].backend.name}; ${results[0].link}`,
  );
  for (const [claim, holds] of claims) {
    const times = results.filter(({ lanes }) => holds(lanes)).length;
    holdsAll &&= times === seeds;
    console.log(`${times === seeds ? 'holds' : 'FAILS'} in ${times} of ${seeds} seeds: ${claim}`);
  }
  console.log('');
}
process.exitCode = holdsAll ? 0 : 1;
