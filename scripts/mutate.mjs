// Plants the four classic mistakes of distillation (and an ignored mask) into the engine, one at a time and in memory alone,
// and shows that the tests of the losses and of training notice each.
//
//   npm run mutate

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inProject, runNode } from './project.mjs';

/** `edits`: [file, what stands there, what is put in its place]. */
const mutations = [
  {
    name: 'T^2 dropped',
    edits: [
      [
        'src/engine/losses/forward-kl.ts',
        'tf.mul(scale, meanRows(rows, weights))',
        'tf.mul(1, meanRows(rows, weights))',
      ],
    ],
  },
  {
    name: 'direction swapped',
    edits: [
      [
        'src/engine/losses/forward-kl.ts',
        'tf.mul(tf.exp(logT), tf.sub(logT, logS))',
        'tf.mul(tf.exp(logS), tf.sub(logS, logT))',
      ],
    ],
  },
  {
    name: 'detach forgotten: the teacher learns with the student',
    edits: [
      [
        'src/engine/lanes.ts',
        'return trained.flat();',
        'return [...trained.flat(), ...mentor.model.variables];',
      ],
      [
        'src/engine/objective.ts',
        'if (known !== null && batch.rows !== null',
        'if (known === null && batch.rows !== null',
      ],
    ],
  },
  {
    name: 'mean over the wrong axis',
    edits: [
      ['src/engine/losses/softened.ts', 'tf.sum(x, 1) : tf.mean(x, 1)', 'tf.sum(x, 0) : tf.mean(x, 0)'],
    ],
  },
  {
    name: 'mask ignored',
    edits: [['src/engine/ops/mean-rows.ts', 'tf.sum(tf.mul(rows, weights))', 'tf.mean(rows)']],
  },
];
const tests = ['src/engine/losses/losses.test.ts', 'src/engine/train.test.ts'];

/** A configuration of Vitest that hands the engine the changed source instead of the one on disk. */
function configuration({ edits }, at) {
  const changed = Object.fromEntries(
    edits.map(([file, from, to]) => {
      const source = readFileSync(inProject(file), 'utf8');
      if (source.split(from).length !== 2)
        throw new Error(`${file} does not hold exactly one "${from}": this script is out of date`);
      return [inProject(file), source.replace(from, to)];
    }),
  );
  const plugin = `{ name: 'mutation', enforce: 'pre', load: (id) => changed[id.split('?')[0]] ?? null }`;
  const file = inProject(`node_modules/.cache/mutate/${at}.config.ts`);
  mkdirSync(inProject('node_modules/.cache/mutate'), { recursive: true });
  writeFileSync(
    file,
    `import { mergeConfig } from 'vite';\nimport base from '${inProject('vite.config.ts')}';\nconst changed = ${JSON.stringify(changed)};\nexport default mergeConfig(base, { root: '${inProject('.')}', plugins: [${plugin}] });\n`,
  );
  return file;
}

const vitest = inProject('node_modules/vitest/vitest.mjs');
let survived = 0;
mutations.forEach((mutation, at) => {
  const run = runNode([vitest, 'run', ...tests, '--config', configuration(mutation, at), '--maxWorkers=1'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NO_COLOR: '1' },
  });
  const { status } = run;
  const stdout = String(run.stdout);
  const failed = stdout.match(/^\s*Tests\s.*$/m)?.[0].trim() ?? 'no test ran';
  const first = stdout.match(/^\s*(?:FAIL|×)\s+(.*)$/m)?.[1] ?? '';
  const noticed = status !== 0 && /\d+ failed/.test(failed);
  if (!noticed) survived += 1;
  console.log(
    `${noticed ? 'noticed ' : 'SURVIVED'}  ${mutation.name}\n          ${failed}\n          ${first}`,
  );
});
process.exit(survived === 0 ? 0 : 1);
