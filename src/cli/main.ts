// The terminal's entry: reads arguments, trains with the same engine as the page, prints the result.

import { writeFile } from 'node:fs/promises';
import { controlWords } from '../shared/catalog/mistakes.ts';
import type { Config } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';
import { sweepCsv, type TrialResult } from '../shared/sweep/results.ts';
import { ArgumentError, type Arguments, readArguments, type SweepRequest } from './args.ts';
import { type Progress, type Result, runExperiment } from './experiment.ts';
import { helpText } from './help.ts';
import { compareLosses, lossesTable } from './losses.ts';
import { startOn, taskLoader } from './machine.ts';
import { saveTo } from './save.ts';
import { runSeeds, seedsSummary } from './seeds.ts';
import { handElsewhere, handHere, processWord, serve } from './sweep/processes.ts';
import { runSweep, sweepSummary } from './sweep/sweep.ts';

/** Seeds of a comparison of losses where none are asked for. */
const usualSeeds = 5;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function showProgress({ step, of, latest }: Progress): void {
  if (!process.stderr.isTTY && step !== of) return;
  const accuracy = ['teacher', 'student', 'control']
    .filter((lane) => latest.has(`${lane}.accuracy`))
    .map((lane) => `${lane} ${percent(latest.get(`${lane}.accuracy`) ?? 0)}`);
  const line = `step ${step}/${of} (${Math.floor((100 * step) / of)} %)  ${accuracy.join('  ')}`;
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
}

function summary({ backend, lanes, assistant, gain, elapsedMs, link, config }: Result): string {
  const { teacher, ...students } = lanes;
  const shown = { teacher, ...(assistant === null ? {} : { assistant }), ...students };
  const rows = Object.entries(shown).map(([id, { parameters, valAccuracy, valLoss, ...more }]) => {
    const facts = [
      `${id.padEnd(9)} ${String(parameters).padStart(9)} parameters`,
      `accuracy ${percent(valAccuracy)}`,
      `loss ${valLoss.toFixed(4)} nats`,
      more.exactMatch === undefined ? '' : `exact match ${percent(more.exactMatch)}`,
      more.truthKl === undefined ? '' : `KL to the truth ${more.truthKl.toFixed(4)} nats`,
      more.hiddenAccuracy === undefined ? '' : `hidden class ${percent(more.hiddenAccuracy)}`,
      more.plainHidden === undefined ? '' : `without the bias ${percent(more.plainHidden)}`,
      more.agreement === undefined ? '' : `agrees with the teacher on ${percent(more.agreement)}`,
    ];
    return facts.filter(Boolean).join('  ');
  });
  return [
    ...rows,
    `gain     ${gain >= 0 ? '+' : ''}${gain.toFixed(1)} points (student minus ${controlWords(config.distill.control).minus})`,
    `${(elapsedMs / 1000).toFixed(1)} s on ${backend.name}. ${backend.reason}`,
    link,
  ].join('\n');
}

/** One process makes the runs itself; several are this program again. */
async function sweep({ plan, processes, csv }: SweepRequest, words: Arguments): Promise<void> {
  const hands =
    processes === 1
      ? [await handHere(words)]
      : Array.from({ length: processes }, () => handElsewhere(words, import.meta.filename));
  const made: TrialResult[] = [];
  const beganMs = performance.now();
  const result = await runSweep(plan, hands, (results, of) => {
    const leftMs = ((performance.now() - beganMs) / results.length) * (of - results.length);
    const last = results[results.length - 1];
    if (last?.failed) process.stderr.write(`point ${last.point}, seed ${last.seed} failed: ${last.failed}\n`);
    process.stderr.write(`${results.length} of ${of} runs, about ${Math.ceil(leftMs / 1000)} s left\n`);
    made.splice(0, made.length, ...results);
  });
  for (const hand of hands) hand.close();
  if (csv !== null)
    await writeFile(csv, sweepCsv(plan, made)).catch((error: NodeJS.ErrnoException) => {
      throw new ArgumentError(`--csv ${csv} cannot be written (${error.code ?? error.message}).`);
    });
  process.stdout.write(`${words.json ? JSON.stringify(result) : sweepSummary(plan, result)}\n`);
}

async function main(words: Arguments): Promise<void> {
  const { config, backend: choice, json, seeds, save } = words;
  if (words.sweep !== null) {
    await sweep(words.sweep, words);
    return;
  }
  const load = await taskLoader(words);
  const task = await load(config);
  for (const note of task.notes) process.stderr.write(`${note}\n`);
  const info = await startOn(choice);
  if (save?.what === 'torch') {
    await saveTo(save, config, task, null);
    process.stderr.write(`The experiment is in ${save.path}; nothing was trained here.\n`);
    return;
  }
  let trained: Checkpoint | null = null;
  const run = async (seeded: Config) => {
    const data = seeded === config ? task : await load(seeded);
    const result = await runExperiment(seeded, data, info, showProgress, {}, (checkpoint) => {
      trained = checkpoint;
    });
    if (process.stderr.isTTY) process.stderr.write('\n');
    return result;
  };
  if (words.losses) {
    const count = seeds ?? usualSeeds;
    const table = await compareLosses(config, count, load, info, (name, { config: { seed }, gain }) =>
      process.stderr.write(`seed ${seed}, ${name}: ${gain.toFixed(1)} points\n`),
    );
    process.stdout.write(`${json ? JSON.stringify(table) : lossesTable(table)}\n`);
    return;
  }
  if (seeds === null) {
    const result = await run(config);
    if (save !== null) {
      await saveTo(save, config, task, trained);
      process.stderr.write(`The ${save.lane} is in ${save.path}.\n`);
    }
    process.stdout.write(`${json ? JSON.stringify(result) : summary(result)}\n`);
    return;
  }
  const results = await runSeeds(config, seeds, run);
  process.stdout.write(`${json ? JSON.stringify(results) : seedsSummary(results)}\n`);
}

try {
  if (process.argv[2] === processWord) serve();
  else {
    const words = readArguments(process.argv.slice(2));
    if (words.help) process.stdout.write(`${helpText()}\n`);
    else await main(words);
    process.exit(0);
  }
} catch (error) {
  if (error instanceof PlaygroundError) process.stderr.write(`${error.message} ${error.failure.remedy}\n`);
  else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const fault =
    error instanceof ArgumentError ||
    (error instanceof PlaygroundError && error.failure.kind.startsWith('Bad'));
  process.exit(fault ? 2 : 1);
}
