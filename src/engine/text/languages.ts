// The grammars' rules, all written for this project: English-like sentences, and tunes with two likely next
// notes. Pure data and what builds it; must not touch automata, randomness or tokens.

import type { Rules } from './rules.ts';

type Alternatives = [weight: number, symbols: string][];

/** Singular and plural of each noun, the most frequent first; no word begins with a vowel sound, for "a". */
const nouns = {
  animal: ['dog dogs', 'cat cats', 'child children', 'bird birds', 'farmer farmers', 'fox foxes'],
  food: ['cake cakes', 'pear pears', 'bun buns'],
  thing: ['ball balls', 'kite kites', 'box boxes'],
} as const;
type NounClass = keyof typeof nouns;
const classes: readonly NounClass[] = ['animal', 'food', 'thing'];

/** Singular and plural of each verb, by the class of its object; the most frequent first. */
const verbs = {
  animal: ['sees see', 'follows follow', 'likes like'],
  food: ['eats eat', 'shares share'],
  thing: ['carries carry', 'hides hide'],
} as const satisfies Record<NounClass, readonly string[]>;
const verbsAlone = ['sleeps sleep', 'sings sing', 'runs run'];

const adjectives = {
  animal: ['small', 'big', 'happy', 'young'],
  food: ['sweet', 'fresh', 'small', 'big'],
  thing: ['red', 'new', 'big', 'small'],
} as const satisfies Record<NounClass, readonly string[]>;

/** Singular 0, plural 1. */
const numbers = [0, 1] as const;
type GrammaticalNumber = (typeof numbers)[number];
const letterOf = (number: GrammaticalNumber): string => (number === 0 ? 's' : 'p');

/** Word k of a list with weight 1 / (k + 1), as in Zipf's law. */
const zipf = (words: readonly string[]): Alternatives => words.map((word, k) => [1 / (k + 1), word]);
const inNumber = (pairs: readonly string[], number: GrammaticalNumber): string[] =>
  pairs.map((pair) => pair.split(' ')[number] ?? pair);

/**
 * Symbols: Noun-animal-s, NP-animal-s-2, VP-s-2, ...; the last number is how many clauses may still be
 * nested.
 */
function phraseRules(number: GrammaticalNumber, depth: number): [string, Alternatives][] {
  const n = letterOf(number);
  const inner = depth - 1;
  const nounPhrases = classes.flatMap((noun): [string, Alternatives][] => [
    [`NP-${noun}-${n}-${depth}`, [[1, `Det-${n} Adj-${noun} Noun-${noun}-${n} Rel-${noun}-${n}-${depth}`]]],
    [
      `Rel-${noun}-${n}-${depth}`,
      depth === 0
        ? [[1, '']]
        : [
            [0.75, ''],
            // "the dog that sees a cat": only what lives does something.
            [noun === 'animal' ? 0.13 : 0, `that VP-${n}-${inner}`],
            // "the cake that the dogs eat": the verb agrees with the nearer noun.
            [0.06, `that NP-animal-s-${inner} Verb-${noun}-s`],
            [0.06, `that NP-animal-p-${inner} Verb-${noun}-p`],
          ],
    ],
  ]);
  const objects = classes.flatMap((noun): Alternatives => {
    const weight = noun === 'animal' ? 0.3 : 0.2;
    return [
      [0.6 * weight, `Verb-${noun}-${n} NP-${noun}-s-${depth}`],
      [0.4 * weight, `Verb-${noun}-${n} NP-${noun}-p-${depth}`],
    ];
  });
  return [...nounPhrases, [`VP-${n}-${depth}`, [[0.3, `Verb-alone-${n}`], ...objects]]];
}

const shares = (weights: Readonly<Record<string, number>>): Alternatives =>
  Object.entries(weights).map(([symbols, weight]) => [weight, symbols]);

/** Words by class and number. */
function wordRules(): [string, Alternatives][] {
  const byClass = classes.flatMap((noun): [string, Alternatives][] => [
    [`Adj-${noun}`, shares({ '': 0.6, [`One-${noun}`]: 0.3, [`One-${noun} One-${noun}`]: 0.1 })],
    [`One-${noun}`, zipf(adjectives[noun])],
    ...numbers.flatMap((number): [string, Alternatives][] => [
      [`Noun-${noun}-${letterOf(number)}`, zipf(inNumber(nouns[noun], number))],
      [`Verb-${noun}-${letterOf(number)}`, zipf(inNumber(verbs[noun], number))],
    ]),
  ]);
  return [
    ['Det-s', shares({ the: 0.5, a: 0.35, every: 0.15 })],
    ['Det-p', shares({ the: 0.5, some: 0.3, two: 0.2 })],
    ...byClass,
    ['Verb-alone-s', zipf(inNumber(verbsAlone, 0))],
    ['Verb-alone-p', zipf(inNumber(verbsAlone, 1))],
    ['When', shares({ '': 0.8, today: 0.15, again: 0.05 })],
  ];
}

/**
 * English-like sentences of 60 words and the end (59 at depth 0, without "that"): subject, verb and object
 * with articles and adjectives, relative clauses nested up to `depth` (0 to 2) deep. Verbs agree with their
 * subject in number, also across a relative clause, and take objects of their own class.
 */
export function englishRules(depth: 0 | 1 | 2 = 2): Rules {
  const phrases = Array.from({ length: depth + 1 }, (_, level) =>
    numbers.flatMap((number) => phraseRules(number, level)),
  ).flat();
  return Object.fromEntries<Alternatives>([
    [
      'S',
      shares({
        [`NP-animal-s-${depth} VP-s-${depth} When .`]: 0.6,
        [`NP-animal-p-${depth} VP-p-${depth} When .`]: 0.4,
      }),
    ],
    ...wordRules(),
    ...phrases,
  ]);
}

/** The scale of the tunes, low to high: also the order of the token ids. */
export const notes: readonly string[] = [2, 3, 4, 5].flatMap((octave) =>
  [...'cdefgab'].map((letter) => `${letter}${octave}`),
);

/** A step up or down the scale of 28 notes, which closes to a ring. */
const leap = 8;

/**
 * Tunes in which the next note is a leap up (0.55) or a leap down (0.45), give or take one: two humps, 12
 * notes apart on the ring, in every state but the first. A model too small for both must spread between them
 * (forward KL) or settle on one (reverse KL). After each note the tune ends with probability `ending` (above
 * 0, below 1).
 */
export function bimodalRules(ending = 0.1): Rules {
  const at = (place: number): string => `After-${(place + notes.length) % notes.length}`;
  const hump = (centre: number, weight: number): Alternatives => [
    [weight * 0.25, at(centre - 1)],
    [weight * 0.5, at(centre)],
    [weight * 0.25, at(centre + 1)],
  ];
  return Object.fromEntries<Alternatives>([
    ['S', notes.map((_, place) => [1, at(place)])],
    ...notes.flatMap((note, place): [string, Alternatives][] => [
      [`After-${place}`, [[1, `${note} Go-${place}`]]],
      [
        `Go-${place}`,
        [
          [ending, '.'],
          ...hump(place + leap, 0.55 * (1 - ending)),
          ...hump(place - leap, 0.45 * (1 - ending)),
        ],
      ],
    ]),
  ]);
}
