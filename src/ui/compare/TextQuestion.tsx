// The visitor's own sentence, put to all lanes while it is written; examples for those who have none.

import { useId, useState } from 'react';
import type { Item, TaskInfo } from '../../shared/protocol/data.ts';
import { usePage } from '../store-context.tsx';
import { sameProbe } from './probes.ts';
import styles from './question.module.css';
import { useDelayed } from './use-delayed.ts';

const typingMs = 150;
const maxLength = 500;
const chips = 3;

interface Props {
  readonly task: TaskInfo;
  readonly onPick: (item: Item) => void;
}

export function TextQuestion({ task, onPick }: Props) {
  const id = useId();
  const probe = usePage((page) => page.probe);
  const setProbe = usePage((page) => page.setProbe);
  const typing = useDelayed(typingMs);
  /** What is being typed; null while the field shows the question that stands. */
  const [draft, setDraft] = useState<string | null>(null);
  const [first, setFirst] = useState(0);

  const ask = (text: string) => {
    typing.cancel();
    setProbe({ kind: 'text', text });
    setDraft(null);
  };
  const shown = Array.from(
    { length: Math.min(chips, task.examples.length) },
    (_, i) => task.examples[(first + i) % task.examples.length],
  ).filter((item) => item !== undefined);

  return (
    <div className={styles.question}>
      <label htmlFor={id}>Ask all three</label>
      <textarea
        id={id}
        className="field"
        dir="auto"
        rows={2}
        maxLength={maxLength}
        spellCheck={false}
        value={draft ?? (probe?.kind === 'text' ? probe.text : '')}
        onChange={({ target }) => {
          setDraft(target.value);
          typing.later(() => ask(target.value));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          ask(event.currentTarget.value);
        }}
      />
      <ul className={styles.chips} aria-label="Examples">
        {shown.map((item) => (
          <li key={item.index}>
            <button
              type="button"
              aria-pressed={sameProbe(item.probe, probe)}
              dir="auto"
              title={item.title}
              onClick={() => {
                typing.cancel();
                setDraft(null);
                onPick(item);
              }}
            >
              {item.title}
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className={styles.another}
            onClick={() => setFirst((first + chips) % task.examples.length)}
          >
            Other examples
          </button>
        </li>
      </ul>
    </div>
  );
}
