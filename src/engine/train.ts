// Training as data flow: teacher first, then student and control in lockstep on identical batches. `step` enqueues one
// training step and never waits for the device; `flush` is the only place that reads back. Knows nothing of threads,
// pages or pauses: worker, terminal, tests and benchmark drive the same object.

import { mistakeOf } from '../shared/catalog/mistakes.ts';
import type { LossTerm } from '../shared/catalog/terms.ts';
import { type Config, type LiveValues, liveValues, phaseAt } from '../shared/config.ts';
import { type Phase, phases } from '../shared/protocol/lanes.ts';
import { type Assistant, createAssistant } from './assistant.ts';
import { batchesOf } from './batches.ts';
import { refuseWhatCannotFit, runnerFor, startOf } from './beginning.ts';
import { placed, type StepCall, studentCall, teacherCall } from './calls.ts';
import { uploadTask } from './data/data.ts';
import { knownOf, type TeacherAnswers, teacherAnswers } from './evaluate.ts';
import { createExamples } from './examples.ts';
import { answering, createHiddenClass } from './hidden-class.ts';
import { createLanes, loadLanes, saveLanes } from './lanes.ts';
import { createLogBook } from './log.ts';
import { createObjective, liveScalars } from './objective.ts';
import { createPens } from './pen.ts';
import { release } from './record/ring.ts';
import { eagerRunner } from './record/runner.ts';
import { createScorings } from './scoring.ts';
import { createSecondTeacher } from './second-teacher.ts';
import { createStudentStep, createTeacherStep, type StudentParts } from './steps.ts';
import type { TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';
import type { StartFrom, Training } from './training.ts';
import { createTransfer } from './transfer.ts';
import { vocabularyOf } from './vocabulary.ts';

export type { KeptTeacher, StartFrom, Training } from './training.ts';

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
  const { lanes, trained, teaching, mentor, ...drawn } = createLanes(
    config,
    task,
    data.rowsPerExample,
    () => answers?.train ?? null,
  );
  const second = createSecondTeacher(config, task, data);
  const all = [...Object.values(lanes), second?.lane ?? [], drawn.assistant?.lane ?? []].flat();
  const stored = () => all.flatMap((lane) => lane.stored);
  const runner = from.recorded === false ? eagerRunner('not asked for') : runnerFor(config, stored);
  const transfer = createTransfer(config, data, { teacher: mentor, student: lanes.student }, runner);
  const pens = createPens(lanes, () => runner.objection === null);
  const batches = batchesOf(config, data);
  // A control with a mistake may lose its numbers: that is what it is there to show.
  const book = createLogBook(mistakeOf(config.distill.control) === null ? [] : ['control']);
  let values = liveValues(config);
  let live = liveScalars(values);
  let objective = createObjective(values.terms, data.rowsPerExample, trained);
  const shown = {
    data,
    batches,
    hears: () => objective.hears || teaching.hears,
    values: () => values,
  };
  const examples = createExamples({ ...shown, transfer });
  const assistant =
    drawn.assistant &&
    createAssistant(drawn.assistant, { ...shown, config, teacher: lanes.teacher, runner, live: () => live });
  const takeTeacherStep = createTeacherStep(data, lanes.teacher, train.labelSmoothing);
  /** Settles once the programs of later phases are compiled. */
  let laterPhases: Promise<unknown> = Promise.resolve();
  let takeStudentStep: ReturnType<typeof createStudentStep> | null = null;

  function teacherStep(): void {
    const { teacher } = lanes;
    if (teacher.step === 0) scoreTeacher();
    const batch = data.arrays(batches.teacher(teacher.step));
    const call = teacherCall('teacher', takeTeacherStep, batch, teacher.next(values.learningRate));
    book.add('teacherLoss', teacher.step, runner.take(call));
    // Nobody asks for its loss.
    if (second !== null) release([runner.take(second.next(values.learningRate))]);
    if (isDue(teacher.step, train.evalEvery, train.teacherSteps)) scoreTeacher();
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
      // A teacher that learnt in another run may not have been asked about this run's hidden class.
      if (train.teacherSteps === 0 || (hidden !== null && from.teacher !== undefined)) scoreTeacher();
      answers = teacherAnswers(lanes.teacher.model, data);
    }
    return answers;
  }

  function assistantStep({ lane, next }: Assistant): void {
    const { train: known } = askTeacher();
    if (lane.step === 0) scoreAssistant(lane.step);
    tf.tidy(() => {
      const row = runner.take(next(known));
      book.add('assistantLoss', lane.step, row instanceof tf.Tensor ? tf.keep(row) : row);
    });
    if (isDue(lane.step, train.evalEvery, train.assistantSteps)) scoreAssistant(lane.step);
  }

  function studentsStep(): void {
    const answers = askTeacher();
    if (assistant !== null) assistantKnown ??= knownOf(assistant.lane.model, data);
    if (lanes.student.step === 0) {
      teaching.begin(mentor.model);
      scoreStudents();
    }
    takeStudentStep ??= createStudentStep(studentParts(answers));
    const take = takeStudentStep;
    tf.tidy(() => {
      const { student, control } = lanes;
      const rate = values.learningRate;
      const host = { ...examples.at(student.step), student: student.next(rate), control: control.next(rate) };
      const row = runner.take(studentCall(take, host, live));
      book.add('studentLoss', lanes.student.step, row instanceof tf.Tensor ? tf.keep(row) : row);
    });
    if (isDue(lanes.student.step, train.evalEvery, train.studentSteps)) scoreStudents();
  }

  const scoring = createScorings({ lanes, assistant: assistant?.lane ?? null, second, data, hidden }, () => ({
    validation: answers?.validation ?? null,
    bias: live.hiddenBias,
  }));
  const scoreTeacher = () => scoring.teacher.log(runner, book, lanes.teacher.step);
  const scoreAssistant = (step: number) => scoring.assistant.log(runner, book, step);
  const scoreStudents = () => scoring.students.log(runner, book, lanes.student.step);

  /** What a phase enqueues, each kind of step once and uncounted: for a runner that compiles ahead. Inside a tidy. */
  function* callsOf(phase: Phase): Generator<StepCall<tf.Tensor>> {
    const { teacher, student, control } = lanes;
    const rate = values.learningRate;
    if (phase === 'teacher') {
      yield scoring.teacher.call;
      const batch = data.arrays(batches.teacher(teacher.step));
      // A second teacher's step is other numbers for the same programs.
      return yield teacherCall('teacher', takeTeacherStep, batch, teacher.peek(rate));
    }
    const before = answers;
    const known = before ?? teacherAnswers(teacher.model, data);
    answers = known;
    try {
      if (phase === 'assistant' && assistant !== null) {
        yield scoring.assistant.call;
        yield* assistant.kinds(known.train);
      } else if (phase === 'students') {
        yield scoring.students.call;
        const { writing, seen } = examples.kinds(student.step);
        yield* writing;
        const ofMentor = assistant === null ? known.train : knownOf(assistant.lane.model, data);
        const take = createStudentStep({ ...studentParts(known), known: ofMentor });
        const updates = { student: student.peek(rate), control: control.peek(rate) };
        for (const each of seen) yield studentCall(take, { ...each, ...updates }, live);
      }
    } finally {
      answers = before;
    }
  }

  /** Of phases that are over weights alone stay on the device: no slots of their optimisers, no recordings of their steps. */
  function freeze(): void {
    const { phase } = training;
    runner.forget();
    if (phase === 'teacher') return;
    lanes.teacher.freeze();
    second?.lane.freeze();
    if (phase === 'students') assistant?.lane.freeze();
  }

  const rehearse = (phases: readonly Phase[]) => (take: (call: StepCall<tf.Tensor>) => void) => {
    for (const phase of phases) for (const call of callsOf(phase)) take(call);
  };

  function patch(change: Partial<LiveValues>): void {
    const before = values;
    values = { ...values, ...change };
    live = runner.replace(live, liveScalars(values));
    if (JSON.stringify(values.terms.map(formsOf)) === JSON.stringify(before.terms.map(formsOf))) return;
    objective = objective.withForms(values.terms);
    assistant?.reform(values.terms);
    teaching.reform(values.terms);
    takeStudentStep = null;
    runner.forget();
  }

  const training: Training = {
    config,
    data,
    lanes,
    answers(lane, model = lanes[lane].model) {
      return hidden === null || lane === 'teacher' ? model : answering(model, hidden, () => live.hiddenBias);
    },
    pen: pens.of,
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
      else if (assistant !== null) assistantStep(assistant);
      if (training.phase !== phase) freeze();
    },
    scoreAgain() {
      if (answers !== null) scoreStudents();
    },
    prepare(onCompiled) {
      const [now, ...later] = phases.slice(phases.indexOf(training.phase));
      const begun = runner.prepare(rehearse([now as Phase]), onCompiled);
      laterPhases = Promise.all([pens.prepare(), runner.prepare(rehearse(later), () => {})]);
      return begun;
    },
    prepared: () => laterPhases,
    next() {
      if (answers === null || training.phase !== 'students') return null;
      if (assistant !== null && assistantKnown === null && data.features !== null) return null;
      return { parts: studentParts(answers), inputs: placed(examples.at(lanes.student.step), live), values };
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
      const saved = await saveLanes({ lanes, second, assistant }, vocabulary);
      const phase = phaseAt(config, saved.lanes.teacher.step, saved.assistant?.step ?? 0);
      return { phase, ...saved };
    },
    dispose() {
      pens.dispose();
      for (const lane of Object.values(lanes)) lane.dispose();
      second?.lane.dispose();
      assistant?.dispose();
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
  try {
    loadLanes({ lanes, second, assistant }, startOf(from), vocabulary);
    freeze();
  } catch (error) {
    training.dispose();
    throw error;
  }
  return training;
}

const formsOf = ({ forms }: LossTerm): LossTerm['forms'] => forms;

const isDue = (step: number, every: number, last: number): boolean => step % every === 0 || step === last;
