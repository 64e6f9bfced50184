// This project's engine: its model, loss, optimiser and step runner.

import { type Shape, settings, type Workload } from '../../shared/bench/workloads.ts';
import type { ModelConfig } from '../../shared/catalog/models.ts';
import type { LossTerm } from '../../shared/catalog/terms.ts';
import { startBackend } from '../backend/choose.ts';
import { deviceBytes } from '../backend/internals.ts';
import { createModel, type Model } from '../models/model.ts';
import { createObjective, liveScalars } from '../objective.ts';
import { oneHot } from '../ops/one-hot.ts';
import { createOptimizer } from '../optim/optimizer.ts';
import { join, release } from '../record/ring.ts';
import { createRunner, eagerRunner, type Row, type StepRunner } from '../record/runner.ts';
import { fork } from '../rng.ts';
import * as tf from '../tf.ts';

import type { Make } from './contender.ts';
import type { Weight } from './work.ts';

function model(shape: Shape, weights: readonly Weight[], { context, vocabulary }: Workload): Model {
  const isMlp = shape.kind === 'mlp';
  const config: ModelConfig = isMlp
    ? { kind: 'mlp', hidden: shape.widths.slice(1, -1), activation: 'relu' }
    : { ...shape, tied: false, dropout: 0 };
  const [inputs, outputs] = isMlp ? [shape.widths[0] ?? 1, shape.widths.at(-1) ?? 1] : [context, vocabulary];
  const made = createModel(config, inputs, outputs, fork(1, 'bench'));
  // Both list their weights in the same order.
  made.variables.forEach((variable, i) => {
    const values = weights[i]?.values ?? new Float32Array();
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  });
  return made;
}

type RunnerOf = (variables: readonly tf.Variable[]) => StepRunner;

const makeWith =
  (runnerOf: RunnerOf): Make =>
  async ({ workload, ...work }, { backend, wasmPaths }) => {
    const { info } = await startBackend(backend, { wasmPaths, gpu: navigator.gpu ?? null });
    if (info.name !== backend) throw new Error(info.reason);
    const student = model(workload.student, work.student, workload);
    const teacher = workload.teacher === null ? null : model(workload.teacher, work.teacher ?? [], workload);
    const isMlp = workload.student.kind === 'mlp';
    const size: [number, number] = [workload.batch, work.x.length / workload.batch];
    const x = tf.tensor2d(work.x, size, isMlp ? 'float32' : 'int32');
    const targets = oneHot(tf.tensor1d(work.labels, 'int32'), work.classes);
    const terms: LossTerm[] =
      teacher === null ? [] : [{ loss: 'forwardKl', weight: 1, params: {}, forms: { over: 'sum' } }];
    const objective = createObjective(
      terms,
      isMlp ? 1 : workload.context,
      terms.map(() => []),
    );
    const { alpha, temperature, learningRate } = settings;
    const live = liveScalars({ alpha, temperature, tSquared: true, terms, learningRate } as never);
    const optimizer = createOptimizer('adam', student.variables, 0);
    const variables = [...student.variables];
    const batch = { x, targets, weights: null, rows: null };
    const runner = runnerOf([...variables, ...optimizer.slots]);
    let count = 0;
    let latest: Row[] = [];
    const run = ([rates]: tf.Tensor[]): tf.Tensor1D => {
      const heard = teacher && { logits: teacher.logits(x), inside: null };
      const { value, grads } = tf.variableGrads(() => {
        const answered = { batch, logits: student.logits(x), inside: null };
        const { loss, sides } = objective.evaluate(
          { labelled: answered, heard: answered, teacher: heard },
          live,
        );
        sides.dispose();
        return loss;
      }, variables);
      const gradients = variables.map(({ name }) => grads[name] as tf.Tensor);
      optimizer.apply(gradients, rates as tf.Tensor1D);
      return tf.reshape(value, [1]);
    };
    return {
      step() {
        release(latest);
        count += 1;
        const rates = Float32Array.from(optimizer.rates(learningRate, count));
        latest = [runner.take({ key: 'step', inputs: [{ values: rates, shape: [rates.length] }], run })];
      },
      async loss() {
        const joined = join(latest);
        const [loss] = await joined.data();
        joined.dispose();
        runner.flushed();
        return loss ?? Number.NaN;
      },
      bytes: () => deviceBytes() + runner.bytes,
      device: info.adapter,
    };
  };

/** Operation by operation. */
export const make: Make = makeWith(() => eagerRunner());

export const makeRecorded: Make = makeWith((variables) => {
  const runner = createRunner(() => variables);
  if (runner.objection !== null) throw new Error(runner.objection);
  return runner;
});
