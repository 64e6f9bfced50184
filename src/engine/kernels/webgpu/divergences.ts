// How far a student's answers are from its teacher's, in WGSL: one row a divergence. The formulas, with their sources, and
// the composed twins are losses/.

import type { DivergenceForm, FusedDivergence } from '../kernels.ts';
import { largestOfClasses, logSum, sumOfClasses } from './rows.ts';

/**
 * What is computed for a row. Each piece sees what stands before it; of class `c`, `each` declares the logits `z` and `v` of
 * student and teacher and, where they are softened, `ls` and `lt`, the logarithms of their probabilities.
 */
interface RowCode {
  /** Of the row, before its classes are walked. */
  readonly before: string;
  /** Of class `c`. */
  readonly each: string;
  /** Added up over the classes: `row_`. */
  readonly term: string;
  /** The row's D. */
  readonly value: string;
  /** Of the row, before the gradient is taken. */
  readonly between: string;
  /** D's gradient in the student's logit of class `c`. */
  readonly gradient: string;
}

/** Functions that the rows call. */
export const divergenceFunctions = `
// log((1 - share) e^a + share e^b), finite where the mixture itself would round to 0.
fn logMix(a: f32, b: f32, share: f32) -> f32 {
  let x = a + log(1.0 - share);
  let y = b + log(share);
  return max(x, y) + log(1.0 + exp(-abs(x - y)));
}
// Whole numbers in the order of the numbers; -0 is 0.
fn order(x: f32) -> u32 {
  let bits = bitcast<u32>(select(x, 0.0, x == 0.0));
  return select(bits | 0x80000000u, ~bits, (bits & 0x80000000u) != 0u);
}`;

/** T^2 or 1. */
const factor = 'live[1]';
/** The loss's own numbers, in the order of its catalogue row. */
const own = (i: number): string => `live[${5 + i}]`;
const overClasses = (over: 'sum' | 'mean'): string => (over === 'sum' ? '1.0' : '1.0 / f32(sizes.columns)');

const logits = { each: '\n    let z = logits[start + c];\n    let v = teacher[start + c];' };

const softenedSums = `
  let T = live[0];
  ${logSum('student', 'logits[start + c] / T')}
  ${logSum('taught', 'teacher[start + c] / T')}`;
const softenedAnswers = `${logits.each}
    let ls = z / T - student;
    let lt = v / T - taught;`;

interface Softened {
  /** Behind `ls` and `lt`. */
  readonly each?: string;
  readonly term: string;
  /** The derivative of the row's sum in `ls`; what is a multiple of exp(ls) may be left out: log softmax takes it away. */
  readonly pull: string;
  /** The sum of the pulls, where it is known. */
  readonly pulls?: string;
  /** What the row's sum is multiplied by. */
  readonly times?: string;
}

/** On softened answers: through log softmax the pulls become pull - exp(ls) * their sum. */
const softened = ({ each = '', term, pull, pulls, times = factor }: Softened): RowCode => ({
  before: softenedSums,
  each: `${softenedAnswers}${each}`,
  term,
  value: `row_ * ${times}`,
  between:
    pulls === undefined
      ? sumOfClasses('pulls', pull, `${softenedAnswers}${each}`)
      : `\n  let pulls = ${pulls};`,
  gradient: `${times} / T * (${pull} - exp(ls) * pulls)`,
});

/** `restS`, `restT`: the logarithms of what student and teacher give to all classes that are not `apart`. */
const restSums = (apart: string): string => `
  ${logSum('restS', `select(logits[start + c] / T - student, -3.4e38, ${apart})`)}
  ${logSum('restT', `select(teacher[start + c] / T - taught, -3.4e38, ${apart})`)}`;
/** What the rest as one class adds to KL(teacher || student), and the gradient in one of its classes. */
const restTerm = 'exp(restT) * (restT - restS)';
const restGradient = 'exp(ls - restS) * (exp(restS) - exp(restT))';

/** `least`: the order of the k-th largest of the teacher's logits, found bit by bit; 0 where there are fewer. */
const kthLargest = (k: number): string => `
  var least = 0u;
  for (var bit = 0x80000000u; bit > 0u; bit = bit >> 1u) {
    let tried = least | bit;
    ${sumOfClasses('above', 'select(0.0, 1.0, order(teacher[start + c]) >= tried)')}
    if (above >= ${k}.0) { least = tried; }
  }`;

/** `target_`: the first class of which `of` is largest; none of the classes where `of` has nothing above 0 but should. */
const likeliest = (of: 'teacher' | 'targets'): string => `
  ${largestOfClasses('best', `${of}[start + c]`)}
  ${largestOfClasses('first', `select(-3.4e38, -f32(c), ${of}[start + c] == best)`)}
  let target_ = ${of === 'targets' ? 'select(sizes.columns, u32(-first), best > 0.0)' : 'u32(-first)'};`;

/** A row to mean 0 and deviation 1: `name`Mean and `name`Scale. */
const standard = (name: string, of: string): string => `
  ${sumOfClasses(`${name}Total`, `${of}[start + c]`)}
  let ${name}Mean = ${name}Total / f32(sizes.columns);
  ${sumOfClasses(`${name}Squares`, `(${of}[start + c] - ${name}Mean) * (${of}[start + c] - ${name}Mean)`)}
  let ${name}Scale = inverseSqrt(${name}Squares / f32(max(2u, sizes.columns) - 1u) + 1e-6);`;

const standardAnswers = `
    let z = (logits[start + c] - zMean) * zScale;
    let v = (teacher[start + c] - vMean) * vScale;
    let ls = z / T - student;
    let lt = v / T - taught;`;

/** `name`Scale: 1 / length of a row; see ops/unit-vectors.ts. */
const unit = (name: string, of: string): string => `
  ${sumOfClasses(`${name}Squares`, `${of}[start + c] * ${of}[start + c]`)}
  let ${name}Short = 1e-10 / (${name}Squares + 1e-10);
  let ${name}Scale = inverseSqrt(${name}Squares + 1e-10);`;

const unitAnswers = `
    let z = logits[start + c] * zScale;
    let v = teacher[start + c] * vScale;`;

const mixed = (a: string, b: string, share: string): string => `
    let lm = logMix(${a}, ${b}, ${share});`;

const rows: {
  readonly [Id in FusedDivergence]: (forms: Extract<DivergenceForm, { id: Id }>['forms']) => RowCode;
} = {
  forwardKl: ({ over }) =>
    softened({
      term: 'exp(lt) * (lt - ls)',
      pull: '-exp(lt)',
      pulls: '-1.0',
      times: `${factor} * ${overClasses(over)}`,
    }),
  reverseKl: ({ over }) => ({
    ...softened({
      term: 'exp(ls) * (ls - lt)',
      pull: '',
      pulls: 'row_',
      times: `${factor} * ${overClasses(over)}`,
    }),
    gradient: `${factor} * ${overClasses(over)} / T * exp(ls) * (ls - lt - pulls)`,
  }),
  jsd: () =>
    softened({
      each: mixed('ls', 'lt', own(0)),
      term: `${own(0)} * exp(lt) * (lt - lm) + (1.0 - ${own(0)}) * exp(ls) * (ls - lm)`,
      pull: `(1.0 - ${own(0)}) * exp(ls) * (ls - lm)`,
      times: `${factor} * mix(1.0, 1.0 / (${own(0)} * (1.0 - ${own(0)})), ${own(1)})`,
    }),
  skewKl: () =>
    softened({
      each: mixed('ls', 'lt', own(0)),
      term: 'exp(lt) * (lt - lm)',
      pull: `-exp(lt) * (1.0 - ${own(0)}) * exp(ls - lm)`,
    }),
  skewReverseKl: () =>
    softened({
      each: mixed('lt', 'ls', own(0)),
      term: 'exp(ls) * (ls - lm)',
      pull: `exp(ls) * (ls - lm - ${own(0)} * exp(ls - lm))`,
    }),
  tvd: () =>
    softened({
      term: '0.5 * abs(exp(lt) - exp(ls))',
      pull: '0.5 * sign(exp(ls) - exp(lt)) * exp(ls)',
    }),
  probabilityMse: ({ over }) =>
    softened({
      term: '(exp(ls) - exp(lt)) * (exp(ls) - exp(lt))',
      pull: '2.0 * (exp(ls) - exp(lt)) * exp(ls)',
      times: `${factor} * ${overClasses(over)}`,
    }),
  dkd: ({ target }) => ({
    before: `${softenedSums}${likeliest(target === 'label' ? 'targets' : 'teacher')}${restSums('c == target_')}`,
    each: softenedAnswers,
    term: `select(${own(1)} * exp(lt - restT) * (lt - restT - ls + restS), ${own(0)} * exp(lt) * (lt - ls), c == target_)`,
    value: `${factor} * (row_ + ${own(0)} * ${restTerm})`,
    between: '',
    gradient: `${factor} / T * select(
      ${own(0)} * ${restGradient} + ${own(1)} * (exp(ls - restS) - exp(lt - restT)),
      ${own(0)} * (exp(ls) - exp(lt)),
      c == target_)`,
  }),
  topKKl: ({ k, tail }) => {
    const before = `${softenedSums}${kthLargest(k)}`;
    const each = `${softenedAnswers}
    let known = order(v) >= least;`;
    if (tail)
      return {
        before: `${before}${restSums('order(teacher[start + c]) >= least')}`,
        each,
        term: 'select(0.0, exp(lt) * (lt - ls), known)',
        value: `${factor} * (row_ + ${restTerm})`,
        between: '',
        gradient: `${factor} / T * select(${restGradient}, exp(ls) - exp(lt), known)`,
      };
    const knownT = 'select(-3.4e38, teacher[start + c] / T - taught, order(teacher[start + c]) >= least)';
    return {
      before: `${before}${logSum('knownT', knownT)}`,
      each: `${each}
    let share_ = select(0.0, exp(lt - knownT), known);`,
      term: 'share_ * (lt - knownT - ls)',
      value: `${factor} * row_`,
      between: '',
      gradient: `${factor} / T * (exp(ls) - share_)`,
    };
  },
  standardizedKl: () => ({
    before: `${standard('z', 'logits')}${standard('v', 'teacher')}
  let T = live[0];
  ${logSum('student', '(logits[start + c] - zMean) * zScale / T')}
  ${logSum('taught', '(teacher[start + c] - vMean) * vScale / T')}`,
    each: standardAnswers,
    term: 'exp(lt) * (lt - ls)',
    value: `${factor} * row_`,
    between: `
  ${sumOfClasses('drift', 'exp(ls) - exp(lt)', standardAnswers)}
  ${sumOfClasses('stretch', '(exp(ls) - exp(lt)) * z', standardAnswers)}`,
    gradient: `${factor} / T * zScale * (exp(ls) - exp(lt)
      - drift / f32(sizes.columns) - z * stretch / f32(max(2u, sizes.columns) - 1u))`,
  }),
  logitMse: ({ over }) => ({
    before: '',
    each: logits.each,
    term: '(z - v) * (z - v)',
    value: `${overClasses(over)} * row_`,
    between: '',
    gradient: `2.0 * ${overClasses(over)} * (z - v)`,
  }),
  cosine: () => ({
    before: `${unit('z', 'logits')}${unit('v', 'teacher')}`,
    each: unitAnswers,
    term: '(z - v) * (z - v)',
    value: '0.5 * (row_ + zShort + vShort)',
    between: sumOfClasses('along', '(z - v) * z', unitAnswers),
    gradient: 'zScale * (z - v - z * (along + zShort))',
  }),
};

const rowCode = ({ id, forms }: DivergenceForm): RowCode => rows[id](forms as never);

/** Says which program a form has. */
export const formKey = (form: DivergenceForm | null): string =>
  form === null ? '' : `${form.id} ${Object.values(form.forms)}`;

/** Code that declares `row_` and, behind it, what `heardGradient` needs. */
export function heardRow(form: DivergenceForm): string {
  const { before, each, term } = rowCode(form);
  return `${before}${sumOfClasses('row_', term, each)}`;
}

/** The row's D; behind `heardRow`. */
export const heardValue = (form: DivergenceForm): string => rowCode(form).value;

/** Code for a row that looks for gradients, between `heardRow` and its walk over the classes. */
export const heardBetween = (form: DivergenceForm): string => rowCode(form).between;

/** Declares `distance`, D's gradient in the logit of class `c`. */
export function heardGradient(form: DivergenceForm): string {
  const { each, gradient } = rowCode(form);
  return `${each}
    let distance = ${gradient};`;
}
