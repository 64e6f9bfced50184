// The entry of the page that measures: a page of its own, so that nothing else trains in its tab.

import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createSpeedStore } from '../../store/speed.ts';
import { SpeedPage } from './SpeedPage.tsx';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <SpeedPage store={createSpeedStore()} />
    </StrictMode>,
  );
}
