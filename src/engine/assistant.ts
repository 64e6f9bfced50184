// The teaching assistant as it learns from the teacher: by the student's loss, on the student's examples. Its lane is drawn in
// lanes.ts; when it learns is train.ts's to say.

import type { Config, LiveValues } from '../shared/config.ts';
import { assistantCall, type StepCall } from './calls.ts';
import { createExamples, type ExamplesParts } from './examples.ts';
import type { Lane } from './lane.ts';
import type { Pupil } from './lanes.ts';
import { createObjective, type LiveScalars } from './objective.ts';
import type { StepRunner } from './record/runner.ts';
import { createAssistantStep, type PupilParts } from './steps.ts';
import type * as tf from './tf.ts';
import { createTransfer } from './transfer.ts';

export interface Assistant {
  readonly lane: Lane;
  /** Its next step, counted; inside a tidy. `known` are the teacher's logits on all training examples, where they are kept. */
  next(known: tf.Tensor2D | null): StepCall;
  /** Each kind of step and the writing that some take, uncounted: for a runner that compiles ahead. Inside a tidy. */
  kinds(known: tf.Tensor2D | null): Generator<StepCall<tf.Tensor>>;
  /** Other forms of the loss: its steps are put together anew. */
  reform(terms: LiveValues['terms']): void;
  dispose(): void;
}

export interface AssistantParts extends Omit<ExamplesParts, 'transfer'> {
  readonly config: Config;
  readonly teacher: Lane;
  readonly runner: StepRunner;
  live(): LiveScalars;
}

/** `pupil` is what `createLanes` drew; it is freed with what this returns. */
export function createAssistant({ lane, trained }: Pupil, parts: AssistantParts): Assistant {
  const { config, data, teacher, runner, values, live } = parts;
  const transfer = createTransfer(config, data, { teacher, student: lane }, runner, 'assistant’s ');
  const examples = createExamples({ ...parts, transfer });
  let objective = createObjective(values().terms, data.rowsPerExample, trained);
  let take: ReturnType<typeof createAssistantStep> | null = null;
  const partsOf = (known: tf.Tensor2D | null): PupilParts => ({
    data,
    transfer,
    lanes: { teacher, student: lane },
    objective,
    teaching: { hears: false },
    known,
  });
  return {
    lane,
    next(known) {
      take ??= createAssistantStep(partsOf(known));
      const seen = examples.at(lane.step);
      return assistantCall(take, { ...seen, update: lane.next(values().learningRate) }, live());
    },
    *kinds(known) {
      const { writing, seen } = examples.kinds(lane.step);
      yield* writing;
      const rehearsed = createAssistantStep(partsOf(known));
      const update = lane.peek(values().learningRate);
      for (const each of seen) yield assistantCall(rehearsed, { ...each, update }, live());
    },
    reform(terms) {
      objective = objective.withForms(terms);
      take = null;
    },
    dispose() {
      lane.dispose();
      transfer.dispose();
    },
  };
}
