// Repeating the experiment with several seeds: how many, how far, stop. What the repetition says stands in the headline.

import { type FormEvent, useId, useState } from 'react';
import { seedLimits } from '../../shared/seeds.ts';
import { repeatProgress } from '../../store/repeat.ts';
import { isEmbedded } from '../embedded.ts';
import { duration } from '../format.ts';
import { openPanel, sweeps } from '../insight/open-panel.ts';
import { usePage } from '../store-context.tsx';
import styles from './lanes.module.css';

/** Enough for an interval that says something, few enough to wait for. */
const usual = 5;

function Progress() {
  // As text: a new one each time would render without end.
  const [done = 0, of = 0, remaining = ''] = usePage((page) => {
    const progress = repeatProgress(page);
    if (progress === null) return '';
    const left = progress.remainingMs === null ? '' : duration(progress.remainingMs);
    return [progress.done, progress.of, left].join('|');
  }).split('|');
  const state = usePage((page) => page.repeat?.state ?? null);
  const isPaused = usePage((page) => page.run?.status?.state === 'paused');
  const seed = usePage((page) => page.run?.config.seed ?? page.config.seed);
  if (state === null) return null;
  const words = {
    running: isPaused ? `, seed ${seed} is paused` : `, seed ${seed} is running`,
    stopped: ', then stopped',
    done: '',
  };
  return (
    <p className={styles.progress} data-testid="repeat" data-state={state}>
      <span role="status">
        {done} of {of} seeds done{words[state]}
      </span>
      {state === 'running' && !isPaused && remaining !== '' ? ` · about ${remaining} left` : ''}
    </p>
  );
}

export function Repeat() {
  const id = useId();
  const repeatSeeds = usePage((page) => page.repeatSeeds);
  const stopRepeat = usePage((page) => page.stopRepeat);
  const isRunning = usePage((page) => page.repeat?.state === 'running');
  const isLocked = usePage((page) => page.lock !== null);
  const [count, setCount] = useState(String(usual));
  const begin = (event: FormEvent) => {
    event.preventDefault();
    repeatSeeds(Number(count));
  };
  return (
    <form className={styles.repeat} onSubmit={begin}>
      <label htmlFor={id}>Repeat with</label>
      <input
        id={id}
        className="field"
        type="number"
        required
        min={seedLimits.min}
        max={seedLimits.max}
        step={1}
        value={count}
        disabled={isRunning}
        onChange={({ target }) => setCount(target.value)}
      />
      <span>seeds</span>
      {isRunning ? (
        // Keys: were it the same element, a click on it would go on to submit the form it has just become part of.
        <button key="stop" type="button" className="button" onClick={stopRepeat}>
          Stop repeating
        </button>
      ) : (
        <button
          key="begin"
          type="submit"
          className="button"
          title="The same experiment once for each seed, to see how far chance goes"
        >
          Repeat
        </button>
      )}
      {isEmbedded ? null : (
        <button
          type="button"
          className="button"
          title={
            isLocked
              ? 'Locked by the lesson'
              : 'The experiment with other values of one or two settings, in the background'
          }
          disabled={isLocked}
          onClick={() => openPanel(sweeps)}
        >
          Sweep…
        </button>
      )}
      <Progress />
    </form>
  );
}
