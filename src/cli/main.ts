// The terminal's entry: reads arguments, trains with the same engine as the page, prints the result.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { startBackend } from '../engine/backend/choose.ts';
import type { Host } from '../engine/backend/internals.ts';
import { readTable } from '../engine/tasks/table/parse.ts';
import { loadTask, type TaskData } from '../engine/tasks/task.ts';
import { readPlainText } from '../engine/text/open.ts';
import type { BackendChoice, BackendInfo } from '../shared/catalog/backends.ts';
import type { Config } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import type { Checkpoint } from '../shared/protocol.ts';
import { ArgumentError, type Arguments, readArguments } from './args.ts';
import { type Progress, type Result, runExperiment } from './experiment.ts';
import { nodeGpu } from './gpu.ts';
import { helpText } from './help.ts';
import { compareLosses, lossesTable } from './losses.ts';
import { saveTo } from './save.ts';
import { runSeeds, seedsSummary } from './seeds.ts';

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

function summary({ backend, lanes, gain, elapsedMs, link }: Result): string {
  const rows = Object.entries(lanes).map(([id, { parameters, valAccuracy, valLoss, ...more }]) => {
    const facts = [
      `${id.padEnd(8)} ${String(parameters).padStart(9)} parameters`,
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
    `gain     ${gain >= 0 ? '+' : ''}${gain.toFixed(1)} points (student minus control)`,
    `${(elapsedMs / 1000).toFixed(1)} s on ${backend.name}. ${backend.reason}`,
    link,
  ].join('\n');
}

/** The program is built into node_modules/.cache/cli, three folders below the project's own. */
const inProject = (...parts: string[]): string => join(import.meta.dirname, '..', '..', '..', ...parts);

const openFile = (file: string) =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new ArgumentError(`--data ${file} cannot be read (${error.code ?? error.message}).`);
  });

/** Size and encoding are read as on the page. */
async function openText(file: string): Promise<string> {
  const content = new Blob([new Uint8Array(await openFile(file))]);
  return readPlainText({ name: basename(file), content, encoding: null });
}

async function openTable(file: string) {
  const content = new Blob([new Uint8Array(await openFile(file))]);
  return readTable({ name: basename(file), content, encoding: null }, () => {});
}

type Load = (config: Config) => Promise<TaskData>;

/** Makes the data of a config: the visitor's own file is read once, whatever the seeds. */
async function taskLoader({ config, dataFile }: Arguments): Promise<Load> {
  const { kind } = config.task;
  const sources = {
    table: dataFile !== null && kind === 'table' ? await openTable(dataFile) : null,
    text: dataFile !== null && kind === 'text' ? await openText(dataFile) : null,
    corpus: (name: string) => readFile(inProject('public', 'corpora', `${name}.txt`), 'utf8'),
    onProgress() {},
  };
  return ({ task, seed }) => loadTask(task, seed, sources);
}

async function start(choice: BackendChoice): Promise<BackendInfo> {
  const resolve = createRequire(import.meta.url).resolve;
  const host: Host = {
    wasmPaths: `${join(dirname(resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out')}/`,
    gpu: choice === 'webgpu' || choice === 'auto' ? await nodeGpu(choice === 'webgpu') : null,
  };
  const { info } = await startBackend(choice, host);
  if (choice !== 'auto' && info.name !== choice)
    throw new ArgumentError(`--backend ${choice}: ${info.reason}`);
  return info;
}

async function main(words: Arguments): Promise<void> {
  const { config, backend: choice, json, seeds, save } = words;
  const load = await taskLoader(words);
  const task = await load(config);
  for (const note of task.notes) process.stderr.write(`${note}\n`);
  const info = await start(choice);
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
  const words = readArguments(process.argv.slice(2));
  if (words.help) process.stdout.write(`${helpText()}\n`);
  else await main(words);
  process.exit(0);
} catch (error) {
  if (error instanceof PlaygroundError) process.stderr.write(`${error.message} ${error.failure.remedy}\n`);
  else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const fault =
    error instanceof ArgumentError ||
    (error instanceof PlaygroundError && error.failure.kind.startsWith('Bad'));
  process.exit(fault ? 2 : 1);
}
