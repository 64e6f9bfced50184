// Sweeps: a form for the next one, those that are kept, and the one on show.

import { useEffect, useRef, useState } from 'react';
import { askedPanel, sweeps as here, openPanel } from '../insight/open-panel.ts';
import { usePage } from '../store-context.tsx';
import { Builder } from './Builder.tsx';
import { FirstSweep } from './FirstSweep.tsx';
import { SweepView } from './SweepView.tsx';
import styles from './sweeps.module.css';
import { useSweeps } from './use-sweeps.ts';

/** A default export, because it is loaded apart from the page's first script. */
export default function SweepsPanel() {
  const ready = useSweeps((state) => state.ready);
  const onlyHere = useSweeps((state) => state.onlyHere);
  const unreadable = useSweeps((state) => state.unreadable);
  const sweeps = useSweeps((state) => state.sweeps);
  const chosen = useSweeps((state) => state.chosen);
  const choose = useSweeps((state) => state.choose);
  const isLinked = usePage((page) => page.carried.sweep !== null);
  const [isBuilding, setBuilding] = useState(isLinked);
  // Once, and when what stands above has been filled: it would push this section away.
  const hasTask = usePage((page) => page.task !== null);
  const isShown = useRef(false);
  useEffect(() => {
    if (!isLinked || !hasTask || isShown.current) return;
    isShown.current = true;
    openPanel(here);
  }, [isLinked, hasTask]);
  // Asked for before it was loaded.
  useEffect(() => {
    if (askedPanel() === here) openPanel(here);
  }, []);
  const sweep = sweeps.find(({ id }) => id === chosen);
  return (
    <section id="sweeps" className={`panel ${styles.panel}`} aria-labelledby="sweeps-title" tabIndex={-1}>
      <header className={styles.header}>
        <h2 id="sweeps-title">Sweeps</h2>
        {sweeps.length === 0 ? null : (
          <>
            <label>
              Show{' '}
              <select className="field" value={chosen ?? ''} onChange={({ target }) => choose(target.value)}>
                {sweeps.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <button
              type="button"
              className="button"
              aria-expanded={isBuilding}
              onClick={() => setBuilding(!isBuilding)}
            >
              New sweep…
            </button>
          </>
        )}
      </header>
      {onlyHere === null ? null : (
        <p className={styles.warning}>
          This browser keeps nothing here ({onlyHere}): sweeps last as long as this page. Save results as CSV.
        </p>
      )}
      {unreadable.map((said) => (
        <p key={said} className={styles.warning}>
          {said}
        </p>
      ))}
      {!ready ? null : isBuilding ? (
        <Builder onBegin={() => setBuilding(false)} />
      ) : sweeps.length === 0 ? (
        <FirstSweep onOther={() => setBuilding(true)} />
      ) : null}
      {sweep === undefined ? null : <SweepView key={sweep.id} sweep={sweep} />}
    </section>
  );
}
