// Sequence NLL: cross-entropy with the tokens of the text the student reads. On the teacher's own text this is
// sequence-level distillation (Kim, Rush 2016, "Sequence-level knowledge distillation").

import { crossEntropy } from './cross-entropy.ts';
import type { LossInputs } from './loss.ts';

export const sequenceNll = ({ student, targets, weights }: LossInputs<'sequenceNll'>) =>
  crossEntropy(student, targets, weights);
