// The chosen head, large, beside the teacher's nearest: where one token looks, as a picture, in the text and in numbers.

import { type CSSProperties, Fragment, type PointerEvent, useCallback, useId, useRef } from 'react';
import type { NearestHead, TextInside } from '../../../shared/protocol/inside.ts';
import type { Palette } from '../../compare/palette.ts';
import { useDeviceWidth } from '../../compare/use-device-width.ts';
import { nats, percent } from '../../format.ts';
import type { LaneNames } from '../../lane-names.ts';
import { drawSheet, type HeadMap, type Sheet, sheetOf } from './draw-attention.ts';
import { type HeadId, headName, mapOfHead } from './HeadsPicture.tsx';
import styles from './inside.module.css';
import { mostColour } from './LayersLike.tsx';
import { Plain } from './Plain.tsx';
import { figure } from './words.ts';

/** Width of a large map at most, CSS pixels. */
const mostWidth = 420;

interface Props {
  readonly seen: TextInside;
  readonly palette: Palette;
  readonly names: LaneNames;
  readonly chosen: HeadId;
  /** Place of the token that looks. */
  readonly query: number;
  onQuery(place: number): void;
}

export const nearestOf = (seen: TextInside, { lane, head }: HeadId): NearestHead | null =>
  lane === 'teacher' ? null : (seen.nearest[lane][head] ?? null);

const teachersHead = ({ lanes }: TextInside, { layer, head }: NearestHead): HeadId => ({
  lane: 'teacher',
  head: layer * lanes.teacher.heads + head,
});

/** What the token at `query` gives to those up to itself. */
const rowOf = ({ weights, length }: HeadMap, query: number): number[] =>
  Array.from(weights.subarray(query * length, query * length + query + 1));

interface SheetProps extends Pick<Props, 'palette' | 'query' | 'onQuery'> {
  readonly map: HeadMap;
  readonly sheet: Sheet;
  readonly tokens: readonly string[];
  readonly title: string;
}

function LargeHead({ map, sheet, tokens, title, palette, query, onQuery }: SheetProps) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => drawSheet(context, map, sheet, tokens, query, palette),
    [map, sheet, tokens, query, palette],
  );
  const point = ({ currentTarget, clientY }: PointerEvent<HTMLElement>) => {
    const { top, height } = currentTarget.getBoundingClientRect();
    const row = Math.floor((((clientY - top) / height) * sheet.side - sheet.margin) / sheet.cell);
    if (row >= 0 && row < map.length) onQuery(row);
  };
  return (
    <figure style={{ width: sheet.side }}>
      <div className={styles.sheet} onPointerMove={point} onPointerDown={point}>
        <Plain width={sheet.side} height={sheet.side} label={`Attention of ${title}`} draw={draw} />
      </div>
      <figcaption className={styles.note}>{title}</figcaption>
    </figure>
  );
}

const heat = (weight: number | undefined): CSSProperties =>
  ({ '--share': `${Math.round(mostColour * Math.sqrt(weight || 0))}%` }) as CSSProperties;

/** The text, each token coloured by how much the one that looks gives to it. */
function Looking({ seen, chosen, query, row, onQuery }: Props & { readonly row: readonly number[] }) {
  return (
    <p className={styles.tokens} dir="auto">
      {seen.tokens.map((token, i) => (
        <Fragment key={i}>
          {seen.isWords && i > 0 && ' '}
          <span
            className={styles.token}
            data-lane={chosen.lane}
            data-query={i === query || undefined}
            style={heat(row[i])}
            onPointerEnter={() => onQuery(i)}
          >
            {token}
          </span>
        </Fragment>
      ))}
    </p>
  );
}

interface Column {
  readonly name: string;
  readonly row: readonly number[];
}

/** The same in numbers. */
function Numbers({
  seen,
  query,
  columns,
}: Pick<Props, 'seen' | 'query'> & { readonly columns: readonly Column[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.shares} aria-label="Where the token looks" tabIndex={0}>
      <table className={styles.table}>
        <caption>
          Where token {query + 1}, “<bdi>{seen.tokens[query]}</bdi>”, looks
        </caption>
        <thead>
          <tr>
            <th scope="col">token</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {seen.tokens.slice(0, query + 1).map((token, i) => (
            <tr key={i}>
              <th scope="row">
                {i + 1} “<bdi>{token}</bdi>”
              </th>
              {columns.map(({ name, row }) => (
                <td key={name}>{percent(row[i] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function HeadDetail(props: Props) {
  const { seen, palette, names, chosen, query, onQuery } = props;
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const width = Math.floor(useDeviceWidth(frame) / devicePixelRatio);
  const { heads, entropy, lookBack } = seen.lanes[chosen.lane];
  const sheet = sheetOf(seen.tokens.length, Math.min(mostWidth, Math.max(200, width)));
  const nearest = nearestOf(seen, chosen);
  const other = nearest === null ? null : teachersHead(seen, nearest);
  const shown = [chosen, ...(other === null ? [] : [other])].map((head) => ({
    map: mapOfHead(seen, head, palette),
    name: names[head.lane],
    title: `${names[head.lane]}, ${headName(head.head, seen.lanes[head.lane].heads)}`,
  }));
  const title = `${names[chosen.lane]}, ${headName(chosen.head, heads)}`;
  const row = shown[0] === undefined ? [] : rowOf(shown[0].map, query);
  return (
    <section ref={frame} className={styles.detail} aria-labelledby="inside-head">
      <h3 id="inside-head">{title}</h3>
      <p className={styles.words}>
        Entropy <strong>{nats(entropy[chosen.head] ?? null)}</strong>, looks back{' '}
        <strong>{figure(lookBack[chosen.head])} tokens</strong>
        {nearest === null ? null : (
          <>
            ; nearest of the teacher’s heads:{' '}
            {headName(nearest.layer * seen.lanes.teacher.heads + nearest.head, seen.lanes.teacher.heads)}, at{' '}
            <strong>{figure(nearest.distance)} nats</strong>
          </>
        )}
        .
      </p>
      <p className={styles.choice}>
        <label htmlFor={`${id}-token`}>Token that looks</label>{' '}
        <input
          id={`${id}-token`}
          type="range"
          min={1}
          max={seen.tokens.length}
          value={query + 1}
          aria-valuetext={`${query + 1}, ${seen.tokens[query] ?? ''}`}
          onChange={({ target }) => onQuery(target.valueAsNumber - 1)}
        />
      </p>
      <Looking {...props} row={row} />
      <div className={styles.parts}>
        {width === 0
          ? null
          : shown.map(({ map, title: of }) => (
              <LargeHead
                key={of}
                map={map}
                sheet={sheet}
                tokens={seen.tokens}
                title={of}
                palette={palette}
                query={query}
                onQuery={onQuery}
              />
            ))}
        <Numbers
          seen={seen}
          query={query}
          columns={shown.map(({ map, name }) => ({ name, row: rowOf(map, query) }))}
        />
      </div>
    </section>
  );
}
