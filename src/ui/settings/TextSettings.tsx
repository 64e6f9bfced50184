// The corpus of the language models; the visitor's own text, and what was wrong with it.

import { useRef } from 'react';
import { count } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { EncodingSelect, Reading, Refusal } from './TableSettings.tsx';
import styles from './table.module.css';

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
      <Reading />
      {text === null ? (
        <p className="soft">At most 5 MB. It never leaves this tab.</p>
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
