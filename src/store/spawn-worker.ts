// Starts a worker. The only place that knows its file; what it does there follows from its name.

export const spawnWorker = (name: string): Worker =>
  new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name });
