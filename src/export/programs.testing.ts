// For tests: other people's programs (Node, Python with PyTorch) that open what was saved, in a folder of their own.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { bytesOf, type ExportFile } from './files.ts';

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'export-tests');

/** Writes files into a fresh folder inside the project, so that Node finds the project's packages from there. */
export function inFolder<T>(files: readonly ExportFile[], use: (folder: string) => T): T {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'run-'));
  try {
    for (const file of files) {
      const path = join(folder, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytesOf(file));
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program prints. Throws with its errors where it fails. */
export function run(program: string, args: readonly string[], folder: string): string {
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONIOENCODING: 'utf-8', NODE_OPTIONS: '' };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`);
  return stdout;
}

const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'python3'));

/** A Python that has PyTorch: `PYTHON`, or any of those on the path; null where there is none. */
export const pythonWithTorch: string | null =
  [process.env.PYTHON, ...onPath, 'python'].find(
    (program) => program !== undefined && spawnSync(program, ['-c', 'import torch']).status === 0,
  ) ?? null;

/** The numbers behind "logits" in what an example program prints. */
export function printedLogits(output: string): number[] {
  const line = output.split('\n').find((text) => text.startsWith('logits '));
  if (line === undefined) throw new Error(`no logits in: ${output}`);
  return JSON.parse(line.slice('logits '.length));
}
