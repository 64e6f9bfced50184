// All heads of one lane as small maps: a row for each layer, a column for each head.

import { useCallback, useMemo, useRef } from 'react';
import type { TextInside } from '../../../shared/protocol/inside.ts';
import type { LaneId } from '../../../shared/protocol/lanes.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import type { Palette } from '../../compare/palette.ts';
import { useDeviceWidth } from '../../compare/use-device-width.ts';
import { drawHead, type HeadMap } from './draw-attention.ts';
import styles from './inside.module.css';
import { Picture, type Spot } from './Picture.tsx';
import { gridPlaces, unitSide } from './places.ts';
import { figure } from './words.ts';

/** A head by its lane and its number there: layer by layer. */
export interface HeadId {
  readonly lane: LaneId;
  readonly head: number;
}

interface Props {
  readonly lane: LaneId;
  readonly name: string;
  readonly seen: TextInside;
  readonly palette: Palette;
  readonly chosen: HeadId;
  /** The teacher's head nearest to the chosen one, where this is the teacher. */
  readonly nearest: number | null;
  onChoose(head: HeadId): void;
}

export function mapOfHead({ lanes, tokens }: TextInside, { lane, head }: HeadId, palette: Palette): HeadMap {
  const size = tokens.length ** 2;
  const weights = lanes[lane].weights.subarray(head * size, (head + 1) * size);
  return { weights, length: tokens.length, colour: palette.lanes[lane] };
}

/** "layer 2, head 3" */
export const headName = (head: number, heads: number): string =>
  `layer ${Math.floor(head / heads) + 1}, head ${(head % heads) + 1}`;

export function HeadsPicture({ lane, name, seen, palette, chosen, nearest, onChoose }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.max(0, Math.floor(useDeviceWidth(frame) / devicePixelRatio) - 8);
  const { layers, heads, entropy, lookBack } = seen.lanes[lane];
  const grid = useMemo(
    () => gridPlaces(layers, heads, width, { least: unitSide(), most: 84 }),
    [layers, heads, width],
  );
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      grid.places.forEach(({ left, top, side }, head) => {
        drawHead(context, mapOfHead(seen, { lane, head }, palette), [left, top], side, palette);
      });
    },
    [grid, seen, lane, palette],
  );
  const spots = grid.places.map(
    (place, head): Spot => ({
      ...place,
      label: `${name}, ${headName(head, heads)}: entropy ${figure(entropy[head])} nats, looks back ${figure(lookBack[head])} tokens`,
    }),
  );
  return (
    <section className={styles.lane} aria-labelledby={`inside-${lane}`}>
      <h3 className={styles.laneName} data-lane={lane} id={`inside-${lane}`}>
        <LineSample {...laneStyle(lane)} /> {name}
      </h3>
      <div ref={frame} className={styles.heads}>
        {width === 0 ? null : (
          <Picture
            label={`${name}: heads of attention`}
            width={grid.width}
            height={grid.height}
            spots={spots}
            chosen={chosen.lane === lane ? String(chosen.head) : null}
            pointed={nearest === null ? null : String(nearest)}
            onChoose={(id) => onChoose({ lane, head: Number(id) })}
            draw={draw}
          />
        )}
      </div>
      <p className={styles.note}>
        {layers} {layers === 1 ? 'layer (row)' : 'layers (rows)'}, {heads} {heads === 1 ? 'head' : 'heads'}{' '}
        each
      </p>
    </section>
  );
}
