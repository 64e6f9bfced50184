// What the benchmark trains: the shapes, weights and data that every contender starts from, and the numbers of the loss and
// the optimiser. One step is the frozen teacher's answer, the student's forward and backward pass of
// (1 - alpha) CE + alpha T^2 KL(teacher || student), mean over rows, and one Adam update. Plain numbers; knows no library.

import { fork } from '../../src/engine/rng.ts';

export const settings = {
  alpha: 0.5,
  temperature: 2,
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
};

export interface MlpWidths {
  readonly kind: 'mlp';
  /** Inputs, hidden layers, classes. ReLU between. */
  readonly widths: readonly number[];
}
export interface GptSize {
  readonly kind: 'gpt';
  readonly nEmbd: number;
  readonly nLayer: number;
  readonly nHead: number;
}
export type Shape = MlpWidths | GptSize;

export interface Workload {
  readonly title: string;
  readonly batch: number;
  /** Tokens of a window and of the vocabulary; language models alone. */
  readonly context: number;
  readonly vocabulary: number;
  /** null: the student learns from labels alone. */
  readonly teacher: Shape | null;
  readonly student: Shape;
}

const mlp = (...widths: number[]): MlpWidths => ({ kind: 'mlp', widths });
const gpt = (nEmbd: number, nLayer: number, nHead: number): GptSize => ({
  kind: 'gpt',
  nEmbd,
  nLayer,
  nHead,
});
const vectors = { context: 0, vocabulary: 0 };
const small = { batch: 8, context: 64, vocabulary: 96 };

export const workloads = {
  W1: {
    title: 'plane: 2-32-32-2 -> 2-8-8-2, batch 128',
    ...vectors,
    batch: 128,
    teacher: mlp(2, 32, 32, 2),
    student: mlp(2, 8, 8, 2),
  },
  W2a: {
    title: 'the article’s pair: 768-128-8 -> 768-64-8, batch 32',
    ...vectors,
    batch: 32,
    teacher: mlp(768, 128, 8),
    student: mlp(768, 64, 8),
  },
  W2b: {
    title: 'the article’s pair, batch 256',
    ...vectors,
    batch: 256,
    teacher: mlp(768, 128, 8),
    student: mlp(768, 64, 8),
  },
  W3: {
    title: 'tiny GPT: 32 x 2 layers -> 16 x 1, V 32, T 16, batch 4',
    batch: 4,
    context: 16,
    vocabulary: 32,
    teacher: gpt(32, 2, 2),
    student: gpt(16, 1, 2),
  },
  W4: {
    title: 'small GPT: 128 x 4 layers -> 64 x 2, V 96, T 64, batch 8',
    ...small,
    teacher: gpt(128, 4, 4),
    student: gpt(64, 2, 4),
  },
  W4t: { title: 'that teacher’s own step', ...small, teacher: null, student: gpt(128, 4, 4) },
} as const satisfies Record<string, Workload>;

export type WorkloadId = keyof typeof workloads;
export const workloadIds = Object.keys(workloads) as WorkloadId[];

export interface Weight {
  /** As in a Hugging Face checkpoint of GPT-2; MLP: `0.weight`, `0.bias`, `1.weight`, … */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Work {
  readonly workload: Workload;
  readonly teacher: readonly Weight[] | null;
  readonly student: readonly Weight[];
  /** Features [B, inputs], or token ids [B, T]. */
  readonly x: Float32Array | Int32Array;
  /** Right answers, [R]. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/** Names and shapes of a model's weights, and how far each is drawn from 0 (null: all 1). */
function layout(shape: Shape, { context, vocabulary }: Workload): [string, number[], number | null][] {
  if (shape.kind === 'mlp') {
    return shape.widths.slice(1).flatMap((width, i): [string, number[], number][] => {
      const inputs = shape.widths[i] ?? 1;
      return [
        [`${i}.weight`, [inputs, width], Math.sqrt(2 / inputs)],
        [`${i}.bias`, [width], 0.1],
      ];
    });
  }
  const C = shape.nEmbd;
  const norm = (name: string): [string, number[], number | null][] => [
    [`${name}.weight`, [C], null],
    [`${name}.bias`, [C], 0],
  ];
  const linear = (name: string, inputs: number, outputs: number): [string, number[], number][] => [
    [`${name}.weight`, [inputs, outputs], 1 / Math.sqrt(inputs)],
    [`${name}.bias`, [outputs], 0.05],
  ];
  const blocks = Array.from({ length: shape.nLayer }, (_, i) => [
    ...norm(`h.${i}.ln_1`),
    ...linear(`h.${i}.attn.c_attn`, C, 3 * C),
    ...linear(`h.${i}.attn.c_proj`, C, C),
    ...norm(`h.${i}.ln_2`),
    ...linear(`h.${i}.mlp.c_fc`, C, 4 * C),
    ...linear(`h.${i}.mlp.c_proj`, 4 * C, C),
  ]);
  return [
    ['wte.weight', [vocabulary, C], 0.5],
    ['wpe.weight', [context, C], 0.25],
    ...blocks.flat(),
    ...norm('ln_f'),
    ['lm_head.weight', [vocabulary, C], 1 / Math.sqrt(C)],
  ];
}

function draw(shape: Shape, workload: Workload, purpose: string): Weight[] {
  const random = fork(1, 'bench', purpose);
  return layout(shape, workload).map(([name, size, deviation]) => {
    const length = size.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length }, () =>
      deviation === null ? 1 : deviation * random.normal(),
    );
    return { name, shape: size, values };
  });
}

/** Everything a contender starts from; the same numbers at every call. */
export function work(id: WorkloadId): Work {
  const workload: Workload = workloads[id];
  const { batch, context, vocabulary, student, teacher } = workload;
  const random = fork(1, 'bench', 'data');
  const classes = student.kind === 'mlp' ? (student.widths.at(-1) ?? 1) : vocabulary;
  const whole = (length: number, below: number) => Int32Array.from({ length }, () => random.below(below));
  const x =
    student.kind === 'mlp'
      ? Float32Array.from({ length: batch * (student.widths[0] ?? 1) }, random.normal)
      : whole(batch * context, vocabulary);
  return {
    workload,
    teacher: teacher === null ? null : draw(teacher, workload, 'teacher'),
    student: draw(student, workload, 'student'),
    x,
    labels: whole(student.kind === 'mlp' ? batch : batch * context, classes),
    classes,
  };
}
