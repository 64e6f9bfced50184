// Measures the cases of the article ("Does it work for my case?") over several seeds each, and writes their figures where the
// page finds them (src/shared/catalog/cases.measured.ts) and as a table for readers (docs/cases.md).
//
//   npm run measure:cases -- [case ...]      all of them, or those that are named: the others keep their figures

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { giveUp, inProject, programs, runNode } from './project.mjs';

const distill = fileURLToPath(new URL('./distill.mjs', import.meta.url));
const load = async (name) => {
  const file = inProject('src/shared/catalog', name);
  return (await runnerImport(file, { configFile: false, logLevel: 'error' })).module;
};
const { cases, caseIds, findingOf } = await load('cases.ts');
const { measured: before } = await load('cases.measured.ts');

const chosen = process.argv.slice(2);
const unknown = chosen.find((id) => !caseIds.includes(id));
if (unknown !== undefined) giveUp(`There is no case "${unknown}". There are: ${caseIds.join(', ')}.`);

const measured = { ...before };

/** A measure's column by the name that the terminal gives it. */
const fieldOf = (column) => (column === 'accuracy' ? 'valAccuracy' : column);
const exactly = (value) => Number(value.toPrecision(5));

function measure(id) {
  const { hash, seeds } = cases[id];
  const args = [distill, `#${hash}`, '--seeds', String(seeds), '--backend', 'wasm', '--json'];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) giveUp(`The case "${id}" could not be measured (see above).`);
  const { runs, spread } = JSON.parse(stdout);
  const field = fieldOf(spread.measure);
  const rows = runs.map(({ config, lanes }) => {
    const lane = (name) => exactly(lanes[name][field]);
    return {
      seed: config.seed,
      teacher: lane('teacher'),
      student: lane('student'),
      control: lane('control'),
    };
  });
  return { hash, backend: runs[0].backend.name, seeds: rows };
}

/** At the end alone: the terminal's program is built anew where a source has changed. */
function write() {
  const file = inProject('src/shared/catalog/cases.measured.ts');
  const entries = Object.fromEntries(caseIds.flatMap((id) => (measured[id] ? [[id, measured[id]]] : [])));
  const text = `// Written by \`npm run measure:cases\`: change nothing by hand.

import type { CaseId, MeasuredCase } from './cases.ts';

export const measured: Readonly<Record<CaseId, MeasuredCase>> = ${JSON.stringify(entries)};
`;
  writeFileSync(file, text);
  runNode([programs.biome, 'format', '--write', file], { stdio: 'ignore' });
}

const verdicts = { worth: 'worth it', nothing: 'no difference seen', costs: 'costs more than it gives' };

function table() {
  const rows = caseIds.map((id) => {
    const { measure: of, gain, verdict, ...lanes } = findingOf(id, measured[id]);
    const isShare = of.unit === 'points';
    const figure = (value) => (isShare ? (100 * value).toFixed(1) : value.toFixed(3));
    const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(isShare ? 1 : 3)}`;
    return [
      cases[id].situation,
      `${of.label}, ${isShare ? '%' : 'nats'}`,
      ...['teacher', 'student', 'control'].map((lane) => figure(lanes[lane])),
      `${signed(gain.mean)} (${gain.interval.map(signed).join(' to ')})`,
      verdicts[verdict],
      `\`#${measured[id].hash}\``,
    ];
  });
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

// Whatever ends the script, what was measured stays.
process.on('exit', write);
for (const id of chosen.length > 0 ? chosen : caseIds) {
  measured[id] = measure(id);
  const { gain, measure: of } = findingOf(id, measured[id]);
  console.log(
    `${id}: ${gain.mean.toFixed(3)} ${of.unit}, ${gain.interval.map((end) => end.toFixed(3)).join(' to ')}`,
  );
}

const missing = caseIds.filter((id) => measured[id] === undefined);
if (missing.length > 0) giveUp(`Not measured yet: ${missing.join(', ')}.`);
const counts = caseIds.map((id) => cases[id].seeds);
writeFileSync(
  inProject('docs/cases.md'),
  `# Does it work for my case?

Situations, each an experiment that is one link, measured over ${Math.min(...counts)} to ${Math.max(...counts)} seeds. Written by \`npm run measure:cases\`, the
terminal's WebAssembly backend, ${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}: change nothing by hand. The page shows the same in its article, where every row can be run.

The control has the student's initial weights and sees the same labels without a teacher. The gain is the student's figure less
the control's (for nats, where less is better, the other way round), a mean over the seeds, with the 95 % confidence interval of
that mean by Student's t. A seed draws data, weights and batches anew. "Worth it" and "costs more than it gives" say that the
interval lies above or below zero; where it holds zero, no difference was seen.

| situation | measure | teacher | student | control | gain, points or nats (95 % interval) | | link |
|---|---|--:|--:|--:|--:|---|---|
${table()}

These are small models and tasks: what carries over to large ones is which way the gain goes and why, not its size.
`,
);
console.log('Written to docs/cases.md');
