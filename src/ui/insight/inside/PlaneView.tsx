// Points in a plane: the three networks side by side, the chosen unit, and how much of the teacher's inside the others have.

import { useId, useRef, useState } from 'react';
import type { TaskInfo } from '../../../shared/protocol/data.ts';
import type { PlaneInside } from '../../../shared/protocol/inside.ts';
import { laneIds } from '../../../shared/protocol/lanes.ts';
import { usePalette } from '../../compare/palette.ts';
import { count } from '../../format.ts';
import { useLaneNames } from '../../lane-names.ts';
import { useWatch } from '../../use-watch.ts';
import { Empty } from './Empty.tsx';
import styles from './inside.module.css';
import { LayersLike } from './LayersLike.tsx';
import { NetworkPicture, type UnitId } from './NetworkPicture.tsx';
import { twinOf, UnitDetail } from './UnitDetail.tsx';

const mostUnits = [8, 16, 32] as const;

/** The chosen unit, or, while it is not shown, the student's first. */
function shownUnit({ lanes }: PlaneInside, chosen: UnitId | null): UnitId {
  if (chosen !== null && lanes[chosen.lane][chosen.layer]?.shown.includes(chosen.unit)) return chosen;
  return { lane: 'student', layer: 0, unit: lanes.student[0]?.shown[0] ?? 0 };
}

function HowMany({ units, onChange }: { readonly units: number; onChange(units: number): void }) {
  const id = useId();
  return (
    <label htmlFor={id} className={styles.choice}>
      Units of a layer at most{' '}
      <select
        id={id}
        className="field"
        value={units}
        onChange={({ target }) => onChange(Number(target.value))}
      >
        {mostUnits.map((most) => (
          <option key={most} value={most}>
            {most}
          </option>
        ))}
      </select>
    </label>
  );
}

export function PlaneView({ task }: { readonly task: TaskInfo }) {
  const root = useRef<HTMLDivElement>(null);
  const names = useLaneNames();
  const palette = usePalette(task.classes.length);
  const [units, setUnits] = useState<number>(mostUnits[0]);
  const [picked, setPicked] = useState<UnitId | null>(null);
  const newest = useWatch('inside', { of: 'plane', units }, root);
  const seen = newest?.of === 'plane' ? newest : null;
  const chosen = seen === null ? null : shownUnit(seen, picked);
  const twin = seen === null || chosen === null ? null : twinOf(seen, chosen);
  return (
    <div ref={root} className={styles.inside}>
      <p className={styles.about}>
        What every unit answers over the plane: the lane’s colour where it is above 0, grey and hatched below,
        a line where the sign changes; each map by its own largest value. A line is a weight: solid positive,
        dashed negative, wider for larger. Shown are the units with the largest weights leading out.
      </p>
      <HowMany units={units} onChange={setUnits} />
      {seen === null || chosen === null ? (
        <Empty what="the maps of all three networks" />
      ) : (
        <>
          <div className={styles.lanes}>
            {laneIds.map((lane) => (
              <NetworkPicture
                key={lane}
                lane={lane}
                name={names[lane]}
                task={task}
                seen={seen}
                palette={palette}
                chosen={chosen}
                twin={lane === 'teacher' ? twin : null}
                onChoose={setPicked}
              />
            ))}
          </div>
          <UnitDetail task={task} seen={seen} palette={palette} names={names} chosen={chosen} />
          <Covered seen={seen} student={names.student} control={names.control} />
          <LayersLike like={seen.like} names={names} on={`${count(seen.cells ** 2)} places of the plane`} />
        </>
      )}
    </div>
  );
}

/** How much of what the teacher's units answer there is in the others. */
function Covered(props: { seen: PlaneInside; student: string; control: string }) {
  const { seen, student, control } = props;
  const written = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : '–');
  const isCut = seen.lanes.teacher.slice(0, -1).some(({ units }) => units > seen.compared);
  return (
    <section className={styles.detail} aria-labelledby="inside-covered">
      <h3 id="inside-covered">Which of the teacher’s units do they have?</h3>
      <p className={styles.words}>
        For each hidden unit of the teacher’s the largest |r| with a unit of the lane, on average:{' '}
        <strong data-lane="student">
          {student} {written(seen.like.student.covered)}
        </strong>
        ,{' '}
        <strong data-lane="control">
          {control} {written(seen.like.control.covered)}
        </strong>
        .{' '}
        <span className={styles.about}>
          r is Pearson’s correlation over {count(seen.cells ** 2)} places; units that are the same everywhere
          are left out{isCut ? `; of each layer the ${seen.compared} with the largest weights out count` : ''}
          .
        </span>
      </p>
    </section>
  );
}
