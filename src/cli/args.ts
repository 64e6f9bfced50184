// The terminal's arguments: the same words as a link. Pure; prints and trains nothing.

import { type FormatId, formatIds } from '../export/formats.ts';
import { type BackendChoice, isBackendChoice } from '../shared/catalog/backends.ts';
import { type Config, configFrom } from '../shared/config.ts';
import { fromHash, maxHashLength, readSettings } from '../shared/link.ts';
import { quote } from '../shared/params.ts';
import { type LaneId, laneIds } from '../shared/protocol/lanes.ts';
import { seedLimits } from '../shared/seeds.ts';
import { readPlan, type SweepPlan } from '../shared/sweep/plan.ts';

export interface Arguments {
  readonly config: Config;
  readonly dataFile: string | null;
  readonly backend: BackendChoice;
  readonly json: boolean;
  /** Runs of the same experiment with as many seeds, from its own on; null asks for one run and no spread. */
  readonly seeds: number | null;
  /** Every loss of the catalogue instead of the one that is set. */
  readonly losses: boolean;
  /** What is written to disk when the run is over; null for nothing. */
  readonly save: SaveRequest | null;
  /** Many runs with other values of one or two settings; null for none. */
  readonly sweep: SweepRequest | null;
  readonly help: boolean;
}

export interface SaveRequest {
  /** A .zip or .html file, else a folder. */
  readonly path: string;
  readonly what: FormatId | 'torch';
  readonly lane: LaneId;
}

export interface SweepRequest {
  readonly plan: SweepPlan;
  /** Runs made side by side. */
  readonly processes: number;
  /** File for the table of all runs. */
  readonly csv: string | null;
}

/** One clear line for whoever typed; the terminal exits with 2. */
export class ArgumentError extends Error {}

const plainFlags = ['--json', '--losses', '--help'];
const sweepFlags = ['--random', '--processes', '--csv'];
const flagsWithValue = ['--data', '--backend', '--seeds', '--save', '--export', '--lane', ...sweepFlags];
const mostProcesses = 64;

/**
 * Reads `[link] [key=value ...] [--data FILE] [--backend NAME] [--seeds K] [--losses] [--save PATH [--export KIND]
 * [--lane LANE]] [--sweep key=values ... [--random N] [--processes N] [--csv FILE]] [--json] [--help]`; later words win.
 * A link may bring a sweep as well.
 * Unlike a link on the page, which is mended, a bad argument throws an ArgumentError.
 */
export function readArguments(words: readonly string[]): Arguments {
  const written = new Map<string, string>();
  const flags = new Map<string, string>();
  const axes: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (flagsWithValue.includes(word) || word === '--sweep') {
      const value = words[++i];
      if (value === undefined) throw new ArgumentError(`${word} needs a value after it.`);
      if (word === '--sweep') axes.push(value);
      else flags.set(word, value);
    } else if (plainFlags.includes(word)) flags.set(word, '');
    else if (word.startsWith('-')) throw new ArgumentError(`${quote(word)} is no option; see --help.`);
    else readWord(word, written, flags);
  }
  const backend = flags.get('--backend') ?? 'auto';
  if (!isBackendChoice(backend))
    throw new ArgumentError(`--backend ${quote(backend)} is not auto, cpu, wasm or webgpu.`);
  if (backend === 'webgl')
    throw new ArgumentError('--backend webgl needs a browser; take auto, cpu, wasm or webgpu.');
  const linked = written.get('sweep');
  written.delete('sweep');
  const config = strictConfig(written);
  return {
    config,
    sweep: readSweep(axes.length > 0 ? axes.join(';') : linked, config, flags),
    dataFile: flags.get('--data') ?? null,
    backend,
    json: flags.has('--json'),
    seeds: readSeeds(flags.get('--seeds')),
    losses: flags.has('--losses'),
    save: readSave(flags),
    help: flags.has('--help'),
  };
}

/** `parts`: the words of a plan, as a link has them. */
function readSweep(
  parts: string | undefined,
  config: Config,
  flags: ReadonlyMap<string, string>,
): SweepRequest | null {
  if (parts === undefined) {
    const alone = sweepFlags.find((flag) => flags.has(flag));
    if (alone !== undefined) throw new ArgumentError(`${alone} needs --sweep key=values, what to vary.`);
    return null;
  }
  if (flags.has('--save') || flags.has('--losses'))
    throw new ArgumentError('--sweep makes many runs: leave out --save and --losses.');
  const more = (['seeds', 'random'] as const).flatMap((key) => {
    const value = flags.get(`--${key}`);
    return value === undefined ? [] : [`${key}=${value}`];
  });
  const plan = readPlan([parts, ...more].join(';'), config);
  if (typeof plan === 'string') throw new ArgumentError(`--sweep: ${plan}`);
  const processes = Number(flags.get('--processes') ?? 1);
  if (!Number.isInteger(processes) || processes < 1 || processes > mostProcesses)
    throw new ArgumentError(
      `--processes ${quote(flags.get('--processes'))} is not a whole number from 1 to ${mostProcesses}.`,
    );
  return { plan, processes, csv: flags.get('--csv') ?? null };
}

const saveable = [...formatIds, 'torch'] as const;

function readSave(flags: ReadonlyMap<string, string>): SaveRequest | null {
  const path = flags.get('--save');
  const [what, lane] = [flags.get('--export'), flags.get('--lane') ?? 'student'];
  if (path === undefined) {
    if (what === undefined && !flags.has('--lane')) return null;
    throw new ArgumentError('--export and --lane need --save PATH, where to write.');
  }
  if (flags.has('--seeds') || flags.has('--losses'))
    throw new ArgumentError('--save takes one run: leave out --seeds and --losses.');
  if (!isOneOf(laneIds, lane)) throw new ArgumentError(`--lane ${quote(lane)} is not ${laneIds.join(', ')}.`);
  const usual = path.endsWith('.html') ? 'page' : 'safetensors';
  const chosen = what ?? usual;
  if (!isOneOf(saveable, chosen))
    throw new ArgumentError(`--export ${quote(chosen)} is not ${saveable.join(', ')}.`);
  if (path.endsWith('.html') && chosen !== 'page')
    throw new ArgumentError(`--save ${path}: ${chosen} is several files; name a .zip file or a folder.`);
  return { path, what: chosen, lane };
}

const isOneOf = <T extends string>(words: readonly T[], word: string): word is T =>
  (words as readonly string[]).includes(word);

function readSeeds(written: string | undefined): number | null {
  if (written === undefined) return null;
  const seeds = Number(written);
  if (Number.isInteger(seeds) && seeds >= seedLimits.min && seeds <= seedLimits.max) return seeds;
  throw new ArgumentError(
    `--seeds ${quote(written)} is not a whole number from ${seedLimits.min} to ${seedLimits.max}.`,
  );
}

/** What a link says besides settings, and a terminal has no use for. */
const beside = ['v', 'run', 'backend', 'engine', 'result', 'data'];

/** A link (`https://.../#v=1&seed=7`, `#seed=7`, `v=1&seed=7`) or one `key=value`. */
function readWord(word: string, written: Map<string, string>, flags: Map<string, string>): void {
  const isLink = word.includes('#') || /^https?:/.test(word) || word.startsWith('v=');
  if (!isLink) {
    const at = word.indexOf('=');
    if (at < 1) throw new ArgumentError(`${quote(word)} is neither a link nor key=value; see --help.`);
    written.set(word.slice(0, at), word.slice(at + 1));
    return;
  }
  const hash = word.slice(word.indexOf('#') + 1);
  if (hash.length > maxHashLength)
    throw new ArgumentError(`the link is longer than ${maxHashLength} characters.`);
  const link = fromHash(hash);
  const [problem] = link.problems;
  if (problem !== undefined) throw new ArgumentError(`${problem.path}: ${problem.message}.`);
  for (const [path, value] of new URLSearchParams(hash)) {
    if (path === 'backend' && !flags.has('--backend')) flags.set('--backend', value);
    else if (!beside.includes(path)) written.set(path, value);
  }
}

function strictConfig(written: ReadonlyMap<string, string>): Config {
  const { settings, problems: unread } = readSettings(written);
  const { config, problems } = configFrom(settings);
  const [problem] = [...unread, ...problems];
  if (problem !== undefined)
    throw new ArgumentError(`${problem.path}: ${problem.message.replace(/; .*/, '')}.`);
  return config;
}
