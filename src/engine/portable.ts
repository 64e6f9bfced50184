// What leaves the playground: a lane's weights with all that is needed to use them, and an experiment with all that is
// needed to repeat it elsewhere. Gathers plain data; writes no file formats (those are export/).

import type { ModelConfig } from '../shared/catalog/models.ts';
import { lossTerms } from '../shared/catalog/terms.ts';
import { weightLayout } from '../shared/catalog/weights.ts';
import { assistantOf, type Config, hiddenClassOf } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import { toHash } from '../shared/link.ts';
import type { NamedTensor, Portable, PortableExperiment, PortableSplit } from '../shared/portable.ts';
import type { LaneId, LaneState } from '../shared/protocol/lanes.ts';
import { labelledExamples, metExamples } from './data/visible.ts';
import { createModel } from './models/model.ts';
import { createTrained } from './objective.ts';
import { fork } from './rng.ts';
import type { Split, TaskData } from './tasks/task.ts';
import type { Windows } from './tasks/text/windows.ts';
import * as tf from './tf.ts';

const usesOwnData = ({ task }: Config): boolean =>
  task.kind === 'table' || (task.kind === 'text' && task.corpus === 'own');

const modelOf = (config: Config, lane: LaneId): ModelConfig =>
  lane === 'teacher' ? config.teacher : config.student;

/** Adds the bias of a hidden class to the output layer's, so that the file answers as the page does. */
function raiseBias(tensors: NamedTensor[], hidden: number, bias: number): void {
  const output = tensors.pop();
  if (output === undefined) return;
  const values = output.values.slice() as Float32Array;
  values[hidden] = (values[hidden] ?? 0) + bias;
  tensors.push({ ...output, values });
}

/** A lane as it was saved, with the facts of its task. What a loss trained beside the model stays behind. */
export function portableLane(config: Config, task: TaskData, lane: LaneId, state: LaneState): Portable {
  const model = modelOf(config, lane);
  const tensors = weightLayout(model, task.inputs, task.outputs).map(({ name, shape }, i): NamedTensor => {
    const values = state.weights[i];
    if (values === undefined || values.length !== shape.reduce((size, side) => size * side, 1))
      throw new Error(`the weights of the ${lane} do not fit ${name} [${shape.join(', ')}]`);
    return { name, shape, values };
  });
  const hidden = lane === 'teacher' ? null : hiddenClassOf(config);
  if (hidden !== null) raiseBias(tensors, hidden, config.distill.hiddenBias ?? 0);
  return {
    lane,
    model,
    inputs: task.inputs,
    outputs: task.outputs,
    classes: task.classes,
    input: task.recipe,
    example: task.example,
    tensors,
    step: state.step,
    link: toHash(config),
    ownData: usesOwnData(config),
  };
}

const vectors = ({ features, labels, size }: Split): PortableSplit => ({
  kind: 'vectors',
  size,
  features,
  labels,
});

/** Windows that look into one text share it: each text is kept once, whatever the number of windows. */
function packWindows(windows: Windows): PortableSplit {
  const texts = new Map<ArrayBufferLike, number>();
  const parts: Int32Array[] = [];
  let length = 0;
  const starts = new Int32Array(windows.size);
  const counted = new Int32Array(3 * windows.size);
  for (let i = 0; i < windows.size; i++) {
    const { tokens, counts, prompt } = windows.at(i);
    let base = texts.get(tokens.buffer);
    if (base === undefined) {
      const whole = new Int32Array(tokens.buffer);
      base = length;
      texts.set(tokens.buffer, base);
      parts.push(whole);
      length += whole.length;
    }
    starts[i] = base + tokens.byteOffset / Int32Array.BYTES_PER_ELEMENT;
    counted.set([counts.indexOf(1), counts.lastIndexOf(1) + 1, prompt], 3 * i);
  }
  const tokens = new Int32Array(length);
  let at = 0;
  for (const part of parts) {
    tokens.set(part, at);
    at += part.length;
  }
  return { kind: 'windows', size: windows.size, tokens, starts, counted };
}

const splits = (task: TaskData) =>
  task.kind === 'vectors'
    ? { train: vectors(task.train), validation: vectors(task.validation) }
    : { train: packWindows(task.train), validation: packWindows(task.validation) };

async function read(
  names: readonly string[],
  variables: readonly tf.Variable[],
): Promise<readonly NamedTensor[]> {
  const values = await Promise.all(variables.map((variable) => variable.data<'float32'>()));
  return values.map((array, i) => ({
    name: names[i] ?? `${i}`,
    shape: variables[i]?.shape ?? [],
    values: Float32Array.from(array),
  }));
}

/** The experiment from its beginning; draws the initial weights on the current backend, as a run does. */
export async function portableExperiment(config: Config, task: TaskData): Promise<PortableExperiment> {
  const { inputs, outputs } = task;
  const { seed, distill } = config;
  if (assistantOf(config) !== null) {
    throw new PlaygroundError(
      'BadSetting',
      'The script knows a teacher, a student and a control, and no teaching assistant between them.',
      'Leave the assistant out, then save the experiment; the models of this run can be saved as they are.',
      { action: 'Leave the assistant out', settings: { 'assistant.kind': 'none' } },
    );
  }
  const create = (lane: 'teacher' | 'student') =>
    createModel(modelOf(config, lane), inputs, outputs, fork(seed, 'weights', lane));
  const [teacher, student] = [create('teacher'), create('student')];
  const terms = lossTerms(distill);
  const trained = createTrained(terms, student, teacher, seed);
  const named = (lane: 'teacher' | 'student') =>
    weightLayout(modelOf(config, lane), inputs, outputs).map(({ name }) => name);
  try {
    return {
      config,
      terms,
      link: toHash(config),
      inputs,
      outputs,
      classes: task.classes,
      input: task.recipe,
      ownData: usesOwnData(config),
      ...splits(task),
      labelled: labelledExamples(task, distill.labels, seed, hiddenClassOf(config)),
      met: metExamples(task, hiddenClassOf(config)),
      wholeExamples: task.kind === 'tokens' && task.wholeExamples,
      weights: {
        teacher: await read(named('teacher'), teacher.variables),
        student: await read(named('student'), student.variables),
      },
      trained: await Promise.all(trained.map((variables) => read([], variables))),
    };
  } finally {
    tf.dispose([...teacher.variables, ...student.variables, ...trained.flat()]);
  }
}
