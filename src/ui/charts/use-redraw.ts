// When charts redraw: as curves grow, but not while nobody can see them.

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { curvesVersion, subscribeToCurves } from '../../store/curves.ts';

function subscribe(listener: () => void): () => void {
  const whenVisible = () => {
    if (!document.hidden) listener();
  };
  const unsubscribe = subscribeToCurves(whenVisible);
  document.addEventListener('visibilitychange', whenVisible);
  return () => {
    unsubscribe();
    document.removeEventListener('visibilitychange', whenVisible);
  };
}

/** Rerenders when curves have grown and the page is visible. Its value changes with them. */
export const useRedraw = (): number => useSyncExternalStore(subscribe, curvesVersion);

/** A text that changes many times a second, passed on at most once in `everyMs`: for those who hear it. */
export function useSettled(text: string, everyMs = 2000): string {
  const [settled, setSettled] = useState(text);
  const passedOnAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const passOn = () => {
      passedOnAt.current = performance.now();
      setSettled(text);
    };
    const waitMs = passedOnAt.current + everyMs - performance.now();
    if (waitMs <= 0) return passOn();
    const timer = setTimeout(passOn, waitMs);
    return () => clearTimeout(timer);
  }, [text, everyMs]);
  return settled;
}
