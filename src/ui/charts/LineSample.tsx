// A short piece of a curve, for legends and readouts: its colour, dash and mark.

import type { Mark } from './curves.ts';
import { markPath } from './paths.ts';

interface Props {
  readonly color: string;
  readonly dash: string;
  readonly width: number;
  readonly mark?: Mark;
  /** In pixels. */
  readonly length?: number;
}

export function LineSample({ color, dash, width, mark = 'none', length = 24 }: Props) {
  return (
    <svg width={length} height="10" aria-hidden="true" focusable="false">
      <path d={`M0 5H${length}`} stroke={color} strokeWidth={width} strokeDasharray={dash} />
      {mark === 'none' ? null : (
        <path d={markPath(mark, length / 2, 5)} stroke={color} strokeWidth="1.5" fill="var(--panel)" />
      )}
    </svg>
  );
}
