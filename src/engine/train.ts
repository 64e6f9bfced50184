// Training as data flow: teacher first, then student and control in lockstep on identical batches. `step` enqueues one
// training step and never waits for the device; `flush` is the only place that reads back. Knows nothing of threads,
// pages or pauses: worker, terminal, tests and benchmark drive the same object.

import { lossRow } from '../shared/catalog/losses.ts';
import { type Config, type LiveValues, liveValues } from '../shared/config.ts';
import {
  type Checkpoint,
  type LaneId,
  type LaneState,
  type Metrics,
  type MetricTable,
  metricTables,
  type Phase,
  studentLanes,
} from '../shared/protocol.ts';
import { batchOrder } from './batches.ts';
import { type DeviceData, uploadTask } from './data.ts';
import { evaluate, logitsInChunks, type Scores, validationLogits } from './evaluate.ts';
import { createLane, type Lane } from './lane.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import { distillLosses } from './losses/loss.ts';
import type { TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';
import { createTransfer } from './transfer.ts';

/** A trained teacher, apart from any device: reused while only student settings change. */
export interface KeptTeacher {
  readonly state: LaneState;
  /** Everything measured while it trained, so that its curve can be shown again. */
  readonly metrics: readonly Metrics[];
}

export interface Log {
  readonly metrics: readonly Metrics[];
  /** The first loss that was not a number, if any: the run should pause. */
  readonly nonFinite: { readonly column: string; readonly step: number } | null;
}

export interface Training {
  readonly config: Config;
  readonly data: DeviceData;
  readonly lanes: Readonly<Record<LaneId, Lane>>;
  readonly phase: Phase;
  readonly done: boolean;
  /** Takes effect with the next step. */
  patch(values: Partial<LiveValues>): void;
  /** Enqueues one step of the current phase. Throws when done. */
  step(): void;
  /** Waits for the device and returns every measurement since the last flush. */
  flush(): Promise<Log>;
  save(): Promise<Checkpoint>;
  /** Frees all that this training holds on the device. */
  dispose(): void;
}

/** Scalars the losses read; replaced when a visitor turns a knob. */
interface LiveScalars {
  readonly temperature: tf.Scalar;
  readonly scale: tf.Scalar;
  readonly alpha: tf.Scalar;
  readonly labelsWeight: tf.Scalar;
}

function liveScalars(values: LiveValues, usesTeacher: boolean): LiveScalars {
  const alpha = usesTeacher ? values.alpha : 0;
  return {
    temperature: tf.scalar(values.temperature),
    scale: tf.scalar(values.tSquared ? values.temperature ** 2 : 1),
    alpha: tf.scalar(alpha),
    labelsWeight: tf.scalar(1 - alpha),
  };
}

export interface StartFrom {
  readonly teacher?: KeptTeacher | undefined;
  readonly checkpoint?: Checkpoint | null | undefined;
}

/** What the students need of a trained teacher. */
interface TeacherAnswers {
  /** Logits on every training example, [N, K]; null where they are computed batch by batch. */
  readonly train: tf.Tensor2D | null;
  /** Logits on every validation chunk, [R, K] each. */
  readonly validation: readonly tf.Tensor2D[];
}

/** Creates lanes and uploads the data on the current backend. Nothing is trained yet. */
export function createTraining(config: Config, task: TaskData, from: StartFrom = {}): Training {
  const { seed, train, distill } = config;
  const data = uploadTask(task);
  const shape = { inputs: task.inputs, outputs: task.outputs };
  const student = { ...shape, model: config.student, weights: 'student', steps: train.studentSteps };
  const lanes = {
    teacher: createLane(config, {
      ...shape,
      model: config.teacher,
      weights: 'teacher',
      steps: train.teacherSteps,
    }),
    student: createLane(config, student),
    control: createLane(config, student),
  };
  const transfer = createTransfer(config, data, lanes.teacher, lanes.student);
  const everything = Int32Array.from({ length: data.size }, (_, i) => i);
  const labelled = data.labelled(distill.labels, seed);
  const teacherBatch = batchOrder(everything, train.batchSize, seed, 'teacher-batches');
  const transferBatch = batchOrder(everything, train.batchSize, seed, 'transfer-batches');
  const allLabelled = labelled.length === data.size;
  const labelledBatch = allLabelled
    ? transferBatch
    : batchOrder(labelled, train.batchSize, seed, 'labelled-batches');

  const row = lossRow(distill.loss);
  const divergence = distillLosses[distill.loss];
  let values = liveValues(config);
  let live = liveScalars(values, row.usesTeacher);
  let answers: TeacherAnswers | null = null;
  let pending: { table: MetricTable; step: number; row: tf.Tensor1D }[] = [];

  const log = (table: MetricTable, step: number, row: tf.Tensor1D) => pending.push({ table, step, row });

  function teacherStep(): void {
    const { teacher } = lanes;
    if (teacher.step === 0) scoreTeacher();
    const loss = tf.tidy(() => {
      const { x, targets, weights } = data.batch(teacherBatch(teacher.step));
      const smoothed = smoothLabels(targets, train.labelSmoothing);
      return teacher.train(
        (noise) => crossEntropy(teacher.model.logits(x, noise), smoothed, weights),
        values.learningRate,
      );
    });
    log('teacherLoss', teacher.step, tf.reshape(loss, [1]));
    loss.dispose();
    if (isDue(teacher.step, train.evalEvery, train.teacherSteps)) scoreTeacher();
  }

  /** What both students learn from in one step: labelled examples, and examples on which the teacher speaks. */
  function studentBatches(step: number, { train: known }: TeacherAnswers) {
    const examples = transferBatch(step);
    const heard = transfer.batch(step, examples, values);
    const teacher =
      known === null ? lanes.teacher.model.logits(heard.x) : tf.gather(known, tf.tensor1d(examples, 'int32')); // [R, K]
    const isSame = allLabelled && !transfer.isWritten && (values.lambda ?? 0) === 0;
    return { heard, teacher, labelled: isSame ? heard : data.batch(labelledBatch(step)) };
  }

  function studentsStep(): void {
    if (answers === null) {
      if (train.teacherSteps === 0) scoreTeacher();
      answers = teacherAnswers(lanes.teacher, data);
    }
    const known = answers;
    if (lanes.student.step === 0) scoreStudents(known);
    const step = lanes.student.step;
    const terms = tf.tidy(() => {
      const { heard, teacher, labelled } = studentBatches(step, known);
      const parts: tf.Scalar[] = [];
      const studentLoss = lanes.student.train((noise) => {
        const { logits } = lanes.student.model;
        const onLabelled = logits(labelled.x, noise); // [L, K]
        const labelsTerm = crossEntropy(onLabelled, labelled.targets, labelled.weights);
        if (!row.usesTeacher) {
          parts.push(tf.keep(tf.clone(labelsTerm)), tf.keep(tf.scalar(0)));
          return labelsTerm;
        }
        const onHeard = heard === labelled ? onLabelled : logits(heard.x, noise); // [R, K]
        const { temperature, scale } = live;
        const { targets, weights } = heard;
        const teacherTerm = divergence({ student: onHeard, teacher, temperature, scale, targets, weights });
        parts.push(tf.keep(tf.clone(labelsTerm)), tf.keep(tf.clone(teacherTerm)));
        return tf.add(tf.mul(live.labelsWeight, labelsTerm), tf.mul(live.alpha, teacherTerm)) as tf.Scalar;
      }, values.learningRate);
      const controlLoss = lanes.control.train(
        (noise) =>
          crossEntropy(lanes.control.model.logits(labelled.x, noise), labelled.targets, labelled.weights),
        values.learningRate,
      );
      const terms = tf.stack([studentLoss, ...parts, controlLoss]) as tf.Tensor1D;
      tf.dispose(parts);
      return terms;
    });
    log('studentLoss', step + 1, terms);
    if (isDue(step + 1, train.evalEvery, train.studentSteps)) scoreStudents(known);
  }

  /** Logs, of the scores of some lanes, the columns that each table has. */
  function logScores(
    tables: readonly MetricTable[],
    step: number,
    scores: ReadonlyMap<LaneId, Scores>,
  ): void {
    for (const table of tables) {
      const row = metricTables[table].slice(1).map((column) => {
        const [lane, name] = column.split('.') as [LaneId, keyof Scores];
        return scores.get(lane)?.[name];
      });
      if (row.every((score) => score !== undefined)) log(table, step, tf.stack(row) as tf.Tensor1D);
    }
    for (const lane of scores.values()) tf.dispose(lane as tf.NamedTensorMap);
  }

  function scoreTeacher(): void {
    const scores = new Map([['teacher' as const, evaluate(lanes.teacher.model, data, null)]]);
    logScores(['teacherScore', 'teacherExact', 'teacherTruth'], lanes.teacher.step, scores);
  }

  function scoreStudents({ validation }: TeacherAnswers): void {
    const scores = new Map(
      studentLanes.map((id) => [id, evaluate(lanes[id].model, data, validation)] as const),
    );
    logScores(['studentScore', 'studentExact', 'studentTruth'], lanes.student.step, scores);
  }

  const training: Training = {
    config,
    data,
    lanes,
    get phase() {
      return lanes.teacher.step < train.teacherSteps ? 'teacher' : 'students';
    },
    get done() {
      return training.phase === 'students' && lanes.student.step >= train.studentSteps;
    },
    patch(change) {
      values = { ...values, ...change };
      tf.dispose(Object.values(live));
      live = liveScalars(values, row.usesTeacher);
    },
    step() {
      if (training.done) throw new Error('this training is done');
      if (training.phase === 'teacher') teacherStep();
      else studentsStep();
    },
    async flush() {
      const rows = pending;
      pending = [];
      if (rows.length === 0) return { metrics: [], nonFinite: null };
      const joined = tf.tidy(() => tf.concat(rows.map(({ row }) => row)));
      tf.dispose(rows.map(({ row }) => row));
      // The only synchronisation point of training: one read for all measurements since the last flush.
      const numbers = await joined.data<'float32'>();
      joined.dispose();
      return unpack(rows, numbers);
    },
    async save() {
      const [teacher, student, control] = await Promise.all([
        lanes.teacher.save(),
        lanes.student.save(),
        lanes.control.save(),
      ]);
      return {
        phase: teacher.step < train.teacherSteps ? 'teacher' : 'students',
        lanes: { teacher, student, control },
      };
    },
    dispose() {
      for (const lane of Object.values(lanes)) lane.dispose();
      tf.dispose([...pending.map(({ row }) => row), ...Object.values(live)]);
      if (answers !== null) tf.dispose([answers.train ?? [], [...answers.validation]]);
      transfer.dispose();
      data.dispose();
      pending = [];
      answers = null;
    },
  };
  if (from.checkpoint) {
    for (const [id, lane] of Object.entries(lanes)) lane.load(from.checkpoint.lanes[id as LaneId]);
  } else if (from.teacher !== undefined) {
    lanes.teacher.load(from.teacher.state);
  }
  return training;
}

const isDue = (step: number, every: number, last: number): boolean => step % every === 0 || step === last;

/** (1 - e) one-hot + e / K (Szegedy et al. 2016). */
function smoothLabels(targets: tf.Tensor2D, share: number): tf.Tensor2D {
  if (share === 0) return targets;
  return tf.add(tf.mul(targets, 1 - share), share / targets.shape[1]);
}

function teacherAnswers({ model }: Lane, data: DeviceData): TeacherAnswers {
  return {
    train: data.features === null ? null : logitsInChunks(model, data.features),
    validation: validationLogits(model, data),
  };
}

/** Splits the numbers of a flush into tables, one run of rows each, in the order in which they were measured. */
function unpack(rows: readonly { table: MetricTable; step: number }[], numbers: Float32Array): Log {
  const byTable = new Map<MetricTable, number[]>();
  let nonFinite: Log['nonFinite'] = null;
  let at = 0;
  for (const { table, step } of rows) {
    const columns = metricTables[table];
    const values = byTable.get(table) ?? [];
    byTable.set(table, values);
    values.push(step);
    for (const column of columns.slice(1)) {
      const value = numbers[at++] ?? Number.NaN;
      if (!Number.isFinite(value)) nonFinite ??= { column, step };
      values.push(value);
    }
  }
  const metrics = [...byTable].map(
    ([table, values]): Metrics => ({ table, values: Float32Array.from(values) }),
  );
  return { metrics, nonFinite };
}
