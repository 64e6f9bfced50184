// The run bar: reset, play, step, progress, speed, backend, share, theme and shortcuts, in that order.

import { useEffect } from 'react';
import { shownState } from '../run-state.ts';
import { usePage } from '../store-context.tsx';
import { BackendMenu } from './BackendMenu.tsx';
import { Icon } from './Icon.tsx';
import { LessonsButton } from './LessonsButton.tsx';
import styles from './RunBar.module.css';
import { RunProgress } from './RunProgress.tsx';
import { SharePopover } from './SharePopover.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { SpeedMenu } from './SpeedMenu.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { useWakeLock } from './use-wake-lock.ts';

export function RunBar() {
  const state = usePage(shownState);
  const play = usePage((page) => page.play);
  const pause = usePage((page) => page.pause);
  const step = usePage((page) => page.step);
  const reset = usePage((page) => page.reset);
  const newSeed = usePage((page) => page.newSeed);
  const noRun = usePage((page) => page.lock?.noRun ?? null);
  const undo = usePage((page) => page.undo);
  const redo = usePage((page) => page.redo);
  const moving = state === 'training' || state === 'starting';
  const shortcuts = useShortcuts({ toggle: moving ? pause : play, step, reset, undo, redo });
  useWakeLock(state === 'training');
  useEffect(() => {
    document.title = state === 'training' ? 'Training… · Distillation Playground' : 'Distillation Playground';
  }, [state]);
  const playLabel = moving ? 'Pause' : state === 'paused' ? 'Resume' : 'Run';
  return (
    <header className={styles.bar}>
      <h1 className={styles.title}>
        Distillation <span>Playground</span>
      </h1>
      <div role="toolbar" aria-label="Run" className={styles.controls}>
        <button type="button" className="button" onClick={reset} title="Reset: same initial weights (R)">
          <Icon name="reset" />
          <span className="visually-hidden">Reset</span>
        </button>
        <button
          type="button"
          className={`button ${styles.play}`}
          data-primary
          onClick={state === 'starting' ? undefined : moving ? pause : play}
          // Not `disabled`: the button would lose the focus to the page whenever it is pressed by keyboard.
          aria-disabled={state === 'starting'}
          disabled={noRun !== null && !moving}
          title={noRun ?? undefined}
        >
          <Icon name={moving ? 'pause' : 'play'} />
          {playLabel}
        </button>
        <button type="button" className="button" onClick={step} title="One training step (right arrow)">
          <Icon name="step" />
          <span className="visually-hidden">Step</span>
        </button>
        <button
          type="button"
          className="button"
          onClick={newSeed}
          title="New seed: other data, other initial weights"
        >
          <Icon name="dice" />
          <span className="visually-hidden">New seed</span>
        </button>
        <SpeedMenu />
      </div>
      <RunProgress />
      <div className={styles.end}>
        <LessonsButton />
        <BackendMenu />
        <SharePopover />
        <ThemeButton />
        <ShortcutsDialog {...shortcuts} />
      </div>
    </header>
  );
}
