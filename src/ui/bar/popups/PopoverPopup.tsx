// A popover below a button of the bar.

import { Popover } from '@base-ui/react/popover';
import { Suspense } from 'react';
import styles from '../RunBar.module.css';
import type { PopupProps } from './popup.ts';

/** A default export, because it is loaded apart from the page's first script. */
export default function PopoverPopup({ heading, anchor, open, setOpen, children }: PopupProps) {
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, { event }) => {
        // A press of the button is the button's business: closed here, its click would open it again.
        const isOnButton = event.target instanceof Node && anchor.current?.contains(event.target);
        if (event.type === 'keydown' || !isOnButton) setOpen(next);
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} className={styles.positioner} sideOffset={6} align="end">
          <Popover.Popup className={styles.popup} finalFocus={anchor}>
            <Popover.Title>{heading}</Popover.Title>
            <Suspense fallback={<p className="soft">Loading…</p>}>{children}</Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
