// Compiles a probabilistic grammar to a deterministic automaton over words. Knows no particular grammar,
// draws nothing.

import { PlaygroundError } from '../../shared/errors.ts';

/**
 * A probabilistic context-free grammar without endless recursion. Each symbol has alternatives: a weight, and
 * the symbols to write instead, parted by spaces ('' for nothing). What is no key is a word. Sentences are
 * the expansions of `S`; each ends with the word `end` and has it nowhere else.
 */
export type Rules = Readonly<Record<string, readonly (readonly [weight: number, symbols: string])[]>>;

export const end = '.';

/** State 0 is the start of a sentence; its end leads back there. */
export interface Automaton {
  /** By token id: in the order of the rules, the end last. */
  readonly words: readonly string[];
  readonly states: number;
  /** Probability of each word in each state, shape [states, words]. */
  readonly probabilities: Float64Array;
  /** State behind each word, -1 for a word that cannot come, shape [states, words]. */
  readonly next: Int32Array;
}

const maxStates = 5000;

/** Probability of each of some stacks; a stack is the symbols still to come, parted by spaces. */
type Belief = Map<string, number>;

function mistake(problem: string): PlaygroundError {
  return new PlaygroundError('Internal', `The grammar ${problem}.`, 'Please report it with this link.');
}

function wordsOf(rules: Rules): string[] {
  const symbols = Object.values(rules).flatMap((alternatives) =>
    alternatives.flatMap(([, text]) => text.split(' ')),
  );
  const words = new Set(symbols.filter((symbol) => symbol !== '' && rules[symbol] === undefined));
  words.delete(end);
  return [...words, end];
}

const add = (belief: Belief, stack: string, probability: number): void => {
  belief.set(stack, (belief.get(stack) ?? 0) + probability);
};

/** The next word of each stack: its probability by word and by the stack left behind it. */
function nextWords(rules: Rules, belief: Belief): Map<string, Belief> {
  const byWord = new Map<string, Belief>();
  const expand = (stack: string, probability: number, depth: number): void => {
    if (stack === '') throw mistake(`has a sentence without "${end}"`);
    if (depth > 100) throw mistake(`leads from "${stack}" back to itself`);
    const space = stack.indexOf(' ');
    const top = space < 0 ? stack : stack.slice(0, space);
    const rest = space < 0 ? '' : stack.slice(space + 1);
    const alternatives = rules[top];
    if (alternatives === undefined) {
      const behind: Belief = byWord.get(top) ?? new Map();
      byWord.set(top, behind);
      add(behind, rest, probability);
      return;
    }
    const total = alternatives.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, symbols] of alternatives) {
      const expanded = symbols === '' || rest === '' ? symbols + rest : `${symbols} ${rest}`;
      if (weight > 0) expand(expanded, (probability * weight) / total, depth + 1);
    }
  };
  for (const [stack, probability] of belief) expand(stack, probability, 0);
  return byWord;
}

/** Divides by the sum, which is returned. */
function normalise(belief: Belief): number {
  let total = 0;
  for (const probability of belief.values()) total += probability;
  for (const [stack, probability] of belief) belief.set(stack, probability / total);
  return total;
}

/** The same for beliefs that differ by rounding alone. */
function keyOf(belief: Belief): string {
  const parts = [...belief].map(([stack, probability]) => `${stack}=${probability.toPrecision(10)}`);
  return parts.sort().join('|');
}

/** Numbers the beliefs as they are met; 0 is the start of a sentence. */
function createStates() {
  const start: Belief = new Map([['S', 1]]);
  const beliefs = [start];
  const stateOf = new Map([[keyOf(start), 0]]);
  /** The state behind `word`, whose stacks are `behind`. */
  const stateFor = (word: string, behind: Belief): number => {
    if (word === end) {
      if ([...behind.keys()].some((stack) => stack !== '')) throw mistake(`goes on behind "${end}"`);
      return 0;
    }
    const key = keyOf(behind);
    const known = stateOf.get(key);
    if (known !== undefined) return known;
    if (beliefs.length === maxStates) throw mistake(`needs more than ${maxStates} states`);
    stateOf.set(key, beliefs.length);
    return beliefs.push(behind) - 1;
  };
  return { beliefs, stateFor };
}

/**
 * The automaton whose state is what a prefix leaves possible: a distribution over stacks. Prefixes that leave
 * the same possible share a state, so the probability of the next word given the whole prefix is exactly that
 * of its state. Works for every grammar in which doubt (is "the ..." one or many?) is settled within bounded
 * time. Throws Internal on rules that recur without end, end a sentence wrongly or need more than 20,000
 * states.
 */
export function compileRules(rules: Rules): Automaton {
  const words = wordsOf(rules);
  const idOf = new Map(words.map((word, id) => [word, id]));
  const { beliefs, stateFor } = createStates();
  const probabilities: number[] = [];
  const next: number[] = [];
  // Grows while it is walked: each state finds the ones behind it.
  for (const belief of beliefs) {
    const row = { probabilities: words.map(() => 0), next: words.map(() => -1) };
    for (const [word, behind] of nextWords(rules, belief)) {
      const id = idOf.get(word) ?? 0;
      row.probabilities[id] = normalise(behind);
      row.next[id] = stateFor(word, behind);
    }
    probabilities.push(...row.probabilities);
    next.push(...row.next);
  }
  return {
    words,
    states: beliefs.length,
    probabilities: Float64Array.from(probabilities),
    next: Int32Array.from(next),
  };
}
