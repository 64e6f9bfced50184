// The experiment as a link to copy, to scan or to embed, with or without what it came to here.

import { Popover } from '@base-ui/react/popover';
import { useId, useState } from 'react';
import { maxHashLength, toHash } from '../../../shared/link.ts';
import { count } from '../../format.ts';
import { saveRunFile } from '../../runs/save-run-file.ts';
import { bookOf } from '../../runs/use-book.ts';
import { usePage, usePageStore } from '../../store-context.tsx';
import styles from '../RunBar.module.css';
import { CopyButton } from './CopyButton.tsx';
import { QrCode } from './QrCode.tsx';
import own from './share.module.css';
import { useCarried } from './use-carried.ts';

const embedSize = { width: 960, height: 720 } as const;

/** A default export, because it is loaded apart from the page's first script. */
export default function ShareContent() {
  const config = usePage((page) => page.config);
  const backend = usePage((page) => page.backendChoice);
  const engine = usePage((page) => page.engine);
  const [run, setRun] = useState(true);
  const [withResult, setWithResult] = useState(true);
  const [withRun, setWithRun] = useState(false);
  const carried = useCarried(withRun);
  const data = withRun ? carried.data : null;
  const result = withResult ? carried.result : null;
  const full = toHash(config, { run, backend, engine, result, data });
  const isTooLong = data !== null && full.length > maxHashLength;
  const hash = isTooLong ? toHash(config, { run, backend, engine, result }) : full;
  const address = `${location.origin}${location.pathname}`;
  const link = `${address}#${hash}`;
  return (
    <>
      <Popover.Description>
        Every setting and the seed are in the link.
        {config.task.kind === 'table'
          ? ' Your table is not: whoever opens the link needs the same file.'
          : ''}
        {config.task.kind === 'text' && config.task.corpus === 'own'
          ? ' Your text is not: whoever opens the link is asked for it.'
          : ''}
      </Popover.Description>
      <input
        className={`field ${styles.linkField}`}
        readOnly
        value={link}
        aria-label="Link to this experiment"
        onFocus={(event) => event.target.select()}
      />
      <Check checked={run} onChange={setRun}>
        Start it when the link is opened
      </Check>
      <Check
        checked={withResult && carried.result !== null}
        onChange={setWithResult}
        disabled={carried.result === null}
        note={carried.why ?? 'The receiver’s run ends with how closely it reproduced yours.'}
      >
        With my result
      </Check>
      <Check
        checked={withRun}
        onChange={setWithRun}
        disabled={carried.result === null}
        note={isTooLong ? null : 'Its curves and the student’s weights, where they are small enough.'}
      >
        With the run itself
      </Check>
      {isTooLong ? <TooLong length={address.length + 1 + full.length} /> : null}
      <CopyButton text={link} label="Copy link" primary />
      <details className={own.more}>
        <summary>QR code</summary>
        <QrCode text={link} />
      </details>
      <details className={own.more}>
        <summary>Embed it in a page</summary>
        <Embed address={`${address}?embed=1#${hash}`} />
      </details>
    </>
  );
}

interface CheckProps {
  readonly checked: boolean;
  onChange(checked: boolean): void;
  readonly disabled?: boolean;
  readonly note?: string | null;
  readonly children: string;
}

function Check({ checked, onChange, disabled = false, note = null, children }: CheckProps) {
  const id = useId();
  return (
    <div>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={note === null ? undefined : id}
          onChange={(event) => onChange(event.target.checked)}
        />
        {children}
      </label>
      {note === null ? null : (
        <p id={id} className={own.note}>
          {note}
        </p>
      )}
    </div>
  );
}

/** The run does not fit into a link: said with its size, and the file offered. */
function TooLong({ length }: { readonly length: number }) {
  const page = usePageStore();
  const id = usePage(({ run }) => run?.id ?? null);
  const save = () => {
    const book = bookOf(page);
    const run = book.getState().runs.find((known) => known.id === id);
    if (run !== undefined) void saveRunFile(book, run);
  };
  return (
    <p role="status" className={own.refused}>
      With this run the link would be {count(length)} characters long, and {count(maxHashLength)} are read at
      most: it is left out.{' '}
      <button type="button" className="button" onClick={save}>
        Save the run as a file
      </button>
    </p>
  );
}

function Embed({ address }: { readonly address: string }) {
  const { width, height } = embedSize;
  const snippet = `<iframe src="${address.replace(/&/g, '&amp;')}" title="Distillation Playground" width="${width}" height="${height}" style="border:0;max-width:100%" allow="clipboard-write; screen-wake-lock" loading="lazy"></iframe>`;
  return (
    <>
      <textarea
        className={`field ${own.snippet}`}
        readOnly
        rows={4}
        value={snippet}
        aria-label="Code that embeds this experiment"
        onFocus={(event) => event.target.select()}
      />
      <CopyButton text={snippet} label="Copy code" />
      <p className={own.note}>
        The host page must allow frames of this address in its content security policy (frame-src). Frames
        keep no runs.
      </p>
    </>
  );
}
