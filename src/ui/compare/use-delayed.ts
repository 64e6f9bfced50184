// Calls a function a little later than asked, and only for the last of several requests.

import { useEffect, useRef } from 'react';

export interface Delayed {
  /** Runs `call` after the delay, unless another request comes first. */
  later(call: () => void): void;
  cancel(): void;
}

export function useDelayed(delayMs: number): Delayed {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const cancel = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    later(call) {
      cancel();
      timer.current = setTimeout(call, delayMs);
    },
    cancel,
  };
}
