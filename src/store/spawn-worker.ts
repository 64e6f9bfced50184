// Starts a worker. The only place that knows its file; what it does there follows from its name.

/** The engine's worker; its name says which part it plays. */
export const spawnWorker = (name: string): Worker =>
  new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name });
