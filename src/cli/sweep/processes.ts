// Processes that make runs of a sweep side by side: each is this very program, started anew, and gets settings and trained
// teachers as messages. Also the other side, which such a process is.

import { type ChildProcess, fork } from 'node:child_process';
import type { BackendChoice } from '../../shared/catalog/backends.ts';
import type { Config } from '../../shared/config.ts';
import { loadOnce, startOn, taskLoader } from '../machine.ts';
import { makeTrial, type Taught, type TrialOutcome } from './trial.ts';

/** The word that makes the program such a process; no visitor types it. */
export const processWord = '--sweep-process';

/** Whoever makes runs: this process, or another. */
export interface Hand {
  make(config: Config, known: Taught | null, onTaught: (taught: Taught) => void): Promise<TrialOutcome>;
  close(): void;
}

export interface Setup {
  readonly config: Config;
  readonly dataFile: string | null;
  readonly backend: BackendChoice;
}

interface Order {
  readonly setup: Setup;
  readonly config: Config;
  readonly known: Taught | null;
}

type Answer =
  | { readonly type: 'taught'; readonly taught: Taught }
  | { readonly type: 'outcome'; readonly outcome: TrialOutcome };

/** Makes runs in this process, one after the other. */
export async function handHere(setup: Setup): Promise<Hand> {
  const load = loadOnce(await taskLoader(setup));
  const backend = await startOn(setup.backend);
  return {
    make: (config, known, onTaught) => makeTrial(config, known, onTaught, { load, backend }),
    close() {},
  };
}

/** Throws nothing: a process that ends too early has made a run that failed. */
export function handElsewhere(setup: Setup, program: string): Hand {
  let child: ChildProcess | null = null;
  const start = (): ChildProcess => {
    const fresh = fork(program, [processWord], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    fresh.once('exit', () => {
      if (child === fresh) child = null;
    });
    return fresh;
  };
  return {
    make: (config, known, onTaught) =>
      new Promise((resolve) => {
        child ??= start();
        const current = child;
        const end = (outcome: TrialOutcome) => {
          current.off('message', hear);
          current.off('exit', onExit);
          resolve(outcome);
        };
        const onExit = (code: number | null) =>
          end({ failed: `Its process ended (${code ?? 'killed'}).`, figures: {}, backend: '' });
        const hear = (answer: Answer) => {
          if (answer.type === 'taught') onTaught(answer.taught);
          else end(answer.outcome);
        };
        current.on('message', hear);
        current.on('exit', onExit);
        current.send({ setup, config, known } satisfies Order);
      }),
    close: () => void child?.kill(),
  };
}

/** What the program does as such a process: orders one after the other, until it is ended. */
export function serve(): void {
  let hand: Promise<Hand> | null = null;
  const answer = (message: Answer) => process.send?.(message);
  process.on('message', async ({ setup, config, known }: Order) => {
    hand ??= handHere(setup);
    const outcome = await (await hand).make(config, known, (taught) => answer({ type: 'taught', taught }));
    answer({ type: 'outcome', outcome });
  });
  process.on('disconnect', () => process.exit(0));
}
