// A value that is passed on at most every so often: runs of a small sweep end several times a second, and drawing two hundred
// cells each time would take the page from whoever reads it.

import { useEffect, useRef, useState } from 'react';

export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const nextAt = useRef(0);
  useEffect(() => {
    const waitMs = Math.max(0, nextAt.current - performance.now());
    const timer = setTimeout(() => {
      nextAt.current = performance.now() + everyMs;
      setShown(value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return shown;
}
