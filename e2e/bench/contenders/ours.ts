// This project's engine: its model, loss, optimiser and step runner.

import { startBackend } from '../../../src/engine/backend/choose.ts';
import { createModel, type Model } from '../../../src/engine/models/model.ts';
import { createObjective, liveScalars } from '../../../src/engine/objective.ts';
import { oneHot } from '../../../src/engine/ops/one-hot.ts';
import { createOptimizer } from '../../../src/engine/optim/optimizer.ts';
import { join, release } from '../../../src/engine/record/ring.ts';
import { createRunner, eagerRunner, type Row, type StepRunner } from '../../../src/engine/record/runner.ts';
import { fork } from '../../../src/engine/rng.ts';
import * as tf from '../../../src/engine/tf.ts';
import type { ModelConfig } from '../../../src/shared/catalog/models.ts';
import type { LossTerm } from '../../../src/shared/catalog/terms.ts';
import { type Shape, settings, type Weight, type Workload } from '../workloads.ts';
import type { Make } from './contender.ts';

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
    };
  };

/** Operation by operation. */
export const make: Make = makeWith(() => eagerRunner());

export const makeRecorded: Make = makeWith((variables) => {
  const runner = createRunner(variables);
  if (runner.objection !== null) throw new Error(runner.objection);
  return runner;
});
