// Measures what distillation is worth on the default experiment, over several seeds, with few labels and with all.
//
//   npm run measure:gain -- [seeds=5] [key=value ...]

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const distill = fileURLToPath(new URL('./distill.mjs', import.meta.url));
const words = process.argv.slice(2);
const seeds = Number(words.find((word) => word.startsWith('seeds='))?.slice(6) ?? 5);
const settings = words.filter((word) => !word.startsWith('seeds='));

function run(seed, labels) {
  const args = [distill, `seed=${seed}`, `distill.labels=${labels}`, ...settings, '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values) =>
  Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / Math.max(1, values.length - 1),
  );
const percent = (share) => (100 * share).toFixed(1).padStart(7);

console.log('labels  seed  teacher  student  control  agreement    gain (points)');
for (const labels of [80, 4000]) {
  const results = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const result = run(seed, labels);
    results.push(result);
    const { teacher, student, control } = result.lanes;
    const lanes = [teacher, student, control].map(({ valAccuracy }) => percent(valAccuracy)).join('  ');
    console.log(
      `${String(labels).padStart(6)}  ${String(seed).padStart(4)}  ${lanes}  ${percent(student.agreement)}      ${result.gain.toFixed(1).padStart(6)}`,
    );
  }
  const gains = results.map(({ gain }) => gain);
  console.log(
    `${String(labels).padStart(6)}  mean gain ${mean(gains).toFixed(2)} points, standard deviation ${deviation(gains).toFixed(2)}, on ${results[0].backend.name}\n`,
  );
}
