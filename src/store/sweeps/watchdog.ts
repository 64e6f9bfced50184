// Notices a worker that says nothing any more. Counts looks, not the clock: while a device sleeps, page and worker both stand
// still, and the time that passed says nothing.

const lookEveryMs = 5000;
/** Starting a backend, a step of a large model on a slow processor or its scores may each take a good while. */
const silentLooks = 24;

/** Silence that is taken for an end, in seconds. */
export const silenceSeconds = (lookEveryMs * silentLooks) / 1000;

export interface Watchdog {
  /** From now on the worker is expected to speak. */
  watch(): void;
  /** It has spoken. */
  heard(): void;
  /** It may be silent: it has nothing to do. */
  rest(): void;
}

/** `onSilent` is called once for each silence of `silenceSeconds`. */
export function createWatchdog(onSilent: () => void): Watchdog {
  let timer: ReturnType<typeof setInterval> | undefined;
  let looks = 0;

  function rest(): void {
    clearInterval(timer);
    timer = undefined;
  }

  function look(): void {
    looks += 1;
    if (looks < silentLooks) return;
    rest();
    onSilent();
  }

  return {
    watch() {
      looks = 0;
      timer ??= setInterval(look, lookEveryMs);
    },
    heard() {
      looks = 0;
    },
    rest,
  };
}
