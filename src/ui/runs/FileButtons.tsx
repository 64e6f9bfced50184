// Opens a run that was saved as a file; dropping it anywhere on the page does the same.

import { useRef } from 'react';
import { usePageStore } from '../store-context.tsx';
import { openRunFile } from './save-run-file.ts';
import { bookOf } from './use-book.ts';

export function FileButtons() {
  const page = usePageStore();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".distill-run"
        hidden
        aria-label="File of a run"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) void openRunFile(bookOf(page), page, file);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Open a run file…
      </button>
    </>
  );
}
