// A lane: one model with its optimiser and its step count. Knows nothing of teachers or students.

import type { ModelConfig } from '../shared/catalog/models.ts';
import type { Config } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import type { LaneState } from '../shared/protocol/lanes.ts';
import { discard } from './backend/commands.ts';
import { createModel, type Model } from './models/model.ts';
import { type Noise, uploadNoise } from './noise.ts';
import { createOptimizer, type Optimizer } from './optim/optimizer.ts';
import { scheduleFactor } from './optim/schedule.ts';
import { fork } from './rng.ts';
import * as tf from './tf.ts';

/** What changes from one update to the next. */
export interface Update {
  /** The optimiser's numbers, see `Optimizer.rates`. */
  readonly rates: readonly number[];
  /** Random word of its dropout masks; null where no model of the run drops anything. */
  readonly word: number | null;
}

/** The same on the device. */
export interface UpdateInputs {
  readonly rates: tf.Tensor1D;
  readonly noise: Noise | undefined;
}

export interface Lane {
  readonly model: Model;
  readonly step: number;
  /** The host's part of an update: counts the step and gives its changing numbers. */
  next(learningRate: number): Update;
  /**
   * The device's part of an update. `loss` is differentiated in this lane's variables alone, so that whatever else it reads
   * stays frozen. Returns the loss before the update, a scalar that is the caller's to dispose of.
   */
  train(loss: (noise: Noise | undefined) => tf.Scalar, update: UpdateInputs): tf.Scalar;
  /** The same without counting it. */
  peek(learningRate: number): Update;
  /** The dropout masks of the next update, without counting it; inside a tidy. */
  peekNoise(): Noise | undefined;
  /** The model's variables as the next update would leave them, with these gradients; nothing is changed. Inside a tidy. */
  preview(gradients: readonly tf.Tensor[], learningRate: number): readonly tf.Tensor[];
  /** Everything an update changes: weights, and the optimiser's slots until it is frozen. */
  readonly stored: readonly tf.Variable[];
  /** Its last update is taken: frees the optimiser's slots. From then on it is saved without them. */
  freeze(): void;
  save(): Promise<LaneState>;
  load(state: LaneState): void;
  dispose(): void;
}

/** The values in memory of their own: a clone shares it, and updates may write where the values lie. */
export const copyOf = (tensor: tf.Tensor): tf.Tensor => tf.add(tensor, 0);

export interface LaneShape {
  readonly model: ModelConfig;
  readonly inputs: number;
  readonly outputs: number;
  /** Purpose of the generator that draws the initial weights; lanes with equal purposes start equal. */
  readonly weights: string;
  /** Steps the schedule spans. */
  readonly steps: number;
}

/** `extras` are trained parts of the lane's loss, made for its model: they are updated, saved and freed with it. */
export function createLane(
  { seed, train, teacher, assistant, student }: Config,
  shape: LaneShape,
  extras: (model: Model) => readonly tf.Variable[] = () => [],
): Lane {
  const model = createModel(shape.model, shape.inputs, shape.outputs, fork(seed, 'weights', shape.weights));
  const variables = [...model.variables, ...extras(model)];
  const optimizer: Optimizer = createOptimizer(train.optimizer, variables, train.weightDecay);
  let step = 0;
  let stored: readonly tf.Variable[] = [...variables, ...optimizer.slots];
  const drops = [teacher, assistant, student].some((any) => any.kind === 'gpt' && any.dropout > 0);
  const peekWord = () => (drops ? fork(seed, 'dropout', shape.weights, step).below(2 ** 31) : null);
  const peekRates = (learningRate: number) => {
    const factor = scheduleFactor(train.schedule, step, shape.steps, train.warmupSteps);
    return optimizer.rates(learningRate * factor, step + 1);
  };
  const peek = (learningRate: number): Update => ({ rates: peekRates(learningRate), word: peekWord() });
  return {
    model,
    get step() {
      return step;
    },
    get stored() {
      return stored;
    },
    freeze() {
      discard(stored.slice(variables.length));
      stored = variables;
    },
    next(learningRate) {
      const update = peek(learningRate);
      step += 1;
      return update;
    },
    peek,
    peekNoise() {
      const word = peekWord();
      return word === null ? undefined : uploadNoise(word);
    },
    preview(gradients, learningRate) {
      const count = gradients.length;
      const shadows = variables.slice(0, count).map((variable) => tf.variable(copyOf(variable), false));
      const shadow = createOptimizer(train.optimizer, shadows, train.weightDecay);
      shadow.slots.forEach((slot, i) => {
        // Slots come in groups of one per variable, and there may be more variables than the model's.
        const original = Math.floor(i / count) * variables.length + (i % count);
        slot.assign(copyOf(optimizer.slots[original] as tf.Variable));
      });
      shadow.apply(gradients, tf.tensor1d([...peekRates(learningRate)]));
      const after = shadows.map(copyOf);
      tf.dispose([...shadows, ...shadow.slots]);
      return after;
    },
    train(loss, { rates, noise }) {
      const { value, grads } = tf.variableGrads(() => loss(noise), variables);
      const gradients = variables.map((variable) => grads[variable.name] as tf.Tensor);
      optimizer.apply(gradients, rates);
      tf.dispose(gradients);
      return value;
    },
    async save() {
      // Copied at once on the GPU, then read: training may go on meanwhile.
      const atStep = step;
      const copies = tf.tidy(() => stored.map((variable) => tf.clone(variable)));
      const arrays = await Promise.all(copies.map((copy) => copy.data<'float32'>()));
      tf.dispose(copies);
      const own = arrays.map((array) => Float32Array.from(array));
      return { weights: own.slice(0, variables.length), slots: own.slice(variables.length), step: atStep };
    },
    load(state) {
      [...state.weights, ...state.slots].forEach((values, i) => {
        const variable = stored[i];
        if (variable === undefined || variable.size !== values.length) {
          throw new PlaygroundError(
            'BadFile',
            `These weights are of another model: array ${i} has ${values.length} numbers, this one needs ${variable?.size ?? 'none'}.`,
            'Choose the sizes, the text and the tokenizer with which they were trained.',
          );
        }
        tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
      });
      step = state.step;
    },
    dispose() {
      tf.dispose([...stored]);
    },
  };
}
