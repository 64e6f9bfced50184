// What can be set about distillation: what all terms share, and, where models write, whose text is read.
// The terms themselves are terms.ts.

import { type ChoiceSpec, choice, integer, number, toggle } from '../params.ts';
import { type ControlId, mistakeIds, mistakes } from './mistakes.ts';

export const distillParams = {
  temperature: number({
    label: 'Temperature T',
    help: 'Both models’ logits are divided by T before the softmax. Above 1 the teacher’s second thoughts become visible.',
    min: 0.25,
    max: 20,
    step: 0.05,
    scale: 'log',
    default: 2,
    live: true,
  }),
  alpha: number({
    label: 'Alpha',
    help: "Weight of the teacher's term: loss = (1 - alpha) CE(labels) + alpha D(teacher, student); with several terms D is their weighted sum.",
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.9,
    live: true,
  }),
  tSquared: toggle({
    label: 'Multiply by T²',
    help: 'Keeps the size of the gradient when T changes (Hinton 2015). Off shows what happens without it.',
    default: true,
    live: true,
  }),
  labels: integer({
    label: 'Labels the student may see',
    help: 'Student and control learn the labels of this many training examples, drawn evenly from the classes. The teacher sees all labels, and answers on all inputs.',
    min: 1,
    max: 200000,
    scale: 'log',
    unit: 'labels',
    default: 80,
  }),
} as const;

/** How the control is taught; a mistake that takes a text to make is refused elsewhere, and so is what takes an assistant. */
export const controlChoice = (writes: boolean, hasAssistant: boolean): ChoiceSpec<ControlId> =>
  choice<ControlId>({
    label: 'Control',
    help: 'What the student is compared with: the same network from the same weights on the same batches, taught by labels alone, by the teacher without an assistant between them, or as the student is but with one real mistake (see Bug museum).',
    options: [
      { value: 'labelsOnly', label: 'Labels alone', help: 'What distillation was worth.' },
      {
        value: 'direct',
        label: 'The teacher itself',
        help: 'What the assistant was worth.',
        ...(hasAssistant ? {} : { refused: 'needs a teaching assistant' }),
      },
      ...mistakeIds.map((value) => ({
        value,
        label: `Mistake: ${mistakes[value].label}`,
        ...(mistakes[value].onlyText && !writes ? { refused: 'needs a task whose models write text' } : {}),
      })),
    ],
    default: 'labelsOnly',
  });

/** Hinton's omitted digit: only where examples have one class each. */
export const classParams = {
  hiddenClass: integer({
    label: 'Hidden class',
    help: 'Number of a class, from 1, of which student and control never see an example: no label, and no answer of the teacher’s on one. Validation still holds it. 0 hides none (Hinton 2015, the omitted 3).',
    min: 0,
    max: 50,
    default: 0,
  }),
  hiddenBias: number({
    label: 'Bias of the hidden class',
    help: 'Added to the logit of the hidden class wherever student and control answer, never where they learn: what was learnt stays as it is.',
    min: -5,
    max: 15,
    step: 0.1,
    default: 0,
    live: true,
    when: { path: 'distill.hiddenClass', isNot: ['0'] },
  }),
} as const;

/** Whose text a student learns on: only where models write. */
export const writingParams = {
  labels: integer({
    ...distillParams.labels,
    label: 'Passages the student may see',
    help: 'Student and control learn this many passages of the training text: problems, or stretches as long as the context, one behind another. The teacher sees the whole text, and speaks on all of it.',
    unit: 'passages',
  }),
  source: choice({
    label: 'Student reads',
    help: 'Text on which the student hears the teacher: the corpus, or text that the teacher wrote (sequence level, Kim & Rush 2016).',
    options: [
      { value: 'corpus', label: 'The corpus' },
      { value: 'teacher', label: "The teacher's own text" },
    ],
    default: 'corpus',
  }),
  lambda: number({
    label: 'On-policy share',
    help: 'Share of steps on which the student hears the teacher on text that the student wrote itself (GKD, Agarwal et al. 2023).',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0,
    live: true,
  }),
  samplingTemperature: number({
    label: 'Sampling temperature',
    help: 'How boldly models write: their logits are divided by it before a token is drawn. Not the temperature of the loss.',
    min: 0.1,
    max: 2,
    step: 0.05,
    default: 1,
    live: true,
  }),
} as const;
