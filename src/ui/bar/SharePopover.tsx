// The button that shares the experiment; what it opens is loaded when it is asked for.

import { Popover } from '@base-ui/react/popover';
import { lazy, Suspense } from 'react';
import { Icon } from './Icon.tsx';
import styles from './RunBar.module.css';

const ShareContent = lazy(() => import('./share/ShareContent.tsx'));

export function SharePopover() {
  return (
    <Popover.Root>
      <Popover.Trigger className="button">
        <Icon name="share" />
        <span className={styles.phoneHidden}>Share</span>
        <span className="visually-hidden">this experiment as a link</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} align="end">
          <Popover.Popup className={styles.popup}>
            <Popover.Title>Share this experiment</Popover.Title>
            <Suspense fallback={<p className="soft">Writing the link…</p>}>
              <ShareContent />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
