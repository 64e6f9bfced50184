// The button and the list of keyboard shortcuts.

import { lazily } from '../lazily.tsx';
import { Opener } from './Opener.tsx';
import styles from './RunBar.module.css';
import type { Shortcuts } from './use-shortcuts.ts';

const ShortcutList = lazily(() => import('./ShortcutList.tsx'));

export function ShortcutsDialog(shortcuts: Shortcuts) {
  return (
    <Opener
      shape="dialog"
      heading="Keyboard shortcuts"
      inside={<ShortcutList {...shortcuts} />}
      open={shortcuts.listOpen}
      setOpen={shortcuts.setListOpen}
      className={`button ${styles.keys}`}
      data-quiet
      aria-label="Keyboard shortcuts"
      title="Keyboard shortcuts (?)"
    >
      ?
    </Opener>
  );
}
