// The benchmark itself: contenders step in turn, block by block, so that whatever else the machine does meets all of them
// alike. Knows neither threads nor libraries: whoever calls it brings rivals that answer.

import type { Answer, BenchBackend, ContenderName, Counts, Order, Ran } from './messages.ts';
import type { WorkloadId } from './workloads.ts';

export interface Rival {
  readonly contender: ContenderName;
  /** Rejects where the contender is gone. */
  ask(order: Order): Promise<Answer>;
  end(): void;
}

export interface Timing {
  readonly contender: ContenderName;
  /** ms of one step in each block, in the order measured. */
  readonly stepMs: readonly number[];
  /** Of that the contender's own thread. */
  readonly threadMs: readonly number[];
  /** What a step asked of WebGPU, in the last block. */
  readonly counts: Counts | null;
  readonly bytes: number | null;
  readonly device: string;
  /** Loss of the tenth step, nats; null where it did not get so far. */
  readonly tenthLoss: number | null;
  /** From nothing to the first step's loss, ms. */
  readonly firstMs: number | null;
  /** Why there are no figures; null where there are. */
  readonly missing: { readonly kind: 'failed' | 'skipped'; readonly reason: string } | null;
}

export interface RaceRules {
  readonly backend: BenchBackend;
  readonly workload: WorkloadId;
  readonly blocks: number;
  readonly blockMs: number;
  /** A contender whose first ten steps take longer is left out. */
  readonly patienceMs: number;
  /** A contender whose blocks take longer in all has fewer, but three. */
  readonly measuredMs: number;
}

export interface Progress {
  readonly workload: WorkloadId;
  readonly contender: ContenderName;
  /** null while it warms up. */
  readonly block: number | null;
  readonly blocks: number;
}

export interface Watcher {
  told(progress: Progress): void;
  isWanted(): boolean;
}

class Skipped extends Error {}

const leastBlocks = 3;
const firstSteps = 10;

async function answered(rival: Rival, order: Order, withinMs: number): Promise<Ran> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const seconds = Math.round(withinMs / 1000);
    timer = setTimeout(
      () => reject(new Skipped(`no answer within ${seconds} s`)),
      Math.min(withinMs, 2 ** 31 - 1),
    );
  });
  try {
    const answer = await Promise.race([rival.ask(order), late]);
    if ('failed' in answer) throw new Error(answer.failed);
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

/** Ten steps and their loss, then as many as warm up the compilers; the steps of a block that takes about `blockMs`. */
async function warmUp(rival: Rival, { backend, workload, blockMs, patienceMs }: RaceRules) {
  const { contender } = rival;
  const run = (steps: number) => answered(rival, { kind: 'run', steps }, patienceMs);
  const started = await answered(rival, { kind: 'start', contender, backend, workload }, patienceMs);
  const first = await run(1);
  const second = await run(1);
  const left = firstSteps - 2;
  if (started.ms + first.ms + second.ms + left * second.ms > patienceMs)
    throw new Skipped(
      `a step takes ${(second.ms / 1000).toFixed(1)} s: ten would take more than ${Math.round(patienceMs / 1000)} s`,
    );
  const tenth = await run(left);
  let [stepMs, spentMs] = [tenth.ms / left, tenth.ms];
  while (spentMs < 10 * blockMs) {
    const steps = Math.max(1, Math.min(200, Math.round(blockMs / stepMs)));
    const { ms } = await run(steps);
    stepMs = ms / steps;
    spentMs += ms;
  }
  const steps = Math.max(1, Math.round(blockMs / stepMs));
  return { tenthLoss: tenth.loss, firstMs: started.ms + first.ms, steps, device: started.device };
}

const nothing = { tenthLoss: null, firstMs: null, counts: null, bytes: null, device: '' };

/** All of them on one workload; what was measured so far where it is no longer wanted. Ends the rivals. */
export async function race(
  rivals: readonly Rival[],
  rules: RaceRules,
  { told, isWanted }: Watcher,
): Promise<Timing[]> {
  const { workload, blocks, measuredMs } = rules;
  const missing = (error: unknown): NonNullable<Timing['missing']> => {
    // Whoever stops the race ends contenders in the middle of a step.
    if (!isWanted()) return { kind: 'skipped', reason: 'stopped' };
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof Skipped ? 'skipped' : 'failed', reason };
  };
  const timings = new Map<Rival, Timing & { readonly steps: number }>();
  for (const rival of rivals) {
    const { contender } = rival;
    if (!isWanted()) break;
    told({ workload, contender, block: null, blocks });
    const none = { contender, stepMs: [], threadMs: [], ...nothing, steps: 0, missing: null };
    try {
      timings.set(rival, { ...none, ...(await warmUp(rival, rules)) });
    } catch (error) {
      timings.set(rival, { ...none, missing: missing(error) });
      rival.end();
    }
  }
  for (let block = 0; block < blocks; block++) {
    for (const [rival, timing] of timings) {
      if (!isWanted()) break;
      const spentMs = timing.steps * timing.stepMs.reduce((sum, ms) => sum + ms, 0);
      if (timing.missing !== null || (block >= leastBlocks && spentMs > measuredMs)) continue;
      told({ workload, contender: rival.contender, block, blocks });
      try {
        const ran = await answered(rival, { kind: 'run', steps: timing.steps }, Number.MAX_SAFE_INTEGER);
        const { counts, bytes } = ran;
        const stepMs = [...timing.stepMs, ran.ms / timing.steps];
        const threadMs = ran.threadMs === null ? timing.threadMs : [...timing.threadMs, ran.threadMs];
        timings.set(rival, { ...timing, stepMs, threadMs, counts, bytes });
      } catch (error) {
        timings.set(rival, { ...timing, missing: missing(error) });
      }
    }
  }
  for (const rival of rivals) rival.end();
  return [...timings.values()];
}

/** The largest difference between any two contenders' tenth losses, nats. */
export function lossSpread(timings: readonly Timing[]): number {
  const losses = timings.flatMap(({ tenthLoss }) => (tenthLoss === null ? [] : [tenthLoss]));
  return losses.length === 0 ? 0 : Math.max(...losses) - Math.min(...losses);
}

/** All contenders did the same work where their tenth losses lie no further apart, nats. */
export const sameLoss = 1e-4;
