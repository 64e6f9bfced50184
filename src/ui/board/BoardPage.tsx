// The instructor's board: paste codes from anywhere, see what the class expected and what its runs gave. Nothing leaves the
// tab. A page of its own, without models.

import Papa from 'papaparse';
import { type FormEvent, useEffect, useId, useState } from 'react';
import type { BrokenCode } from '../../shared/lessons/code.ts';
import {
  type Board,
  boardRows,
  emptyBoard,
  type Pasted,
  paste,
  recallBoard,
  rememberBoard,
  summarise,
} from '../../store/lessons/board.ts';
import { CopyButton } from '../bar/share/CopyButton.tsx';
import { ThemeButton } from '../bar/ThemeButton.tsx';
import styles from './board.module.css';
import { HandOut } from './HandOut.tsx';
import { LessonResults } from './LessonResults.tsx';

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What a paste brought, in one sentence. */
function said({ fresh, known, broken }: Pasted): string {
  if (fresh + known + broken === 0)
    return 'There is no code in this text. A code begins with [DP1| and stands at the end of each lesson.';
  const parts = [times(fresh, 'new code', 'new codes')];
  if (known > 0) parts.push(`${known} that ${known === 1 ? 'was' : 'were'} here already`);
  if (broken > 0) parts.push(times(broken, 'broken one', 'broken ones'));
  return `Read: ${parts.join(', ')}.`;
}

function PasteForm({ onPaste }: { readonly onPaste: (text: string) => Pasted }) {
  const id = useId();
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAnswer(said(onPaste(text)));
    setText('');
  };
  return (
    <form className={styles.paste} onSubmit={submit}>
      <label htmlFor={id}>Paste codes, one or many, in any text: a whole chat will do</label>
      <textarea
        id={id}
        className="field"
        rows={5}
        value={text}
        required
        placeholder="[DP1|temperature|1|…]"
        onChange={({ target }) => setText(target.value)}
      />
      <div className={styles.actions}>
        <button type="submit" className="button" data-primary>
          Put them on the board
        </button>
        <p role="status">{answer}</p>
      </div>
    </form>
  );
}

function Broken({ codes }: { readonly codes: readonly BrokenCode[] }) {
  if (codes.length === 0) return null;
  return (
    <details className={styles.broken} open>
      <summary>{times(codes.length, 'code', 'codes')} could not be read</summary>
      <ul>
        {codes.map(({ text, why }) => (
          <li key={text}>
            <code>[{text}…</code> {why}.
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A default export, because it is loaded on its own. */
export default function BoardPage() {
  const [board, setBoard] = useState<Board>(recallBoard);
  const [cleared, setCleared] = useState<Board | null>(null);
  useEffect(() => {
    document.title = 'Instructor’s board · Distillation Playground';
  }, []);
  const become = (next: Board) => {
    rememberBoard(next);
    setBoard(next);
  };
  const onPaste = (text: string): Pasted => {
    const pasted = paste(board, text);
    become(pasted.board);
    setCleared(null);
    return pasted;
  };
  const clear = () => {
    setCleared(board);
    become(emptyBoard);
  };
  const bringBack = (before: Board) => {
    become(before);
    setCleared(null);
  };
  const summaries = summarise(board.results);
  const csv = Papa.unparse(boardRows(board.results), { escapeFormulae: true });
  return (
    <>
      <header className={styles.bar}>
        <h1>Instructor’s board</h1>
        <a href="./">Distillation Playground</a>
        <ThemeButton />
      </header>
      <main className={styles.board}>
        <section className="panel" aria-label="Codes">
          <PasteForm onPaste={onPaste} />
          <Broken codes={board.broken} />
          {board.results.length === 0 ? (
            <p className="soft">
              The board is empty. Hand out a lesson below; at its end each learner copies a code and sends it
              to you. Codes hold predictions, outcomes and figures, no names. They stay in this tab until you
              clear them.
            </p>
          ) : (
            <div className={styles.actions}>
              <p>
                <strong>{times(board.results.length, 'result', 'results')}</strong> from{' '}
                {times(summaries.length, 'lesson', 'lessons')}
              </p>
              <CopyButton text={csv} label="Copy as CSV" />
              <button type="button" className="button" onClick={clear}>
                Clear the board
              </button>
            </div>
          )}
          <div role="status" className={styles.actions}>
            {cleared === null ? null : (
              <>
                <p>{times(cleared.results.length, 'result is', 'results are')} cleared.</p>
                <button type="button" className="button" onClick={() => bringBack(cleared)}>
                  Undo
                </button>
              </>
            )}
          </div>
        </section>
        {summaries.map((summary) => (
          <LessonResults key={`${summary.lesson} ${summary.version}`} summary={summary} />
        ))}
        <HandOut />
      </main>
    </>
  );
}
