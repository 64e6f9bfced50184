// The page without a network, and its next version: registers the service worker behind everything else, and offers a new
// version when there is one. Nothing is ever exchanged under a visitor's hands.

import { useEffect, useState } from 'react';
import { usePage } from '../store-context.tsx';
import { useBehind } from '../use-behind.ts';
import styles from './runs.module.css';
import { useBook } from './use-book.ts';

/** Not in the development server, whose files change while one looks; not where the browser has none. */
const canWorkOffline = import.meta.env.PROD && 'serviceWorker' in navigator;

/** Calls back with the worker of a version that has been loaded and waits for its turn. */
function onWaiting(registration: ServiceWorkerRegistration, found: (worker: ServiceWorker) => void): void {
  const look = () => {
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
      found(registration.waiting);
  };
  look();
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', look),
  );
}

export function NewVersion() {
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null);
  const isRunning = usePage((page) => page.run?.status?.state === 'training' && !page.stale);
  const flush = useBook((book) => book.flush);
  const isBehind = useBehind();
  useEffect(() => {
    if (!canWorkOffline || !isBehind) return;
    navigator.serviceWorker.register('./sw.js').then(
      // Where workers are blocked (tests do it) there may be nothing to hold.
      (registration: ServiceWorkerRegistration | undefined) => {
        if (registration !== undefined) onWaiting(registration, setWaiting);
      },
      () => {
        // Refused, for example in a private window: the page then needs the network, as any other.
      },
    );
  }, [isBehind]);
  if (waiting === null) return null;
  const change = async () => {
    await flush();
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('takeOver');
  };
  return (
    <section className={styles.message} aria-label="New version">
      <p role="status">
        <strong>A new version of this page is there.</strong>{' '}
        {isRunning ? 'The run goes on with this one; it can be continued after the change.' : ''}
      </p>
      <button type="button" className="button" data-primary onClick={() => void change()}>
        Change to it
      </button>
      <button type="button" className="button" onClick={() => setWaiting(null)}>
        Later
      </button>
    </section>
  );
}
