// The tokens' colours as numbers, for canvases; read again when the theme changes.

import { useMemo, useSyncExternalStore } from 'react';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import { classColour } from './shapes.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Palette {
  readonly classes: readonly Rgb[];
  readonly panel: Rgb;
  readonly ink: Rgb;
  readonly soft: Rgb;
  readonly lanes: Readonly<Record<LaneId, Rgb>>;
  /** For numbers that are none. */
  readonly grey: Rgb;
}

let version = 0;

function subscribe(listener: () => void): () => void {
  const changed = () => {
    version += 1;
    listener();
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', changed);
  };
}

/** A custom property holds `light-dark(...)` as it was written; only a real property resolves it. */
function resolve(colours: readonly string[]): Rgb[] {
  const sample = document.body.appendChild(document.createElement('span'));
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const resolved = colours.map((colour): Rgb => {
    sample.style.color = colour;
    if (pixel === null) return [128, 128, 128];
    pixel.fillStyle = getComputedStyle(sample).color;
    pixel.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = pixel.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  });
  sample.remove();
  return resolved;
}

export function usePalette(classCount: number): Palette {
  const theme = useSyncExternalStore(subscribe, () => version);
  // The theme decides what the tokens resolve to.
  return useMemo(() => {
    const names = Array.from({ length: classCount }, (_, k) => classColour(k));
    const [panel, ink, soft, grey, teacher, student, control, ...classes] = resolve([
      'var(--panel)',
      'var(--ink)',
      'var(--ink-soft)',
      'var(--line-strong)',
      'var(--teacher)',
      'var(--student)',
      'var(--control)',
      ...names,
    ]) as [Rgb, Rgb, Rgb, Rgb, Rgb, Rgb, Rgb, ...Rgb[]];
    return { classes, panel, ink, soft, grey, lanes: { teacher, student, control } };
  }, [theme, classCount]);
}

export const css = ([red, green, blue]: Rgb, alpha = 1): string =>
  `rgb(${red} ${green} ${blue} / ${alpha * 100}%)`;
