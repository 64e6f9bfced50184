// A value as it was when it last stood still: for what is costly to compute and need not follow each move of a slider.

import { useEffect, useState } from 'react';

/** Follows `value` once it has not changed for `delayMs`, and only while `isWanted`. */
export function useSettled<T>(value: T, delayMs: number, isWanted: boolean): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => setSettled(() => value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs, isWanted]);
  return settled;
}
