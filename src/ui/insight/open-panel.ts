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

const loadingMs = 15_000;
const movesOfVisitor = ['pointerdown', 'wheel', 'touchmove', 'keydown'];
let release = (): void => {};

/** Brings a section to the top and keeps it there while parts around it are still loaded, until the visitor moves on. */
export function holdInView(section: HTMLElement): void {
  release();
  const observer = new ResizeObserver(() => section.scrollIntoView({ block: 'start' }));
  const timer = setTimeout(() => release(), loadingMs);
  release = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const move of movesOfVisitor) removeEventListener(move, release);
  };
  for (const move of movesOfVisitor) addEventListener(move, release, { passive: true });
  // It is told of the size as it is now, too.
  observer.observe(document.body);
}
