// One text, token by token: how surprised each lane was, and how far each is from the teacher.

import { type CSSProperties, Fragment, useEffect, useId, useRef, useState } from 'react';
import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import { likeliestTokens, type SnapshotOf } from '../../shared/protocol/snapshots.ts';
import { nats } from '../format.ts';
import { useLaneNames } from '../lane-names.ts';
import { usePage } from '../store-context.tsx';
import { useWatch } from '../use-watch.ts';
import styles from './writing.module.css';

const typingMs = 300;
const noClasses: readonly string[] = [];
/** Nats at which a token is coloured as strongly as can be. */
const hottest = 5;

const views = [
  { id: 'loss.teacher', label: "Teacher's surprise (loss)" },
  { id: 'loss.student', label: "Student's surprise (loss)" },
  { id: 'loss.control', label: "Control's surprise (loss)" },
  { id: 'kl.student', label: 'KL(teacher ‖ student)' },
  { id: 'kl.control', label: 'KL(teacher ‖ control)' },
] as const;
type View = (typeof views)[number]['id'];

function valuesOf({ loss, kl }: SnapshotOf<'passage'>, view: View): Float32Array {
  const [measure, lane] = view.split('.') as ['loss' | 'kl', LaneId];
  return measure === 'loss' || lane === 'teacher' ? loss[lane] : kl[lane];
}

/** Colour of a token, from none at 0 nats to full at `hottest`. */
const heat = (value: number | undefined): CSSProperties =>
  ({ '--heat': `${Math.round(70 * Math.min(1, (value || 0) / hottest))}%` }) as CSSProperties;

/** "e 45 %, a 20 %, …": what a lane expected at a place. */
function likeliest(passage: SnapshotOf<'passage'>, lane: LaneId, at: number, classes: readonly string[]) {
  const { ids, shares } = passage.likeliest[lane];
  const from = at * likeliestTokens;
  return Array.from(shares.subarray(from, from + likeliestTokens), (share, rank) => (
    <span key={ids[from + rank]}>
      <b dir="auto">{classes[ids[from + rank] ?? 0]}</b> {Math.round(100 * share)}&nbsp;%{' '}
    </span>
  ));
}

function Readout({ passage, at }: { passage: SnapshotOf<'passage'>; at: number }) {
  const names = useLaneNames();
  const classes = usePage((page) => page.task?.classes ?? noClasses);
  return (
    <table>
      <caption className="visually-hidden">Token {at}</caption>
      <thead>
        <tr>
          <th scope="col">
            “<bdi>{passage.tokens[at]}</bdi>”
          </th>
          <th scope="col">loss</th>
          <th scope="col">KL to the teacher</th>
          <th scope="col">likeliest here</th>
        </tr>
      </thead>
      <tbody>
        {laneIds.map((lane) => (
          <tr key={lane}>
            <th scope="row">{names[lane]}</th>
            <td>{nats(passage.loss[lane][at] ?? null)}</td>
            <td>{lane === 'teacher' ? '' : nats(passage.kl[lane][at] ?? null)}</td>
            <td className={styles.likeliest}>{likeliest(passage, lane, at, classes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Passage() {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const passage = useWatch('passage', asked, panel);
  const [view, setView] = useState<View>('kl.student');
  const [place, setPlace] = useState(1);

  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);

  const at = passage === null ? 1 : Math.min(place, passage.tokens.length - 1);
  const values = passage === null ? null : valuesOf(passage, view);
  return (
    <div className={styles.passage} ref={panel}>
      <label htmlFor={`${id}-text`}>Text to look at</label>
      <textarea
        id={`${id}-text`}
        className="field"
        dir="auto"
        rows={2}
        maxLength={1000}
        spellCheck={false}
        placeholder="A validation text; or write your own here"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <label htmlFor={`${id}-view`}>Coloured by</label>
      <select
        id={`${id}-view`}
        className="field"
        value={view}
        onChange={({ target }) => setView(target.value as View)}
      >
        {views.map(({ id: value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {passage === null || values === null ? (
        <p className={styles.tokens}>Press Run: the text appears here, coloured token by token.</p>
      ) : (
        <>
          <p className={styles.tokens} dir="auto">
            {passage.tokens.map((token, i) => (
              <Fragment key={i}>
                {passage.isWords && i > 0 && ' '}
                <span
                  className={styles.token}
                  style={heat(values[i])}
                  data-current={i === at || undefined}
                  onPointerEnter={() => setPlace(Math.max(1, i))}
                >
                  {token}
                </span>
              </Fragment>
            ))}
          </p>
          <label htmlFor={`${id}-place`}>Token</label>
          <input
            id={`${id}-place`}
            type="range"
            min={1}
            max={passage.tokens.length - 1}
            value={at}
            aria-valuetext={passage.tokens[at] ?? ''}
            onChange={({ target }) => setPlace(target.valueAsNumber)}
          />
          <Readout passage={passage} at={at} />
          <p className="soft">No colour: 0 nats. Full colour: {hottest} nats or more.</p>
        </>
      )}
    </div>
  );
}
