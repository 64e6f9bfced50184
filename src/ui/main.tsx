// The page's entry: the store from the address, then the app.

import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createPageStore } from '../store/store.ts';
import { App } from './App.tsx';
import { lessonAsked } from './lessons/lesson-address.ts';
import { StoreProvider } from './store-context.tsx';

/** Browsers refuse an address that changes with every move of a slider. */
const addressDelayMs = 200;
let addressTimer: ReturnType<typeof setTimeout> | undefined;
const store = createPageStore(location.hash, (hash) => {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => history.replaceState(null, '', `#${hash}`), addressDelayMs);
});
const lesson = lessonAsked();
if (lesson !== null) store.getState().openLesson(lesson);
// A link pasted into a page that is already open is a new experiment.
addEventListener('hashchange', () => location.reload());

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <StoreProvider store={store}>
        <App />
      </StoreProvider>
    </StrictMode>,
  );
}
