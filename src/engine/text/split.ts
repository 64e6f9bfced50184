// Splits a running text into training and validation so that nothing learnt is validated on. Must not touch
// tokens.

import { leastContext } from '../../shared/catalog/tasks.ts';
import { PlaygroundError } from '../../shared/errors.ts';
import { fork, permutation } from '../rng.ts';

export interface SplitOptions {
  /** Context of the models, in characters; with tokens of several characters each, multiply by their mean. */
  readonly blockSize: number;
  readonly seed: number;
  /** Share of the text for validation, above 0 and at most a half. Default 0.1. */
  readonly validationShare?: number;
  /** What messages call the text, for example the name of the file. Default "the text". */
  readonly name?: string;
}

/** Windows of text must stay within one piece: what follows a piece is not what followed it in the text. */
export interface TextSplit {
  readonly by: 'documents' | 'blocks';
  readonly train: readonly string[];
  readonly validation: readonly string[];
}

const minDocuments = 10;
/**
 * Validation stretches of a text that is cut by blocks: enough to see all of it, few enough to lose little.
 */
const maxStretches = 8;
/** Windows that a validation stretch holds, at least, before there are several. */
const windowsPerStretch = 8;
/** Characters looked at to tell whether a file is text. */
const sampleLength = 2 ** 20;

/**
 * One more than a window of `blockSize` and its last target: a cut inside a surrogate pair moves back by one.
 */
const windowOf = (blockSize: number): number => blockSize + 2;
/** At least `blockSize` after such a move. */
const gapOf = (blockSize: number): number => blockSize + 1;

const badFile = (message: string, remedy: string): PlaygroundError =>
  new PlaygroundError('BadFile', message, remedy);

/**
 * Throws BadFile where `text` is empty or blank, has a single character, or is no text: with null characters,
 * or over one in a hundred control characters or signs that could not be decoded (U+FFFD).
 */
export function checkText(text: string, name = 'the text'): void {
  if (text.trim() === '') throw badFile(`${name} is empty or blank.`, 'Choose a file with text in it.');
  if (text.length === 1) {
    throw badFile(`${name} has only one character; there is nothing to predict.`, 'Choose a longer text.');
  }
  const remedy = 'Choose a plain text file, saved as UTF-8.';
  if (text.includes('\0')) throw badFile(`${name} has null characters: it is binary, or UTF-16.`, remedy);
  const sample = text.slice(0, sampleLength);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for them is the purpose.
  const strange = sample.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/g)?.length ?? 0;
  if (strange > sample.length / 100) {
    const found = `${strange} of its first ${sample.length} characters are unreadable`;
    throw badFile(`${name} is no text: ${found}.`, remedy);
  }
}

/**
 * Throws BadFile where a side of the split has fewer than `blockSize` + 1 tokens: no window with its targets
 * fits. For use once the text is tokens, which are fewer than characters.
 */
export function checkTokens(tokens: number, blockSize: number, side: string): void {
  if (tokens > blockSize) return;
  throw badFile(
    `The ${side} text has ${tokens} tokens; a context of ${blockSize} needs at least ${blockSize + 1}.`,
    'Choose a longer text or a shorter context.',
  );
}

function checkOptions({ blockSize, validationShare = 0.1 }: SplitOptions): void {
  if (Number.isInteger(blockSize) && blockSize > 0 && validationShare > 0 && validationShare <= 0.5) return;
  throw new PlaygroundError(
    'BadSetting',
    `A text cannot be split with a context of ${blockSize} and a validation share of ${validationShare}.`,
    'Choose a context of at least 1 and a share above 0 and at most 0.5.',
  );
}

/**
 * Splits `text` by whole documents (parted by blank lines) where there are at least 10 different ones and
 * both sides get close to their share; equal documents go to the same side. Else by contiguous stretches,
 * with `blockSize` characters left out between training and validation, so that no validation window has its
 * beginning in a training window. Learn a tokenizer from the training side alone. Throws BadFile on an empty,
 * one-character or binary text, and on one too short for a window of blockSize + 1 characters on either side
 * of a gap; BadSetting on options out of range.
 */
export function splitText(text: string, options: SplitOptions): TextSplit {
  checkOptions(options);
  const { blockSize, name = 'the text' } = options;
  checkText(text, name);
  const least = 2 * windowOf(blockSize) + gapOf(blockSize);
  if (text.length < least) {
    const longest = Math.floor((text.length - 5) / 3);
    throw badFile(
      `${name} has ${text.length} characters; with a context of ${blockSize} at least ${least} are needed.`,
      longest < leastContext
        ? 'Choose a longer text.'
        : `Choose a longer text, or a context of at most ${longest}.`,
    );
  }
  return splitDocuments(text, options) ?? splitBlocks(text, options);
}

/** Split by documents, the sides in the order of the text; null where the documents do not allow it. */
function splitDocuments(text: string, options: SplitOptions): TextSplit | null {
  const { blockSize, seed, validationShare = 0.1 } = options;
  const documents = text
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((document) => document.trim())
    .filter((document) => document !== '');
  const sizes = new Map<string, number>();
  for (const document of documents) sizes.set(document, (sizes.get(document) ?? 0) + document.length);
  if (sizes.size < minDocuments) return null;
  const different = [...sizes];
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  const chosen = new Set<string>();
  let size = 0;
  for (const index of permutation(different.length, fork(seed, 'split', 'documents'))) {
    if (size >= validationShare * total) break;
    const [document, length] = different[index] ?? ['', 0];
    if (size + length > 2 * validationShare * total) continue;
    chosen.add(document);
    size += length;
  }
  const join = (isWanted: (document: string) => boolean): string =>
    `${documents.filter(isWanted).join('\n\n')}\n`;
  const train = join((document) => !chosen.has(document));
  const validation = join((document) => chosen.has(document));
  if (size < (validationShare * total) / 2) return null;
  if (Math.min(train.length, validation.length) <= blockSize) return null;
  return { by: 'documents', train: [train], validation: [validation] };
}

/** `at`, or the place before it where a cut at `at` would tear a surrogate pair. */
function wholeCut(text: string, at: number): number {
  return at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
}

/** The text in as many equal regions as it allows, each with one validation stretch at a random place. */
function splitBlocks(text: string, options: SplitOptions): TextSplit {
  const { blockSize, seed, validationShare = 0.1 } = options;
  const [window, gap] = [windowOf(blockSize), gapOf(blockSize)];
  const wanted = Math.floor((validationShare * text.length) / (windowsPerStretch * window));
  const stretches = Math.max(1, Math.min(maxStretches, wanted));
  const region = text.length / stretches;
  const length = Math.min(
    Math.floor(region) - window - gap,
    Math.max(window, Math.round(validationShare * region)),
  );
  const random = fork(seed, 'split', 'blocks');
  const train: string[] = [];
  const validation: string[] = [];
  const keep = (from: number, to: number): void => {
    if (to - from >= window) train.push(text.slice(wholeCut(text, from), wholeCut(text, to)));
  };
  let trained = 0;
  for (let i = 0; i < stretches; i++) {
    // A text with one stretch has it at the end, so that the training text stays in one piece.
    const offset = stretches === 1 ? region - length : random.uniform() * (region - length);
    const start = Math.floor(i * region + offset);
    const end = start + length;
    keep(trained, start - gap);
    validation.push(text.slice(wholeCut(text, start), wholeCut(text, end)));
    trained = end + gap;
  }
  keep(trained, text.length);
  return { by: 'blocks', train, validation };
}
