// A table or a text, pasted instead of opened.

import { Dialog } from '@base-ui/react/dialog';
import { useId, useState } from 'react';
import popups from './popups.module.css';

interface Props {
  readonly title: string;
  readonly description: string;
  readonly placeholder: string;
  /** Words of the button that takes it. */
  readonly action: string;
  onPaste(content: string): void;
}

export function PasteDialog({ title, description, placeholder, action, onPaste }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const blank = text.trim() === '';
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="button">Paste</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={popups.backdrop} />
        <Dialog.Popup className={popups.dialog}>
          <Dialog.Title>{title}</Dialog.Title>
          <Dialog.Description>{description}</Dialog.Description>
          <label htmlFor={id}>Content</label>
          <textarea
            id={id}
            className={`field ${popups.textarea}`}
            dir="auto"
            rows={10}
            spellCheck={false}
            value={text}
            placeholder={placeholder}
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
                onPaste(text);
              }}
            >
              {action}
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
