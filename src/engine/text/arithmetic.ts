// Additions and subtractions as text, such as "47+85=132", and how answers are scored. Must not touch tokens
// or models.

import { PlaygroundError } from '../../shared/errors.ts';
import { fork, permutation, type Random } from '../rng.ts';

export interface ArithmeticConfig {
  /** Numbers are 0 to 9, 99 or 999, written without leading zeros. */
  readonly digits: 1 | 2 | 3;
  readonly operations: 'add' | 'both';
  /**
   * Answers with their last digit first, as carries run: easier for small transformers (Lee 2023,
   * "Teaching Arithmetic to Small Transformers", arXiv:2307.03381). Default false.
   */
  readonly reversed?: boolean;
  /**
   * Numbers with leading zeros, all operands and all answers equally long ("07+85=092"): each digit then has a
   * place of its own, which small transformers need (Lee 2023, as above). Default false.
   */
  readonly padded?: boolean;
  /** At most this many pairs of numbers are drawn, of 55, 5,050 or 500,500. Default 20,000. */
  readonly maxPairs?: number;
  /** Share of the pairs that is kept for validation, above 0 and below 1. Default 0.2. */
  readonly heldOutShare?: number;
}

export interface Problem {
  readonly left: number;
  readonly right: number;
  readonly operation: '+' | '-';
  /** For example "47+85=". */
  readonly prompt: string;
  /** As it is to be written, so possibly reversed; without the line end. */
  readonly answer: string;
  /** Carries of the addition, borrows of the subtraction: what makes a problem hard. */
  readonly carries: number;
}

export interface ArithmeticProblems {
  /** In random order. */
  readonly train: readonly Problem[];
  /** In random order; of other pairs of numbers than `train`. */
  readonly heldOut: readonly Problem[];
}

const defaultMaxPairs = 20_000;
const defaultHeldOutShare = 0.2;

function checkConfig({
  maxPairs = defaultMaxPairs,
  heldOutShare = defaultHeldOutShare,
}: ArithmeticConfig): void {
  if (!Number.isInteger(maxPairs) || maxPairs < 2) {
    throw new PlaygroundError(
      'BadSetting',
      `${maxPairs} pairs of numbers cannot be split into training and validation.`,
      'Choose a whole number of 2 or more.',
    );
  }
  if (!(heldOutShare > 0 && heldOutShare < 1)) {
    throw new PlaygroundError(
      'BadSetting',
      `A share of ${heldOutShare} cannot be held out.`,
      'Choose a share above 0 and below 1.',
    );
  }
}

/** Pair `index` of all (small, large) with small <= large: (0,0), (0,1), (1,1), (0,2), ... */
function pairAt(index: number): readonly [small: number, large: number] {
  const large = Math.floor((Math.sqrt(8 * index + 1) - 1) / 2);
  return [index - (large * (large + 1)) / 2, large];
}

/** Carries of left + right; the borrows of left - right are the carries of (left - right) + right. */
function countCarries(left: number, right: number): number {
  let carries = 0;
  let carry = 0;
  for (let [a, b] = [left, right]; a > 0 || b > 0; [a, b] = [Math.floor(a / 10), Math.floor(b / 10)]) {
    carry = (a % 10) + (b % 10) + carry > 9 ? 1 : 0;
    carries += carry;
  }
  return carries;
}

const turnRound = (text: string): string => [...text].reverse().join('');

/** How numbers are written. */
export interface Writing {
  /** Last digit of an answer first. */
  readonly reversed?: boolean;
  /** Digits of every operand, with leading zeros; answers have one more. 0 writes none. */
  readonly width?: number;
}

/** `value` (0 or more) as an answer is written. */
export function writeAnswer(value: number, { reversed = false, width = 0 }: Writing = {}): string {
  const written = String(value).padStart(width === 0 ? 0 : width + 1, '0');
  return reversed ? turnRound(written) : written;
}

/** The number that a written answer means; null where it is none. */
export function readAnswer(answer: string, reversed: boolean): number | null {
  if (!/^\d{1,15}$/.test(answer)) return null;
  return Number(reversed ? turnRound(answer) : answer);
}

/**
 * The problem of two numbers; throws Internal on a negative difference, which has no way to be written here.
 */
export function problemOf(left: number, operation: '+' | '-', right: number, writing: Writing = {}): Problem {
  const value = operation === '+' ? left + right : left - right;
  if (value < 0) {
    throw new PlaygroundError(
      'Internal',
      `${left}-${right} is negative.`,
      'Please report it with this link.',
    );
  }
  const write = (operand: number) => String(operand).padStart(writing.width ?? 0, '0');
  return {
    left,
    right,
    operation,
    prompt: `${write(left)}${operation}${write(right)}=`,
    answer: writeAnswer(value, writing),
    carries: operation === '+' ? countCarries(left, right) : countCarries(value, right),
  };
}

/** A line of the corpus. */
export const problemText = ({ prompt, answer }: Problem): string => `${prompt}${answer}\n`;

/** The corpus of `problems`, one to a line. */
export const corpusOf = (problems: readonly Problem[]): string => problems.map(problemText).join('');

/** All problems of a pair: both orders of the sum, and the difference that is not negative. */
function problemsOfPair(index: number, config: ArithmeticConfig): Problem[] {
  const { operations, digits, reversed = false, padded = false } = config;
  const writing = { reversed, width: padded ? digits : 0 };
  const [small, large] = pairAt(index);
  const problems = [problemOf(small, '+', large, writing)];
  if (small !== large) problems.push(problemOf(large, '+', small, writing));
  if (operations === 'both') problems.push(problemOf(large, '-', small, writing));
  return problems;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return Array.from(permutation(items.length, random), (index) => items[index] as T);
}

/**
 * All problems of the drawn pairs of numbers, in training and held out. The split is by unordered pair: a+b,
 * b+a and the difference of a and b are on the same side, so that no held-out sum is known from its mirror
 * image. (The sum 27+63=90 may still be learnt where 90-27=63 is held out: another pair.) Both sides are
 * never empty. Throws BadSetting on a maxPairs or heldOutShare out of range.
 */
export function arithmeticProblems(config: ArithmeticConfig, seed: number): ArithmeticProblems {
  checkConfig(config);
  const { maxPairs = defaultMaxPairs, heldOutShare = defaultHeldOutShare } = config;
  const numbers = 10 ** config.digits;
  const all = permutation((numbers * (numbers + 1)) / 2, fork(seed, 'arithmetic', 'pairs'));
  const pairs = all.subarray(0, maxPairs);
  const held = Math.min(pairs.length - 1, Math.max(1, Math.round(heldOutShare * pairs.length)));
  const side = (name: string, part: Int32Array): Problem[] =>
    shuffled(
      Array.from(part, (index) => problemsOfPair(index, config)).flat(),
      fork(seed, 'arithmetic', name),
    );
  return { train: side('train', pairs.subarray(held)), heldOut: side('held out', pairs.subarray(0, held)) };
}

/**
 * Whether `output`, what was written behind the prompt, is the answer; what follows a line end does not
 * count.
 */
export function isRight(problem: Problem, output: string): boolean {
  const end = output.indexOf('\n');
  return (end < 0 ? output : output.slice(0, end)) === problem.answer;
}

/**
 * Share of `problems` answered exactly right, 0 to 1: every digit, and nothing else before the line end.
 * `outputs[i]` is what was written behind the prompt of `problems[i]`; let it run one token longer than the
 * answer, else an answer that goes on looks right. Throws Internal on no problems or not as many outputs.
 */
export function exactMatch(problems: readonly Problem[], outputs: readonly string[]): number {
  if (problems.length === 0 || outputs.length !== problems.length) {
    throw new PlaygroundError(
      'Internal',
      `${outputs.length} outputs for ${problems.length} problems cannot be scored.`,
      'Please report it with this link.',
    );
  }
  return problems.filter((problem, i) => isRight(problem, outputs[i] ?? '')).length / problems.length;
}
