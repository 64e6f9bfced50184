// Losses that compare softened distributions: s = softmax(z/T), t = softmax(v/T); each carries the factor T^2.

import { choice, number, toggle } from '../../params.ts';
import { overClasses } from './forms.ts';
import type { LossRow } from './row.ts';

const common = {
  family: 'softened',
  needs: 'answers',
  hasTerm: true,
  softened: true,
  reads: 'heard',
  params: {},
  forms: {},
} as const;

const skew = number({
  label: 'Skew',
  help: 'How much of the one distribution is mixed into the other before they are compared (DistiLLM: 0.1).',
  min: 0.01,
  max: 0.99,
  step: 0.01,
  default: 0.1,
  live: true,
});

export const softenedLosses = {
  forwardKl: {
    ...common,
    label: 'Forward KL',
    formula: 'T² Σ t (log t − log s)',
    summary: 'The student covers everything that the teacher thinks possible.',
    use: 'The place to begin, and the measure of every other loss here.',
    citation: 'Hinton, Vinyals, Dean 2015',
    forms: { over: overClasses('sum') },
  },
  reverseKl: {
    ...common,
    label: 'Reverse KL',
    formula: 'T² Σ s (log s − log t)',
    summary: 'The student keeps to what the teacher thinks likely, and may leave the rest out.',
    use: 'A student too small for all that the teacher knows: better few answers right than all half right.',
    citation: 'Gu et al. 2023 (MiniLLM)',
    forms: { over: overClasses('sum') },
  },
  jsd: {
    ...common,
    label: 'Jensen-Shannon (β)',
    formula: 'T² (β KL(t ‖ m) + (1 − β) KL(s ‖ m)),  m = (1 − β) s + β t',
    summary: 'A path from forward KL (β near 0) to reverse KL (β near 1), both ends bounded.',
    use: 'Neither covering everything nor settling on one answer is right; on-policy text above all.',
    citation: 'Agarwal et al. 2023 (GKD)',
    params: {
      beta: number({
        label: 'Beta',
        help: 'Share of the teacher in the mixture m. Near 0 the loss is like forward KL, near 1 like reverse KL, but its gradient shrinks towards both ends.',
        min: 0.01,
        max: 0.99,
        step: 0.01,
        default: 0.5,
        live: true,
      }),
      steady: toggle({
        label: 'Keep the gradient’s size',
        help: 'Divides by β(1 − β), so that moving beta does not also move the learning rate: the ends become the two KLs. Off is as published.',
        default: false,
        live: true,
      }),
    },
  },
  skewKl: {
    ...common,
    label: 'Skew KL',
    formula: 'T² KL(t ‖ a t + (1 − a) s)',
    summary: 'Forward KL that stays calm where the student has almost no mass.',
    use: 'Forward KL gives spikes: early in training, or with very confident teachers.',
    citation: 'Ko et al. 2024 (DistiLLM)',
    params: { skew },
  },
  skewReverseKl: {
    ...common,
    label: 'Skew reverse KL',
    formula: 'T² KL(s ‖ (1 − a) t + a s)',
    summary: 'Reverse KL that stays calm where the teacher has almost no mass.',
    use: 'Reverse KL gives spikes: on text that the student wrote itself.',
    citation: 'Ko et al. 2024 (DistiLLM)',
    params: { skew },
  },
  tvd: {
    ...common,
    label: 'Total variation',
    formula: 'T² ½ Σ |t − s|',
    summary: 'Every misplaced bit of probability costs the same, wherever it lies.',
    use: 'The teacher is noisy: no single class can dominate the loss. Its gradient grows with T where T² is on.',
    citation: 'Wen et al. 2023 (f-distill)',
  },
  probabilityMse: {
    ...common,
    label: 'Probability MSE',
    formula: 'T² mean (s − t)²',
    summary: 'Large mistakes count, small probabilities hardly at all.',
    use: 'To see why distillation is done in logarithms: with many classes the gradient fades.',
    citation: 'Yang et al. 2020 (TextBrewer)',
    forms: { over: overClasses('mean') },
  },
  dkd: {
    ...common,
    label: 'Decoupled KD',
    formula: 'T² (a KL(target or not) + b KL(the other classes alone))',
    summary: 'What the teacher thinks of the wrong classes counts even where it is sure of the right one.',
    use: 'A confident teacher: plain KL weighs the other classes by what little the teacher leaves them.',
    citation: 'Zhao et al. 2022',
    params: {
      targetWeight: number({
        label: 'Target weight a',
        help: 'Weight of the KL between "target" and "anything else".',
        min: 0,
        max: 10,
        step: 0.1,
        default: 1,
        live: true,
      }),
      otherWeight: number({
        label: 'Other classes’ weight b',
        help: 'Weight of the KL among the other classes alone; the paper takes 8 where the teacher is sure.',
        min: 0,
        max: 20,
        step: 0.1,
        default: 8,
        live: true,
      }),
    },
    forms: {
      target: choice({
        label: 'Target class',
        help: 'The teacher’s likeliest class, or, as published, the label. The label is then read on every input, also where the student may not see it.',
        options: [
          { value: 'teacher', label: 'Teacher’s' },
          { value: 'label', label: 'Label' },
        ],
        default: 'teacher',
        live: true,
      }),
    },
  },
  dist: {
    ...common,
    label: 'DIST (correlation)',
    formula: 'T² (b (1 − ρ over classes) + g (1 − ρ over examples))',
    summary:
      'Only order and relative distance of the probabilities count, within an input and across the batch.',
    use: 'A much stronger teacher, whose exact probabilities a small student cannot reach.',
    citation: 'Huang et al. 2022',
    params: {
      acrossClasses: number({
        label: 'Across classes b',
        help: 'Weight of the correlation between the classes of one input.',
        min: 0,
        max: 10,
        step: 0.1,
        default: 1,
        live: true,
      }),
      acrossRows: number({
        label: 'Across examples g',
        help: 'Weight of the correlation between the examples of a batch, class by class.',
        min: 0,
        max: 10,
        step: 0.1,
        default: 1,
        live: true,
      }),
    },
  },
  standardizedKl: {
    ...common,
    label: 'Standardised KL',
    formula: 'T² KL(softmax(v′/T) ‖ softmax(z′/T)),  x′ = (x − mean) / deviation',
    summary: 'The shape of the teacher’s logits counts, not their size.',
    use: 'A small student that cannot produce logits as large as its teacher’s.',
    citation: 'Sun et al. 2024',
  },
} as const satisfies Record<string, LossRow>;
