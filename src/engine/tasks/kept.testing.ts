// For tests: data of tasks, made once for all runs of a file that learn from the same.

import type { Config } from '../../shared/config.ts';
import { loadTask, type TaskData, type TaskSources } from './task.ts';

const kept = new Map<string, Promise<TaskData>>();

/** As `loadTask`; `sources` must give the same for the same `name`. */
export function keptTask({ task, seed }: Config, sources: TaskSources, name = ''): Promise<TaskData> {
  const key = JSON.stringify([task, seed, name]);
  const known = kept.get(key) ?? loadTask(task, seed, sources);
  kept.set(key, known);
  return known;
}
