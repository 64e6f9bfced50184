// Where graphics are only imitated in software: measures, while nobody wants anything, whether they are slower than the
// processor all the same. Loaded only there; short (some seconds, once), remembered in this browser.

import { type Answer, benchmarkWorker, type Order } from '../shared/bench/messages.ts';
import {
  type BackendName,
  backendNames,
  type SoftwareGraphics,
  type StepPace,
} from '../shared/catalog/backends.ts';
import { spawnWorker } from './spawn-worker.ts';

/** What a backend's trial is made of: one step that compiles, a few that warm up, a few whose time is taken. */
const trial = { warm: 5, timed: 10, mostMs: 15_000 };
const idleMs = 10_000;
const pollMs = 500;
const key = 'software-pace';

/** Kept figures hold for the drivers they were measured on. */
const keyOf = (software: readonly SoftwareGraphics[]) =>
  software.map(({ name, adapter }) => `${name} ${adapter}`).join('; ');

/** Whatever lies in the browser's store under our key is checked; null where it is of no use. */
export function recallPaces(text: string | null, software: readonly SoftwareGraphics[]): StepPace[] | null {
  try {
    const kept = JSON.parse(text ?? 'null') as { on?: unknown; paces?: unknown } | null;
    if (kept?.on !== keyOf(software) || !Array.isArray(kept.paces)) return null;
    const paces = kept.paces as Partial<StepPace>[];
    const isPace = ({ name, stepMs }: Partial<StepPace>) =>
      backendNames.includes(name as BackendName) && typeof stepMs === 'number' && stepMs > 0;
    return paces.every(isPace) ? (paces as StepPace[]) : null;
  } catch {
    return null;
  }
}

export const writePaces = (paces: readonly StepPace[], software: readonly SoftwareGraphics[]): string =>
  JSON.stringify({ on: keyOf(software), paces });

type Ask = (order: Order) => Promise<Answer>;

/** ms of one step; null where the backend does not start or takes too long. */
export async function stepTime(name: BackendName, ask: Ask): Promise<number | null> {
  const contender = name === 'webgpu' ? 'recorded' : 'ours';
  const orders: Order[] = [
    { kind: 'start', contender, backend: name, workload: 'W2a' },
    { kind: 'run', steps: 1 },
    { kind: 'run', steps: trial.warm },
    { kind: 'run', steps: trial.timed },
  ];
  let lastMs = 0;
  for (const order of orders) {
    const answer = await ask(order);
    if ('failed' in answer) return null;
    lastMs = answer.ms;
  }
  return lastMs / trial.timed;
}

/** The same in a worker that is ended afterwards, and as soon as it is no longer wanted. */
async function inWorker(name: BackendName, isWanted: () => boolean): Promise<number | null> {
  const worker = spawnWorker(benchmarkWorker);
  let watch: ReturnType<typeof setInterval> | undefined;
  const until = performance.now() + trial.mostMs;
  const given = new Promise<null>((resolve) => {
    worker.onerror = () => resolve(null);
    watch = setInterval(() => {
      if (!isWanted() || performance.now() > until) resolve(null);
    }, pollMs / 5);
  });
  const ask: Ask = (order) =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.postMessage(order);
    });
  try {
    return await Promise.race([stepTime(name, ask), given]);
  } finally {
    clearInterval(watch);
    worker.terminate();
  }
}

/** A browser that keeps nothing measures once a page. */
function kept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // It holds for this page.
  }
}

async function untilIdle(isIdle: () => boolean): Promise<void> {
  for (let since = performance.now(); performance.now() - since < idleMs; ) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    if (!isIdle() || document.visibilityState === 'hidden') since = performance.now();
  }
}

/** Remembered figures at once; else measured as soon as `isIdle` has held for a while, and once more where it did not last. */
export async function softwarePaces(
  software: readonly SoftwareGraphics[],
  isIdle: () => boolean,
): Promise<readonly StepPace[]> {
  const remembered = recallPaces(kept(), software);
  if (remembered !== null) return remembered;
  for (;;) {
    await untilIdle(isIdle);
    const paces: StepPace[] = [];
    for (const name of ['wasm' as const, ...software.map((one) => one.name)]) {
      const stepMs = isIdle() ? await inWorker(name, isIdle) : null;
      if (stepMs !== null) paces.push({ name, stepMs });
    }
    if (!isIdle()) continue;
    keep(writePaces(paces, software));
    return paces;
  }
}
