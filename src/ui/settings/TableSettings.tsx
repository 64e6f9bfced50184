// The visitor's own table: how it comes in, what was read, and what was wrong with it.

import { useId, useRef } from 'react';
import { count, percent } from '../format.ts';
import { usePage } from '../store-context.tsx';
import control from './control.module.css';
import { PasteDialog } from './PasteDialog.tsx';
import { TableColumns } from './TableColumns.tsx';
import styles from './table.module.css';

const encodings = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Western (windows-1252)' },
  { value: 'iso-8859-2', label: 'Central European (iso-8859-2)' },
  { value: 'utf-16le', label: 'UTF-16' },
  { value: 'shift_jis', label: 'Japanese (shift_jis)' },
  { value: 'gb18030', label: 'Chinese (gb18030)' },
] as const;

/** Reads the table again in another encoding. What the file was read in is not known here, so that nothing is chosen. */
export function EncodingSelect() {
  const id = useId();
  const retryTable = usePage((page) => page.retryTable);
  // What was pasted comes as letters, not as bytes.
  const isBytes = usePage((page) => typeof page.ownData()?.source.content !== 'string');
  if (!isBytes) return null;
  return (
    <div className={styles.line}>
      <label htmlFor={id}>Letters look wrong?</label>
      <select
        id={id}
        className={control.select}
        value=""
        onChange={(event) => retryTable({ encoding: event.target.value })}
      >
        <option value="" disabled>
          Read again as…
        </option>
        {encodings.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Refusal() {
  const refusal = usePage((page) => page.tableRefusal);
  const retryTable = usePage((page) => page.retryTable);
  return (
    <div role="alert">
      {refusal !== null && (
        <div className={styles.refusal}>
          <p>
            <strong>{refusal.failure.message}</strong>
          </p>
          <p>{refusal.failure.remedy}</p>
          {refusal.skippableRows > 0 && (
            <button type="button" className="button" onClick={() => retryTable({ skipBadRows: true })}>
              {refusal.skippableRows === 1
                ? 'Leave that row out'
                : `Leave those ${count(refusal.skippableRows)} rows out`}
            </button>
          )}
          <EncodingSelect />
        </div>
      )}
    </div>
  );
}

export function Reading() {
  const share = usePage((page) => page.tableProgress);
  if (share === null) return null;
  return (
    <div className={styles.reading}>
      <progress aria-label="Reading the file" value={share} max={1} />
      <span>{percent(share)}</span>
    </div>
  );
}

function Result() {
  const table = usePage((page) => page.table);
  const notes = usePage(({ task }) => task?.notes);
  return (
    <div role="status">
      {table !== null && (
        <p className={styles.result}>
          <strong>{table.name}</strong> {count(table.rows)} rows, {count(table.columns.length)} columns
        </p>
      )}
      {table !== null &&
        notes?.map((note) => (
          <p key={note} className="soft">
            {note}
          </p>
        ))}
    </div>
  );
}

export function TableSettings() {
  const table = usePage((page) => page.table);
  const openTable = usePage((page) => page.openTable);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.table}>
      <div className={styles.drop} data-small={table !== null || undefined}>
        {table === null && <p>Drop a CSV file on this page, or</p>}
        <div className={styles.ways}>
          <button type="button" className="button" onClick={() => input.current?.click()}>
            {table === null ? 'Choose a CSV file' : 'Another CSV file'}
          </button>
          <PasteDialog
            title="Paste a table"
            description="One row per line, names of the columns in the first; commas, semicolons or tabs between them. It never leaves this tab."
            placeholder={'text,label\nwhere is my parcel,shipping'}
            action="Use this table"
            onPaste={(content) => openTable({ name: 'Pasted table', content, encoding: null })}
          />
        </div>
        <p className="soft">It never leaves this tab.</p>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) openTable({ name: file.name, content: file, encoding: null });
            // The same file may be chosen again after it was mended.
            event.target.value = '';
          }}
        />
      </div>
      <Reading />
      <Refusal />
      <Result />
      {table !== null && <TableColumns table={table} />}
    </div>
  );
}
