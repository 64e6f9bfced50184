// What the bars show: the lanes' logits as rows of softened probabilities, without a word on how they are drawn.

import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import { argMax, kl, softmax } from '../../shared/softmax.ts';
import type { LaneNames } from '../lane-names.ts';

export type PerLane<T> = Readonly<Record<LaneId, T>>;

export interface AnswerRow {
  /** Index of the class; null for the row of all others together. */
  readonly classIndex: number | null;
  readonly label: string;
  /** Softened probability, 0 to 1; null before there is an answer. */
  readonly shares: PerLane<number | null>;
  /** Whether this row holds the lane's most probable class. */
  readonly isTop: PerLane<boolean>;
  readonly isTrue: boolean;
}

export interface Answers {
  readonly rows: readonly AnswerRow[];
  /** Name of each lane's most probable class; null before there is an answer. */
  readonly top: PerLane<string | null>;
  /** KL(teacher || lane) at the temperature of the rows, in nats. */
  readonly klOf: { readonly student: number | null; readonly control: number | null };
}

/** With more classes than this, the teacher's ten most probable ones are shown. */
const maxRows = 12;
const shownOfMany = 10;

const perLane = <T>(of: (lane: LaneId) => T): PerLane<T> => ({
  teacher: of('teacher'),
  student: of('student'),
  control: of('control'),
});

/** Classes that get a row of their own, in class order so that rows stay where they are. */
function rowsOf(classCount: number, teacher: readonly number[] | null): number[] {
  const all = Array.from({ length: classCount }, (_, k) => k);
  if (classCount <= maxRows) return all;
  if (teacher !== null) all.sort((a, b) => (teacher[b] ?? 0) - (teacher[a] ?? 0));
  return all.slice(0, shownOfMany).sort((a, b) => a - b);
}

/** The answers to one input; `logits` is null, and so are all numbers, while there is none. */
export function answersOf(
  classes: readonly string[],
  logits: PerLane<ArrayLike<number>> | null,
  temperature: number,
  trueLabel: number | null,
): Answers {
  const shares = logits === null ? null : perLane((lane) => softmax(logits[lane], temperature));
  const top = perLane((lane) =>
    shares === null || Number.isNaN(shares[lane][0]) ? null : argMax(shares[lane]),
  );
  const shown = rowsOf(classes.length, shares?.teacher ?? null);
  const rows = shown.map(
    (k): AnswerRow => ({
      classIndex: k,
      label: classes[k] ?? '',
      shares: perLane((lane) => shares?.[lane][k] ?? null),
      isTop: perLane((lane) => top[lane] === k),
      isTrue: trueLabel === k,
    }),
  );
  if (shown.length < classes.length) {
    const others = classes.map((_, k) => k).filter((k) => !shown.includes(k));
    rows.push({
      classIndex: null,
      label: `the other ${others.length}`,
      shares: perLane((lane) =>
        shares === null ? null : others.reduce((sum, k) => sum + (shares[lane][k] ?? 0), 0),
      ),
      isTop: perLane((lane) => others.includes(top[lane] ?? -1)),
      isTrue: trueLabel !== null && others.includes(trueLabel),
    });
  }
  return {
    rows,
    top: perLane((lane) => classes[top[lane] ?? -1] ?? null),
    klOf: {
      student: shares === null ? null : kl(shares.teacher, shares.student),
      control: shares === null ? null : kl(shares.teacher, shares.control),
    },
  };
}

/** Share of a decision map's cells that each class wins, [cells * cells, classes] to [classes]. */
export function winningShares(probabilities: Float32Array, classes: number): number[] {
  const won = new Array<number>(classes).fill(0);
  const cells = probabilities.length / classes;
  for (let cell = 0; cell < cells; cell++) {
    const winner = argMax(probabilities.subarray(cell * classes, (cell + 1) * classes));
    won[winner] = (won[winner] ?? 0) + 1 / cells;
  }
  return won;
}

/** The lanes by the names that they have here. */
export const lanesBy = (names: LaneNames) => laneIds.map((id) => ({ id, name: names[id] }));
