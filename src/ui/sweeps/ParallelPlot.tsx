// The lines of parallel coordinates. One path for all that are shut out, one for all that are shown, one for the one that is
// pointed at: two hundred runs are three elements.

import { type PointerEvent, useMemo, useRef } from 'react';
import type { ParallelAxis } from '../../store/sweeps/parallel.ts';
import styles from './sweeps.module.css';

interface Props {
  readonly axes: readonly ParallelAxis[];
  readonly shown: readonly boolean[];
  readonly highlighted: number | null;
  onHighlight(line: number | null): void;
  onOpen(line: number): void;
}

/** The picture's own units; it is stretched to its frame. */
const size = { width: 1000, height: 220 } as const;
const inset = { top: 6, bottom: 6 } as const;
/** Farther from every line than that, nothing is pointed at. */
const nearPx = 14;

const xOf = (at: number, axes: number): number => ((at + 0.5) / axes) * size.width;
const yOf = (place: number): number => inset.top + (1 - place) * (size.height - inset.top - inset.bottom);

/** A line, broken where it has no place on an axis. */
function pathOf(axes: readonly ParallelAxis[], line: number): string {
  let path = '';
  let isDrawing = false;
  axes.forEach(({ places }, at) => {
    const place = places[line] ?? Number.NaN;
    if (Number.isFinite(place))
      path += `${isDrawing ? 'L' : 'M'}${xOf(at, axes.length).toFixed(1)} ${yOf(place).toFixed(1)}`;
    isDrawing = Number.isFinite(place);
  });
  return path;
}

/** The line that crosses nearest to a point given as shares of the picture; null where none is near. */
function nearest(
  { axes, shown }: Pick<Props, 'axes' | 'shown'>,
  x: number,
  y: number,
  heightPx: number,
): number | null {
  const along = x * axes.length - 0.5;
  const left = Math.min(axes.length - 2, Math.max(0, Math.floor(along)));
  const share = Math.min(1, Math.max(0, along - left));
  let best: number | null = null;
  let least = nearPx / heightPx;
  shown.forEach((isShown, line) => {
    if (!isShown) return;
    const [from, to] = [axes[left]?.places[line] ?? Number.NaN, axes[left + 1]?.places[line] ?? Number.NaN];
    const distance = Math.abs(yOf(from + share * (to - from)) / size.height - y);
    if (distance < least) [best, least] = [line, distance];
  });
  return best;
}

export function ParallelPlot({ axes, shown, highlighted, onHighlight, onOpen }: Props) {
  const picture = useRef<SVGSVGElement>(null);
  const count = shown.length;
  const paths = useMemo(() => Array.from({ length: count }, (_, line) => pathOf(axes, line)), [axes, count]);
  const [within, out] = useMemo(
    () => [true, false].map((isShown) => paths.filter((_, line) => shown[line] === isShown).join('')),
    [paths, shown],
  );
  const pointed = ({ clientX, clientY }: PointerEvent): number | null => {
    const box = picture.current?.getBoundingClientRect();
    if (box === undefined) return null;
    return nearest(
      { axes, shown },
      (clientX - box.left) / box.width,
      (clientY - box.top) / box.height,
      box.height,
    );
  };
  return (
    <div aria-hidden="true">
      <div className={styles.axisLabels}>
        {axes.map(({ key, label, write }) => (
          <span key={key}>
            <strong>{label}</strong>
            <small>{write(1)}</small>
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: hidden from readers; the list beside it says the same. */}
      <svg
        ref={picture}
        className={styles.lines}
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        onPointerMove={(event) => onHighlight(pointed(event))}
        onPointerLeave={() => onHighlight(null)}
        onPointerUp={(event) => {
          const line = pointed(event);
          if (line !== null) onOpen(line);
        }}
      >
        <path className={styles.out} d={out} />
        <path className={styles.in} d={within} />
        {axes.map(({ key }, at) => (
          <path
            key={key}
            className={styles.upright}
            d={`M${xOf(at, axes.length)} ${inset.top}V${size.height - inset.bottom}`}
          />
        ))}
        {highlighted === null ? null : <path className={styles.pointed} d={paths[highlighted] ?? ''} />}
      </svg>
      <div className={styles.axisLabels}>
        {axes.map(({ key, write }) => (
          <span key={key}>
            <small>{write(0)}</small>
          </span>
        ))}
      </div>
    </div>
  );
}
