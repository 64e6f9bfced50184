// Writes the messages of the task `intents` from the grammar; it must not touch Math.random, the clock or features.

import { PlaygroundError } from '../../../shared/errors.ts';
import {
  abbreviations,
  closers,
  connectors,
  fillers,
  type Intent,
  intents,
  lateConnectors,
  neighbours,
  openers,
  pairs,
  slots,
} from './grammar.ts';

/** Uniform in [0, 1). */
type Random = () => number;

export interface Message {
  readonly text: string;
  /** Index into `intents`: the label. */
  readonly intent: number;
  /** Index of the other request where the message makes two. */
  readonly second: number | null;
}

/** Shares of messages, 0 to 1, unless said otherwise. */
const share = {
  twoIntents: 0.18,
  /** Of the two-intent messages: the main request comes first. */
  mainFirst: 0.7,
  opener: 0.16,
  closer: 0.12,
  filler: 0.12,
  abbreviated: 0.15,
  articlesDropped: 0.07,
  typo: 0.2,
  /** Of the messages with a typo: a second one. */
  secondTypo: 0.25,
  /** Of the lower-case messages: apostrophes left out. */
  apostrophesDropped: 0.35,
} as const;

/** Words in a message, both ends included. */
export const wordLimits = { min: 2, max: 35 } as const;

/** Words a request needs to be the main one of two, so that the other can be shorter. */
const minMainWords = 8;
/** Most words of the other request, as a share of the main one's. */
const otherLength = 0.5;
/** Draws of one message that may be rejected before the random source counts as stuck. */
const maxDraws = 2000;

/** One of `choices`, each equally likely; throws `Internal` where `random` leaves [0, 1). */
const pick = <T>(choices: readonly T[], random: Random): T => {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) {
    throw new PlaygroundError(
      'Internal',
      'A draw fell outside its list.',
      'Pass numbers in [0, 1) as random.',
    );
  }
  return chosen;
};

/** Number of words in `text`. */
export const wordCount = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/** Shuffles `values` in place (Fisher, Yates). */
function shuffle(values: number[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = values[i] as number;
    values[i] = values[j] as number;
    values[j] = held;
  }
}

/** `template` with each slot filled, slots within fillers too, and each `#` a random digit. */
function fill(template: string, random: Random): string {
  return template.replace(/\{(\w+)\}|#/g, (_, slot: string | undefined) =>
    slot === undefined ? String(Math.floor(random() * 10)) : fill(pick(slots[slot] ?? [], random), random),
  );
}

/** One request of `intent`; the template of rank r = 1, 2, ... is drawn about as 1 / r: a few common, many rare. */
function request({ templates }: Intent, random: Random): string {
  const rank = Math.min(templates.length, Math.floor((templates.length + 1) ** random()));
  return fill(templates[rank - 1] ?? '', random);
}

/** A request that `accept` accepts, or after 30 draws the one that `prefer` ranks highest. */
function requestLike(
  intent: Intent,
  accept: (words: number) => boolean,
  prefer: 1 | -1,
  random: Random,
): string {
  let best = request(intent, random);
  for (let draw = 1; draw < 30 && !accept(wordCount(best)); draw++) {
    const next = request(intent, random);
    if (prefer * (wordCount(next) - wordCount(best)) > 0) best = next;
  }
  return best;
}

/** `first` + `connector` + `last`, with no comma after a question mark. */
function join(first: string, connector: string, last: string): string {
  return first + (first.endsWith('?') ? connector.replace(/^[,;.]/, '') : connector) + last;
}

/** Text of a message with the request `main` and a shorter one that goes with it, and the index of the latter. */
function twoRequests(main: Intent, random: Random): { text: string; second: number } {
  const secondId = pick(pairs[main.id as keyof typeof pairs], random);
  const second = intents.findIndex((intent) => intent.id === secondId);
  const mainText = requestLike(main, (words) => words >= minMainWords, 1, random);
  const limit = otherLength * wordCount(mainText);
  const other = requestLike(intents[second] as Intent, (words) => words <= limit, -1, random);
  return random() < share.mainFirst
    ? { text: join(mainText, pick(connectors, random), other), second }
    : { text: join(other, pick(lateConnectors, random), mainText), second };
}

/** Puts small talk around and into `text`. */
function addSmallTalk(text: string, random: Random): string {
  let out = text;
  if (random() < share.filler) {
    const words = out.split(' ');
    words.splice(1 + Math.floor(random() * (words.length - 1)), 0, pick(fillers, random));
    out = words.join(' ');
  }
  if (random() < share.opener)
    out = fill(pick(openers, random), random) + pick([', ', ', ', '. ', ' '], random) + out;
  if (random() < share.closer) {
    out = join(out, pick(['. ', '. ', ', ', ' '], random), fill(pick(closers, random), random));
  }
  return out;
}

/** Abbreviates each word that has an abbreviation, with an even chance. */
function abbreviate(text: string, random: Random): string {
  return Object.entries(abbreviations).reduce(
    (out, [long, short]) => (random() < 0.5 ? out.replace(new RegExp(`\\b${long}\\b`, 'g'), short) : out),
    text,
  );
}

const dropArticles = (text: string): string => text.replace(/\b(?:the|a|an|my) (?=\w)/g, '');

/** Ends `text` with a mark, often the proper one. */
function punctuate(text: string, random: Random): string {
  const draw = random();
  if (text.endsWith('?')) return draw < 0.6 ? text : draw < 0.7 ? `${text}?` : text.slice(0, -1);
  return text + (draw < 0.4 ? '.' : draw < 0.48 ? '!' : draw < 0.52 ? '...' : draw < 0.54 ? '!!' : '');
}

/** Capital letters at the start of sentences, none at all, those of the names only, or nothing else. */
function setCase(text: string, random: Random): string {
  const draw = random();
  if (draw < 0.5)
    return text.replace(
      /(^|[.?!] )([a-z])/g,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    );
  if (draw < 0.85) {
    const lower = text.toLowerCase();
    return random() < share.apostrophesDropped ? lower.replaceAll("'", '') : lower;
  }
  return draw < 0.97 ? text : text.toUpperCase();
}

/** `word` with two letters swapped, one dropped, one doubled, or one replaced by a neighbouring key. */
function misspell(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = word.charAt(at);
  const [before, after] = [word.slice(0, at), word.slice(at + 1)];
  switch (Math.floor(random() * 4)) {
    case 0:
      return before + after.charAt(0) + letter + after.slice(1);
    case 1:
      return before + after;
    case 2:
      return before + letter + letter + after;
    default:
      return before + pick([...(neighbours[letter.toLowerCase()] ?? letter)], random) + after;
  }
}

/** `text` with one of its words of four letters or more misspelt. */
function addTypo(text: string, random: Random): string {
  const words = [...text.matchAll(/[A-Za-z]{4,}/g)];
  if (words.length === 0) return text;
  const { 0: word, index } = pick(words, random);
  return text.slice(0, index) + misspell(word, random) + text.slice(index + word.length);
}

/** The haste and habits of the writer: abbreviations, missing articles, punctuation, case, typos. */
function roughen(text: string, random: Random): string {
  let out = text;
  if (random() < share.abbreviated) out = abbreviate(out, random);
  if (random() < share.articlesDropped) out = dropArticles(out);
  out = setCase(punctuate(out, random), random);
  if (random() < share.typo) {
    out = addTypo(out, random);
    if (random() < share.secondTypo) out = addTypo(out, random);
  }
  return out;
}

/** One message of the intent with index `intent`, with one request or `two`, of any length, perhaps seen before. */
function draw(intent: number, two: boolean, random: Random): Message {
  const main = intents[intent] as Intent;
  const { text, second } = two ? twoRequests(main, random) : { text: request(main, random), second: null };
  return { text: roughen(addSmallTalk(text, random), random), intent, second };
}

/** What two messages must not share: their letters and digits, without case or punctuation. */
const keyOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * `count` messages in random order, no two alike, intents balanced to within one message.
 * Equal streams of `random` (uniform in [0, 1), the only source of chance) give equal messages.
 * Throws `Internal` only if `random` is stuck or `count` exhausts the grammar (20,000 does not).
 */
export function generateMessages(count: number, random: () => number): Message[] {
  const labels = Array.from({ length: count }, (_, i) => i % intents.length);
  shuffle(labels, random);
  const seen = new Set<string>();
  return labels.map((intent) => {
    const two = random() < share.twoIntents;
    for (let tries = 0; tries < maxDraws; tries++) {
      const message = draw(intent, two, random);
      const words = wordCount(message.text);
      const key = keyOf(message.text);
      if (words < wordLimits.min || words > wordLimits.max || seen.has(key)) continue;
      seen.add(key);
      return message;
    }
    throw new PlaygroundError('Internal', `No new message in ${maxDraws} draws.`, 'Ask for fewer messages.');
  });
}
