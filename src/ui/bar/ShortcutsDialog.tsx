// The list of keyboard shortcuts and the switch that turns them off.

import { Dialog } from '@base-ui/react/dialog';
import styles from './RunBar.module.css';
import type { Shortcuts } from './use-shortcuts.ts';

const list = [
  ['Space', 'Run, pause, resume'],
  ['→', 'One training step'],
  ['R', 'Reset: same initial weights'],
  ['Ctrl or ⌘ + Z', 'Undo the last change of settings'],
  ['Ctrl or ⌘ + Shift + Z', 'Redo it'],
  ['?', 'This list'],
  ['Esc', 'Close'],
] as const;

export function ShortcutsDialog({ enabled, setEnabled, listOpen, setListOpen }: Shortcuts) {
  return (
    <Dialog.Root open={listOpen} onOpenChange={setListOpen}>
      <Dialog.Trigger
        className="button"
        data-quiet
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
      >
        ?
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={`${styles.popup} ${styles.dialog}`}>
          <Dialog.Title>Keyboard shortcuts</Dialog.Title>
          <dl>
            {list.map(([key, meaning]) => (
              <div key={key} style={{ display: 'contents' }}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <label className={styles.check}>
            <input type="checkbox" checked={enabled} onChange={(event) => setEnabled(event.target.checked)} />
            Shortcuts are on (never inside fields)
          </label>
          <Dialog.Close className="button">Close</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
