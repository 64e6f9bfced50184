// Language models: where every head of each lane looks, on one text.

import { useEffect, useId, useRef, useState } from 'react';
import { laneIds } from '../../../shared/protocol/lanes.ts';
import { usePalette } from '../../compare/palette.ts';
import { useLaneNames } from '../../lane-names.ts';
import { useWatch } from '../../use-watch.ts';
import { Empty } from './Empty.tsx';
import { HeadDetail, nearestOf } from './HeadDetail.tsx';
import { type HeadId, HeadsPicture } from './HeadsPicture.tsx';
import { Distances } from './HeadsTable.tsx';
import styles from './inside.module.css';

const typingMs = 300;

export function TextView() {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const names = useLaneNames();
  const palette = usePalette(0);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [picked, setPicked] = useState<HeadId>({ lane: 'student', head: 0 });
  const [place, setPlace] = useState(Number.POSITIVE_INFINITY);
  const newest = useWatch('inside', { of: 'text', text: asked }, root);
  const seen = newest?.of === 'text' ? newest : null;
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  const isThere = seen !== null && picked.head < seen.lanes[picked.lane].entropy.length;
  const chosen: HeadId = isThere ? picked : { lane: 'student', head: 0 };
  const nearest = seen === null ? null : nearestOf(seen, chosen);
  return (
    <div ref={root} className={styles.inside}>
      <p className={styles.about}>
        Where every head looks: a row is a token, its columns the tokens up to itself, the more colour (by the
        square root) the more weight. A ring in dashes marks the teacher’s head nearest to the chosen one.
      </p>
      <label htmlFor={`${id}-text`} className={styles.choice}>
        Text to look at{' '}
        <input
          id={`${id}-text`}
          className={`field ${styles.text}`}
          dir="auto"
          maxLength={400}
          spellCheck={false}
          placeholder="A validation text; or write your own here"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      {seen === null ? (
        <Empty what="the attention maps of all three models" />
      ) : (
        <>
          <div className={styles.lanes}>
            {laneIds.map((lane) => (
              <HeadsPicture
                key={lane}
                lane={lane}
                name={names[lane]}
                seen={seen}
                palette={palette}
                chosen={chosen}
                nearest={
                  lane === 'teacher' && nearest !== null
                    ? nearest.layer * seen.lanes.teacher.heads + nearest.head
                    : null
                }
                onChoose={setPicked}
              />
            ))}
          </div>
          {seen.length > seen.tokens.length ? (
            <p className={styles.note}>
              The first {seen.tokens.length} of {seen.length} tokens.
            </p>
          ) : null}
          <HeadDetail
            seen={seen}
            palette={palette}
            names={names}
            chosen={chosen}
            query={Math.min(place, seen.tokens.length - 1)}
            onQuery={setPlace}
          />
          <Distances seen={seen} names={names} />
        </>
      )}
    </div>
  );
}
