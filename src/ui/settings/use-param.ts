// One setting as a control sees it: its spec, its value, whether it was changed, and how to change it.

import { useCallback, useMemo } from 'react';
import { applies, type Config, flatten, type Settings, specsFor } from '../../shared/config.ts';
import { equalValues, type ParamSpec, type ParamValue } from '../../shared/params.ts';
import { usePage } from '../store-context.tsx';

export interface Param<S extends ParamSpec = ParamSpec, V extends ParamValue = ParamValue> {
  readonly path: string;
  readonly spec: S;
  readonly value: V;
  /** true: differs from the default of this task. */
  readonly changed: boolean;
  /** true: a lesson holds it. */
  readonly locked: boolean;
  set(value: V): void;
}

interface View {
  readonly values: Settings;
  readonly specs: ReadonlyMap<string, ParamSpec>;
  /** Paths of the settings that play a part beside the others. */
  readonly applying: readonly string[];
}

const views = new WeakMap<Config, View>();

/** Values and specs of a config. Cached, so that a selector may call it on every change of the page's state. */
export function viewOf(config: Config): View {
  let view = views.get(config);
  if (view === undefined) {
    const values = flatten(config);
    const specs = specsFor(values);
    const applying = [...specs].filter(([, spec]) => applies(spec, values)).map(([path]) => path);
    view = { values, specs, applying };
    views.set(config, view);
  }
  return view;
}

function isChanged({ values, specs }: View, path: string): boolean {
  const spec = specs.get(path);
  const value = values[path];
  return spec !== undefined && value !== undefined && !equalValues(value, spec.default);
}

/** Whether a lesson holds the setting at `path`. */
export const useLocked = (path: string): boolean =>
  usePage(({ lock }) => lock !== null && !lock.free.includes(path));

/** The setting at `path`, or null where the current task, model or loss has none. */
export function useParam(path: string): Param | null {
  const spec = usePage(({ config }) => viewOf(config).specs.get(path));
  const value = usePage(({ config }) => viewOf(config).values[path]);
  const locked = useLocked(path);
  const setParam = usePage((page) => page.setParam);
  const set = useCallback((next: ParamValue) => setParam(path, next), [setParam, path]);
  if (spec === undefined || value === undefined) return null;
  return { path, spec, value, changed: !equalValues(value, spec.default), locked, set };
}

/** How many of these settings differ from their defaults. */
export const useChangedCount = (paths: readonly string[]): number =>
  usePage(({ config }) => paths.filter((path) => isChanged(viewOf(config), path)).length);

/** Those of the paths that exist here and leave something to choose. */
export function useShown(paths: readonly string[]): readonly string[] {
  const specs = usePage(({ config }) => viewOf(config).specs);
  return paths.filter((path) => {
    const spec = specs.get(path);
    return spec !== undefined && !(spec.type === 'choice' && spec.options.length < 2);
  });
}

/** Paths among those that play a part: the same list while they are the same, or all controls in it would be drawn anew. */
function usePaths(isIn: (path: string) => boolean): readonly string[] {
  const joined = usePage(({ config }) => viewOf(config).applying.filter(isIn).join());
  return useMemo(() => (joined === '' ? [] : joined.split(',')), [joined]);
}

/**
 * The paths of a section that a component does not place itself and that play a part: a new setting is on the page as soon
 * as it has a row.
 */
export const usePathsBeyond = (section: string, placed: readonly string[]): readonly string[] =>
  usePaths((path) => path.startsWith(`${section}.`) && !placed.includes(path));

/** Those of the paths that play a part beside the other settings. */
export function useApplying(paths: readonly string[]): readonly string[] {
  const applying = usePaths((path) => paths.includes(path));
  return paths.filter((path) => applying.includes(path));
}
