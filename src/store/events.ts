// What each event of the worker does to the page's state: one switch, no commands.

import type { BackendInfo } from '../shared/catalog/backends.ts';
import type { Event } from '../shared/protocol/messages.ts';
import { announceCurves, redrawEveryMs, tellCurvesNow } from './curves.ts';
import type { PageStore, SetState } from './state.ts';

interface Callbacks {
  /** The visitor's own data were opened: whatever is shown belongs to others. */
  onOwnData(): void;
  /** The current run has just finished or failed. */
  onEnd(state: 'finished' | 'failed'): void;
  /** A backend runs. */
  onReady(backend: BackendInfo): void;
  /** What was asked for to be taken along has come. */
  onExported(event: Extract<Event, { type: 'exported' }>): void;
}

/** `handle` takes the worker's events one by one; `notice` says something to the visitor. */
export function createEventHandler(
  set: SetState,
  get: () => PageStore,
  { onOwnData, onEnd, onExported, onReady }: Callbacks,
) {
  let noticeCount = 0;
  let lastStatusAt = 0;

  function notice(text: string): void {
    noticeCount += 1;
    const id = noticeCount;
    set(({ notices }) => ({ notices: [...notices, { id, text }] }));
  }

  /** A change of state is shown at once. */
  function showStatus(event: Extract<Event, { type: 'status' }>): void {
    const { run } = get();
    if (run?.id !== event.runId) return;
    const now = performance.now();
    const isMoving = run.status?.state === 'training' && event.status.state === 'training';
    if (isMoving && now - lastStatusAt < redrawEveryMs) return;
    lastStatusAt = now;
    set({ run: { ...run, status: event.status } });
    tellCurvesNow();
    const { state } = event.status;
    if (state !== run.status?.state && (state === 'finished' || state === 'failed')) onEnd(state);
  }

  function handle(event: Event): void {
    switch (event.type) {
      case 'ready':
        onReady(event.backend);
        return set({ backend: event.backend });
      case 'backend':
        notice(event.message);
        return set({ backend: event.backend });
      case 'pace':
        return set({ pace: event });
      case 'task':
        if (JSON.stringify(event.task) !== JSON.stringify(get().config.task)) return;
        return set({ task: event.info, tableProgress: null });
      case 'started': {
        const { run } = get();
        if (run?.id !== event.runId) return;
        run.series.rewind(event.fromTeacherStep, event.fromAssistantStep, event.fromStudentStep);
        return announceCurves();
      }
      case 'preparing': {
        const { run } = get();
        const { runId, done, total } = event;
        if (run?.id === runId && run.status === null) set({ run: { ...run, preparing: { done, total } } });
        return;
      }
      case 'status':
        return showStatus(event);
      case 'metrics': {
        const { run } = get();
        if (run?.id !== event.runId) return;
        run.series.append(event.metrics);
        return announceCurves();
      }
      case 'snapshot':
        // How a text is cut into tokens has nothing to do with the run.
        if (get().stale && event.snapshot.kind !== 'tokens') return;
        return set(({ snapshots }) => ({
          snapshots: { ...snapshots, [event.snapshot.kind]: event.snapshot },
        }));
      case 'continuation':
        if (get().stale) return;
        return set(({ continuations }) => ({
          continuations: { ...continuations, [event.continuation.lane]: event.continuation },
        }));
      case 'checkpoint':
        return get().run?.id === event.runId ? set({ checkpoint: event.checkpoint }) : undefined;
      case 'lossAnswer':
        return set({ lossAnswer: event.answer });
      case 'tableProgress':
        return set({ tableProgress: event.share });
      case 'table':
        set({ table: event.table, tableProgress: null, tableRefusal: null });
        return event.fresh ? onOwnData() : undefined;
      case 'text': {
        const { name, characters } = event;
        set({ text: { name, characters }, tableProgress: null, tableRefusal: null });
        return onOwnData();
      }
      case 'tableRefused': {
        const { failure, skippableRows } = event;
        return set({ tableRefusal: { failure, skippableRows }, tableProgress: null });
      }
      case 'exported':
        return onExported(event);
      case 'error':
        if (event.runId !== null && event.runId !== get().run?.id) return;
        return set({ failure: event.failure });
      default:
        return event satisfies never;
    }
  }
  return { handle, notice };
}
