// What reading a lesson's file needs at every place: a value of the wanted kind, or a mistake with its place and how to mend
// it. Knows figures and settings; what a lesson is made of is check.ts.

import { configFrom } from '../config.ts';
import { readSettings } from '../link.ts';
import { formatValue, type ParamValue, type Settings } from '../params.ts';
import { type FigureRef, figureIds, figureRow } from './figures.ts';
import type { Prose } from './lesson.ts';

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
export const isFields = (raw: unknown): raw is Fields =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);
export const idPattern = /^[a-z][a-z0-9-]{0,23}$/;
export const idRule = 'use up to 24 small letters, digits and "-", with a letter first';

/** Where line `line` of a text begins among the mistakes of its path. */
export interface LinedMistake extends Mistake {
  readonly line?: number;
}

/** What files may name that is not in them. */
export interface Known {
  readonly panels: readonly string[];
  readonly tables: readonly string[];
}

/** What reading needs at every place. */
export class Reader {
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
