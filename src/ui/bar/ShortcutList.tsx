// The list of keyboard shortcuts and the switch that turns them off.

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

/** A default export, because it is loaded apart from the page's first script. */
export default function ShortcutList({ enabled, setEnabled }: Pick<Shortcuts, 'enabled' | 'setEnabled'>) {
  return (
    <>
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
    </>
  );
}
