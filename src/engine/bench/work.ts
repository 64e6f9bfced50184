// What the benchmark's contenders start from: the same weights and data for each, drawn from one seed. Plain numbers; knows
// no library.

import type { Shape, Workload } from '../../shared/bench/workloads.ts';
import { fork } from '../rng.ts';

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
export function work(workload: Workload): Work {
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
