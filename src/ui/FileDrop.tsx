// A file dropped anywhere on the page is opened: a saved run as a run, anything else as a text where language models learn,
// else as a table. Part of the first script: dropped on a page that does not listen yet, a file would take its place. The
// keyboard's ways are "Choose a CSV file" and "Choose a text file".

import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import styles from './FileDrop.module.css';
import { usePage, usePageStore } from './store-context.tsx';

const holdsFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export function FileDrop() {
  const isText = usePage(({ config }) => config.task.kind === 'text');
  const open = usePage((page) => (isText ? page.openText : page.openTable));
  const page = usePageStore();
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    // Without a related target the pointer left the window.
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const onDrop = (event: DragEvent) => {
      setDragging(false);
      if (!holdsFile(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file?.name.endsWith('.distill-run')) {
        void Promise.all([import('./runs/save-run-file.ts'), import('./runs/use-book.ts')]).then(
          ([{ openRunFile }, { bookOf }]) => openRunFile(bookOf(page), page, file),
        );
      } else if (file !== undefined) open({ name: file.name, content: file, encoding: null });
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, [open, page]);
  if (!dragging) return null;
  return createPortal(
    <div className={styles.overlay}>
      <p>
        <strong>Drop to open this {isText ? 'text' : 'table'}, or a saved run</strong>
        <br />
        It never leaves this tab.
      </p>
    </div>,
    document.body,
  );
}
