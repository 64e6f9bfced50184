// WGSL that the losses share: what they add up over the classes of a row.

import type { FusedDivergence } from '../kernels.ts';

/**
 * Of each divergence: what it adds up over a row, `z` and `v` being the student's and the teacher's logit, `ls` and `lt` the
 * logarithms of their softened probabilities; what a row's sum is multiplied by; and its gradient in `z`, where `row_` is
 * the row's sum. `factor` is T^2 or 1, `T` the temperature.
 */
export const divergences = {
  forwardKl: {
    term: 'exp(lt) * (lt - ls)',
    factor: 'factor',
    gradient: 'factor / T * (exp(ls) - exp(lt))',
  },
  reverseKl: {
    term: 'exp(ls) * (ls - lt)',
    factor: 'factor',
    gradient: 'factor / T * exp(ls) * (ls - lt - row_)',
  },
  logitMse: {
    term: '(z - v) * (z - v)',
    factor: '1.0 / f32(sizes.columns)',
    gradient: '2.0 * (z - v) / f32(sizes.columns)',
  },
} satisfies Record<FusedDivergence, { term: string; factor: string; gradient: string }>;

/** Where the row begins, and its weight. */
export const rowStart = (weighted: boolean): string => `
  let start = row * sizes.columns;
  let share = ${weighted ? 'weights[row]' : '1.0 / f32(sizes.rows)'};`;

const sumOver = (name: string, index: string, size: string, term: string): string => `
  var ${name}_ = 0.0;
  for (var ${index} = lane; ${index} < ${size}; ${index} += lanes) { ${name}_ += ${term}; }
  let ${name} = total(${name}_, lane);`;

/** `name` = the sum of `term` over the classes `c` of a row. */
export const sumOfClasses = (name: string, term: string): string => sumOver(name, 'c', 'sizes.columns', term);

/** `name` = the sum of `term` over all rows `r`, in a program of one row. */
export const sumOfRows = (name: string, term: string): string => sumOver(name, 'r', 'sizes.rows', term);

/** `name` = the logarithm of the sum of exp(x / divisor) over a row of `of`. */
export const logSum = (name: string, of: string, divisor: string): string => `
  var ${name}Top = -3.4e38;
  for (var c = lane; c < sizes.columns; c += lanes) { ${name}Top = max(${name}Top, ${of}[start + c] / ${divisor}); }
  ${name}Top = largest(${name}Top, lane);
  ${sumOfClasses(`${name}Sum`, `exp(${of}[start + c] / ${divisor} - ${name}Top)`)}
  let ${name} = ${name}Top + log(${name}Sum);`;

/** z, v, ls, lt of class `c`; behind `heardRow`. */
const answers = `
    let z = logits[start + c];
    let v = teacher[start + c];
    let ls = z / T - student;
    let lt = v / T - taught;`;

/** `row_`, a row's sum of the divergence; needs `T`. */
export const heardRow = (divergence: FusedDivergence): string => `
  ${logSum('student', 'logits', 'T')}
  ${logSum('taught', 'teacher', 'T')}
  var heard = 0.0;
  for (var c = lane; c < sizes.columns; c += lanes) {${answers}
    heard += ${divergences[divergence].term};
  }
  let row_ = total(heard, lane);`;

/** `distance` = the divergence's gradient in the logit of class `c`. */
export const heardGradient = (divergence: FusedDivergence): string => `${answers}
    let distance = ${divergences[divergence].gradient};`;
