// A table that ships with a lesson, for whoever has none of their own.

import { useState } from 'react';
import { usePage } from '../store-context.tsx';
import styles from './lessons.module.css';

export function TableOffer({ table }: { readonly table: string }) {
  const openTable = usePage((page) => page.openTable);
  const opened = usePage((page) => page.table?.name ?? null);
  const [problem, setProblem] = useState<string | null>(null);
  const open = async () => {
    setProblem(null);
    try {
      const answer = await fetch(`tables/${table}`);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      openTable({ name: table, content: await answer.text(), encoding: null });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      setProblem(`The table could not be fetched (${why}). Try again, or use a CSV of your own.`);
    }
  };
  return (
    <section className={styles.table} aria-label="Table">
      <button type="button" className="button" data-primary={opened === null || undefined} onClick={open}>
        Use the lesson’s table
      </button>
      <p role="status" className="soft">
        {problem ??
          (opened === null
            ? 'Or drop a CSV of your own on the page: it never leaves this tab.'
            : `${opened} is open.`)}
      </p>
    </section>
  );
}
