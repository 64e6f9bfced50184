// What the next update of student and control would be made of, term by term: values, gradient norms, the angle between
// the labels' and the teacher's gradient, and how far each layer would move. Looks at the current weights and the next
// batch and changes neither; never part of a training step.

import { lossRow } from '../shared/catalog/losses.ts';
import { type ControlId, mistakeOf } from '../shared/catalog/mistakes.ts';
import type { LiveValues } from '../shared/config.ts';
import type { LaneXray, TermXray } from '../shared/protocol/snapshots.ts';
import type { Lane } from './lane.ts';
import type { Noise } from './noise.ts';
import type { LiveScalars } from './objective.ts';
import { answerBoth, lessonOf, type StudentInputs, type StudentParts, studentBatches } from './steps.ts';
import * as tf from './tf.ts';

/** The next step, not taken: what it would read. */
export interface NextStep {
  readonly parts: StudentParts;
  readonly inputs: Pick<StudentInputs, 'heard' | 'labelled' | 'live'>;
  readonly values: LiveValues;
}

/** One part of a loss with what it is multiplied by; `value` is of the weighted part. */
interface Part {
  readonly name: string;
  readonly side: TermXray['side'];
  readonly weight: number;
  readonly loss: (noise: Noise | undefined) => tf.Scalar;
}

type Gradients = readonly tf.Tensor[];

const dot = (a: Gradients, b: Gradients): tf.Scalar =>
  tf.addN(a.map((tensor, i) => tf.sum(tf.mul(tensor, b[i] as tf.Tensor)))) as tf.Scalar;

const total = (parts: readonly Gradients[], variables: readonly tf.Variable[]): Gradients =>
  variables.map((variable, i) =>
    parts.length === 0 ? tf.zerosLike(variable) : tf.addN(parts.map((part) => part[i] as tf.Tensor)),
  );

/** The student's loss, taken apart into (1 - alpha) CE and each alpha weight_i D_i. */
function studentParts(
  { parts, inputs, values }: NextStep,
  batches: ReturnType<typeof studentBatches>,
): Part[] {
  const { objective } = parts;
  const { live } = inputs;
  const measure = (noise: Noise | undefined) => objective.measure(answerBoth(parts, batches, noise), live);
  const alpha = values.terms.length === 0 ? 0 : values.alpha;
  const labels: Part = {
    name: 'Labels',
    side: 'labels',
    weight: 1 - alpha,
    loss: (noise) => tf.mul(measure(noise).labels, live.labelsWeight),
  };
  const divergences = values.terms.map(
    ({ loss, weight }, i): Part => ({
      name: lossRow(loss).label,
      side: 'teacher',
      weight: alpha * weight,
      loss: (noise) =>
        tf.mul(
          tf.mul(measure(noise).divergences[i] as tf.Scalar, live.alpha),
          live.terms[i]?.weight as tf.Scalar,
        ),
    }),
  );
  return [labels, ...divergences];
}

/** The control's loss: labels, and where it is taught with a mistake, the teacher's term with the mistake. */
function controlParts(
  { parts, inputs, values }: NextStep,
  batches: ReturnType<typeof studentBatches>,
  control: ControlId,
): Part[] {
  const { live } = inputs;
  const teach = (weights: Partial<LiveScalars>) => (noise: Noise | undefined) =>
    parts.teaching.loss(lessonOf(parts, batches, { ...live, ...weights }, noise));
  if (control === 'labelsOnly') return [{ name: 'Labels', side: 'labels', weight: 1, loss: teach({}) }];
  const alpha = values.terms.length === 0 ? 0 : values.alpha;
  // Its loss is weighed like the student's, so that each side is what is left when the other weighs nothing.
  const nothing = tf.scalar(0);
  const without = (place: 2 | 3) =>
    live.terms.map(({ packed, ...term }) => {
      const kept = Array.from({ length: packed.size }, (_, at) => Number(at !== place));
      return { ...term, packed: tf.mul(packed, tf.tensor1d(kept)) as tf.Tensor1D }; // [5 + P]
    });
  return [
    {
      name: 'Labels',
      side: 'labels',
      weight: 1 - alpha,
      loss: teach({ alpha: nothing, terms: without(3) }),
    },
    {
      name: mistakeOf(control) === null ? 'Teacher itself' : 'Teacher, mistaken',
      side: 'teacher',
      weight: alpha,
      loss: teach({ labelsWeight: nothing, terms: without(2) }),
    },
  ];
}

/** Norm of the update, and of the weights, of each layer; [2 * layers]. */
function movement(lane: Lane, gradients: Gradients, learningRate: number): tf.Tensor1D {
  const { variables, layerOf } = lane.model;
  const after = lane.preview(gradients, learningRate);
  const squares = (tensors: readonly tf.Tensor[]) =>
    [...new Set(layerOf)].map((layer) =>
      tf.addN(tensors.filter((_, i) => layerOf[i] === layer).map((tensor) => tf.sum(tf.square(tensor)))),
    );
  const moved = squares(after.map((tensor, i) => tf.sub(tensor, variables[i] as tf.Variable)));
  return tf.sqrt(tf.stack([...moved, ...squares(variables)]) as tf.Tensor1D);
}

/** Everything about one lane as one row of numbers: values, norms, dots, movement. Inside a tidy. */
function measureLane(lane: Lane, parts: readonly Part[], learningRate: number): tf.Tensor1D {
  const { variables } = lane.model;
  const measured = parts.map(({ loss }) => {
    const { value, grads } = tf.variableGrads(() => loss(lane.peekNoise()), [...variables]);
    // A loss that leaves a variable alone has no gradient there.
    return { value, gradients: variables.map((v) => grads[v.name] ?? tf.zerosLike(v)) };
  });
  const ofSide = (side: Part['side']) =>
    total(
      measured.flatMap(({ gradients }, i) => (parts[i]?.side === side ? [gradients] : [])),
      variables,
    );
  const [labels, teacher] = [ofSide('labels'), ofSide('teacher')];
  const all = total([labels, teacher], variables);
  return tf.concat([
    tf.stack([
      ...measured.map(({ value }) => value),
      ...measured.map(({ gradients }) => tf.sqrt(dot(gradients, gradients))),
      dot(labels, teacher),
      tf.sqrt(dot(labels, labels)),
      tf.sqrt(dot(teacher, teacher)),
      tf.sqrt(dot(all, all)),
    ]) as tf.Tensor1D,
    movement(lane, all, learningRate),
  ]);
}

/** Takes the row of `measureLane` apart again. */
function readLane(lane: Lane, parts: readonly Part[], numbers: Float32Array): LaneXray {
  const count = parts.length;
  const norms = [...numbers.subarray(count, 2 * count)];
  const normSum = norms.reduce((sum, norm) => sum + norm, 0);
  const [product, ofLabels, ofTeacher, norm] = [...numbers.subarray(2 * count, 2 * count + 4)] as [
    number,
    number,
    number,
    number,
  ];
  const names = [...new Set(lane.model.layerOf)];
  const layers = numbers.subarray(2 * count + 4);
  return {
    terms: parts.map(
      ({ name, side, weight }, i): TermXray => ({
        name,
        side,
        weight,
        value: weight === 0 ? 0 : (numbers[i] ?? 0) / weight,
        norm: norms[i] ?? 0,
        share: normSum === 0 ? 0 : (norms[i] ?? 0) / normSum,
      }),
    ),
    norm,
    // An angle to nothing is no angle.
    cosine: ofLabels === 0 || ofTeacher === 0 ? null : product / (ofLabels * ofTeacher),
    layers: names.map((name, i) => ({
      name,
      updateToWeight: (layers[i] ?? 0) / Math.max(layers[names.length + i] ?? 0, 1e-12),
    })),
  };
}

/** One lane's parts, and the numbers about them while they are still on the device. */
interface Measured {
  readonly lane: Lane;
  readonly parts: readonly Part[];
  readonly row: tf.Tensor1D;
}

/** Enqueues the work for both lanes; null where the students have not begun. */
function measure(
  next: () => NextStep | null,
  control: ControlId,
): Readonly<Record<'student' | 'control', Measured>> | null {
  let measured: Readonly<Record<'student' | 'control', Measured>> | null = null;
  tf.tidy(() => {
    const step = next();
    if (step === null) return;
    const batches = studentBatches(step.parts, step.inputs);
    const look = (lane: Lane, parts: readonly Part[]): Measured => ({
      lane,
      parts,
      row: tf.keep(measureLane(lane, parts, step.values.learningRate)),
    });
    const { student, control: other } = step.parts.lanes;
    measured = {
      student: look(student, studentParts(step, batches)),
      control: look(other, controlParts(step, batches, control)),
    };
  });
  return measured;
}

/** Both lanes on the next batch, which `next` gives inside a tidy; null where the students have not begun. */
export async function xray(
  next: () => NextStep | null,
  control: ControlId,
): Promise<Readonly<Record<'student' | 'control', LaneXray>> | null> {
  const measured = measure(next, control);
  if (measured === null) return null;
  const read = async ({ lane, parts, row }: Measured): Promise<LaneXray> => {
    const numbers = await row.data<'float32'>();
    row.dispose();
    return readLane(lane, parts, numbers);
  };
  const [student, other] = await Promise.all([read(measured.student), read(measured.control)]);
  return { student, control: other };
}
