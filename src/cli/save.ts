// Writes a trained lane, or the experiment, to disk: a zip, a page, or a folder.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { portableExperiment, portableLane } from '../engine/portable.ts';
import type { TaskData } from '../engine/tasks/task.ts';
import { bytesOf, type ExportFile, zipped } from '../export/files.ts';
import { formats } from '../export/formats.ts';
import { torchFiles } from '../export/torch/experiment.ts';
import type { Config } from '../shared/config.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';
import { ArgumentError, type SaveRequest } from './args.ts';

async function write(path: string, files: readonly ExportFile[]): Promise<void> {
  const [only] = files;
  if (path.endsWith('.html') && only !== undefined) return writeFile(path, bytesOf(only));
  if (path.endsWith('.zip')) return writeFile(path, await zipped(files));
  for (const file of files) {
    const target = join(path, file.path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytesOf(file));
  }
}

/** `checkpoint` is null for an experiment that is only written down. Throws an ArgumentError where PATH cannot be written. */
export async function saveTo(
  { path, what, lane }: SaveRequest,
  config: Config,
  task: TaskData,
  checkpoint: Checkpoint | null,
): Promise<void> {
  let files: readonly ExportFile[];
  if (what === 'torch') files = torchFiles(await portableExperiment(config, task));
  else if (checkpoint !== null)
    files = formats[what].files(portableLane(config, task, lane, checkpoint.lanes[lane]));
  else throw new Error('there are no weights to save');
  try {
    await write(path, files);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ArgumentError(`--save ${path} cannot be written (${reason}).`);
  }
}
