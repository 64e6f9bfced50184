// What the benchmark trains: shapes of models and batches. One step is the frozen teacher's answer, the student's forward and
// backward pass of (1 - alpha) CE + alpha T^2 KL(teacher || student), mean over rows, and one Adam update. Numbers alone.

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
    title: 'points in a plane: 2-32-32-2 teaches 2-8-8-2, batch 128',
    ...vectors,
    batch: 128,
    teacher: mlp(2, 32, 32, 2),
    student: mlp(2, 8, 8, 2),
  },
  W2a: {
    title: 'the classic pair: 768-128-8 teaches 768-64-8, batch 32',
    ...vectors,
    batch: 32,
    teacher: mlp(768, 128, 8),
    student: mlp(768, 64, 8),
  },
  W2b: {
    title: 'the classic pair, batch 256',
    ...vectors,
    batch: 256,
    teacher: mlp(768, 128, 8),
    student: mlp(768, 64, 8),
  },
  W3: {
    title: 'tiny GPT: 32 wide, 2 layers teaches 16 wide, 1 layer; 4 windows of 16 tokens',
    batch: 4,
    context: 16,
    vocabulary: 32,
    teacher: gpt(32, 2, 2),
    student: gpt(16, 1, 2),
  },
  W4: {
    title: 'small GPT: 128 wide, 4 layers teaches 64 wide, 2 layers; 8 windows of 64 tokens',
    ...small,
    teacher: gpt(128, 4, 4),
    student: gpt(64, 2, 4),
  },
  W4t: { title: 'that teacher’s own step', ...small, teacher: null, student: gpt(128, 4, 4) },
  W5: {
    title: 'GPT of 6.4 million parameters, its own step: 256 wide, 8 layers; 8 windows of 64 tokens',
    ...small,
    teacher: null,
    student: gpt(256, 8, 8),
  },
} as const satisfies Record<string, Workload>;

export type WorkloadId = keyof typeof workloads;
export const workloadIds = Object.keys(workloads) as WorkloadId[];
export const isWorkloadId = (text: string): text is WorkloadId => Object.hasOwn(workloads, text);

/** What a step learns from: tokens of a language model, examples otherwise. */
export function learntPerStep(id: WorkloadId): { readonly count: number; readonly unit: string } {
  const { batch, context }: Workload = workloads[id];
  return context === 0 ? { count: batch, unit: 'examples' } : { count: batch * context, unit: 'tokens' };
}
