// A canvas with buttons over the things that are drawn on it: one of them is in the tab order, arrow keys lead to the others.

import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import styles from './inside.module.css';
import { type Place, placeBehind } from './places.ts';

export interface Spot extends Place {
  /** What a screen reader says of it. */
  readonly label: string;
  /** Something that is drawn over it. */
  readonly mark?: ReactNode;
}

interface Props {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly spots: readonly Spot[];
  /** The chosen spot; null where it belongs to another picture. */
  readonly chosen: string | null;
  /** A spot that the chosen one of another picture points to. */
  readonly pointed?: string | null;
  onChoose(id: string): void;
  /** Draws in CSS pixels. Keeps its identity while nothing changes. */
  readonly draw: (context: CanvasRenderingContext2D) => void;
  readonly children?: ReactNode;
}

/** Device pixels of a CSS pixel: more than two can hardly be seen and cost time. */
export const pixelRatio = (): number => Math.min(2, devicePixelRatio);

export function Picture({ label, width, height, spots, chosen, pointed, onChoose, draw, children }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const ratio = pixelRatio();
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(context);
  }, [draw, width, height, ratio]);
  const inTabOrder = spots.some(({ id }) => id === chosen) ? chosen : spots[0]?.id;
  const move = (event: KeyboardEvent, from: Place) => {
    const to = placeBehind(event.key, from, spots);
    if (to === null) return;
    event.preventDefault();
    // Else the page's own shortcuts (right arrow: a training step) would hear it as well.
    event.stopPropagation();
    onChoose(to.id);
    frame.current?.querySelector<HTMLElement>(`[data-spot="${to.id}"]`)?.focus();
  };
  return (
    <div className={styles.scroll}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be scrolled sideways everywhere. */}
      <div ref={frame} className={styles.picture} style={{ width, height }} role="group" aria-label={label}>
        <canvas ref={canvas} width={Math.round(width * ratio)} height={Math.round(height * ratio)} />
        {children}
        {spots.map((spot) => (
          <button
            key={spot.id}
            type="button"
            className={styles.spot}
            style={{ left: spot.left, top: spot.top, width: spot.side, height: spot.side }}
            aria-label={spot.label}
            aria-pressed={spot.id === chosen}
            title={spot.label}
            data-spot={spot.id}
            data-pointed={spot.id === pointed || undefined}
            tabIndex={spot.id === inTabOrder ? 0 : -1}
            onClick={() => onChoose(spot.id)}
            onKeyDown={(event) => move(event, spot)}
          >
            {spot.mark}
          </button>
        ))}
      </div>
    </div>
  );
}
