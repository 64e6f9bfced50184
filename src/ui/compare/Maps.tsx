// The plane as each lane sees it: three decision maps, their toggles and their legend. Pointing at a map asks about that
// place; a click stays there.

import { useEffect, useMemo, useRef, useState } from 'react';
import type { TaskInfo } from '../../shared/protocol/data.ts';
import type { Probe } from '../../shared/protocol/watch.ts';
import { useLaneNames } from '../lane-names.ts';
import { usePage } from '../store-context.tsx';
import { useWatch } from '../use-watch.ts';
import { lanesBy } from './answers.ts';
import { ClassMark } from './ClassMark.tsx';
import { DecisionMap, type Pointing, type Spot } from './DecisionMap.tsx';
import { drawPoints } from './draw-points.ts';
import styles from './maps.module.css';
import { usePalette } from './palette.ts';
import { useDeviceWidth } from './use-device-width.ts';

const cells = 48;
/** A pointer in motion asks at most this often. */
const hoverEveryMs = 60;

interface Props {
  readonly task: TaskInfo;
  readonly points: NonNullable<TaskInfo['points']>;
}

const probeAt = ([x, y]: Spot): Probe => ({ kind: 'numbers', values: [x, y] });

/** The place that the maps mark, and what pointing at a map does: hovering asks for as long as it lasts, a click stays. */
function usePointing(): { spot: Spot | null; pointing: Pointing } {
  const probe = usePage((page) => page.probe);
  const setProbe = usePage((page) => page.setProbe);
  const [cursor, setCursor] = useState<Spot | null>(null);
  const beforeHover = useRef<Probe | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const next = useRef<Spot | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);

  const askSoon = (spot: Spot) => {
    next.current = spot;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (next.current !== null) setProbe(probeAt(next.current));
    }, hoverEveryMs);
  };
  const stopAsking = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const pointing: Pointing = {
    onHover(spot) {
      if (cursor === null) beforeHover.current = probe;
      setCursor(spot);
      askSoon(spot);
    },
    onPick(spot) {
      stopAsking();
      beforeHover.current = probeAt(spot);
      setProbe(beforeHover.current);
    },
    onLeave() {
      if (cursor === null) return;
      stopAsking();
      setCursor(null);
      if (beforeHover.current !== null) setProbe(beforeHover.current);
    },
  };
  const asked = probe?.kind === 'numbers' ? ([probe.values[0] ?? 0, probe.values[1] ?? 0] as const) : null;
  return { spot: cursor ?? asked, pointing };
}

function Toggle(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}

export function Maps({ task, points }: Props) {
  const lanes = lanesBy(useLaneNames());
  const frame = useRef<HTMLDivElement>(null);
  const measured = useRef<HTMLDivElement>(null);
  const width = useDeviceWidth(measured);
  const palette = usePalette(task.classes.length);
  const latest = useWatch('map', cells, frame);
  const map = latest?.classes === task.classes.length ? latest : null;
  const [isDiscrete, setDiscrete] = useState(false);
  const [showValidation, setShowValidation] = useState(false);
  const [seenOnly, setSeenOnly] = useState(false);
  const { spot, pointing } = usePointing();

  const field = task.input.kind === 'numbers' ? task.input.fields[0] : undefined;
  const extent = map?.extent ?? field?.max ?? 1;
  const layer = useMemo(
    () => drawPoints(points, palette, { side: width, extent, showValidation, seenOnly }),
    [points, palette, width, extent, showValidation, seenOnly],
  );

  return (
    <div className={styles.maps}>
      <div className={styles.row} ref={frame}>
        {lanes.map(({ id, name }) => (
          <DecisionMap
            key={id}
            lane={id}
            name={name}
            task={task}
            map={map}
            extent={extent}
            side={width}
            points={layer}
            palette={palette}
            isDiscrete={isDiscrete}
            spot={spot}
            pointing={pointing}
          />
        ))}
        <div className={styles.measured} ref={measured} />
      </div>
      <div className={styles.toggles}>
        <Toggle label="Discretise" isOn={isDiscrete} onChange={setDiscrete} />
        <Toggle label="Validation points" isOn={showValidation} onChange={setShowValidation} />
        <Toggle label="Only labels seen" isOn={seenOnly} onChange={setSeenOnly} />
      </div>
      <p className={styles.legend}>
        {task.classes.map((name, k) => (
          <span key={name}>
            <ClassMark classIndex={k} /> {name}
          </span>
        ))}
        <span>
          ringed: {task.labelsSeen === 1 ? 'the label' : `the ${task.labelsSeen} labels`} student and control
          see
        </span>
        <span>small: labels that only the teacher sees</span>
        {showValidation ? <span>hollow: validation</span> : null}
      </p>
    </div>
  );
}
