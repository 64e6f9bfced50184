// WGSL that the losses share: what they add up over the classes of a row.

/** Where the row begins, and its weight. */
export const rowStart = (weighted: boolean): string => `
  let start = row * sizes.columns;
  let share = ${weighted ? 'weights[row]' : '1.0 / f32(sizes.rows)'};`;

const walk = (index: string, size: string, body: string): string =>
  `for (var ${index} = lane; ${index} < ${size}; ${index} += lanes) {${body}}`;

/** `name` = the sum of `term` over the classes `c` of a row, where `each` stands before `term`. */
export const sumOfClasses = (name: string, term: string, each = ''): string => `
  var ${name}_ = 0.0;
  ${walk('c', 'sizes.columns', `${each} ${name}_ += ${term}; `)}
  let ${name} = total(${name}_, lane);`;

/** `name` = the largest `term` over the classes `c` of a row. */
export const largestOfClasses = (name: string, term: string): string => `
  var ${name}_ = -3.4e38;
  ${walk('c', 'sizes.columns', ` ${name}_ = max(${name}_, ${term}); `)}
  let ${name} = largest(${name}_, lane);`;

/** `name` = the sum of `term` over all rows `r`, in a program of one row. */
export const sumOfRows = (name: string, term: string): string => `
  var ${name}_ = 0.0;
  ${walk('r', 'sizes.rows', ` ${name}_ += ${term}; `)}
  let ${name} = total(${name}_, lane);`;

/** `name` = the logarithm of the sum of exp(x) over a row, `x` being WGSL for class `c`. */
export const logSum = (name: string, x: string): string => `
  ${largestOfClasses(`${name}Top`, x)}
  ${sumOfClasses(`${name}Sum`, `exp(${x} - ${name}Top)`)}
  let ${name} = ${name}Top + log(${name}Sum);`;
