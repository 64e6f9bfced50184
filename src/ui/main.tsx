// The page's entry: the store from the address, then the app; or the instructor's board, which trains nothing.

import './styles/tokens.css';
import './styles/base.css';
import { type ReactNode, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { createPageStore } from '../store/store.ts';
import { App } from './App.tsx';
import { lazily } from './lazily.tsx';
import { lessonAsked } from './lessons/lesson-address.ts';
import { StoreProvider } from './store-context.tsx';

const BoardPage = lazily(() => import('./board/BoardPage.tsx'));

/** Browsers refuse an address that changes with every move of a slider. */
const addressDelayMs = 200;
let addressTimer: ReturnType<typeof setTimeout> | undefined;

function playground(): ReactNode {
  const store = createPageStore(location.hash, (hash) => {
    clearTimeout(addressTimer);
    addressTimer = setTimeout(() => history.replaceState(null, '', `#${hash}`), addressDelayMs);
  });
  const lesson = lessonAsked();
  if (lesson !== null) store.getState().openLesson(lesson);
  // A link pasted into a page that is already open is a new experiment.
  addEventListener('hashchange', () => location.reload());
  return (
    <StoreProvider store={store}>
      <App />
    </StoreProvider>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  const isBoard = new URLSearchParams(location.search).has('board');
  createRoot(root).render(
    <StrictMode>
      {isBoard ? (
        <Suspense fallback={null}>
          <BoardPage />
        </Suspense>
      ) : (
        playground()
      )}
    </StrictMode>,
  );
}
