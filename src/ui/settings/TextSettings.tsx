// The corpus of the language models; the visitor's own text, and what was wrong with it.

import { useId, useRef, useState } from 'react';
import { count } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { EncodingSelect, Reading, Refusal } from './TableSettings.tsx';
import styles from './table.module.css';

/** Nothing is fetched before the button is pressed. */
function Address() {
  const id = useId();
  const openAddress = usePage((page) => page.openAddress);
  const [address, setAddress] = useState('');
  return (
    <form
      className={styles.address}
      onSubmit={(event) => {
        event.preventDefault();
        void openAddress(address);
      }}
    >
      <label htmlFor={id}>Or fetch it from an address</label>
      <div className={styles.addressLine}>
        <input
          id={id}
          className="field"
          type="text"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2000}
          placeholder="https://…/story.txt"
          aria-describedby={`${id}-note`}
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
        <button type="submit" className="button" disabled={address.trim() === ''}>
          Fetch
        </button>
      </div>
      <p id={`${id}-note`} className="soft">
        Your browser then asks that host for the text, once, without cookies. The host must allow it (CORS).
      </p>
    </form>
  );
}

function OwnText() {
  const text = usePage((page) => page.text);
  const openText = usePage((page) => page.openText);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.table}>
      <div className={styles.ways}>
        <button type="button" className="button" onClick={() => input.current?.click()}>
          Choose a text file
        </button>
        <PasteDialog
          title="Paste a text"
          description="Some thousand characters or more. It never leaves this tab."
          placeholder="Once upon a time…"
          action="Use this text"
          onPaste={(content) => openText({ name: 'Pasted text', content, encoding: null })}
        />
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".txt,.md,text/*"
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) openText({ name: file.name, content: file, encoding: null });
          target.value = '';
        }}
      />
      <Address />
      <Reading />
      {text === null ? (
        <p className="soft">
          Plain text, at most 5 MB; it never leaves this tab. A link to this experiment does not carry it.
        </p>
      ) : (
        <>
          <p>
            {text.name}: {count(text.characters)} characters
          </p>
          <EncodingSelect />
        </>
      )}
      <Refusal />
    </div>
  );
}

export function TextSettings() {
  const isOwn = usePage(({ config }) => config.task.kind === 'text' && config.task.corpus === 'own');
  return (
    <>
      <Control path="task.corpus" />
      {isOwn && <OwnText />}
    </>
  );
}
