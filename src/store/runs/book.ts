// The book of runs: every run that is kept in this browser, and what can be done with it. A store of its own beside the
// page's, loaded behind the first paint; it watches the page's and never the worker.

import { createStore } from 'zustand/vanilla';
import type { Store } from '../store.ts';
import { createArchive } from './archive.ts';
import { newEntry, takenEntry } from './entry.ts';
import { keepRuns } from './keeper.ts';
import { withOthers } from './others.ts';
import { hasItsData } from './own-data.ts';
import { readAll, toStored, UnreadableError } from './read-saved.ts';
import { mostOverlaid, overlayOf, recordsOf, viewOf } from './run-views.ts';
import { isUnderWay, type SavedRun, toSavedSeries } from './saved-run.ts';
import type { Book, BookActions, BookState, RunContents } from './state.ts';
import { heldNow, isAlive, stayAlive } from './tabs.ts';

/** Opens the book beside a page; one book a page. */
export function createBook(page: Store, id: () => string = newId): Book {
  const writer = id();
  return createStore<BookState & BookActions>((set, get) => {
    const find = (wanted: string): SavedRun | null => get().runs.find((run) => run.id === wanted) ?? null;

    function put(run: SavedRun): void {
      set(({ runs }) => {
        const isKnown = runs.some((known) => known.id === run.id);
        return { runs: isKnown ? runs.map((known) => (known.id === run.id ? run : known)) : [run, ...runs] };
      });
    }

    const isElsewhere = (run: SavedRun): boolean => isUnderWay(run) && run.writer !== writer;

    const archive = createArchive(page, {
      find,
      put,
      ours: () => [...get().runs, ...get().deleted].filter((run) => !isElsewhere(run)),
      onBroken: (onlyHere) => set({ onlyHere }),
    });

    /** Writes what only the book knows of a run; one that trains in another tab is left to it. */
    function save(run: SavedRun): void {
      void archive.write({ run: toStored({ ...run, writer }), takesOver: true });
    }

    function change(run: SavedRun): void {
      put({ ...run, writer });
      save(run);
    }

    /** Hands what is kept of a run on; says so where it cannot be read. */
    async function withContents(
      wanted: string,
      use: (found: RunContents) => void,
      steps?: number,
    ): Promise<void> {
      try {
        use(await archive.contents(wanted, steps));
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        page.getState().notice(`${find(wanted)?.name ?? 'The run'} ${error.message}.`);
      }
    }

    /** false: it could not be shown, and the page has said why. */
    async function show(wanted: string, paused: boolean): Promise<boolean> {
      const { storage } = await archive.opened;
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
      begin(run) {
        const known = find(run.id);
        if (known !== null) return { ...known, writer };
        return newEntry(run, get().runs, { shape: shapeNow(page, run.id), writer });
      },
      changed(run) {
        if (get().deleted.some((gone) => gone.id === run.id)) return null;
        const { name, pinned } = find(run.id) ?? run;
        const merged = { ...run, name, pinned, shape: run.shape ?? shapeNow(page, run.id) };
        put(merged);
        return merged;
      },
      write: archive.write,
    });

    void (async () => {
      const { storage, onlyHere } = await archive.opened;
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

    /** Other tabs write runs too: whoever comes back to this one finds them as they are now. */
    async function lookAgain(): Promise<void> {
      const { storage } = await archive.opened;
      if (document.hidden || !get().ready || !storage.outlivesPage) return;
      const { readable } = readAll(await storage.all());
      const held = await heldNow();
      const isOpen = (other: string) => isAlive(held, other);
      set(({ runs, deleted }) => ({ runs: withOthers(runs, readable, { writer, deleted, isOpen }) }));
    }
    // A database that was closed for a newer page has nothing to say.
    document.addEventListener('visibilitychange', () => void lookAgain().catch(() => {}));

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
        const entry = takenEntry(run, get().runs, { id: id(), writer });
        put(entry);
        await archive.write({ run: toStored(entry), series: toSavedSeries(series), checkpoint });
        return entry.id;
      },
      async take(taken) {
        await show(await get().enter(taken), taken.run.state !== 'finished');
      },
      contents: archive.contents,
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
