// The validation rows (examples, or places in texts) that two lanes answer most differently. The list holds still while a
// pointer or the focus is in it.

import { type FocusEvent, useId, useRef, useState } from 'react';
import type { Item, TaskInfo } from '../../shared/protocol/data.ts';
import { type LanePair, laneIds } from '../../shared/protocol/lanes.ts';
import type { Disagreement } from '../../shared/protocol/snapshots.ts';
import { count, nats } from '../format.ts';
import { useLaneNames } from '../lane-names.ts';
import { LineSample } from '../lanes/LaneCards.tsx';
import { usePage } from '../store-context.tsx';
import { useWatch } from '../use-watch.ts';
import { lanesBy } from './answers.ts';
import styles from './disagreements.module.css';
import { sameProbe } from './probes.ts';

interface Props {
  readonly task: TaskInfo;
  readonly onPick: (item: Item) => void;
}

type List = readonly Disagreement[];
const none: List = [];

/** Every ordered pair: KL is another one from the other side. */
const pairs: readonly LanePair[] = laneIds.flatMap((first) =>
  laneIds.filter((second) => second !== first).map((second) => [first, second] as const),
);
const pairName = (pair: LanePair): string => pair.join(' ‖ ');

/** The newest list, or the one that was there when pointer or focus came in; `refresh` takes the newest anyway. */
function useSteadyList(latest: List) {
  const [isHovered, setHovered] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [held, setHeld] = useState<List | null>(null);
  const hold = () => setHeld((before) => before ?? latest);
  const releaseIf = (isFree: boolean) => {
    if (isFree) setHeld(null);
  };
  return {
    list: held ?? latest,
    isBehind: held !== null && held !== latest,
    refresh: () => setHeld(latest),
    release: () => setHeld(null),
    handlers: {
      onPointerEnter() {
        setHovered(true);
        hold();
      },
      onPointerLeave() {
        setHovered(false);
        releaseIf(!isFocused);
      },
      onFocus() {
        setFocused(true);
        hold();
      },
      onBlur({ currentTarget, relatedTarget }: FocusEvent) {
        if (currentTarget.contains(relatedTarget)) return;
        setFocused(false);
        releaseIf(!isHovered);
      },
    },
  };
}

function Entry({ entry, task, onPick }: { entry: Disagreement } & Props) {
  const isAsked = usePage((page) => sameProbe(page.probe, entry.item.probe));
  const { item, kl, predicted } = entry;
  const name = (label: number) => task.classes[label] ?? '';
  return (
    <li>
      <button type="button" aria-pressed={isAsked} onClick={() => onPick(item)}>
        <span className={styles.title} dir="auto" title={item.title}>
          {item.title}
        </span>
        <span className={styles.kl}>{nats(kl)}</span>
        <span className={styles.classes}>
          <span>
            <span className="visually-hidden">true label: </span>
            {name(item.label)}
          </span>
          {laneIds.map((id) => (
            <span key={id} data-wrong={predicted[id] !== item.label || undefined}>
              <span className="visually-hidden">, {id}: </span>
              {name(predicted[id])}
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}

export function Disagreements({ task, onPick }: Props) {
  const lanes = lanesBy(useLaneNames());
  const root = useRef<HTMLDivElement>(null);
  const [pair, setPair] = useState<LanePair>(['teacher', 'student']);
  const snapshot = useWatch('disagreements', pair, root);
  const isOfPair = snapshot !== null && pairName(snapshot.pair) === pairName(pair);
  const latest = isOfPair ? snapshot.items : none;
  const hasRun = usePage((page) => page.run !== null && !page.stale);
  const { list, isBehind, refresh, release, handlers } = useSteadyList(latest);
  const pairId = useId();

  return (
    <div className={styles.disagreements} ref={root} {...handlers}>
      <div className={styles.head}>
        <label className={styles.pair} htmlFor={pairId}>
          KL of
          <select
            id={pairId}
            className="field"
            value={pairName(pair)}
            onChange={({ target }) => {
              setPair(pairs.find((candidate) => pairName(candidate) === target.value) ?? pair);
              release();
            }}
          >
            {pairs.map((candidate) => (
              <option key={pairName(candidate)}>{pairName(candidate)}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button"
          aria-disabled={!isBehind}
          data-disabled={!isBehind || undefined}
          onClick={refresh}
        >
          Refresh
        </button>
      </div>
      <p className={styles.what}>
        {isOfPair
          ? `At T = 1, largest first. Other answers on ${count(snapshot.differing)} of ${count(snapshot.rows)} ${task.writes ? 'places' : 'examples'}.`
          : 'At T = 1, largest first.'}
      </p>
      <div className={styles.scroller}>
        <div className={`${styles.classes} ${styles.columns}`} aria-hidden="true">
          <span>True label</span>
          {lanes.map(({ id, name }) => (
            <span key={id} data-lane={id}>
              <LineSample lane={id} /> {name}
            </span>
          ))}
        </div>
        {list.length === 0 ? (
          <p className={styles.empty}>
            {hasRun ? 'Looking for the first ones.' : 'Press Run: the items they dispute most appear here.'}
          </p>
        ) : (
          <ul>
            {list.map((entry, rank) => (
              // The places of the list stay and their content changes: nothing moves.
              <Entry key={rank} entry={entry} task={task} onPick={onPick} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
