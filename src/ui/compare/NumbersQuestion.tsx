// The visitor's own numbers, one field per input; an example fills them all.

import { useId, useState } from 'react';
import type { Field, Item, TaskInfo } from '../../shared/protocol/data.ts';
import { usePage } from '../store-context.tsx';
import { itemOf, short, signed } from './probes.ts';
import styles from './question.module.css';
import { useDelayed } from './use-delayed.ts';

const typingMs = 150;

interface Props {
  readonly task: TaskInfo;
  readonly fields: readonly Field[];
  readonly picked: Item | null;
  readonly onPick: (item: Item) => void;
}

interface Draft {
  readonly index: number;
  readonly text: string;
}

/** What an arrow key adds: a power of ten, about a fiftieth of the field's range. */
const arrowStep = ({ min, max }: Field): number =>
  max > min ? 10 ** Math.round(Math.log10((max - min) / 50)) : 1;
const spanOf = ({ min, max }: Field): number => max - min;

const toNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

export function NumbersQuestion({ task, fields, picked, onPick }: Props) {
  const id = useId();
  const probe = usePage((page) => page.probe);
  const setProbe = usePage((page) => page.setProbe);
  const typing = useDelayed(typingMs);
  /** What is being typed into one field; dropped when the field is left or overtaken by another question. */
  const [draft, setDraft] = useState<Draft | null>(null);
  const values = probe?.kind === 'numbers' ? probe.values : [];
  const item = itemOf(probe, [picked, ...task.examples]);

  const change = (index: number, text: string, delay: boolean) => {
    setDraft({ index, text });
    const value = toNumber(text);
    if (!Number.isFinite(value)) return typing.cancel();
    const ask = () =>
      setProbe({ kind: 'numbers', values: fields.map((_, i) => (i === index ? value : (values[i] ?? 0))) });
    if (delay) return typing.later(ask);
    typing.cancel();
    ask();
  };

  const shownText = (field: Field, index: number): string => {
    const value = values[index];
    if (draft?.index === index) return draft.text;
    return value === undefined ? '' : short(value, spanOf(field));
  };

  return (
    <div className={styles.question}>
      <div className={styles.pick}>
        <label htmlFor={`${id}-example`}>
          {task.points === null ? 'Ask all three: type, or take' : 'Point at a map, type, or take'}
        </label>
        <select
          id={`${id}-example`}
          className="field"
          value={item?.index ?? ''}
          onChange={({ target }) => {
            const chosen = task.examples.find(({ index }) => index === Number(target.value));
            if (chosen !== undefined) onPick(chosen);
          }}
        >
          <option value="" disabled>
            {task.points === null ? 'your own numbers' : 'your own point'}
          </option>
          {item !== null && !task.examples.includes(item) ? (
            <option value={item.index}>{item.title}</option>
          ) : null}
          {task.examples.map(({ index, title }) => (
            <option key={index} value={index}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <div className={styles.fields}>
        {fields.map((field, index) => (
          <div key={field.name} className={styles.number}>
            <label htmlFor={`${id}-${index}`} title={field.name}>
              {field.name}
            </label>
            <input
              id={`${id}-${index}`}
              className="field"
              type="number"
              step="any"
              inputMode="decimal"
              aria-describedby={`${id}-${index}-range`}
              value={shownText(field, index)}
              onChange={({ target }) => change(index, target.value, true)}
              onBlur={() => setDraft(null)}
              onKeyDown={(event) => {
                const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
                if (direction === 0) return;
                event.preventDefault();
                const from = toNumber(event.currentTarget.value);
                const next = (Number.isFinite(from) ? from : 0) + direction * arrowStep(field);
                change(index, short(next, spanOf(field)), false);
              }}
            />
            <span id={`${id}-${index}-range`} className={styles.range}>
              <span className="visually-hidden">data: </span>
              {signed(field.min, spanOf(field))} to {signed(field.max, spanOf(field))}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
