// The settings of the page: every change of them, its undo and redo, and what it means for the run under way.

import type { TaskKind } from '../shared/catalog/tasks.ts';
import {
  type Config,
  changeSetting,
  differingPaths,
  flatten,
  isLive,
  specsFor,
  withSetting,
} from '../shared/config.ts';
import { createHistory, type History } from './history.ts';
import type { PageActions, PageState } from './state.ts';

interface Page {
  get(): PageState;
  set(change: Partial<PageState>): void;
  /** Writes the settings into the address. */
  remember(config: Config): void;
  /** Settings that make another run; `taskChanged` where they make another task or other data too. */
  endRun(taskChanged: boolean): void;
  /** Live settings alone: the run under way, if there is one, takes them over. */
  patch(config: Config): void;
  /** Tells the visitor what changed along with a setting. */
  notice(text: string): void;
}

type SettingActions = Pick<
  PageActions,
  | 'setParam'
  | 'setParams'
  | 'choosePreset'
  | 'newSeed'
  | 'undo'
  | 'redo'
  | 'adoptConfig'
  | 'teach'
  | 'openLesson'
>;

/** Why these settings may not be changed now; null where they may. */
export function lockedBy({ lock, config }: PageState, paths: readonly string[]): string | null {
  const locked = lock === null ? undefined : paths.find((path) => !lock.free.includes(path));
  if (lock === null || locked === undefined) return null;
  const name = specsFor(flatten(config)).get(locked)?.label ?? locked;
  return `${name} is locked by the lesson “${lock.title}”. Leave the lesson to change it: your own settings come back.`;
}

/** The store's actions that change settings. */
export function createSettings({ get, set, remember, endRun, patch, notice }: Page): SettingActions {
  let history = createHistory();
  /** What a lesson found, and gives back when it is left. */
  let beforeLesson: { readonly config: Config; readonly history: History } | null = null;
  /** Settings left behind on other tasks, so that a visitor who comes back finds them. */
  const leftBehind = new Map<TaskKind, Config>();

  function become(config: Config): void {
    const changed = differingPaths(get().config, config);
    set({ config, canUndo: history.canUndo, canRedo: history.canRedo });
    // In a lesson the address keeps the settings of before: they are what a reload, or leaving, comes back to.
    if (beforeLesson === null) remember(config);
    const specs = specsFor(flatten(config));
    const areLive = changed.every((path) => {
      const spec = specs.get(path);
      return spec !== undefined && isLive(spec);
    });
    if (areLive) patch(config);
    else endRun(changed.some((path) => path.startsWith('task.') || path === 'seed'));
  }

  function change(config: Config, what: string): void {
    const before = get().config;
    const changed = differingPaths(before, config);
    if (changed.length === 0) return;
    const refusal = lockedBy(get(), changed);
    if (refusal !== null) return notice(refusal);
    history.remember(before, what);
    become(config);
  }

  const goTo = (config: Config | null): void => {
    if (config !== null) become(config);
  };

  return {
    setParams(settings) {
      const config = Object.entries(settings).reduce(
        (changed, [path, value]) => withSetting(changed, path, value),
        get().config,
      );
      change(config, Object.keys(settings).join());
    },
    setParam(path, value) {
      const before = get().config;
      if (!specsFor(flatten(before)).has(path)) return;
      if (path !== 'task.kind') {
        const { config, problems } = changeSetting(before, path, value);
        for (const problem of problems)
          if (problem.path !== path) notice(`${problem.path}: ${problem.message}.`);
        return change(config, path);
      }
      leftBehind.set(before.task.kind, before);
      const back = leftBehind.get(value as TaskKind);
      change(back === undefined ? withSetting(before, path, value) : { ...back, seed: before.seed }, path);
    },
    async choosePreset(id) {
      // Their stories need no place in the page's first script.
      const { presetConfig, presets } = await import('../shared/presets.ts');
      const preset = presets.find((candidate) => candidate.id === id);
      if (preset !== undefined) change({ ...presetConfig(preset), seed: get().config.seed }, 'preset');
    },
    newSeed() {
      const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
      change(withSetting(get().config, 'seed', seed % 1_000_000), 'new seed');
    },
    adoptConfig: (config) => change(config, 'run'),
    teach(config, lock) {
      beforeLesson ??= { config: get().config, history };
      // Undo within a step takes back what the learner changed there, never what the lesson set.
      history = createHistory();
      set({ lock, canUndo: false, canRedo: false });
      if (differingPaths(get().config, config).length > 0) {
        const taskChanged = differingPaths(get().config, config).some(
          (path) => path.startsWith('task.') || path === 'seed',
        );
        set({ config });
        endRun(taskChanged);
      }
    },
    openLesson(id) {
      set({ lesson: id });
      if (id !== null || beforeLesson === null) return;
      const before = beforeLesson;
      beforeLesson = null;
      history = before.history;
      set({ lock: null });
      become(before.config);
    },
    undo: () => goTo(history.undo(get().config)),
    redo: () => goTo(history.redo(get().config)),
  };
}
