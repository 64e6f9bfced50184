// What a text is cut into, and the vocabulary it is cut with. Before a run as well: no model takes part.

import { useId, useMemo, useRef, useState } from 'react';
import type { SnapshotOf } from '../../../shared/protocol/snapshots.ts';
import { count, percent } from '../../format.ts';
import { usePage } from '../../store-context.tsx';
import { useWatch } from '../../use-watch.ts';
import type { PanelProps } from '../panels.ts';
import styles from './tokens.module.css';

const maxLength = 2000;
/** Tokens of the vocabulary on sight at once. */
const mostShown = 400;

const kinds: Readonly<Record<SnapshotOf<'tokens'>['tokenizer'], string>> = {
  characters: 'one token a character; others by their bytes',
  bpe: 'frequent runs of bytes, learnt from the training text (byte pairs)',
  words: 'one token a word of the grammar',
};

function Cut({ tokens }: { readonly tokens: SnapshotOf<'tokens'> }) {
  const { ids, labels, text, complete } = tokens;
  const characters = [...text].length;
  return (
    <>
      <p role="status">
        <strong>{count(ids.length)}</strong> tokens for {count(characters)} characters
        {ids.length > 0 ? `: ${(characters / ids.length).toFixed(2)} characters a token` : ''}.
        {complete ? '' : ' Some of this text has no token here and is left out.'}
      </p>
      <ol className={styles.cut} aria-label="Tokens of the text">
        {labels.map((label, place) => (
          <li key={place} title={`Token ${ids[place]}`}>
            <bdi>{label}</bdi>
            <small>{ids[place]}</small>
          </li>
        ))}
      </ol>
    </>
  );
}

function Vocabulary({
  classes,
  learntFrom,
}: {
  readonly classes: readonly string[];
  readonly learntFrom: number;
}) {
  const id = useId();
  const [wanted, setWanted] = useState('');
  const found = useMemo(() => {
    const named = classes.map((label, token) => ({ label, token }));
    // What was learnt says more than the bytes that every vocabulary has.
    const all = [...named.slice(learntFrom), ...named.slice(0, learntFrom)];
    return wanted === ''
      ? all
      : all.filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()));
  }, [classes, learntFrom, wanted]);
  const shown = found.slice(0, mostShown);
  return (
    <section className={styles.vocabulary} aria-label="Vocabulary">
      <div className={styles.line}>
        <h3>Vocabulary</h3>
        <span className="soft">{count(classes.length)} tokens</span>
        <label htmlFor={id}>Look for</label>
        <input
          id={id}
          className="field"
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className={styles.scroll} aria-label="Tokens of the vocabulary" tabIndex={0}>
        <ul className={styles.cut}>
          {shown.map(({ label, token }) => (
            <li key={token}>
              <bdi>{label}</bdi>
              <small>{token}</small>
            </li>
          ))}
        </ul>
      </section>
      <p className="soft">
        {found.length > shown.length
          ? `The first ${count(shown.length)} of ${count(found.length)}: look for one to see others.`
          : `${count(found.length)} shown.`}{' '}
        ␣ is a blank, ↵ a line end, ⟨E2⟩ a byte that is only part of a character.
      </p>
    </section>
  );
}

/** The panel; a default export, because it is loaded when it is opened. */
export default function TokensPanel({ task }: PanelProps) {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [first] = task.examples;
  const example = first?.probe.kind === 'text' ? first.probe.text : '';
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? example;
  const tokens = useWatch('tokens', text, root);
  const learning = usePage((page) => page.tableProgress);
  return (
    <div ref={root} className={styles.tokens}>
      <label htmlFor={id}>Text to cut into tokens</label>
      <textarea
        id={id}
        className="field"
        dir="auto"
        rows={2}
        maxLength={maxLength}
        spellCheck={false}
        value={text}
        onChange={({ target }) => setTyped(target.value)}
      />
      {learning === null ? null : (
        <p className={styles.line}>
          <progress aria-label="Learning the tokens" value={learning} max={1} /> Learning the tokens,{' '}
          {percent(learning)}
        </p>
      )}
      {tokens === null ? (
        <p className="soft">The tokenizer is being made…</p>
      ) : (
        <>
          <p className="soft">Cut by: {kinds[tokens.tokenizer]}.</p>
          <Cut tokens={tokens} />
        </>
      )}
      <Vocabulary classes={task.classes} learntFrom={tokens?.tokenizer === 'bpe' ? 256 : 0} />
    </div>
  );
}
