// One lane's decision map: its canvas, its name and accuracy above, and the crosshair of the current input.

import { type PointerEvent, useLayoutEffect, useMemo, useRef } from 'react';
import type { TaskInfo } from '../../shared/protocol/data.ts';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import type { SnapshotOf } from '../../shared/protocol/snapshots.ts';
import { percent } from '../format.ts';
import { LineSample } from '../lanes/LaneCards.tsx';
import { usePage } from '../store-context.tsx';
import { useCurves } from '../use-curves.ts';
import { winningShares } from './answers.ts';
import { drawMap } from './draw-map.ts';
import styles from './maps.module.css';
import type { Palette } from './palette.ts';

export type Spot = readonly [x: number, y: number];

export interface Pointing {
  onHover(spot: Spot): void;
  onPick(spot: Spot): void;
  onLeave(): void;
}

interface Props {
  readonly lane: LaneId;
  readonly name: string;
  readonly task: TaskInfo;
  readonly map: SnapshotOf<'map'> | null;
  /** Half the side of the square that is drawn. */
  readonly extent: number;
  /** Side of the canvas in device pixels. */
  readonly side: number;
  readonly points: OffscreenCanvas | null;
  readonly palette: Palette;
  readonly isDiscrete: boolean;
  readonly spot: Spot | null;
  readonly pointing: Pointing;
}

function Accuracy({ lane, isKnown }: { lane: LaneId; isKnown: boolean }) {
  useCurves();
  const series = usePage((page) => page.run?.series ?? null);
  const accuracy = isKnown ? (series?.latest(`${lane}.accuracy`) ?? null) : null;
  return (
    <span className={styles.accuracy}>{accuracy === null ? 'no map yet' : `${percent(accuracy)} right`}</span>
  );
}

/** What the picture says, in words. */
function describe(lane: LaneId, task: TaskInfo, map: SnapshotOf<'map'> | null): string {
  const what = `Decision map of the ${lane}`;
  if (map === null) return `${what}: empty until a run starts; only the task's points are drawn.`;
  const areas = winningShares(map.lanes[lane], map.classes).map(
    (share, k) => `${task.classes[k] ?? k} ${Math.round(100 * share)} %`,
  );
  return `${what}: share of the area that each class wins: ${areas.join(', ')}.`;
}

function Crosshair({ spot: [x, y], extent }: { spot: Spot; extent: number }) {
  const left = `${50 * (1 + x / extent)}%`;
  const top = `${50 * (1 - y / extent)}%`;
  return (
    <div className={styles.crosshair} aria-hidden="true">
      <i style={{ left }} />
      <b style={{ top }} />
      <em style={{ left, top }} />
    </div>
  );
}

export function DecisionMap(props: Props) {
  const { lane, name, task, map, extent, side, points, palette, isDiscrete, spot, pointing } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const field = useMemo(
    () => (map === null ? null : { probabilities: map.lanes[lane], cells: map.cells, classes: map.classes }),
    [map, lane],
  );
  const inWords = useMemo(() => describe(lane, task, map), [lane, task, map]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (side > 0 && context) drawMap(context, side, field, isDiscrete, palette, points);
  }, [side, field, isDiscrete, palette, points]);

  const spotOf = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>): Spot => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    const toUnit = (pixels: number, size: number) => Math.min(1, Math.max(-1, (2 * pixels) / size - 1));
    const round = (value: number) => Math.round(value * 1000) / 1000;
    return [
      round(extent * toUnit(clientX - left, width)),
      round(extent * toUnit(top + height - clientY, height)),
    ];
  };

  return (
    <figure className={styles.map}>
      <figcaption className={styles.caption}>
        <strong className={styles[lane]}>
          <LineSample lane={lane} />
          {name}
        </strong>
        <Accuracy lane={lane} isKnown={map !== null} />
      </figcaption>
      <div
        className={styles.square}
        onPointerMove={(event) => event.pointerType !== 'touch' && pointing.onHover(spotOf(event))}
        onPointerUp={(event) => event.button === 0 && pointing.onPick(spotOf(event))}
        onPointerLeave={pointing.onLeave}
      >
        <canvas ref={canvas} width={side} height={side} role="img" aria-label={inWords} />
        {spot === null ? null : <Crosshair spot={spot} extent={extent} />}
      </div>
    </figure>
  );
}
