// Reads a lesson's file, already parsed, into a Lesson, and says of every mistake where it is and how to mend it. Runs at
// build time (scripts/lessons.mjs) and in tests: nothing of it reaches the page.

import { configFrom, specsFor } from '../config.ts';
import { readSettings } from '../link.ts';
import { formatValue, type ParamValue, type Settings } from '../params.ts';
import { type FigureRef, figureIds, figureRow } from './figures.ts';
import type {
  Choice,
  GuessQuestion,
  Lesson,
  PlannedRun,
  Prose,
  Question,
  Step,
  WhichQuestion,
} from './lesson.ts';

export type Path = readonly (string | number)[];
export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** Turns Markdown into prose; what it cannot use is told with the line within the text. */
export type ReadProse = (
  markdown: string,
  readFigure: (written: string) => FigureRef | string,
) => {
  readonly prose: Prose;
  readonly mistakes: readonly { readonly line: number; readonly message: string }[];
};

type Fields = Readonly<Record<string, unknown>>;
const isFields = (raw: unknown): raw is Fields =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const idPattern = /^[a-z][a-z0-9-]{0,23}$/;
const idRule = 'use up to 24 small letters, digits and "-", with a letter first';

/** Where line `line` of a text begins among the mistakes of its path. */
interface LinedMistake extends Mistake {
  readonly line?: number;
}

/** What reading needs at every place. */
class Reader {
  readonly mistakes: LinedMistake[] = [];
  /** Runs by name, as far as the file has been read. */
  readonly runs = new Set<string>();
  readonly readProse: ReadProse;
  /** Panels and tables that there are. */
  readonly known: Known;

  constructor(readProse: ReadProse, known: Known) {
    this.readProse = readProse;
    this.known = known;
  }

  say(path: Path, message: string, line?: number): void {
    this.mistakes.push(line === undefined ? { path, message } : { path, message, line });
  }

  fields(raw: unknown, path: Path, allowed: readonly string[]): Fields {
    if (!isFields(raw)) {
      this.say(path, `is not a table of "key: value" lines; it may have: ${allowed.join(', ')}`);
      return {};
    }
    for (const key of Object.keys(raw)) {
      if (!allowed.includes(key))
        this.say([...path, key], `"${key}" means nothing here; there may be: ${allowed.join(', ')}`);
    }
    return raw;
  }

  text(raw: unknown, path: Path): string {
    if (typeof raw === 'string' && raw.trim() !== '') return raw.trim();
    this.say(path, raw === undefined ? 'is missing; write a text' : 'is not a text; put it in quotes');
    return '';
  }

  number(raw: unknown, path: Path, min = Number.NEGATIVE_INFINITY): number {
    if (typeof raw === 'number' && Number.isFinite(raw) && raw >= min) return raw;
    const rule = min === Number.NEGATIVE_INFINITY ? 'write a number' : `write a number from ${min} on`;
    this.say(path, raw === undefined ? `is missing; ${rule}` : `is ${JSON.stringify(raw)}; ${rule}`);
    return 0;
  }

  list(raw: unknown, path: Path): readonly unknown[] {
    if (raw === undefined) return [];
    if (Array.isArray(raw)) return raw;
    this.say(path, 'is not a list; begin each entry with "- "');
    return [];
  }

  prose(raw: unknown, path: Path, optional = false): Prose {
    if (raw === undefined && optional) return [];
    const { prose, mistakes } = this.readProse(this.text(raw, path), (written) => this.figure(written));
    for (const { line, message } of mistakes) this.say(path, message, line);
    return prose;
  }

  /** `student.accuracy in hot`, or what is wrong with it. */
  figure(written: string): FigureRef | string {
    const match = /^(?:(teacher|student|control|second)\.)?([A-Za-z0-9]+) in ([a-z0-9-]+)$/.exec(
      written.trim(),
    );
    const example = 'write for example "student.accuracy in hot" or "gain in hot"';
    if (match === null) return `"${written}" is not a figure; ${example}`;
    const [, lane = null, name = '', run = ''] = match;
    const figure = figureIds.find((id) => id === name);
    if (figure === undefined) return `there is no figure "${name}"; there are: ${figureIds.join(', ')}`;
    const { lanes } = figureRow(figure);
    if (lanes === null && lane !== null)
      return `"${name}" belongs to a run, not to a lane; write "${name} in ${run}"`;
    if (lanes !== null && !lanes.some((id) => id === lane))
      return `"${name}" needs a lane before it, one of: ${lanes.map((id) => `${id}.${name}`).join(', ')}`;
    if (!this.runs.has(run))
      return `there is no run "${run}" in this step or before it; there are: ${[...this.runs].join(', ') || 'none'}`;
    return { figure, lane: lane as FigureRef['lane'], run };
  }

  figureAt(raw: unknown, path: Path): FigureRef {
    const read = this.figure(this.text(raw, path));
    if (typeof read !== 'string') return read;
    this.say(path, read);
    return { figure: 'gain', lane: null, run: '' };
  }

  /** Settings as in a link, on top of those before them. */
  settings(raw: unknown, path: Path, before: Settings): Settings {
    if (raw === undefined) return {};
    if (!isFields(raw)) {
      this.say(path, 'is not a table of settings; write for example "distill.temperature: 4"');
      return {};
    }
    const own = new Map<string, string>();
    for (const [key, value] of Object.entries(raw)) {
      if (['string', 'number', 'boolean'].includes(typeof value)) own.set(key, String(value));
      else
        this.say([...path, key], 'must be a number, a word, or true or false; layers are written as "64-32"');
    }
    const earlier = Object.entries(before).map(([key, value]) => [key, formatValue(value)] as const);
    const { settings, problems } = readSettings(new Map([...earlier, ...own]));
    const wrong = [...problems, ...configFrom(settings).problems].filter(
      ({ path: key }, at, every) => every.findIndex((other) => other.path === key) === at,
    );
    for (const { path: key, message } of wrong)
      this.say(own.has(key) ? [...path, key] : path, `${key} ${message}`);
    return Object.fromEntries(
      [...own.keys()].flatMap((key): [string, ParamValue][] =>
        settings[key] === undefined ? [] : [[key, settings[key]]],
      ),
    );
  }
}

/** What files may name that is not in them. */
export interface Known {
  readonly panels: readonly string[];
  readonly tables: readonly string[];
}

function readChoices(reader: Reader, raw: unknown, path: Path): Choice[] {
  if (!isFields(raw) || Object.keys(raw).length < 2) {
    reader.say(path, 'needs at least two choices, each by a short name: "hot: { says, figure, then }"');
    return [];
  }
  return Object.entries(raw).map(([id, value]) => {
    const at = [...path, id];
    if (!idPattern.test(id) || id === 'even')
      reader.say(at, `"${id}" cannot name a choice; ${idRule}; not "even"`);
    const fields = reader.fields(value, at, ['says', 'figure', 'then']);
    const { figure } = fields;
    return {
      id,
      says: reader.text(fields.says, [...at, 'says']),
      figure: typeof figure === 'number' ? figure : reader.figureAt(figure, [...at, 'figure']),
      explains: reader.prose(fields.then, [...at, 'then']),
    };
  });
}

const unitOf = ({ figure }: Choice) => (typeof figure === 'number' ? null : figureRow(figure.figure).unit);

function readWhich(reader: Reader, raw: unknown, path: Path): WhichQuestion {
  const fields = reader.fields(raw, path, ['ask', 'wins', 'too-close', 'choices', 'even', 'shown', 'margin']);
  const choices = readChoices(reader, fields.choices, [...path, 'choices']);
  const even = reader.fields(fields.even, [...path, 'even'], ['says', 'then']);
  const wins = fields.wins === 'least' ? 'least' : 'most';
  if (fields.wins !== 'most' && fields.wins !== 'least')
    reader.say([...path, 'wins'], 'must be "most" or "least"');
  const tooClose = reader.number(fields['too-close'], [...path, 'too-close'], 0);
  const units = new Set(choices.map(unitOf).filter((unit) => unit !== null));
  if (units.size > 1) reader.say([...path, 'choices'], `compares different units: ${[...units].join(', ')}`);
  const outcome = reader.text(fields.shown, [...path, 'shown']);
  if (![...choices.map(({ id }) => id), 'even'].includes(outcome))
    reader.say([...path, 'shown'], `"${outcome}" is none of the choices, nor "even"`);
  const margin = outcome === 'even' ? 0 : reader.number(fields.margin, [...path, 'margin'], 0);
  if (outcome !== 'even' && margin <= tooClose)
    reader.say([...path, 'margin'], `is ${margin}: it must be more than too-close, ${tooClose}`);
  return {
    kind: 'which',
    ask: reader.prose(fields.ask, [...path, 'ask']),
    wins,
    tooClose,
    choices,
    even: {
      says: reader.text(even.says, [...path, 'even', 'says']),
      explains: reader.prose(even.then, [...path, 'even', 'then']),
    },
    shown: { outcome, margin },
  };
}

function readGuess(reader: Reader, raw: unknown, path: Path): GuessQuestion {
  const allowed = ['ask', 'guess', 'from', 'to', 'step', 'within', 'near', 'above', 'below', 'shown'];
  const fields = reader.fields(raw, path, allowed);
  const numberAt = (key: string, min?: number) => reader.number(fields[key], [...path, key], min);
  const [from, to] = [numberAt('from'), numberAt('to')];
  if (from >= to) reader.say([...path, 'to'], `is ${to}: it must be more than from, ${from}`);
  const shown = reader.list(fields.shown, [...path, 'shown']).map(Number);
  const [low = Number.NaN, high = Number.NaN] = shown;
  if (!(low < high))
    reader.say([...path, 'shown'], 'must be two numbers, as [55, 66]: where the run puts the figure');
  return {
    kind: 'guess',
    ask: reader.prose(fields.ask, [...path, 'ask']),
    figure: reader.figureAt(fields.guess, [...path, 'guess']),
    from,
    to,
    step: numberAt('step', 0),
    within: numberAt('within', 0),
    explains: {
      near: reader.prose(fields.near, [...path, 'near']),
      above: reader.prose(fields.above, [...path, 'above']),
      below: reader.prose(fields.below, [...path, 'below']),
    },
    shown: [low, high],
  };
}

function readQuestion(reader: Reader, raw: unknown, path: Path): Question | null {
  if (raw === undefined) return null;
  return isFields(raw) && 'guess' in raw ? readGuess(reader, raw, path) : readWhich(reader, raw, path);
}

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
