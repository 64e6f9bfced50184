// Keyboard shortcuts of the whole page: off inside controls, and off altogether if the visitor wants (WCAG 2.1.4).

import { useEffect, useState } from 'react';
import { recall, remember } from './remembered.ts';

export interface Shortcuts {
  readonly enabled: boolean;
  setEnabled(enabled: boolean): void;
  readonly listOpen: boolean;
  setListOpen(open: boolean): void;
}

interface Actions {
  undo(): void;
  redo(): void;
  toggle(): void;
  step(): void;
  reset(): void;
}

/** true where a key already has a meaning: in fields, on buttons, sliders, tabs, charts, and while a dialog is open. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const interactive =
    'input, select, textarea, button, a[href], summary, [role], [contenteditable], [tabindex="0"]';
  return target.closest(interactive) !== null || document.querySelector('[role="dialog"]') !== null;
}

/** true where the browser has an undo of its own. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, [contenteditable]',
  ) !== null;

/** Ctrl or Cmd with Z, Shift+Z or Y: undo, redo, or null for any other key. */
function historyKey({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): 'undo' | 'redo' | null {
  if (altKey || ctrlKey === metaKey) return null;
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' && ctrlKey ? 'redo' : null;
}

export function useShortcuts({ toggle, step, reset, undo, redo }: Actions): Shortcuts {
  const [enabled, setEnabled] = useState(() => recall('shortcuts') !== 'off');
  const [listOpen, setListOpen] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      const back = historyKey(event);
      if (back !== null && !event.defaultPrevented && !isWriting(event.target)) {
        event.preventDefault();
        return back === 'undo' ? undo() : redo();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event.target))
        return;
      const action = { ' ': toggle, ArrowRight: step, r: reset, R: reset, '?': () => setListOpen(true) }[
        event.key
      ];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [enabled, toggle, step, reset, undo, redo]);
  return {
    enabled,
    setEnabled(next) {
      setEnabled(next);
      remember('shortcuts', next ? 'on' : 'off');
    },
    listOpen,
    setListOpen,
  };
}
