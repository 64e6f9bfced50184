// Measures what distillation is worth on the default experiment, over several seeds, with few labels and with all.
//
//   npm run measure:gain -- [seeds=5] [key=value ...]

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const distill = fileURLToPath(new URL('./distill.mjs', import.meta.url));
const words = process.argv.slice(2);
const seeds = words.find((word) => word.startsWith('seeds='))?.slice(6) ?? '5';
const settings = words.filter((word) => !word.startsWith('seeds='));

function run(labels) {
  const args = [distill, `distill.labels=${labels}`, ...settings, '--seeds', seeds, '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share) => (100 * share).toFixed(1).padStart(7);
const signed = (value) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)}`;
const row = (labels, seed, lanes, gain) => {
  const [teacher, student, control, agreement] = lanes.map(percent);
  return `${String(labels).padStart(6)}  ${String(seed).padStart(4)}  ${teacher}  ${student}  ${control}  ${agreement}      ${signed(gain).padStart(6)}`;
};

console.log('labels  seed  teacher  student  control  agreement    gain (points)');
for (const labels of [80, 4000]) {
  const { runs, spread } = run(labels);
  const figures = runs.map(({ lanes: { teacher, student, control } }) => [
    teacher.valAccuracy,
    student.valAccuracy,
    control.valAccuracy,
    student.agreement,
  ]);
  for (const [i, { config, gain }] of runs.entries()) console.log(row(labels, config.seed, figures[i], gain));
  const means = figures[0].map((_, column) => mean(figures.map((lanes) => lanes[column])));
  console.log(row(labels, 'mean', means, spread.mean));
  if (spread.count > 1) {
    const [low, high] = spread.interval.map(signed);
    console.log(
      `${String(labels).padStart(6)}  standard deviation ${spread.deviation.toFixed(1)}, 95 % confidence interval ${low} to ${high} (Student's t), on ${runs[0].backend.name}`,
    );
  }
  console.log('');
}
