// How long a language-model experiment will take: a model of three costs, whose prices are measured on the running backend
// (engine/pace.ts). An estimate for the moment before Run; a run that goes on tells its own time.

import type { ModelConfig } from './catalog/models.ts';
import { assistantOf, type Config } from './config.ts';
import { activationsPerToken, validationWindows } from './memory.ts';

/** What work costs on the running backend, as measured there. */
export interface Pace {
  /** Starting the kernels of one block, forward, backward and update. */
  readonly secondsPerBlock: number;
  /** One number that is computed and kept on the way. */
  readonly secondsPerActivation: number;
  /** One multiplication and addition within a matrix product. */
  readonly secondsPerProduct: number;
}

/** Blocks that embedding, head, loss and update are worth. */
const blocksBeside = 1;

/** Work of one training step on so many tokens. */
export interface Work {
  readonly blocks: number;
  readonly activations: number;
  readonly products: number;
}

/** Matrix products of a backward pass are twice those of the forward pass. */
export function workOf(model: ModelConfig, tokens: number, length: number, outputs: number): Work {
  if (model.kind !== 'gpt') return { blocks: 0, activations: 0, products: 0 };
  const { nLayer, nEmbd } = model;
  const forward = nLayer * (12 * nEmbd * nEmbd + 2 * nEmbd * length) + 2 * outputs * nEmbd;
  return {
    blocks: nLayer + blocksBeside,
    activations: tokens * activationsPerToken(model, length, outputs),
    products: 3 * tokens * forward,
  };
}

/** What this work takes at this pace. */
export const secondsOf = ({ blocks, activations, products }: Work, pace: Pace): number =>
  blocks * pace.secondsPerBlock + activations * pace.secondsPerActivation + products * pace.secondsPerProduct;

/** A forward pass is about a third of a training step. */
const forwardShare = 1 / 3;

export interface Data {
  readonly inputs: number;
  readonly outputs: number;
  readonly validationSize: number;
  /** All texts are in sight: student and control read the same batch, once. */
  readonly allInSight: boolean;
}

/** Seconds of the teacher's phase and of the students'. */
export function estimate(
  config: Config,
  { inputs, outputs, validationSize, allInSight }: Data,
  pace: Pace,
): { readonly teacher: number; readonly assistant: number; readonly students: number } {
  const { teacher, student, train, distill } = config;
  const assistant = assistantOf(config);
  const mentor = assistant ?? teacher;
  const tokens = train.batchSize * inputs;
  const validation = inputs * validationWindows(validationSize, inputs, outputs);
  const step = (model: ModelConfig, on = tokens) => secondsOf(workOf(model, on, inputs, outputs), pace);
  const score = (model: ModelConfig) => forwardShare * step(model, validation);
  const times = (steps: number) => 1 + Math.ceil(steps / train.evalEvery);
  const { lambda = 0, source } = distill;
  // Writing a window takes a forward pass for each of its tokens; the teacher writes 32 batches and no more.
  const write = (model: ModelConfig) => inputs * forwardShare * step(model, train.batchSize);
  const written = source === 'teacher' ? Math.min(32, train.studentSteps) * write(teacher) : 0;
  const isHeardTwice = !allInSight || lambda > 0 || source === 'teacher';
  const perStep =
    step(student) * (isHeardTwice ? 3 : 2) +
    forwardShare * step(mentor) +
    (assistant !== null && distill.control === 'direct' ? forwardShare * step(teacher) : 0) +
    lambda * write(student);
  const ofAssistant = (model: ModelConfig) =>
    train.assistantSteps *
      (step(model) * (isHeardTwice ? 2 : 1) + forwardShare * step(teacher) + lambda * write(model)) +
    times(train.assistantSteps) * score(model);
  return {
    teacher: train.teacherSteps * step(teacher) + times(train.teacherSteps) * score(teacher),
    assistant: assistant === null ? 0 : ofAssistant(assistant),
    students: train.studentSteps * perStep + times(train.studentSteps) * 2 * score(student) + written,
  };
}
