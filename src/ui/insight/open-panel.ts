// Opens a panel of the closer look from elsewhere on the page. Knows no panel; who is asked may not be loaded yet.

import { useEffect } from 'react';

/** Not a panel of the closer look but the section below it. */
export const sweeps = 'sweeps';

type Opener = (panel: string) => void;

const openers = new Set<Opener>();
let lastAsked: string | null = null;

export function openPanel(panel: string): void {
  lastAsked = panel;
  for (const open of openers) open(panel);
}

/** The panel that was asked for last, for whoever comes too late to hear it. */
export const askedPanel = (): string | null => lastAsked;

/** The tab of the panel on show, for whoever hands the focus over. */
export const openedTab = (): HTMLElement | null =>
  document.querySelector('#insight [role="tab"][aria-selected="true"]');

/** `open` must keep its identity between renders. */
export function usePanelAsked(open: Opener): void {
  useEffect(() => {
    openers.add(open);
    return () => void openers.delete(open);
  }, [open]);
}
