// The page as it looks first, as HTML: the build writes it into index.html (scripts/shell.mjs), so that it is painted before
// any of the page's scripts is there. The components are the page's own; nothing here trains or listens.

import { renderToString } from 'react-dom/server';
import { createStore } from 'zustand/vanilla';
import { fromHash } from '../shared/link.ts';
import { firstState } from '../store/first-state.ts';
import type { PageStore } from '../store/state.ts';
import { App } from './App.tsx';
import { StoreProvider } from './store-context.tsx';

/**
 * Of a page whose address asks for nothing. Its actions are missing: nobody can press anything in it. Not as static markup:
 * that joins texts which React keeps apart, and their size as painted would differ a little from the page's.
 */
export function shell(): string {
  const store = createStore(() => firstState(fromHash('')) as PageStore);
  return renderToString(
    <StoreProvider store={store}>
      <App />
    </StoreProvider>,
  );
}
