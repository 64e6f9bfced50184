// The arguments of the divergence swapped: KL(s || t) where KL(t || s) was meant.

import { inTerm, rightTerm } from './lesson.ts';

export const directionSwapped = inTerm((inputs) =>
  rightTerm({ ...inputs, logS: inputs.logT, logT: inputs.logS }),
);
