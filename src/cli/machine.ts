// What an experiment needs of this machine: its data, and a backend. Prints nothing.

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
import { ArgumentError, type Arguments } from './args.ts';
import { nodeGpu } from './gpu.ts';

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

export type Load = (config: Config) => Promise<TaskData>;

/** Makes the data of a config: the visitor's own file is read once, whatever the seeds. */
export async function taskLoader({
  config,
  dataFile,
}: Pick<Arguments, 'config' | 'dataFile'>): Promise<Load> {
  const { kind } = config.task;
  const sources = {
    table: dataFile !== null && kind === 'table' ? await openTable(dataFile) : null,
    text: dataFile !== null && kind === 'text' ? await openText(dataFile) : null,
    corpus: (name: string) => readFile(inProject('public', 'corpora', `${name}.txt`), 'utf8'),
    onProgress() {},
  };
  return ({ task, seed }) => loadTask(task, seed, sources);
}

/** Makes the same data once as long as nothing else is asked for. */
export function loadOnce(load: Load): Load {
  let last: { readonly key: string; readonly data: Promise<TaskData> } | null = null;
  return (config) => {
    const key = JSON.stringify([config.task, config.seed]);
    if (last?.key !== key) last = { key, data: load(config) };
    return last.data;
  };
}

/** Starts a backend in Node. Throws ArgumentError where the one that was named cannot run here. */
export async function startOn(choice: BackendChoice): Promise<BackendInfo> {
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
