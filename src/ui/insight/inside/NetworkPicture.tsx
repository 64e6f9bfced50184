// One lane's network over the plane: every unit a map, every weight a line.

import { useCallback, useMemo, useRef } from 'react';
import type { TaskInfo } from '../../../shared/protocol/data.ts';
import type { LayerMaps, PlaneInside } from '../../../shared/protocol/inside.ts';
import type { LaneId } from '../../../shared/protocol/lanes.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { ClassMark } from '../../compare/ClassMark.tsx';
import type { Palette } from '../../compare/palette.ts';
import { useDeviceWidth } from '../../compare/use-device-width.ts';
import { drawNetwork } from './draw-network.ts';
import styles from './inside.module.css';
import { Picture, pixelRatio, type Spot } from './Picture.tsx';
import { networkPlaces, unitSide } from './places.ts';
import { activeWords, isDead, unitName } from './words.ts';

/** A unit by its lane, its layer (hidden ones first) and its index there. */
export interface UnitId {
  readonly lane: LaneId;
  readonly layer: number;
  readonly unit: number;
}

interface Props {
  readonly lane: LaneId;
  readonly name: string;
  readonly task: TaskInfo;
  readonly seen: PlaneInside;
  readonly palette: Palette;
  readonly chosen: UnitId | null;
  /** The unit most like the chosen one, where it is this lane's. */
  readonly twin: Omit<UnitId, 'lane'> | null;
  onChoose(unit: UnitId): void;
}

/** Left and right of a picture, for the ring around a chosen unit. */
const room = 4;

const rowOf = (layers: readonly LayerMaps[], { layer, unit }: Omit<UnitId, 'lane'>): number =>
  layers[layer]?.shown.indexOf(unit) ?? -1;

/** Column 0 are the inputs. */
function spotId(layers: readonly LayerMaps[], unit: Omit<UnitId, 'lane'> | null): string | null {
  const row = unit === null ? -1 : rowOf(layers, unit);
  return unit === null || row < 0 ? null : `${unit.layer + 1}.${row}`;
}

/** "layer 1" and below it "8 of 32"; short where columns are close together. */
function Captions({ layers, pitch }: { readonly layers: readonly LayerMaps[]; readonly pitch: number }) {
  const isShort = pitch < 58;
  return (
    <ol className={styles.captions} aria-hidden="true">
      <li>{isShort ? 'in' : 'input'}</li>
      {layers.map(({ units, shown }, i) => {
        const isLast = i === layers.length - 1;
        return (
          <li key={i}>
            {isLast ? (isShort ? 'out' : 'output') : isShort ? i + 1 : `layer ${i + 1}`}
            {shown.length < units ? (
              <small>{isShort ? `/${units}` : `${shown.length} of ${units}`}</small>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

/** What is not shown, and which units do nothing. */
function Notes({ layers }: { readonly layers: readonly LayerMaps[] }) {
  const hidden = layers.slice(0, -1);
  const left = hidden.reduce((sum, { units, shown }) => sum + units - shown.length, 0);
  const dead = hidden.reduce((sum, layer) => sum + layer.dead, 0);
  const units = hidden.reduce((sum, layer) => sum + layer.units, 0);
  return (
    <p className={styles.note}>
      {units === 0
        ? 'No hidden units.'
        : `${units} hidden units, ${left === 0 ? 'all' : `${left} not`} shown; `}
      {units === 0 ? '' : dead === 0 ? 'none is dead.' : `${dead} dead.`}
    </p>
  );
}

export function NetworkPicture({ lane, name, task, seen, palette, chosen, twin, onChoose }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.max(0, Math.floor(useDeviceWidth(frame) / devicePixelRatio) - 2 * room);
  const layers = seen.lanes[lane];
  const counts = [2, ...layers.map(({ shown }) => shown.length)].join();
  const places = useMemo(
    () => networkPlaces(counts.split(',').map(Number), width, unitSide()),
    [counts, width],
  );
  const own = chosen?.lane === lane ? chosen : null;
  const [column, row] = own === null ? [-1, -1] : [own.layer + 1, rowOf(layers, own)];
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const { cells, extent } = seen;
      const drawing = { layers: seen.lanes[lane], cells, extent, palette, colour: palette.lanes[lane] };
      drawNetwork(context, places, { ...drawing, chosen: row < 0 ? null : { column, row } }, pixelRatio());
    },
    [seen, lane, palette, places, column, row],
  );
  const spots = layers.flatMap((layer, i) =>
    layer.shown.map((unit, at): Spot => {
      const isOutput = i === layers.length - 1;
      const said = isOutput
        ? `output ${unitName(i, unit, layers, task)}`
        : `layer ${i + 1}, unit ${unit + 1}`;
      return {
        ...(places.columns[i + 1]?.[at] ?? { id: `${i + 1}.${at}`, left: 0, top: 0, side: 0 }),
        label: isOutput ? `${name}, ${said}` : `${name}, ${said}: ${activeWords(layer, at)}`,
        mark: isOutput ? <ClassMark classIndex={unit} /> : isDead(layer, at) ? <b>✕</b> : null,
      };
    }),
  );
  const choose = (id: string) => {
    const [at = 1, place = 0] = id.split('.').map(Number);
    const unit = layers[at - 1]?.shown[place];
    if (unit !== undefined) onChoose({ lane, layer: at - 1, unit });
  };
  const pitch = places.columns.length < 2 ? 0 : (places.width - places.side) / (places.columns.length - 1);
  return (
    <section className={styles.lane} aria-labelledby={`inside-${lane}`}>
      <h3 className={styles.laneName} data-lane={lane} id={`inside-${lane}`}>
        <LineSample {...laneStyle(lane)} /> {name}
      </h3>
      <div ref={frame} className={styles.frame}>
        {width === 0 ? null : (
          <Picture
            label={`${name}: network`}
            width={places.width}
            height={places.height}
            spots={spots}
            chosen={spotId(layers, own)}
            pointed={spotId(layers, twin)}
            onChoose={choose}
            draw={draw}
          >
            <Captions layers={layers} pitch={pitch} />
          </Picture>
        )}
      </div>
      <Notes layers={layers} />
    </section>
  );
}
