// Training as data flow: teacher first, then student and control in lockstep on identical batches. `step` enqueues one
// training step and never waits for the device; `flush` is the only place that reads back. Knows nothing of threads,
// pages or pauses: worker, terminal, tests and benchmark drive the same object.

import { mistakeOf } from '../shared/catalog/mistakes.ts';
import type { LossTerm } from '../shared/catalog/terms.ts';
import { type Config, hiddenClassOf, type LiveValues, liveValues, phaseAt } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import { misfitOf } from '../shared/memory.ts';
import {
  type Checkpoint,
  type LaneId,
  type LaneState,
  type Metrics,
  type MetricTable,
  metricTables,
  type Phase,
  studentLanes,
  type TrainedTeacher,
} from '../shared/protocol.ts';
import { batchOrder } from './batches.ts';
import { type DeviceData, uploadTask } from './data.ts';
import { evaluate, logitsInChunks, type Scores, validationLogits } from './evaluate.ts';
import { answering, createHiddenClass } from './hidden-class.ts';
import type { Lane } from './lane.ts';
import { createLanes } from './lanes.ts';
import { createLogBook, type Log } from './log.ts';
import type { Model } from './models/model.ts';
import { createObjective, liveScalars, type Objective } from './objective.ts';
import { createRunner, eagerRunner, type StepRunner } from './record/runner.ts';
import { createSecondTeacher, type SecondTeacher } from './second-teacher.ts';
import {
  assistantCall,
  createAssistantStep,
  createStudentStep,
  createTeacherStep,
  placed,
  type StudentHost,
  type StudentParts,
  studentCall,
  teacherCall,
} from './steps.ts';
import type { TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';
import { createTransfer, type Transfer } from './transfer.ts';
import { checkVocabulary, vocabularyOf, withVocabulary } from './vocabulary.ts';
import type { NextStep } from './xray.ts';

/** A trained teacher, apart from any device: reused while only student settings change. */
export interface KeptTeacher extends TrainedTeacher {
  /** Everything measured while it trained, so that its curve can be shown again. */
  readonly metrics: readonly Metrics[];
}

export interface Training {
  readonly config: Config;
  readonly data: DeviceData;
  readonly lanes: Readonly<Record<LaneId, Lane>>;
  /** A lane's model, or another of its kind, as that lane answers: with the bias of a hidden class, if one is hidden. */
  answers(lane: LaneId, model?: Model): Model;
  readonly second: SecondTeacher | null;
  /** The teaching assistant, where there is one. */
  readonly assistant: Lane | null;
  readonly phase: Phase;
  readonly done: boolean;
  /** Takes effect with the next step. */
  patch(values: Partial<LiveValues>): void;
  /** Enqueues one step of the current phase. Throws when done. */
  step(): void;
  /** Measures student and control once more where they stand: the bias of a hidden class was turned. */
  scoreAgain(): void;
  /** What the students' next step would read, without taking it; null before they began. Inside a tidy. */
  next(): NextStep | null;
  /** The live settings of now. */
  readonly values: LiveValues;
  /** Waits for the device and returns every measurement since the last flush. */
  flush(): Promise<Log>;
  save(): Promise<Checkpoint>;
  /** Memory of recorded steps on the device, and why steps are not replayed; null where they are. */
  readonly replayed: { readonly bytes: number; readonly objection: string | null };
  /** Frees all that this training holds on the device. */
  dispose(): void;
}

export interface StartFrom {
  readonly teacher?: KeptTeacher | undefined;
  readonly checkpoint?: Checkpoint | null | undefined;
  /** false: every step is computed operation by operation. Else it is recorded and replayed where that can be done. */
  readonly recorded?: boolean | undefined;
}

/** What the students need of a trained teacher. */
interface TeacherAnswers {
  /** Logits on every training example, [N, K]; null where they are computed batch by batch. */
  readonly train: tf.Tensor2D | null;
  /** Logits on every validation chunk, [R, K] each. */
  readonly validation: readonly tf.Tensor2D[];
}

/** Which examples each step sees: functions of the step alone. */
function batchesOf({ seed, train, distill }: Config, data: DeviceData) {
  const hidden = hiddenClassOf({ distill });
  const [everything, met] = [data.met(null), data.met(hidden)];
  const labelled = data.labelled(distill.labels, seed, hidden);
  const allLabelled = labelled.length === met.length;
  const order = (pool: Int32Array, purpose: string) => batchOrder(pool, train.batchSize, seed, purpose);
  const heard = order(met, 'transfer-batches');
  return {
    allLabelled,
    teacher: order(everything, 'teacher-batches'),
    heard,
    labelled: allLabelled ? heard : order(labelled, 'labelled-batches'),
  };
}

function refuseWhatCannotFit(config: Config, { inputs, outputs }: TaskData): void {
  const misfit = misfitOf(config, inputs, outputs);
  if (misfit === null) return;
  const { message, remedy, ...fix } = misfit;
  throw new PlaygroundError('BadSetting', message, remedy, fix);
}

/** Dropout draws its masks on the host, anew in every step: such steps cannot be replayed. */
function runnerFor(config: Config, lanes: readonly Lane[]): StepRunner {
  const models = [config.teacher, config.assistant, config.student];
  const drops = models.some((model) => model.kind === 'gpt' && model.dropout > 0);
  if (drops) return eagerRunner('dropout draws its masks on the host');
  return createRunner(lanes.flatMap(({ stored }) => stored));
}

/** Creates lanes and uploads the data on the current backend. Nothing is trained yet. */
export function createTraining(config: Config, task: TaskData, from: StartFrom = {}): Training {
  refuseWhatCannotFit(config, task);
  const { train } = config;
  const vocabulary = vocabularyOf(task);
  const hidden = createHiddenClass(config, task);
  const data = uploadTask(task);
  let answers: TeacherAnswers | null = null;
  /** The assistant's logits on all training examples, [N, K], once it is trained and where they are kept. */
  let assistantKnown: tf.Tensor2D | null = null;
  const { lanes, trained, teaching, assistant, mentor } = createLanes(
    config,
    task,
    data.rowsPerExample,
    () => answers?.train ?? null,
  );
  const second = createSecondTeacher(config, task, data);
  const transfer = createTransfer(config, data, mentor, lanes.student);
  const assistantTransfer = assistant && createTransfer(config, data, lanes.teacher, assistant.lane);
  const batches = batchesOf(config, data);
  // A control with a mistake may lose its numbers: that is what it is there to show.
  const book = createLogBook(mistakeOf(config.distill.control) === null ? [] : ['control']);
  let values = liveValues(config);
  let live = liveScalars(values);
  let objective = createObjective(values.terms, data.rowsPerExample, trained);
  let assistantObjective = assistant && createObjective(values.terms, data.rowsPerExample, assistant.trained);
  const all = [...Object.values(lanes), ...(assistant === null ? [] : [assistant.lane])];
  const runner = from.recorded === false ? eagerRunner('not asked for') : runnerFor(config, all);
  const takeTeacherStep = createTeacherStep(data, lanes.teacher, train.labelSmoothing);
  let takeStudentStep: ReturnType<typeof createStudentStep> | null = null;
  let takeAssistantStep: ReturnType<typeof createAssistantStep> | null = null;

  function teacherStep(): void {
    const { teacher } = lanes;
    if (teacher.step === 0) scoreTeacher();
    const batch = data.arrays(batches.teacher(teacher.step));
    const call = teacherCall(takeTeacherStep, batch, teacher.next(values.learningRate));
    book.add('teacherLoss', teacher.step, runner.take(call));
    second?.step(values.learningRate);
    if (isDue(teacher.step, train.evalEvery, train.teacherSteps)) scoreTeacher();
  }

  /** Which examples a step sees: of both students, or of the assistant, whose texts are written by others. */
  function examplesOf(step: number, from: Transfer = transfer): Pick<StudentHost, 'labelled' | 'heard'> {
    const isSame = batches.allLabelled && !from.isWritten && (values.lambda ?? 0) === 0;
    const hears = objective.hears || teaching.hears;
    const heard = isSame || !hears ? null : from.choose(step, batches.heard(step), values);
    return { labelled: data.arrays(batches.labelled(step)), heard };
  }

  /** The host's part of a step of both students, in a tidy: which examples, and what changes with the step. */
  function studentHost(step: number): StudentHost {
    return {
      ...examplesOf(step),
      student: lanes.student.next(values.learningRate),
      control: lanes.control.next(values.learningRate),
    };
  }

  const studentParts = ({ train: known }: TeacherAnswers): StudentParts => ({
    data,
    transfer,
    lanes: { ...lanes, teacher: mentor },
    objective,
    teaching,
    known: assistant === null ? known : assistantKnown,
  });

  /** What the trained teacher answers, once for all. */
  function askTeacher(): TeacherAnswers {
    if (answers === null) {
      if (train.teacherSteps === 0) scoreTeacher();
      answers = teacherAnswers(lanes.teacher, data);
    }
    return answers;
  }

  function assistantStep({ lane }: { readonly lane: Lane }, objective: Objective, transfer: Transfer): void {
    const { train: known, validation } = askTeacher();
    if (lane.step === 0) scoreAssistant(lane, validation);
    takeAssistantStep ??= createAssistantStep({
      data,
      transfer,
      lanes: { teacher: lanes.teacher, student: lane },
      objective,
      teaching: { hears: false },
      known,
    });
    const take = takeAssistantStep;
    tf.tidy(() => {
      const host = { ...examplesOf(lane.step, transfer), update: lane.next(values.learningRate) };
      const row = runner.take(assistantCall(take, host, live));
      book.add('assistantLoss', lane.step, row instanceof tf.Tensor ? tf.keep(row) : row);
    });
    if (isDue(lane.step, train.evalEvery, train.assistantSteps)) scoreAssistant(lane, validation);
  }

  function studentsStep(): void {
    const answers = askTeacher();
    if (assistant !== null) assistantKnown ??= knownOf(assistant.lane, data);
    if (lanes.student.step === 0) {
      teaching.begin(mentor.model);
      scoreStudents(answers);
    }
    takeStudentStep ??= createStudentStep(studentParts(answers));
    const take = takeStudentStep;
    tf.tidy(() => {
      const host = studentHost(lanes.student.step);
      const row = runner.take(studentCall(take, host, live));
      book.add('studentLoss', lanes.student.step, row instanceof tf.Tensor ? tf.keep(row) : row);
    });
    if (isDue(lanes.student.step, train.evalEvery, train.studentSteps)) scoreStudents(answers);
  }

  /** Logs, of the scores of some lanes, the columns that each table has. */
  function logScores(
    tables: readonly MetricTable[],
    step: number,
    scores: ReadonlyMap<Scored, Scores>,
  ): void {
    for (const table of tables) {
      const row = metricTables[table].slice(1).map((column) => {
        const [lane, name] = column.split('.') as [Scored, keyof Scores];
        return scores.get(lane)?.[name];
      });
      if (row.every((score) => score !== undefined)) book.add(table, step, tf.stack(row) as tf.Tensor1D);
    }
    for (const lane of scores.values()) tf.dispose(lane as tf.NamedTensorMap);
  }

  function scoreTeacher(): void {
    const { model, step } = lanes.teacher;
    const scores = new Map<Scored, Scores>([
      ['teacher', evaluate(model, data, null, hidden && { hidden, bias: null })],
    ]);
    if (second !== null) scores.set('second', second.score(model));
    logScores(['teacherScore', 'teacherExact', 'teacherTruth', 'teacherHidden', 'secondScore'], step, scores);
  }

  function scoreAssistant({ model, step }: Lane, validation: TeacherAnswers['validation']): void {
    const scores = new Map<Scored, Scores>([['assistant', evaluate(model, data, validation)]]);
    logScores(['assistantScore', 'assistantExact', 'assistantTruth'], step, scores);
  }

  function scoreStudents({ validation }: TeacherAnswers): void {
    const biased = hidden && { hidden, bias: live.hiddenBias };
    const scores = new Map(
      studentLanes.map((id) => [id, evaluate(lanes[id].model, data, validation, biased)] as const),
    );
    logScores(['studentScore', 'studentExact', 'studentTruth', 'studentHidden'], lanes.student.step, scores);
  }

  function patch(change: Partial<LiveValues>): void {
    const before = values;
    values = { ...values, ...change };
    live = runner.replace(live, liveScalars(values));
    if (JSON.stringify(values.terms.map(formsOf)) === JSON.stringify(before.terms.map(formsOf))) return;
    objective = objective.withForms(values.terms);
    assistantObjective = assistantObjective?.withForms(values.terms) ?? null;
    teaching.reform(values.terms);
    takeStudentStep = null;
    takeAssistantStep = null;
    runner.forget();
  }

  const training: Training = {
    config,
    data,
    lanes,
    answers(lane, model = lanes[lane].model) {
      return hidden === null || lane === 'teacher' ? model : answering(model, hidden, () => live.hiddenBias);
    },
    second,
    assistant: assistant?.lane ?? null,
    get phase() {
      return phaseAt(config, lanes.teacher.step, assistant?.lane.step ?? 0);
    },
    get done() {
      return training.phase === 'students' && lanes.student.step >= train.studentSteps;
    },
    patch,
    step() {
      if (training.done) throw new Error('this training is done');
      const { phase } = training;
      if (phase === 'teacher') teacherStep();
      else if (phase === 'students') studentsStep();
      else if (assistant !== null && assistantObjective !== null && assistantTransfer !== null)
        assistantStep(assistant, assistantObjective, assistantTransfer);
    },
    scoreAgain() {
      if (answers !== null) scoreStudents(answers);
    },
    next() {
      if (answers === null || training.phase !== 'students') return null;
      if (assistant !== null && assistantKnown === null && data.features !== null) return null;
      return { parts: studentParts(answers), inputs: placed(examplesOf(lanes.student.step), live), values };
    },
    get values() {
      return values;
    },
    get replayed() {
      return { bytes: runner.bytes, objection: runner.objection };
    },
    async flush() {
      const log = await book.flush();
      runner.flushed();
      return log;
    },
    async save() {
      const [teacher, student, control, beside, between] = await Promise.all([
        lanes.teacher.save(),
        lanes.student.save(),
        lanes.control.save(),
        second?.save() ?? null,
        assistant?.lane.save() ?? null,
      ]);
      return {
        phase: phaseAt(config, teacher.step, between?.step ?? 0),
        lanes: {
          teacher: withVocabulary(teacher, vocabulary),
          student: withVocabulary(student, vocabulary),
          control: withVocabulary(control, vocabulary),
        },
        second: beside === null ? null : withVocabulary(beside, vocabulary),
        ...(between === null ? {} : { assistant: withVocabulary(between, vocabulary) }),
      };
    },
    dispose() {
      for (const lane of Object.values(lanes)) lane.dispose();
      second?.dispose();
      assistant?.lane.dispose();
      assistantTransfer?.dispose();
      assistantKnown?.dispose();
      teaching.dispose();
      hidden?.column.dispose();
      tf.dispose(live as unknown as tf.TensorContainerObject);
      if (answers !== null) tf.dispose([answers.train ?? [], [...answers.validation]]);
      book.dispose();
      runner.dispose();
      transfer.dispose();
      data.dispose();
      answers = null;
    },
  };
  const beside = from.checkpoint ? from.checkpoint.second : from.teacher?.second;
  try {
    const states: Partial<Record<LaneId, LaneState>> =
      from.checkpoint?.lanes ?? (from.teacher === undefined ? {} : { teacher: from.teacher.state });
    for (const [id, state] of Object.entries(states) as [LaneId, LaneState][]) {
      checkVocabulary(state, vocabulary, id);
      lanes[id].load(state);
    }
    if (beside) second?.load(beside);
    if (from.checkpoint?.assistant) assistant?.lane.load(from.checkpoint.assistant);
  } catch (error) {
    training.dispose();
    throw error;
  }
  return training;
}

const formsOf = ({ forms }: LossTerm): LossTerm['forms'] => forms;

const isDue = (step: number, every: number, last: number): boolean => step % every === 0 || step === last;

/** Whose scores are measured. */
type Scored = LaneId | 'second' | 'assistant';

/** A frozen model's logits on all training examples, [N, K]; null where they are too many. */
const knownOf = ({ model }: Lane, { features }: DeviceData): tf.Tensor2D | null =>
  features === null ? null : logitsInChunks(model, features);

const teacherAnswers = (teacher: Lane, data: DeviceData): TeacherAnswers => ({
  train: knownOf(teacher, data),
  validation: validationLogits(teacher.model, data),
});
