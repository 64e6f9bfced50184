// The models of a run, and who teaches whom: the teacher the student, or, where there is an assistant, the teacher the
// assistant and the assistant the student. Draws and frees them; takes no step.

import { lossTerms } from '../shared/catalog/terms.ts';
import { assistantOf, type Config } from '../shared/config.ts';
import type { Checkpoint, LaneId, LaneState } from '../shared/protocol/lanes.ts';
import { createLane, type Lane } from './lane.ts';
import { createModel } from './models/model.ts';
import { createTrained } from './objective.ts';
import { fork } from './rng.ts';
import type { TaskData } from './tasks/task.ts';
import { createDirectTeaching, createTeaching, type Teaching } from './teaching.ts';
import type * as tf from './tf.ts';
import { checkVocabulary, type vocabularyOf, withVocabulary } from './vocabulary.ts';

/** A lane that learns from a teacher, and what its loss trains beside it, term by term. */
export interface Pupil {
  readonly lane: Lane;
  readonly trained: readonly (readonly tf.Variable[])[];
}

export interface Lanes {
  readonly lanes: Readonly<Record<LaneId, Lane>>;
  /** Variables that the student's loss trains beside it. */
  readonly trained: Pupil['trained'];
  /** How the control is taught. */
  readonly teaching: Teaching;
  /** No lane of the run: it is trained between the teacher and the students, and nobody is compared with it. */
  readonly assistant: Pupil | null;
  /** Who teaches the student: the assistant, or the teacher. */
  readonly mentor: Lane;
}

/** `known` gives the teacher's logits on all training examples, [N, K], once they are kept. */
export function createLanes(
  config: Config,
  { inputs, outputs }: TaskData,
  rowsPerExample: number,
  known: () => tf.Tensor2D | null,
): Lanes {
  const { seed, train, distill } = config;
  const shape = { inputs, outputs };
  const terms = lossTerms(distill);
  const teacher = createLane(config, {
    ...shape,
    model: config.teacher,
    weights: 'teacher',
    steps: train.teacherSteps,
  });
  const pupilOf = (
    mentor: Lane,
    own: Pick<Parameters<typeof createLane>[1], 'model' | 'weights' | 'steps'>,
  ): Pupil => {
    let trained: tf.Variable[][] = [];
    const lane = createLane(config, { ...shape, ...own }, (model) => {
      trained = createTrained(terms, model, mentor.model, seed);
      return trained.flat();
    });
    return { lane, trained };
  };
  const model = assistantOf(config);
  const assistant =
    model === null ? null : pupilOf(teacher, { model, weights: 'assistant', steps: train.assistantSteps });
  const mentor = assistant?.lane ?? teacher;
  const own = { model: config.student, weights: 'student', steps: train.studentSteps };
  const student = pupilOf(mentor, own);
  const shared = { trained: student.trained, assistant, mentor };
  if (distill.control === 'direct') {
    const control = pupilOf(teacher, own);
    const teaching = createDirectTeaching({
      teacher: teacher.model,
      known,
      terms,
      rowsPerExample,
      trained: control.trained,
    });
    return { ...shared, teaching, lanes: { teacher, student: student.lane, control: control.lane } };
  }
  const teaching = createTeaching(distill.control, () =>
    createModel(model ?? config.teacher, inputs, outputs, fork(seed, 'weights', 'own-teacher')),
  );
  const control = createLane(config, { ...shape, ...own }, () => teaching.trained);
  return { ...shared, teaching, lanes: { teacher, student: student.lane, control } };
}

/** Everything that is trained. */
interface Saved {
  readonly lanes: Lanes['lanes'];
  readonly second: Pick<Pupil, 'lane'> | null;
  readonly assistant: Pick<Pupil, 'lane'> | null;
}
type Vocabulary = ReturnType<typeof vocabularyOf>;

/** Reads everything back at once; training may go on meanwhile. */
export async function saveLanes(
  { lanes, second, assistant }: Saved,
  vocabulary: Vocabulary,
): Promise<Omit<Checkpoint, 'phase'>> {
  const [teacher, student, control, beside, between] = await Promise.all([
    lanes.teacher.save(),
    lanes.student.save(),
    lanes.control.save(),
    second?.lane.save() ?? null,
    assistant?.lane.save() ?? null,
  ]);
  return {
    lanes: {
      teacher: withVocabulary(teacher, vocabulary),
      student: withVocabulary(student, vocabulary),
      control: withVocabulary(control, vocabulary),
    },
    second: beside === null ? null : withVocabulary(beside, vocabulary),
    ...(between === null ? {} : { assistant: withVocabulary(between, vocabulary) }),
  };
}

/** What a training begins with: all of a checkpoint, or a trained teacher alone. */
export interface Start {
  readonly lanes: Readonly<Partial<Record<LaneId, LaneState>>>;
  readonly second?: LaneState | null;
  readonly assistant?: LaneState | undefined;
}

/** Throws BadFile where weights are of another model or of other tokens. */
export function loadLanes({ lanes, second, assistant }: Saved, start: Start, vocabulary: Vocabulary): void {
  for (const [id, state] of Object.entries(start.lanes) as [LaneId, LaneState][]) {
    checkVocabulary(state, vocabulary, id);
    lanes[id].load(state);
  }
  if (start.second) second?.lane.load(start.second);
  if (start.assistant) assistant?.lane.load(start.assistant);
}
