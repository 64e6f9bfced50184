// The book of runs: every run that is kept in this browser, and what can be done with it. A store of its own beside the
// page's, loaded behind the first paint; it watches the page's and never the worker.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import { createSeries, type RunSeries } from '../series.ts';
import type { RunView } from '../state.ts';
import type { Store } from '../store.ts';
import { keepRuns } from './keeper.ts';
import { hasItsData } from './own-data.ts';
import { readAll, readCheckpoint, readSeries, toStored, UnreadableError } from './read-saved.ts';
import { type Room, writeWithRoom } from './room.ts';
import { freeName, mostOverlaid, overlayOf, recordsOf, viewOf } from './run-views.ts';
import { changeSince, runColors, type SavedRun, toColumns, toSavedSeries } from './saved-run.ts';
import { openDatabase, openMemory, type RunStorage } from './storage.ts';
import { isAlive, stayAlive } from './tabs.ts';
import { nameOf } from './words.ts';

export interface BookState {
  /** false until what the browser kept has been read. */
  readonly ready: boolean;
  /** Why runs last only as long as the page; null where they outlive it. */
  readonly onlyHere: string | null;
  /** Newest first. */
  readonly runs: readonly SavedRun[];
  /** A run that another visit left in the middle. */
  readonly interrupted: SavedRun | null;
  /** Deleted by this page, the last one last: they can come back until the page goes. */
  readonly deleted: readonly SavedRun[];
  /** What was stored and cannot be read. */
  readonly unreadable: readonly string[];
}

export interface BookActions {
  /** Shows a run again: its curves and, where its weights are kept, what its models answer. */
  open(id: string): Promise<void>;
  continueInterrupted(): Promise<void>;
  /** The run stays in the book as it was left. */
  leaveInterrupted(): void;
  /** The next run begins with this one's weights, the last or those of so many steps. */
  fork(id: string, steps?: number): Promise<void>;
  /** Draws a run behind the current one, or takes it away. */
  overlay(id: string, on: boolean): Promise<void>;
  /** Makes it what others are compared with; null: none. */
  pin(id: string | null): void;
  rename(id: string, name: string): void;
  remove(ids: readonly string[]): void;
  undoRemove(): void;
  /** Keeps a run that came from elsewhere, and shows it. */
  take(run: Taken): Promise<void>;
  /** Keeps a run that came from elsewhere; returns its id. A name that is empty is drawn. */
  enter(run: Taken): Promise<string>;
  /** Everything that is kept of a run. */
  contents(id: string, steps?: number): Promise<RunContents>;
  /** Writes at once what has not been written yet. */
  flush(): Promise<void>;
}

/** What came with a file or a link. */
export interface Taken {
  readonly run: Omit<SavedRun, 'id' | 'color' | 'writer' | 'pinned' | 'trashed'>;
  readonly series: RunSeries;
  readonly checkpoint: Checkpoint | null;
}

export interface RunContents {
  readonly run: SavedRun;
  readonly series: RunSeries;
  readonly checkpoint: Checkpoint | null;
}

export type Book = StoreApi<BookState & BookActions>;

const isUnderWay = ({ state }: SavedRun): boolean => state === 'training' || state === 'paused';

async function openStorage(): Promise<{ storage: RunStorage; onlyHere: string | null }> {
  try {
    return { storage: await openDatabase(), onlyHere: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { storage: openMemory(), onlyHere: reason };
  }
}

/** Opens the book beside a page; one book a page. */
export function createBook(page: Store, id: () => string = newId): Book {
  const writer = id();
  const opening = openStorage();
  return createStore<BookState & BookActions>((set, get) => {
    const find = (wanted: string): SavedRun | null => get().runs.find((run) => run.id === wanted) ?? null;

    function put(run: SavedRun): void {
      set(({ runs }) => {
        const isKnown = runs.some((known) => known.id === run.id);
        return { runs: isKnown ? runs.map((known) => (known.id === run.id ? run : known)) : [run, ...runs] };
      });
    }

    const dropped: string[] = [];
    const room: Room = {
      runs: () => [...get().runs, ...get().deleted].filter((run) => !isElsewhere(run)),
      dropped(run) {
        if (run.trashed) return;
        put(run);
        dropped.push(run.name);
      },
      async estimate() {
        const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
        return usage === undefined || quota === undefined ? null : { used: usage, allowed: quota };
      },
    };
    let saidFull = false;

    function sayWhatWasDropped(): void {
      if (dropped.length === 0) return;
      const names = dropped.splice(0).join(', ');
      page
        .getState()
        .notice(
          `The browser’s storage is full: the weights of ${names} were dropped. Figures and curves stay.`,
        );
    }

    async function write(written: Parameters<RunStorage['write']>[0]): Promise<void> {
      const { storage } = await opening;
      try {
        const outcome = await writeWithRoom(storage, room, written);
        sayWhatWasDropped();
        if (outcome === 'withoutWeights') {
          const run = find(written.run.id);
          if (run !== null) put({ ...run, checkpointBytes: null, earlier: [] });
        }
        if ((outcome === 'withoutWeights' || outcome === 'nothing') && !saidFull) {
          saidFull = true;
          page
            .getState()
            .notice(
              outcome === 'nothing'
                ? 'The browser’s storage is full: this run lasts only as long as the page. Delete runs to make room.'
                : 'The browser’s storage is full: the curves of this run are kept, its weights are not. Delete runs to make room.',
            );
        }
        if (outcome === 'foreign') {
          page.getState().notice('Another tab goes on with this run: this one no longer keeps it.');
        }
      } catch (error) {
        set({ onlyHere: error instanceof Error ? error.message : String(error) });
      }
    }

    const isElsewhere = (run: SavedRun): boolean => isUnderWay(run) && run.writer !== writer;

    /** Writes what only the book knows of a run; one that trains in another tab is left to it. */
    function save(run: SavedRun): void {
      void write({ run: toStored({ ...run, writer }), takesOver: true });
    }

    function change(run: SavedRun): void {
      put({ ...run, writer });
      save(run);
    }

    async function contents(wanted: string, steps?: number): Promise<RunContents> {
      const { storage } = await opening;
      const run = find(wanted);
      if (run === null) throw new UnreadableError('is not kept here any more');
      const { run: current } = page.getState();
      const series =
        current?.id === wanted
          ? current.series
          : createSeries(toColumns(readSeries((await storage.series(wanted)) ?? [])));
      const stored = run.checkpointBytes === null ? undefined : await storage.checkpoint(wanted, steps);
      return { run, series, checkpoint: stored === undefined ? null : readCheckpoint(stored) };
    }

    /** Hands what is kept of a run on; says so where it cannot be read. */
    async function withContents(
      wanted: string,
      use: (found: RunContents) => void,
      steps?: number,
    ): Promise<void> {
      try {
        use(await contents(wanted, steps));
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        page.getState().notice(`${find(wanted)?.name ?? 'The run'} ${error.message}.`);
      }
    }

    /** false: it could not be shown, and the page has said why. */
    async function show(wanted: string, paused: boolean): Promise<boolean> {
      const { storage } = await opening;
      await keeper.flush();
      let isShown = false;
      await withContents(wanted, ({ run, series, checkpoint }) => {
        if (!hasItsData(page, run)) return;
        isShown = true;
        void storage.claim(run.id, writer);
        put({ ...run, writer });
        if (checkpoint === null && run.state !== 'finished')
          page.getState().notice(`The weights of ${run.name} are not kept: press Run to train it again.`);
        page.getState().openRun(viewOf(run, series), checkpoint, paused);
      });
      return isShown;
    }

    const keeper = keepRuns(page, {
      begin(run: RunView): SavedRun {
        const known = find(run.id);
        if (known !== null) return { ...known, writer };
        const { runs } = get();
        // What a sweep left by the dozen is not what the visitor did before.
        const before = runs.find(({ origin }) => origin !== 'sweep');
        return {
          id: run.id,
          name: nameOf(run.id, new Set(runs.map(({ name }) => name))),
          color: before === undefined ? 0 : (before.color + 1) % runColors,
          startedAt: Date.now(),
          config: run.config,
          change: changeSince(before?.config ?? null, run.config),
          parent: run.parent,
          turned: run.turned,
          backend: '',
          ownData: null,
          shape: shapeNow(page, run.id),
          state: 'training',
          teacherStep: 0,
          assistantStep: 0,
          earlier: [],
          studentStep: 0,
          elapsedMs: 0,
          figures: {},
          samples: [],
          checkpointBytes: null,
          pinned: false,
          trashed: false,
          origin: 'here',
          writer,
        };
      },
      changed(run) {
        if (get().deleted.some((gone) => gone.id === run.id)) return null;
        const { name, pinned } = find(run.id) ?? run;
        const merged = { ...run, name, pinned, shape: run.shape ?? shapeNow(page, run.id) };
        put(merged);
        return merged;
      },
      write,
    });

    void (async () => {
      const { storage, onlyHere } = await opening;
      const { readable, unreadable } = readAll(await storage.all());
      readable.sort((a, b) => b.startedAt - a.startedAt);
      const alive = await stayAlive(writer);
      for (const run of readable.filter(({ trashed }) => trashed)) {
        if (!isAlive(alive, run.writer)) void storage.remove(run.id);
      }
      const kept = readable.filter(({ trashed }) => !trashed);
      const abandoned = kept.filter((run) => isUnderWay(run) && !isAlive(alive, run.writer));
      set(({ runs }) => ({
        ready: true,
        onlyHere,
        unreadable,
        runs: [...runs, ...kept.filter(({ id: known }) => !runs.some((run) => run.id === known))],
        interrupted: abandoned[0] ?? null,
      }));
      for (const run of abandoned.slice(1)) change({ ...run, state: 'stopped' });
      page.getState().keepSession(await recordsOf(storage, kept));
    })();

    return {
      ready: false,
      onlyHere: null,
      runs: [],
      interrupted: null,
      deleted: [],
      unreadable: [],

      async open(wanted) {
        await show(wanted, find(wanted)?.state !== 'finished');
      },
      async continueInterrupted() {
        const { interrupted } = get();
        if (interrupted === null) return;
        set({ interrupted: null });
        // It waits for its data, and nobody trains it meanwhile: it can be opened as any other.
        if (!(await show(interrupted.id, interrupted.state === 'paused')))
          change({ ...interrupted, state: 'stopped' });
      },
      leaveInterrupted() {
        const { interrupted } = get();
        set({ interrupted: null });
        if (interrupted !== null) change({ ...interrupted, state: 'stopped' });
      },
      fork: (wanted, steps) =>
        withContents(
          wanted,
          ({ run, series, checkpoint }) => {
            if (!hasItsData(page, run)) return;
            const { adoptConfig, setFork, notice, fork: before } = page.getState();
            if (checkpoint === null) {
              notice(`The weights of ${run.name} are not kept: there is nothing to go on from.`);
              return;
            }
            // Another place in the same run leaves the settings as they were changed meanwhile.
            if (before?.id !== run.id) adoptConfig(run.config);
            setFork({ id: run.id, name: run.name, config: run.config, checkpoint, series });
          },
          steps,
        ),
      async overlay(wanted, on) {
        const { overlaid, setOverlaid } = page.getState();
        const others = overlaid.filter((run) => run.id !== wanted);
        if (!on) return setOverlaid(others);
        if (others.length >= mostOverlaid) {
          page
            .getState()
            .notice(`At most ${mostOverlaid} runs lie behind the current one: take one away first.`);
          return;
        }
        await withContents(wanted, ({ run, series }) =>
          setOverlaid([...others, overlayOf(run, series, others)]),
        );
      },
      pin(wanted) {
        for (const run of get().runs) {
          if (run.pinned !== (run.id === wanted) && !isElsewhere(run))
            change({ ...run, pinned: run.id === wanted });
        }
      },
      rename(wanted, name) {
        const run = find(wanted);
        const trimmed = name.trim().slice(0, 60);
        if (run !== null && trimmed !== '' && !isElsewhere(run)) change({ ...run, name: trimmed });
      },
      remove(ids) {
        const { overlaid, setOverlaid } = page.getState();
        const gone = get()
          .runs.filter((run) => ids.includes(run.id) && !isElsewhere(run))
          .map((run) => ({ ...run, trashed: true }));
        const isGone = (run: { readonly id: string }) => gone.some((other) => other.id === run.id);
        setOverlaid(overlaid.filter((run) => !isGone(run)));
        set(({ runs, deleted }) => ({
          runs: runs.filter((run) => !isGone(run)),
          deleted: [...deleted, ...gone],
        }));
        for (const run of gone) save(run);
      },
      undoRemove() {
        const last = get().deleted.at(-1);
        if (last === undefined) return;
        const back = { ...last, trashed: false, writer };
        set(({ runs, deleted }) => ({
          deleted: deleted.slice(0, -1),
          runs: [...runs, back].sort((a, b) => b.startedAt - a.startedAt),
        }));
        save(back);
      },
      async enter({ run, series, checkpoint }) {
        const { runs } = get();
        const fresh: SavedRun = {
          ...run,
          id: id(),
          color: runs[0] === undefined ? 0 : (runs[0].color + 1) % runColors,
          pinned: false,
          trashed: false,
          writer,
        };
        const taken = new Set(runs.map(({ name }) => name));
        const named = {
          ...fresh,
          name: run.name === '' ? nameOf(fresh.id, taken) : freeName(run.name, runs),
        };
        put(named);
        await write({ run: toStored(named), series: toSavedSeries(series), checkpoint });
        return named.id;
      },
      async take(taken) {
        await show(await get().enter(taken), taken.run.state !== 'finished');
      },
      contents,
      flush: () => keeper.flush(),
    };
  });
}

function newId(): string {
  return [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join('');
}

/** null until the page knows the task of this run. */
function shapeNow(page: Store, run: string): SavedRun['shape'] {
  const { run: current, task, stale } = page.getState();
  if (current?.id !== run || task === null || stale) return null;
  return { inputs: task.inputs, outputs: task.outputs };
}
