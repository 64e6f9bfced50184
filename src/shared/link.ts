// The link codec: a config as the part of an address behind "#", and back. The only place that reads untrusted settings
// from text; the terminal's key=value arguments pass through here too.

import {
  type BackendChoice,
  type EngineChoice,
  isBackendChoice,
  isEngineChoice,
} from './catalog/backends.ts';
import {
  type Config,
  configFrom,
  differences,
  isKind,
  type Problem,
  type Settings,
  specsFor,
} from './config.ts';
import { formatValue, type ParamValue, parse, quote } from './params.ts';

export const schemaVersion = 1;
/** Longer hashes are not read: a link the page writes never comes near. */
export const maxHashLength = 2000;

/** What a link says besides the experiment itself. */
export interface LinkOptions {
  readonly run: boolean;
  readonly backend: BackendChoice;
  readonly engine: EngineChoice;
}

/** What a sender's run came to, as text that is read where it is used (store/runs/); null where the link has none. */
export interface Carried {
  readonly result: string | null;
  readonly data: string | null;
  /** The plan of a sweep (shared/sweep/plan.ts), offered, never begun by itself. */
  readonly sweep: string | null;
}

export interface ParsedLink extends LinkOptions {
  readonly carried: Carried;
  readonly config: Config;
  readonly problems: readonly Problem[];
}

const carriedKeys = ['result', 'data', 'sweep'] as const;
const noOptions: LinkOptions = { run: false, backend: 'auto', engine: 'recorded' };

/**
 * `v=1&distill.temperature=4`: holds only what differs from the defaults. Never longer than `maxHashLength`, but for data
 * of a run: whoever adds them looks at the length.
 */
export function toHash(config: Config, options: Partial<LinkOptions & Carried> = {}): string {
  const pairs = Object.entries(differences(config)).map(
    ([path, value]) => [path, formatValue(value)] as const,
  );
  const query = new URLSearchParams([
    ['v', String(schemaVersion)],
    ...pairs.map(([path, value]) => [path, value]),
  ]);
  if (options.backend !== undefined && options.backend !== 'auto') query.set('backend', options.backend);
  if (options.engine !== undefined && options.engine !== 'recorded') query.set('engine', options.engine);
  if (options.run) query.set('run', '1');
  for (const key of carriedKeys) {
    if (options[key]) query.set(key, options[key]);
  }
  for (const [path] of pairs.filter(([, value]) => value.length > 200)) {
    if (query.toString().length > maxHashLength) query.delete(path);
  }
  return query.toString();
}

/** Reads a hash, with or without "#". Never throws: what cannot be used is named in `problems` and left out. */
export function fromHash(hash: string): ParsedLink {
  const problems: Problem[] = [];
  if (hash.length > maxHashLength) {
    problems.push({
      path: 'length',
      message: `it is ${hash.length} characters long, ${maxHashLength} are read at most; defaults are used`,
    });
    return {
      ...noOptions,
      carried: { result: null, data: null, sweep: null },
      config: configFrom({}).config,
      problems,
    };
  }
  const written = new Map<string, string>();
  for (const [path, value] of new URLSearchParams(hash.replace(/^#/, ''))) written.set(path, value);
  const version = written.get('v');
  written.delete('v');
  if (version !== undefined && version !== String(schemaVersion)) {
    problems.push({
      path: 'v',
      message: `this link was made by another version (${quote(version)}, this page reads ${schemaVersion}); what is known is used`,
    });
  }
  const options = takeOptions(written, problems);
  const carriedAt = (key: keyof Carried) => written.get(key) ?? null;
  const carried = { result: carriedAt('result'), data: carriedAt('data'), sweep: carriedAt('sweep') };
  for (const key of carriedKeys) written.delete(key);
  const { settings, problems: unread } = readSettings(written);
  const { config, problems: clamped } = configFrom(settings);
  return { ...options, carried, config, problems: [...problems, ...unread, ...clamped] };
}

function takeOptions(written: Map<string, string>, problems: Problem[]): LinkOptions {
  const run = written.get('run') === '1';
  const backend = written.get('backend') ?? noOptions.backend;
  const engine = written.get('engine') ?? noOptions.engine;
  for (const key of ['run', 'backend', 'engine']) written.delete(key);
  const isBackend = isBackendChoice(backend);
  const isEngine = isEngineChoice(engine);
  if (!isBackend)
    problems.push({
      path: 'backend',
      message: `${quote(backend)} is not auto, webgpu, webgl, wasm or cpu; auto is used`,
    });
  if (!isEngine)
    problems.push({
      path: 'engine',
      message: `${quote(engine)} is not recorded, subgroups, eager or plain; recorded is used`,
    });
  return {
    run,
    backend: isBackend ? backend : noOptions.backend,
    engine: isEngine ? engine : noOptions.engine,
  };
}

/**
 * Turns written values into settings. Kinds are read first, since they decide which other settings exist.
 * A value that cannot be read takes its default and is named.
 */
export function readSettings(written: ReadonlyMap<string, string>): {
  settings: Settings;
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const settings: Record<string, ParamValue> = Object.create(null) as Record<string, ParamValue>;
  const specs = specsFor(Object.fromEntries([...written].filter(([path]) => isKind(path))));
  for (const [path, value] of written) {
    const spec = specs.get(path);
    if (spec === undefined) {
      problems.push({
        path: quote(path).slice(1, -1),
        message: 'there is no such setting here; it is ignored',
      });
      continue;
    }
    const read = parse(spec, value);
    settings[path] = read.value;
    if (read.problem !== null) problems.push({ path, message: read.problem });
  }
  return { settings, problems };
}
