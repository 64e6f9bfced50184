// Scores of lanes on the validation set as rows of the metric tables: measured on the device, by the runner as a step is,
// and logged with the losses.

import { type LaneId, studentLanes } from '../shared/protocol/lanes.ts';
import { type MetricTable, metricTables } from '../shared/protocol/status.ts';
import type { StepCall } from './calls.ts';
import type { DeviceData } from './data/data.ts';
import { evaluate, type Scores } from './evaluate.ts';
import type { HiddenClass } from './hidden-class.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { LogBook } from './log.ts';
import { splitRow } from './record/ring.ts';
import type { StepRunner } from './record/runner.ts';
import type { SecondTeacher } from './second-teacher.ts';
import * as tf from './tf.ts';

/** Scores of lanes, and of the second teacher and the assistant, which are none. */
export type Scored = ReadonlyMap<Whose, Scores>;
type Whose = LaneId | 'second' | 'assistant';

/** The tables' rows that these scores fill: a table with a column nobody measured has none. */
function rowsOf(tables: readonly MetricTable[], scored: Scored) {
  return tables.flatMap((table) => {
    const row = metricTables[table].slice(1).map((column) => {
      const [lane, name] = column.split('.') as [Whose, keyof Scores];
      return scored.get(lane)?.[name];
    });
    return row.every((score) => score !== undefined) ? [{ table, row }] : [];
  });
}

/**
 * `log` measures by `measure`, which does the same work at every call, and logs as of `step`.
 * `name` tells it from other steps of the runner.
 */
function createScoring(name: string, tables: readonly MetricTable[], measure: () => Scored) {
  let filled: readonly { readonly table: MetricTable; readonly columns: number }[] = [];
  const call: StepCall = {
    key: name,
    inputs: [],
    run() {
      const rows = rowsOf(tables, measure());
      filled = rows.map(({ table, row }) => ({ table, columns: row.length }));
      return tf.stack(rows.flatMap(({ row }) => row)) as tf.Tensor1D;
    },
  };
  return {
    call,
    log(runner: StepRunner, book: LogBook, step: number): void {
      const row = runner.take(call);
      const parts = splitRow(
        row,
        filled.map(({ columns }) => columns),
      );
      for (const [i, part] of parts.entries()) book.add(filled[i]?.table as MetricTable, step, part);
    },
  };
}

interface ScoredParts {
  readonly lanes: Lanes['lanes'];
  readonly assistant: Lane | null;
  readonly second: SecondTeacher | null;
  readonly data: DeviceData;
  readonly hidden: HiddenClass | null;
}

/** What scoring the students reads beside them, on the device. */
interface Known {
  /** The teacher's logits of each validation chunk. */
  readonly validation: readonly tf.Tensor2D[] | null;
  /** Bias of the hidden class. */
  readonly bias: tf.Scalar;
}

/** Scores of the teacher, with the second one beside it, of the assistant, and of both students. */
export const createScorings = (
  { lanes, assistant, second, data, hidden }: ScoredParts,
  known: () => Known,
) => ({
  teacher: createScoring(
    'score the teacher',
    ['teacherScore', 'teacherExact', 'teacherTruth', 'teacherHidden', 'secondScore'],
    () => {
      const { model } = lanes.teacher;
      const scores = new Map<Whose, Scores>([
        ['teacher', evaluate(model, data, null, hidden && { hidden, bias: null })],
      ]);
      if (second !== null) scores.set('second', second.score(model));
      return scores;
    },
  ),
  assistant: createScoring(
    'score the assistant',
    ['assistantScore', 'assistantExact', 'assistantTruth'],
    () => new Map(assistant && [['assistant', evaluate(assistant.model, data, known().validation)] as const]),
  ),
  students: createScoring(
    'score the students',
    ['studentScore', 'studentExact', 'studentTruth', 'studentHidden'],
    () => {
      const { validation, bias } = known();
      const biased = hidden && { hidden, bias };
      return new Map(studentLanes.map((id) => [id, evaluate(lanes[id].model, data, validation, biased)]));
    },
  ),
});
