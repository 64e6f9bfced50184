// For tests: a task's sources in Node, with nothing of the visitor's own.

import { readFile } from 'node:fs/promises';
import type { TaskSources } from './task.ts';

export const noSources: TaskSources = {
  table: null,
  text: null,
  corpus: (name) => readFile(new URL(`../../../public/corpora/${name}.txt`, import.meta.url), 'utf8'),
  onProgress() {},
};
