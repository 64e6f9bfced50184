// What a runner is handed: the host's part of a step as arrays, and the device's part as a function of them. One function
// here for each kind of step. Chooses nothing: that is train.ts and transfer.ts.

import { type HostArray, place, type StepInput } from './data/arrays.ts';
import type { Update, UpdateInputs } from './lane.ts';
import type { Gpt, GptNotebook } from './models/gpt.ts';
import { createNoise } from './noise.ts';
import type { LiveScalars } from './objective.ts';
import { choose, rewriteBy } from './sample.ts';
import type { createAssistantStep, createStudentStep, createTeacherStep, StudentInputs } from './steps.ts';
import * as tf from './tf.ts';
import type { Heard } from './transfer.ts';

/** A step with all that changes from one to the next: what a runner enqueues. */
export interface StepCall<T extends tf.Tensor = tf.Tensor1D> {
  /** Calls with equal keys have inputs of equal shapes and do the same with them. */
  readonly key: string;
  readonly inputs: readonly StepInput[];
  run(inputs: tf.Tensor[]): T;
}

/** What changes with an update, as inputs: the optimiser's rates, and the word of its dropout masks where it has one. */
const updateArrays = ({ rates, word }: Update): HostArray[] => [
  { values: Float32Array.from(rates), shape: [rates.length] },
  ...(word === null ? [] : [{ values: Int32Array.of(word), shape: [1] }]),
];

/** The same once they are on the device. */
const updateInputs = ({ word }: Update, [rates, key]: readonly tf.Tensor[]): UpdateInputs => ({
  rates: rates as tf.Tensor1D,
  noise: word === null ? undefined : createNoise(word, key as tf.Tensor1D),
});

/** A teacher's step; `key` tells it from another teacher's. */
export const teacherCall = (
  key: string,
  take: ReturnType<typeof createTeacherStep>,
  batch: readonly HostArray[],
  update: Update,
): StepCall => ({
  key,
  inputs: [...batch, ...updateArrays(update)],
  run: (inputs) =>
    take({
      batch: inputs.slice(0, batch.length),
      update: updateInputs(update, inputs.slice(batch.length)),
    }),
});

/** What the host decides of a step of both students. */
export interface StudentHost {
  readonly labelled: readonly HostArray[];
  readonly heard: Heard<StepInput> | null;
  readonly student: Update;
  readonly control: Update;
}

/** The examples of a step on the device, inside a tidy: for who looks at a step without taking it. */
export const placed = (
  { labelled, heard }: Pick<StudentHost, 'labelled' | 'heard'>,
  live: LiveScalars,
): Pick<StudentInputs, 'labelled' | 'heard' | 'live'> => ({
  labelled: place(labelled),
  heard: heard && { inputs: place(heard.inputs), kind: heard.kind },
  live,
});

/** A step of student and control; its row is that of `createStudentStep`, [4]. */
export function studentCall(
  take: ReturnType<typeof createStudentStep>,
  { labelled, heard, student, control }: StudentHost,
  live: LiveScalars,
): StepCall {
  const others = heard?.inputs ?? [];
  const updates = [updateArrays(student), updateArrays(control)] as const;
  return {
    key: heard?.kind ?? 'same',
    inputs: [...labelled, ...others, ...updates.flat()],
    run(inputs) {
      const end = labelled.length + others.length;
      const ofControl = end + updates[0].length;
      return take({
        labelled: inputs.slice(0, labelled.length),
        heard: heard === null ? null : { inputs: inputs.slice(labelled.length, end), kind: heard.kind },
        live,
        student: updateInputs(student, inputs.slice(end, ofControl)),
        control: updateInputs(control, inputs.slice(ofControl)),
      });
    },
  };
}

/** What the host decides of a step of the assistant. */
export type AssistantHost = Pick<StudentHost, 'labelled' | 'heard'> & { readonly update: Update };

/** A step of the assistant; its row is that of `createAssistantStep`, [3]. */
export function assistantCall(
  take: ReturnType<typeof createAssistantStep>,
  { labelled, heard, update }: AssistantHost,
  live: LiveScalars,
): StepCall {
  const others = heard?.inputs ?? [];
  const end = labelled.length + others.length;
  return {
    key: `assistant ${heard?.kind ?? 'same'}`,
    inputs: [...labelled, ...others, ...updateArrays(update)],
    run: (inputs) =>
      take({
        labelled: inputs.slice(0, labelled.length),
        heard: heard === null ? null : { inputs: inputs.slice(labelled.length, end), kind: heard.kind },
        live,
        update: updateInputs(update, inputs.slice(end)),
      }),
  };
}

/** Windows that a model is to write on in, and what decides how: see `Choice` in sample.ts. */
export interface WritingHost {
  /** [B, N] each; `given` is 1 where a token stays. */
  readonly ids: HostArray;
  readonly given: HostArray;
  readonly temperature: number;
  /** [N - 1, B]; not read where the temperature is 0. */
  readonly draws: HostArray;
}

/** The windows rewritten by `author`, [B, N] int32. */
export const writingCall = (
  author: string,
  model: Pick<Gpt, 'extend'>,
  { ids, given, temperature, draws }: WritingHost,
): StepCall<tf.Tensor2D> => ({
  key: `${author} writes${temperature === 0 ? ' the likeliest' : ''}`,
  inputs: [ids, given, draws, { values: Float32Array.of(temperature), shape: [] }],
  run(inputs) {
    const [ids, given, draws, divisor] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Scalar];
    return rewriteBy(model, ids, given, temperature === 0 ? null : { temperature: divisor, draws });
  },
});

/** What changes from one token of a text to the next. */
export interface PenHost {
  /** The token that is read, [1] int32. */
  readonly token: StepInput;
  /** Its place in the context, from 0. */
  readonly at: number;
  readonly temperature: number;
  /** Uniform; not read where the temperature is 0. */
  readonly draw: number;
}

/** The token that follows one more of a text that the notebook holds, [1] int32. */
export const penCall = (
  { extend }: Gpt['inPlace'],
  notebook: GptNotebook,
  { token, at, temperature, draw }: PenHost,
): StepCall => ({
  key: temperature === 0 ? 'the likeliest' : 'drawn',
  inputs: [
    token,
    { values: Int32Array.of(at), shape: [1] },
    { values: Float32Array.of(draw), shape: [1, 1] },
    { values: Float32Array.of(temperature), shape: [] },
  ],
  run(inputs) {
    const [token, at, draws, divisor] = inputs as [tf.Tensor1D, tf.Tensor1D, tf.Tensor2D, tf.Scalar];
    const logits = extend(tf.reshape(token, [1, 1]), at, notebook); // [1, V]
    return tf.reshape(choose(logits, temperature === 0 ? null : { temperature: divisor, draws }, 0), [1]);
  },
});
