// A table as pasted text.

import { Dialog } from '@base-ui/react/dialog';
import { useId, useState } from 'react';
import { usePage } from '../store-context.tsx';
import popups from './popups.module.css';

export function PasteDialog() {
  const id = useId();
  const openTable = usePage((page) => page.openTable);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const blank = text.trim() === '';
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="button">Paste</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={popups.backdrop} />
        <Dialog.Popup className={popups.dialog}>
          <Dialog.Title>Paste a table</Dialog.Title>
          <Dialog.Description>
            One row per line, names of the columns in the first; commas, semicolons or tabs between them. It
            never leaves this tab.
          </Dialog.Description>
          <label htmlFor={id}>Rows</label>
          <textarea
            id={id}
            className={`field ${popups.textarea}`}
            rows={10}
            spellCheck={false}
            value={text}
            placeholder={'text,label\nwhere is my parcel,shipping'}
            onChange={(event) => setText(event.target.value)}
          />
          <div className={popups.buttons}>
            <Dialog.Close className="button">Cancel</Dialog.Close>
            <button
              type="button"
              className="button"
              data-primary={!blank || undefined}
              disabled={blank}
              onClick={() => {
                setOpen(false);
                openTable({ name: 'Pasted table', content: text, encoding: null });
              }}
            >
              Use this table
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
