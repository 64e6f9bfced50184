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

export function useShortcuts({ toggle, step, reset }: Actions): Shortcuts {
  const [enabled, setEnabled] = useState(() => recall('shortcuts') !== 'off');
  const [listOpen, setListOpen] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
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
  }, [enabled, toggle, step, reset]);
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
