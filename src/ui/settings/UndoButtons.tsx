// Undo and redo of settings; the keyboard's way is Ctrl or Cmd with Z.

import { usePage } from '../store-context.tsx';
import styles from './settings.module.css';

const arrow = 'M5 2 2 5l3 3V6h4a3 3 0 0 1 0 6H5v1.5h4a4.5 4.5 0 0 0 0-9H5z';

function Arrow({ mirrored }: { readonly mirrored: boolean }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={arrow} fill="currentColor" {...(mirrored ? { transform: 'matrix(-1 0 0 1 16 0)' } : {})} />
    </svg>
  );
}

export function UndoButtons() {
  const canUndo = usePage((page) => page.canUndo);
  const canRedo = usePage((page) => page.canRedo);
  const undo = usePage((page) => page.undo);
  const redo = usePage((page) => page.redo);
  return (
    <fieldset className={styles.undo}>
      <legend className="visually-hidden">Changes of settings</legend>
      <button
        type="button"
        className="button"
        data-quiet
        disabled={!canUndo}
        onClick={undo}
        title="Undo (Ctrl or ⌘ + Z)"
      >
        <Arrow mirrored={false} />
        <span className="visually-hidden">Undo the last change of settings</span>
      </button>
      <button
        type="button"
        className="button"
        data-quiet
        disabled={!canRedo}
        onClick={redo}
        title="Redo (Ctrl or ⌘ + Shift + Z)"
      >
        <Arrow mirrored />
        <span className="visually-hidden">Redo the change of settings</span>
      </button>
    </fieldset>
  );
}
