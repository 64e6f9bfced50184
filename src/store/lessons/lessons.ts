// The lesson beside the page: sets the page up for each step, watches its runs, keeps what they gave. A store of its own,
// loaded with the first lesson; it drives the page by its actions alone. What a step means is shared/lessons/course.ts.

import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  begin,
  configOf,
  isDone,
  isPlanned,
  mayRun,
  needsOf,
  needsPrediction,
  nextRun,
  type Prediction,
  type Progress,
  predict,
  stepAt,
  withOwnColumns,
  withRun,
} from '../../shared/lessons/course.ts';
import type { Lesson, Step } from '../../shared/lessons/lesson.ts';
import type { RunView } from '../state.ts';
import type { Store } from '../store.ts';
import { lessons, loadLesson } from './catalogue.ts';
import { type KeptProgress, recallProgress, rememberProgress } from './kept-progress.ts';
import { measureRun } from './measure-run.ts';

export interface LessonsState {
  /** null while none is open, or it is still being loaded. */
  readonly lesson: Lesson | null;
  readonly progress: Progress | null;
  /** Why the lesson asked for cannot be shown. */
  readonly problem: string | null;
  /** true: a run has finished, and something more is measured of it. */
  readonly measuring: boolean;
  /** Of every lesson that was begun. */
  readonly kept: KeptProgress;
}

export interface LessonsActions {
  open(id: string): Promise<void>;
  /** Leaves the page to itself. */
  close(): void;
  predict(prediction: Prediction): void;
  goTo(at: number): void;
  /** Forgets predictions and figures, and begins again. */
  restart(): void;
}

export type Lessons = StoreApi<LessonsState & LessonsActions>;

const drawTag = (): string =>
  [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => (byte % 36).toString(36)).join('');

/** Why Run is not free at a step; null where it is. */
function noRunBecause(step: Step | null, progress: Progress): string | null {
  if (step === null) return 'The lesson is done: leave it to run what you like.';
  if (needsPrediction(step, progress)) return 'First say what you expect: Run is free once you have.';
  return mayRun(step, progress) ? null : 'There is nothing to run in this step: go on to the next.';
}

/** Lessons beside a page; one a page. */
export function createLessons(page: Store): Lessons {
  return createStore<LessonsState & LessonsActions>((set, get) => {
    /** Sets the page up for the step on show. */
    function setUp(lesson: Lesson, progress: Progress): void {
      const step = stepAt(lesson, progress);
      const noRun = noRunBecause(step, progress);
      const lock = { title: lesson.title, free: step?.free ?? [], noRun };
      const { config, teach } = page.getState();
      if (step === null) return teach(config, lock);
      // Whoever comes back to a step finds the last of its runs.
      const run = nextRun(step, progress) ?? step.runs.at(-1) ?? null;
      const planned = withOwnColumns(configOf(lesson, step, run), config);
      const isThere = run === null ? false : isDone(step, progress) && isPlanned(lesson, step, run, config);
      teach(isThere ? config : planned, lock);
    }

    function become(lesson: Lesson, progress: Progress): void {
      const kept = { ...get().kept, [lesson.id]: progress };
      rememberProgress(kept);
      set({ progress, kept });
      setUp(lesson, progress);
    }

    async function onFinished(run: RunView): Promise<void> {
      const { lesson, progress } = get();
      const step = lesson === null || progress === null ? null : stepAt(lesson, progress);
      if (lesson === null || progress === null || step === null || !mayRun(step, progress)) return;
      const planned = nextRun(step, progress);
      if (planned === null || !isPlanned(lesson, step, planned, run.config)) return;
      set({ measuring: true });
      const measured = await measureRun(page, needsOf(lesson, planned));
      set({ measuring: false });
      // The learner may have gone elsewhere meanwhile.
      if (measured === null || get().progress !== progress) return;
      become(lesson, withRun(lesson, progress, planned, measured));
    }

    page.subscribe(({ run, stale }, { run: before }) => {
      const isFinished = run?.status?.state === 'finished' && !stale;
      if (run === null || !isFinished) return;
      if (before?.id === run.id && before.status?.state === 'finished') return;
      void onFinished(run);
    });

    return {
      lesson: null,
      progress: null,
      problem: null,
      measuring: false,
      kept: recallProgress(),
      async open(id) {
        if (get().lesson?.id === id) return;
        set({ lesson: null, progress: null, problem: null });
        const lesson = await loadLesson(id).catch(() => null);
        if (page.getState().lesson !== id) return;
        if (lesson === null) {
          const known = lessons.some((entry) => entry.id === id);
          const problem = known
            ? 'The lesson could not be loaded. Check the connection and open it again.'
            : `There is no lesson “${id.slice(0, 40)}”. The list under “Lessons” has those there are.`;
          return set({ problem });
        }
        const kept = get().kept[id];
        const isUsable = kept?.version === lesson.version && kept.at <= lesson.steps.length;
        set({ lesson });
        become(lesson, isUsable ? kept : begin(lesson, drawTag()));
      },
      close: () => set({ lesson: null, progress: null, problem: null, measuring: false }),
      predict(prediction) {
        const { lesson, progress } = get();
        const step = lesson === null || progress === null ? null : stepAt(lesson, progress);
        if (lesson === null || progress === null || step === null) return;
        // What was said before the run stands.
        if (needsPrediction(step, progress)) become(lesson, predict(progress, step, prediction));
      },
      goTo(at) {
        const { lesson, progress } = get();
        if (lesson === null || progress === null) return;
        const step = stepAt(lesson, progress);
        if (at > progress.at && step !== null && !isDone(step, progress)) return;
        become(lesson, { ...progress, at: Math.max(0, Math.min(lesson.steps.length, at)) });
      },
      restart() {
        const { lesson } = get();
        if (lesson !== null) become(lesson, begin(lesson, drawTag()));
      },
    };
  });
}
