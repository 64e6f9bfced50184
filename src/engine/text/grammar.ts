// A grammar as a source of text whose true next-word distribution is known exactly. Must not touch models or
// rules.

import { PlaygroundError } from '../../shared/errors.ts';
import type { Random } from '../rng.ts';
import type { Automaton } from './rules.ts';

export interface Grammar {
  /** By token id; the last is the sentence end ".". */
  readonly words: readonly string[];
  /** Token id of the sentence end. */
  readonly end: number;
  /** Number of states; 0 is the start of a sentence. */
  readonly states: number;
  /** The state behind `token`, -1 where it cannot come in `state` (or state is -1 already). */
  step(state: number, token: number): number;
  /**
   * The state before each token and behind the last, shape [tokens + 1]; -1 from the first impossible one on.
   */
  statesOf(tokens: ArrayLike<number>): Int32Array;
  /** True probability of each next word, shape [words]; a view that must not be written to. */
  distribution(state: number): Float64Array;
  /**
   * True probability of each next word behind `prefix`, which begins with a sentence and may hold several; a
   * copy, shape [words]. Throws BadSetting where the grammar cannot make the prefix; see statesOf for a
   * milder answer.
   */
  nextDistribution(prefix: ArrayLike<number>): Float64Array;
  /** One sentence with its end, shape [tokens]. */
  sample(random: Random): Int32Array;
  /** Natural logarithm of the probability that a text begins with `tokens`; -Infinity where none can. */
  logProbability(tokens: ArrayLike<number>): number;
  /** Entropy rate of endless text, nats per token with the sentence end counted: the least possible loss. */
  entropyPerToken(): number;
  /** Mean number of tokens in a sentence, its end included. */
  meanLength(): number;
}

/** Steps after which a sentence should have ended, even in a grammar that ends one word in a thousand. */
const maxSteps = 100_000;

/**
 * How often each state is expected in a sentence, shape [states]. Throws Internal where sentences do not end.
 */
function expectedVisits({ words, states, probabilities, next }: Automaton): Float64Array {
  const visits = new Float64Array(states);
  let mass = new Float64Array(states);
  mass[0] = 1;
  for (let steps = 0; steps < maxSteps; steps++) {
    const moved = new Float64Array(states);
    let left = 0;
    for (let state = 0; state < states; state++) {
      const here = mass[state] as number;
      visits[state] = (visits[state] as number) + here;
      // The last word is the end, behind which a sentence visits nothing.
      for (let word = 0; here > 0 && word < words.length - 1; word++) {
        const at = state * words.length + word;
        const share = here * (probabilities[at] as number);
        if (share > 0) moved[next[at] as number] = (moved[next[at] as number] as number) + share;
        left += share;
      }
    }
    if (left < 1e-16) return visits;
    mass = moved;
  }
  throw new PlaygroundError(
    'Internal',
    'The grammar makes sentences without end.',
    'Please report it with this link.',
  );
}

/** Of a distribution, in nats; 0 log 0 = 0. */
export function entropy(probabilities: Float64Array): number {
  let sum = 0;
  for (const p of probabilities) if (p > 0) sum -= p * Math.log(p);
  return sum;
}

/** An index drawn with the given probabilities, which sum to 1. */
function draw(probabilities: Float64Array, random: Random): number {
  let left = random.uniform();
  let last = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i] as number;
    if (p === 0) continue;
    last = i;
    left -= p;
    if (left < 0) break;
  }
  // Rounding may leave a rest: then the last word that is possible at all.
  return last;
}

function impossible(words: readonly string[], prefix: ArrayLike<number>, place: number): PlaygroundError {
  const word = words[prefix[place] ?? -1] ?? `token ${prefix[place]}`;
  return new PlaygroundError(
    'BadSetting',
    `"${word}" (word ${place + 1}) cannot come there in this grammar.`,
    'Begin with a sentence that the grammar makes, such as one of the samples.',
  );
}

function drawSentence(grammar: Pick<Grammar, 'end' | 'step' | 'distribution'>, random: Random): Int32Array {
  const tokens: number[] = [];
  let state = 0;
  do {
    const token = draw(grammar.distribution(state), random);
    tokens.push(token);
    state = grammar.step(state, token);
  } while (tokens.at(-1) !== grammar.end);
  return Int32Array.from(tokens);
}

/** Mean length of a sentence in tokens, and entropy per token in nats. */
function measure(automaton: Automaton): { readonly length: number; readonly entropyPerToken: number } {
  const { words, probabilities } = automaton;
  const visits = expectedVisits(automaton);
  let [length, total] = [0, 0];
  visits.forEach((count, state) => {
    length += count;
    total += count * entropy(probabilities.subarray(state * words.length, (state + 1) * words.length));
  });
  return { length, entropyPerToken: total / length };
}

/**
 * The language of `automaton`. Text is sentence after sentence, each drawn independently. All values are
 * exact up to rounding: the entropy rate is that of the Markov chain of states, the sum over states of
 * expected visits per sentence times entropy of the next word, divided by the mean length (Cover & Thomas,
 * Elements of Information Theory, section 4.2). Throws Internal on an automaton whose sentences do not end.
 */
export function createGrammar(automaton: Automaton): Grammar {
  const { words, states, probabilities, next } = automaton;
  const size = words.length;
  const { length, entropyPerToken } = measure(automaton);
  const distribution = (state: number) => probabilities.subarray(state * size, (state + 1) * size);
  const step = (state: number, token: number): number =>
    state < 0 || !(token >= 0 && token < size) ? -1 : (next[state * size + token] as number);
  const statesOf = (tokens: ArrayLike<number>): Int32Array => {
    const found = new Int32Array(tokens.length + 1);
    for (let i = 0; i < tokens.length; i++) found[i + 1] = step(found[i] as number, tokens[i] as number);
    return found;
  };
  return {
    words,
    end: size - 1,
    states,
    step,
    statesOf,
    distribution,
    nextDistribution(prefix) {
      const found = statesOf(prefix);
      const bad = found.indexOf(-1);
      if (bad >= 0) throw impossible(words, prefix, bad - 1);
      return distribution(found[prefix.length] as number).slice();
    },
    sample: (random) => drawSentence({ end: size - 1, step, distribution }, random),
    logProbability(tokens) {
      const found = statesOf(tokens);
      if (found.includes(-1)) return Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let i = 0; i < tokens.length; i++) {
        sum += Math.log(probabilities[(found[i] as number) * size + (tokens[i] as number)] as number);
      }
      return sum;
    },
    entropyPerToken: () => entropyPerToken,
    meanLength: () => length,
  };
}

/** `sentences` sentences, one behind another, shape [tokens]. */
export function sampleTokens(grammar: Grammar, sentences: number, random: Random): Int32Array {
  const tokens: number[] = [];
  for (let i = 0; i < sentences; i++) tokens.push(...grammar.sample(random));
  return Int32Array.from(tokens);
}
