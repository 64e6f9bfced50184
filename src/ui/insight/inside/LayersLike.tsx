// Layer by layer: how like the teacher's a lane's activations are, as a table of linear CKA.

import type { CSSProperties } from 'react';
import type { LayersLike as Likeness } from '../../../shared/protocol/inside.ts';
import { studentLanes } from '../../../shared/protocol/lanes.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import type { LaneNames } from '../../lane-names.ts';
import styles from './inside.module.css';
import { layerName } from './words.ts';

interface Props {
  readonly like: Readonly<Record<'student' | 'control', Likeness>>;
  readonly names: LaneNames;
  /** On what it was measured: "1,024 places of the plane". */
  readonly on: string;
}

/** At most as much colour, in per cent: text stays legible on it in both colour schemes. */
export const mostColour = 45;

const shade = (value: number): CSSProperties =>
  ({ '--share': `${Math.round(mostColour * Math.max(0, value || 0))}%` }) as CSSProperties;

function Table({
  cka,
  lane,
  names,
}: {
  cka: Likeness['cka'];
  lane: 'student' | 'control';
  names: LaneNames;
}) {
  const width = cka[0]?.length ?? 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} aria-label={`CKA: ${names[lane]} and teacher`} tabIndex={0}>
      <table className={styles.table}>
        <caption>
          <span className={styles.laneName} data-lane={lane}>
            <LineSample {...laneStyle(lane)} /> {names[lane]}
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              {names[lane]} ↓ {names.teacher} →
            </th>
            {Array.from({ length: width }, (_, j) => (
              <th key={j} scope="col">
                {layerName(j, width - 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cka.map((row, i) => (
            <tr key={i}>
              <th scope="row">{layerName(i, cka.length - 1)}</th>
              {row.map((value, j) => (
                <td key={j} className={styles.shaded} data-lane={lane} style={shade(value)}>
                  {Number.isFinite(value) ? value.toFixed(2) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function LayersLike({ like, names, on }: Props) {
  return (
    <section className={styles.detail} aria-labelledby="inside-layers">
      <h3 id="inside-layers">Layer by layer: how like the teacher’s</h3>
      <p className={styles.about}>
        Linear CKA (Kornblith and others 2019) of the activations on {on}: |Yᵀ X|² ÷ (|Xᵀ X| · |Yᵀ Y|) with
        centred columns, 1 where one layer is the other but for a turn and a scale, 0 where they have nothing
        in common. A dash: a layer answers the same everywhere.
      </p>
      <div className={styles.tables}>
        {studentLanes.map((lane) => (
          <Table key={lane} cka={like[lane].cka} lane={lane} names={names} />
        ))}
      </div>
    </section>
  );
}
