// A dialog in the middle of the page, over everything else.

import { Dialog } from '@base-ui/react/dialog';
import { Suspense } from 'react';
import styles from '../RunBar.module.css';
import type { PopupProps } from './popup.ts';

/** A default export, because it is loaded apart from the page's first script. */
export default function DialogPopup({ heading, anchor, open, setOpen, children }: PopupProps) {
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={`${styles.popup} ${styles.dialog}`} finalFocus={anchor}>
          <Dialog.Title>{heading}</Dialog.Title>
          <Suspense fallback={<p className="soft">Loading…</p>}>{children}</Suspense>
          <Dialog.Close className="button">Close</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
