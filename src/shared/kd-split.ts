// KL(teacher || student) of one item, taken apart: by class, and into target and other classes as DKD has it (Zhao et al.
// 2022, "Decoupled knowledge distillation"). By its definition, on plain arrays.

import { kl, softmax } from './softmax.ts';

export interface KdSplit {
  /** KL(t || s) at temperature T, nats; equal to `target + othersWeight * others`. */
  readonly kl: number;
  /** TCKD: KL between "the target" and "any other", nats. */
  readonly target: number;
  /** NCKD: KL among the other classes, each side scaled up to 1, nats. */
  readonly others: number;
  /** 1 - t_target: what plain KL multiplies `others` with. A sure teacher silences it. */
  readonly othersWeight: number;
  /** t (log t - log s) of each class, nats; they sum to `kl`. */
  readonly byClass: readonly number[];
}

/** `teacher` and `student` are logits, [K]; `target` is the class that counts as the right one. */
export function kdSplit(
  teacher: ArrayLike<number>,
  student: ArrayLike<number>,
  target: number,
  temperature: number,
): KdSplit {
  const [t, s] = [softmax(teacher, temperature), softmax(student, temperature)];
  const rest = (p: readonly number[]) => p.reduce((sum, share, k) => (k === target ? sum : sum + share), 0);
  const othersOf = (logits: ArrayLike<number>) =>
    softmax(
      Array.from(logits).filter((_, k) => k !== target),
      temperature,
    );
  return {
    kl: kl(t, s),
    target: kl([t[target] ?? 0, rest(t)], [s[target] ?? 0, rest(s)]),
    others: kl(othersOf(teacher), othersOf(student)),
    othersWeight: rest(t),
    byClass: t.map((share, k) => kl([share], [s[k] ?? 0])),
  };
}
