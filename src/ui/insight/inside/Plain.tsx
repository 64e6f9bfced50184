// A canvas that is one picture with one description.

import { useLayoutEffect, useRef } from 'react';
import { pixelRatio } from './Picture.tsx';

interface Props {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly className?: string | undefined;
  /** Draws in CSS pixels. Keeps its identity while nothing changes. */
  readonly draw: (context: CanvasRenderingContext2D) => void;
}

export function Plain({ width, height, label, className, draw }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = pixelRatio();
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(context);
  }, [draw, width, height, ratio]);
  return (
    <canvas
      ref={canvas}
      className={className}
      width={Math.round(width * ratio)}
      height={Math.round(height * ratio)}
      role="img"
      aria-label={label}
    />
  );
}
