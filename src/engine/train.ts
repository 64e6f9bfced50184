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
} from '../shared/protocol.ts';
import { batchOrder, labelledSubset } from './batches.ts';
import { type DeviceData, uploadTask } from './data.ts';
import { evaluate, logitsInChunks } from './evaluate.ts';
import { createLane, type Lane } from './lane.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import { distillLosses } from './losses/loss.ts';
import type { TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';

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

/** Creates lanes and uploads the data on the current backend. Nothing is trained yet. */
export function createTraining(config: Config, task: TaskData, from: StartFrom = {}): Training {
  const { seed, train, distill } = config;
  const data = uploadTask(task, train.labelSmoothing);
  const shape = { inputs: task.inputs, outputs: task.classes.length };
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
  const everything = Int32Array.from({ length: task.train.size }, (_, i) => i);
  const labelled = labelledSubset(task.train.labels, task.classes.length, distill.labels, seed);
  const allLabelled = labelled.length === task.train.size;
  const teacherBatch = batchOrder(everything, train.batchSize, seed, 'teacher-batches');
  const transferBatch = batchOrder(everything, train.batchSize, seed, 'transfer-batches');
  const labelledBatch = allLabelled
    ? transferBatch
    : batchOrder(labelled, train.batchSize, seed, 'labelled-batches');

  const row = lossRow(distill.loss);
  const divergence = distillLosses[distill.loss];
  let values = liveValues(config);
  let live = liveScalars(values, row.usesTeacher);
  /** The teacher's logits on every training example, [N, K], and its answers on validation; once it is trained. */
  let answers: { train: tf.Tensor2D; validation: tf.Tensor1D } | null = null;
  let pending: { table: MetricTable; step: number; row: tf.Tensor1D }[] = [];

  const log = (table: MetricTable, step: number, row: tf.Tensor1D) => pending.push({ table, step, row });

  function teacherStep(): void {
    const { teacher } = lanes;
    if (teacher.step === 0) scoreTeacher();
    const loss = tf.tidy(() => {
      const rows = tf.tensor1d(teacherBatch(teacher.step), 'int32');
      const x = tf.gather(data.train.features, rows); // [B, inputs]
      const targets = tf.gather(data.train.smoothedTargets, rows); // [B, K]
      return teacher.train(() => crossEntropy(teacher.model.logits(x), targets), values.learningRate);
    });
    log('teacherLoss', teacher.step, tf.reshape(loss, [1]));
    loss.dispose();
    if (isDue(teacher.step, train.evalEvery, train.teacherSteps)) scoreTeacher();
  }

  function studentsStep(): void {
    answers ??= teacherAnswers(lanes.teacher, data);
    const { train: teacherLogits } = answers;
    if (lanes.student.step === 0) scoreStudents();
    const step = lanes.student.step;
    const terms = tf.tidy(() => {
      const rows = tf.tensor1d(transferBatch(step), 'int32');
      const transfer = tf.gather(data.train.features, rows); // [B, inputs]
      const teacher = tf.gather(teacherLogits, rows); // [B, K]
      const labelledRows = allLabelled ? rows : tf.tensor1d(labelledBatch(step), 'int32');
      const x = allLabelled ? transfer : tf.gather(data.train.features, labelledRows); // [L, inputs]
      const targets = tf.gather(data.train.targets, labelledRows); // [L, K]
      const parts: tf.Scalar[] = [];
      const studentLoss = lanes.student.train(() => {
        const onLabelled = lanes.student.model.logits(x); // [L, K]
        const labelsTerm = crossEntropy(onLabelled, targets);
        if (!row.usesTeacher) {
          parts.push(tf.keep(tf.clone(labelsTerm)), tf.keep(tf.scalar(0)));
          return labelsTerm;
        }
        const onTransfer = allLabelled ? onLabelled : lanes.student.model.logits(transfer); // [B, K]
        const teacherTerm = divergence({
          student: onTransfer,
          teacher,
          temperature: live.temperature,
          scale: live.scale,
        });
        parts.push(tf.keep(tf.clone(labelsTerm)), tf.keep(tf.clone(teacherTerm)));
        return tf.add(tf.mul(live.labelsWeight, labelsTerm), tf.mul(live.alpha, teacherTerm)) as tf.Scalar;
      }, values.learningRate);
      const controlLoss = lanes.control.train(
        () => crossEntropy(lanes.control.model.logits(x), targets),
        values.learningRate,
      );
      const terms = tf.stack([studentLoss, ...parts, controlLoss]) as tf.Tensor1D;
      tf.dispose(parts);
      return terms;
    });
    log('studentLoss', step + 1, terms);
    if (isDue(step + 1, train.evalEvery, train.studentSteps)) scoreStudents();
  }

  function scoreTeacher(): void {
    log(
      'teacherScore',
      lanes.teacher.step,
      tf.tidy(() => evaluate(lanes.teacher.model, data.validation, null).scores),
    );
  }

  function scoreStudents(): void {
    const reference = answers?.validation ?? null;
    const scores = tf.tidy(() =>
      tf.concat(
        [lanes.student, lanes.control].map(({ model }) => evaluate(model, data.validation, reference).scores),
      ),
    );
    log('studentScore', lanes.student.step, scores as tf.Tensor1D);
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
      if (answers !== null) tf.dispose([answers.train, answers.validation]);
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

function teacherAnswers(teacher: Lane, data: DeviceData) {
  const train = logitsInChunks(teacher.model, data.train.features);
  const validation = tf.tidy(
    () => tf.argMax(logitsInChunks(teacher.model, data.validation.features), 1) as tf.Tensor1D,
  );
  return { train, validation };
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
