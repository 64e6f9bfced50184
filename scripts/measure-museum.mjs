// Measures every exhibit of the bug museum: what the student has, what the control with the mistake has, and how long the
// whole run takes, teacher included, on the processor backend. All of them together are written to docs/museum.md.
//
//   npm run measure:museum -- [mistake ...] [key=value ...]

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { inProject } from './project.mjs';

const distill = fileURLToPath(new URL('./distill.mjs', import.meta.url));
const words = process.argv.slice(2);
const settings = words.filter((word) => word.includes('='));
const chosen = words.filter((word) => !word.includes('='));

const { module } = await runnerImport(inProject('src/shared/catalog/museum.ts'), {
  configFile: false,
  logLevel: 'error',
});
const { exhibits, exhibitHash, effectSeen } = module;

/** The column of a metric table by the name that the terminal gives it. */
const names = { accuracy: 'valAccuracy', loss: 'trainLoss' };
const said = {
  accuracy: 'accuracy',
  agreement: 'agreement',
  loss: 'training loss',
  valLoss: 'validation loss',
  truthKl: 'KL to the truth',
};

/** Makes a program say at its end how long the processor worked for it: on a busy machine the clock tells little. */
const tellsItsTime = `data:text/javascript,process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('\\nprocessor ' + (user + system) / 1e6);
});`;

function run(id) {
  const args = [distill, `#${exhibitHash(id)}`, ...settings, '--backend', 'wasm', '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', tellsItsTime, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return { ...JSON.parse(stdout), processorSeconds: Number(/processor ([\d.]+)/.exec(stderr)?.[1]) };
}

const write = (value, { as }) =>
  Number.isNaN(value) ? 'NaN' : as === 'points' ? `${(100 * value).toFixed(1)} %` : value.toFixed(3);
const amounts = {
  points: (seen) => `${seen.toFixed(1)} points less`,
  times: (seen) => `${seen.toFixed(1)} times`,
  notANumber: (seen) => (seen === 1 ? 'no number' : 'none'),
};

const table = [];
function say(line) {
  table.push(line);
  console.log(line);
}

say('| mistake | look at | right | with the mistake | effect | seconds | processor seconds |');
say('|---|---|--:|--:|--:|--:|--:|');
let missing = 0;
for (const { id, title, effect } of exhibits) {
  if (chosen.length > 0 && !chosen.includes(id)) continue;
  const { lanes, elapsedMs, processorSeconds } = run(id);
  const { measure } = effect;
  // JSON has no NaN: what is not a number arrives as null.
  const [right, wrong] = [lanes.student, lanes.control].map(
    (lane) => lane[names[measure] ?? measure] ?? Number.NaN,
  );
  const seen = effectSeen(effect, right, wrong);
  if (!(seen >= effect.atLeast)) missing += 1;
  const cells = [title, said[measure], write(right, effect), write(wrong, effect), amounts[effect.as](seen)];
  const seconds = [elapsedMs / 1000, processorSeconds].map((time) => time.toFixed(1));
  say(`| ${[...cells, ...seconds].join(' | ')} |`);
}
if (words.length === 0) {
  writeFileSync(
    inProject('docs/museum.md'),
    `# The bug museum, measured

What the student (right) and the control (with the mistake) have at the end of each exhibit, seed 1, and how long the whole
run takes, teacher included: by the clock (on a machine that may have been busy with other things) and by the processor's
own count. Written by \`npm run measure:museum\`, WebAssembly, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}.
The mistakes, their sources and the experiments are \`src/shared/catalog/museum.ts\`; \`src/engine/mistakes/museum.test.ts\`
holds each to the effect it promises.

${table.join('\n')}
`,
  );
}
if (missing > 0) {
  console.error(`${missing} of them show less than they promise.`);
  process.exitCode = 1;
}
