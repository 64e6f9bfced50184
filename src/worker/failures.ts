// What ends a run or moves it to another backend, told apart. Knows no run.

import { PlaygroundError } from '../shared/errors.ts';

/** A lost device, told apart from every other error of the loop. */
export class DeviceLostError extends Error {}

/** A read that fails may be the first to know of a lost device: the loss itself is announced within this time. */
const lossAnnouncedMs = 1000;

/** Why the device was lost, if that is what `error` comes from; else null. */
export function reasonOfLoss(error: unknown, lost: Promise<string>): Promise<string | null> | string | null {
  if (error instanceof DeviceLostError) return error.message;
  if (error instanceof PlaygroundError) return null;
  return Promise.race([
    lost,
    new Promise<null>((resolve) => setTimeout(() => resolve(null), lossAnnouncedMs)),
  ]);
}
