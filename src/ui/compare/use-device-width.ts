// Width of an element in device pixels, so that canvases are sharp on every screen and zoom level.

import { type RefObject, useEffect, useState } from 'react';

/** 0 while the element is hidden. */
export function useDeviceWidth(element: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const exact = entry?.devicePixelContentBoxSize?.[0]?.inlineSize;
      setWidth(exact ?? Math.round((entry?.contentRect.width ?? 0) * devicePixelRatio));
    });
    try {
      observer.observe(element.current, { box: 'device-pixel-content-box' });
    } catch {
      // Safari does not count device pixels by itself.
      observer.observe(element.current);
    }
    return () => observer.disconnect();
  }, [element]);
  return width;
}
