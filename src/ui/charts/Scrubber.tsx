// The part of a chart that is touched: a slider over the steps, whose name is the chart in one sentence and whose value
// is what the curves say at the cursor. Arrow keys, Page Up and Down, Home and End move it; Escape lets go.

import { type FocusEvent, type KeyboardEvent, type PointerEvent, useEffect } from 'react';
import { count } from '../format.ts';
import styles from './Chart.module.css';
import type { SharedCursor } from './Chart.tsx';
import type { Unit } from './curves.ts';
import type { Cursor } from './drawing.ts';
import { insets } from './paths.ts';
import { useSettled } from './use-redraw.ts';
import { measured } from './wording.ts';

interface Props {
  readonly summary: string;
  /** Last step of the axis. */
  readonly end: number;
  /** Last step that was measured. */
  readonly last: number;
  /** Steps of one move by an arrow key. */
  readonly size: number;
  readonly unit: Unit;
  readonly cursor: SharedCursor;
  readonly read: Cursor | null;
}

/** Keys that move the cursor, in arrow presses. */
const moves: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function said(read: Cursor | null, unit: Unit): string {
  if (read === null) return 'the newest values';
  const values = read.dots.map(
    ({ curve, point }) => `${curve.label.toLowerCase()} ${measured(point.value, unit)}`,
  );
  return `step ${count(read.step)}: ${values.length === 0 ? 'nothing measured' : values.join(', ')}`;
}

export function Scrubber({ summary, end, last, size, unit, cursor, read }: Props) {
  const { step, move } = cursor;
  const name = useSettled(summary);
  const isReading = step !== null;

  useEffect(() => {
    if (!isReading) return;
    const letGo = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') move(null);
    };
    addEventListener('keydown', letGo);
    return () => removeEventListener('keydown', letGo);
  }, [isReading, move]);

  function onPointer(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - insets.left) / (box.width - insets.left - insets.right);
    move(Math.round(Math.min(last, Math.max(0, share * end))));
  }

  function onKey(event: KeyboardEvent): void {
    const presses = moves[event.key];
    if (presses === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(Math.min(last, Math.max(0, (step ?? last) + presses * size)));
  }

  /** Reached by keyboard: begin at the newest values. */
  function onFocus(event: FocusEvent<HTMLDivElement>): void {
    if (step === null && event.currentTarget.matches(':focus-visible')) move(last);
  }

  return (
    <div
      className={styles.scrubber}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={Math.min(step ?? last, last)}
      aria-valuetext={said(read, unit)}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={(event) => (event.pointerType === 'mouse' ? move(null) : undefined)}
      onKeyDown={onKey}
      onFocus={onFocus}
      onBlur={() => move(null)}
    />
  );
}
