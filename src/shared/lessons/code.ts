// A learner's result as a short code, and codes found again in any text. It holds the lesson, what was predicted, what came
// out and the figures it came from; a random tag that tells two learners apart; nothing about a person. The checksum finds
// slips of copying; it is no seal: anybody can write a code.

import { figuresAsked, markOfStep, type Progress } from './course.ts';
import { figureKey } from './figures.ts';
import type { Lesson } from './lesson.ts';

export interface Answer {
  /** The step that asked. */
  readonly step: string;
  readonly prediction: string;
  readonly outcome: string;
  /** In the order in which the question names them, in their units. */
  readonly figures: readonly number[];
}

export interface Result {
  readonly lesson: string;
  readonly version: number;
  readonly tag: string;
  readonly answers: readonly Answer[];
  /** As it was read, without breaks. */
  readonly code: string;
}

export interface BrokenCode {
  /** The beginning of what was found. */
  readonly text: string;
  readonly why: string;
}

const mark = 'DP1';
/** Longer ones are not read. */
const mostLetters = 2000;

/** CRC-32, which finds any slip of a letter or two. */
function crc32(text: string): number {
  let crc = -1;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ -1) >>> 0;
}

const checkOf = (body: string): string => crc32(body).toString(36).padStart(7, '0');

const rounded = (value: number): string => String(Number(value.toFixed(Math.abs(value) >= 10 ? 1 : 3)));

/** `[DP1|temperature|1|k3x9q2|cold:hot:hot:0.222,0.036|0abc123]`: letters that chats and mails leave alone. */
export function writeCode(lesson: Lesson, progress: Progress): string {
  const answers = lesson.steps.flatMap((step) => {
    const marked = markOfStep(step, progress);
    if (marked === null || step.question === null) return [];
    const figures = figuresAsked(step.question).map((ref) => {
      const value = progress.figures[figureKey(ref)];
      return value === undefined ? '' : rounded(value);
    });
    return [`${step.id}:${progress.predictions[step.id]}:${marked.outcome}:${figures.join(',')}`];
  });
  const body = [mark, lesson.id, lesson.version, progress.tag, answers.join(';')].join('|');
  return `[${body}|${checkOf(body)}]`;
}

function readAnswer(written: string): Answer | null {
  const [step = '', prediction = '', outcome = '', figures = '', ...rest] = written.split(':');
  if (step === '' || prediction === '' || outcome === '' || rest.length > 0) return null;
  const numbers = figures.split(',').map((figure) => (figure === '' ? Number.NaN : Number(figure)));
  return { step, prediction, outcome, figures: numbers };
}

function readCode(found: string, isClosed: boolean): Result | BrokenCode {
  // A mail breaks long lines and puts ">" before those it quotes.
  const code = found.replace(/[\s>]/g, '');
  const broken = (why: string): BrokenCode => ({ text: code.slice(0, 40), why });
  if (code.length > mostLetters)
    return broken(`is ${code.length} letters long, ${mostLetters} are read at most`);
  if (!isClosed) return broken('has no end: it was cut off. Ask for it again');
  const at = code.lastIndexOf('|');
  const body = code.slice(0, at);
  if (code.slice(at + 1) !== checkOf(body))
    return broken('does not agree with its checksum: something in it was changed. Ask for it again');
  const [, lesson = '', version = '', tag = '', answers = ''] = body.split('|');
  const read = answers === '' ? [] : answers.split(';').map(readAnswer);
  if (lesson === '' || !/^\d+$/.test(version) || read.some((answer) => answer === null))
    return broken('was written by another version of the playground');
  return {
    lesson,
    version: Number(version),
    tag,
    answers: read.filter((answer) => answer !== null),
    code: `[${code}]`,
  };
}

export interface FoundCodes {
  /** Each once: of codes with one tag the last. */
  readonly results: readonly Result[];
  readonly duplicates: number;
  readonly broken: readonly BrokenCode[];
}

const keyOf = ({ lesson, version, tag }: Result): string => `${lesson} ${version} ${tag}`;

/** Every code in a text, whatever stands around them. */
export function findCodes(text: string): FoundCodes {
  const results = new Map<string, Result>();
  const broken: BrokenCode[] = [];
  let duplicates = 0;
  for (const { 1: found = '', 2: end = '' } of text.matchAll(/\[\s*(DP1[^[\]]*)(\]?)/g)) {
    const read = readCode(found, end !== '');
    if ('why' in read) {
      broken.push(read);
      continue;
    }
    if (results.has(keyOf(read))) duplicates += 1;
    results.set(keyOf(read), read);
  }
  return { results: [...results.values()], duplicates, broken };
}
