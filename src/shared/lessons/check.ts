// Reads a lesson's file, already parsed, into a Lesson, and says of every mistake where it is and how to mend it. Runs at
// build time (scripts/lessons.mjs) and in tests: nothing of it reaches the page.

import { specsFor } from '../config.ts';
import type { Settings } from '../params.ts';
import type { Lesson, PlannedRun, Step } from './lesson.ts';
import { readQuestion } from './questions.ts';
import {
  idPattern,
  idRule,
  isFields,
  type Known,
  type LinedMistake,
  type Path,
  Reader,
  type ReadProse,
} from './reader.ts';

function readRuns(reader: Reader, raw: unknown, path: Path, before: Settings): PlannedRun[] {
  if (raw === undefined) return [];
  if (!isFields(raw)) {
    reader.say(path, 'is not a table of runs, each by a short name: "hot: { label, settings }"');
    return [];
  }
  return Object.entries(raw).map(([name, value]) => {
    const at = [...path, name];
    if (!idPattern.test(name)) reader.say(at, `"${name}" cannot name a run; ${idRule}`);
    if (reader.runs.has(name))
      reader.say(at, `there is a run "${name}" already: names are for the whole lesson`);
    reader.runs.add(name);
    const fields = reader.fields(value, at, ['label', 'settings']);
    return {
      name,
      label: reader.text(fields.label, [...at, 'label']),
      settings: reader.settings(fields.settings, [...at, 'settings'], before),
    };
  });
}

function readFree(reader: Reader, raw: unknown, path: Path, settings: Settings): string[] {
  const specs = specsFor(settings);
  return reader.list(raw, path).map((entry, at) => {
    const written = String(entry);
    if (!specs.has(written)) reader.say([...path, at], `there is no setting "${written}" in this step`);
    return written;
  });
}

function oneOf(
  reader: Reader,
  raw: unknown,
  path: Path,
  known: readonly string[],
  what: string,
): string | null {
  if (raw === undefined) return null;
  if (typeof raw === 'string' && known.includes(raw)) return raw;
  reader.say(path, `there is no ${what} "${String(raw)}"; there are: ${known.join(', ')}`);
  return null;
}

const stepKeys = [
  'id',
  'title',
  'text',
  'settings',
  'free',
  'runs',
  'play',
  'panel',
  'table',
  'question',
  'then',
];

function readStep(reader: Reader, raw: unknown, path: Path, base: Settings): Step {
  const fields = reader.fields(raw, path, stepKeys);
  const id = reader.text(fields.id, [...path, 'id']);
  if (!idPattern.test(id)) reader.say([...path, 'id'], `"${id}" cannot name a step; ${idRule}`);
  const settings = reader.settings(fields.settings, [...path, 'settings'], base);
  const here = { ...base, ...settings };
  const text = reader.prose(fields.text, [...path, 'text']);
  const runs = readRuns(reader, fields.runs, [...path, 'runs'], here);
  const question = readQuestion(reader, fields.question, [...path, 'question']);
  if (question !== null && runs.length === 0)
    reader.say([...path, 'question'], 'needs runs in this step: a prediction is marked by what they give');
  return {
    id,
    title: reader.text(fields.title, [...path, 'title']),
    text,
    settings,
    free: readFree(reader, fields.free, [...path, 'free'], here),
    runs,
    play: fields.play === true,
    panel: oneOf(reader, fields.panel, [...path, 'panel'], reader.known.panels, 'panel'),
    table: oneOf(reader, fields.table, [...path, 'table'], reader.known.tables, 'table in public/tables'),
    question,
    after: reader.prose(fields.then, [...path, 'then'], true),
  };
}

const lessonKeys = [
  'number',
  'version',
  'title',
  'about',
  'minutes',
  'settings',
  'steps',
  'take-along',
  'sources',
];

/** The lesson with the name `id`, as far as its file is right, and every mistake in it. */
export function readLesson(
  id: string,
  raw: unknown,
  readProse: ReadProse,
  known: Known,
): { readonly lesson: Lesson; readonly mistakes: readonly LinedMistake[] } {
  const reader = new Reader(readProse, known);
  if (!idPattern.test(id)) reader.say([], `the file's name "${id}" cannot name a lesson; ${idRule}`);
  const fields = reader.fields(raw, [], lessonKeys);
  const settings = reader.settings(fields.settings, ['settings'], {});
  const steps = reader
    .list(fields.steps, ['steps'])
    .map((step, at) => readStep(reader, step, ['steps', at], settings));
  if (steps.length === 0) reader.say(['steps'], 'is missing; a lesson has at least one step');
  steps.forEach((step, at) => {
    if (steps.findIndex((other) => other.id === step.id) !== at)
      reader.say(['steps', at, 'id'], `there is a step "${step.id}" already`);
  });
  const sources = reader.list(fields.sources, ['sources']).map((source, at) => {
    const path = ['sources', at];
    const { label, url } = reader.fields(source, path, ['label', 'url']);
    const address = reader.text(url, [...path, 'url']);
    if (!address.startsWith('https://'))
      reader.say([...path, 'url'], `"${address}" does not begin with https://`);
    return { label: reader.text(label, [...path, 'label']), url: address };
  });
  const lesson: Lesson = {
    id,
    number: reader.number(fields.number, ['number'], 1),
    version: reader.number(fields.version, ['version'], 1),
    title: reader.text(fields.title, ['title']),
    about: reader.text(fields.about, ['about']),
    minutes: reader.number(fields.minutes, ['minutes'], 1),
    settings,
    steps,
    takeAlong: reader.prose(fields['take-along'], ['take-along']),
    sources,
  };
  return { lesson, mistakes: reader.mistakes };
}
