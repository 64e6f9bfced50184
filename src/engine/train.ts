// Training as data flow: teacher first, then student and control in lockstep on identical batches. `step` enqueues one
// training step and never waits for the device; `flush` is the only place that reads back. Knows nothing of threads,
// pages or pauses: worker, terminal, tests and benchmark drive the same object.

import { mistakeOf } from '../shared/catalog/mistakes.ts';
import type { LossTerm } from '../shared/catalog/terms.ts';
import { type Config, type LiveValues, liveValues, phaseAt } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import { misfitOf } from '../shared/memory.ts';
import { batchesOf } from './batches.ts';
import { assistantCall, placed, type StepCall, type StudentHost, studentCall, teacherCall } from './calls.ts';
import { uploadTask } from './data.ts';
import { knownOf, type TeacherAnswers, teacherAnswers } from './evaluate.ts';
import { answering, createHiddenClass } from './hidden-class.ts';
import { isFused } from './kernels/kernels.ts';
import type { Lane } from './lane.ts';
import { createLanes, loadLanes, type Start, saveLanes } from './lanes.ts';
import { createLogBook } from './log.ts';
import { createObjective, liveScalars, type Objective } from './objective.ts';
import { release } from './record/ring.ts';
import { createRunner, eagerRunner, type StepRunner } from './record/runner.ts';
import { createScorings } from './scoring.ts';
import { createSecondTeacher } from './second-teacher.ts';
import { createAssistantStep, createStudentStep, createTeacherStep, type StudentParts } from './steps.ts';
import type { TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';
import type { StartFrom, Training } from './training.ts';
import { createTransfer, type Transfer } from './transfer.ts';
import { vocabularyOf } from './vocabulary.ts';

export type { KeptTeacher, StartFrom, Training } from './training.ts';

function refuseWhatCannotFit(config: Config, { inputs, outputs }: TaskData): void {
  const misfit = misfitOf(config, inputs, outputs);
  if (misfit === null) return;
  const { message, remedy, ...fix } = misfit;
  throw new PlaygroundError('BadSetting', message, remedy, fix);
}

/** `stored` are all variables that steps change. Where there is no kernel for it, dropout draws its masks on the host. */
function runnerFor({ teacher, assistant, student }: Config, stored: readonly tf.Variable[]): StepRunner {
  const drops = [teacher, assistant, student].some((model) => model.kind === 'gpt' && model.dropout > 0);
  if (drops && !isFused('dropout')) return eagerRunner('dropout draws its masks on the host here');
  return createRunner(stored);
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
  const all = [...Object.values(lanes), second ?? [], assistant?.lane ?? []].flat();
  const stored = all.flatMap(({ stored }) => stored);
  const runner = from.recorded === false ? eagerRunner('not asked for') : runnerFor(config, stored);
  const transfer = createTransfer(config, data, { teacher: mentor, student: lanes.student }, runner);
  const assistantTransfer =
    assistant &&
    createTransfer(config, data, { teacher: lanes.teacher, student: assistant.lane }, runner, 'assistant’s ');
  const batches = batchesOf(config, data);
  // A control with a mistake may lose its numbers: that is what it is there to show.
  const book = createLogBook(mistakeOf(config.distill.control) === null ? [] : ['control']);
  let values = liveValues(config);
  let live = liveScalars(values);
  let objective = createObjective(values.terms, data.rowsPerExample, trained);
  let assistantObjective = assistant && createObjective(values.terms, data.rowsPerExample, assistant.trained);
  const takeTeacherStep = createTeacherStep(data, lanes.teacher, train.labelSmoothing);
  let takeStudentStep: ReturnType<typeof createStudentStep> | null = null;
  let takeAssistantStep: ReturnType<typeof createAssistantStep> | null = null;

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

  /** true: the teacher is heard on another batch than that whose labels are seen. */
  const hearsApart = ({ isWritten }: Transfer): boolean => {
    const isSame = batches.allLabelled && !isWritten && (values.lambda ?? 0) === 0;
    return !isSame && (objective.hears || teaching.hears);
  };

  /** Which examples a step sees: of both students, or of the assistant, whose texts are written by others. */
  function examplesOf(step: number, from: Transfer = transfer): Pick<StudentHost, 'labelled' | 'heard'> {
    const heard = hearsApart(from) ? from.choose(step, batches.heard(step), values) : null;
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
      // A teacher that learnt in another run may not have been asked about this run's hidden class.
      if (train.teacherSteps === 0 || (hidden !== null && from.teacher !== undefined)) scoreTeacher();
      answers = teacherAnswers(lanes.teacher.model, data);
    }
    return answers;
  }

  function assistantStep({ lane }: { readonly lane: Lane }, objective: Objective, transfer: Transfer): void {
    const { train: known } = askTeacher();
    if (lane.step === 0) scoreAssistant(lane.step);
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
      const host = studentHost(lanes.student.step);
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

  /** Every kind of step once, for a runner that compiles ahead: nothing is counted, and nothing changes. */
  function rehearse(take: (call: StepCall) => void): void {
    const { teacher, student, control } = lanes;
    const rate = values.learningRate;
    if (training.phase === 'teacher') {
      const batch = data.arrays(batches.teacher(teacher.step));
      take(teacherCall('teacher', takeTeacherStep, batch, teacher.peek(rate)));
      take(scoring.teacher.call);
    }
    const heard = hearsApart(transfer) ? data.arrays(batches.heard(student.step)) : null;
    const host: StudentHost = {
      labelled: data.arrays(batches.labelled(student.step)),
      heard: heard && { inputs: heard, kind: 'corpus' },
      student: student.peek(rate),
      control: control.peek(rate),
    };
    const before = answers;
    answers = before ?? teacherAnswers(teacher.model, data);
    // The assistant's step is much like the student's.
    const known = assistant === null ? answers.train : knownOf(assistant.lane.model, data);
    take(studentCall(createStudentStep({ ...studentParts(answers), known }), host, live));
    take(scoring.students.call);
    answers = before;
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
      if (answers !== null) scoreStudents();
    },
    prepare: (onCompiled) => runner.prepare(rehearse, onCompiled),
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
      const saved = await saveLanes({ lanes, second, assistant }, vocabulary);
      const phase = phaseAt(config, saved.lanes.teacher.step, saved.assistant?.step ?? 0);
      return { phase, ...saved };
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
  try {
    loadLanes({ lanes, second, assistant }, startOf(from), vocabulary);
  } catch (error) {
    training.dispose();
    throw error;
  }
  return training;
}

const formsOf = ({ forms }: LossTerm): LossTerm['forms'] => forms;

const isDue = (step: number, every: number, last: number): boolean => step % every === 0 || step === last;

const startOf = ({ checkpoint, teacher }: StartFrom): Start =>
  checkpoint ??
  (teacher === undefined ? { lanes: {} } : { lanes: { teacher: teacher.state }, second: teacher.second });
