// The visitor's own data: a table or a text, from a file, by paste or by address. Kept as they came, because a worker that
// starts anew has to be told again; what they hold is the worker's business.

import { toFailure } from '../shared/errors.ts';
import type { Command } from '../shared/protocol/messages.ts';
import type { OwnData, PageState, PageStore } from './state.ts';

type Actions = Pick<PageStore, 'ownData' | 'openTable' | 'openText' | 'openAddress' | 'retryTable'>;

interface Page {
  readonly get: () => PageStore;
  readonly set: (change: Partial<PageState>) => void;
  readonly send: (command: Command) => void;
  /** Whether a lesson forbids a change of the setting; the visitor is told. */
  readonly isHeld: (path: string) => boolean;
}

/** The store's actions that open data, and those that open them again. */
export function createOwnData({ get, set, send, isHeld }: Page): Actions {
  let own: OwnData | null = null;
  /** Ends the download that is under way: one text at a time. */
  let downloading = new AbortController();

  function open(data: OwnData, settings: Readonly<Record<string, string>>): void {
    downloading.abort();
    own = data;
    // That there were no data, or bad ones, is over.
    const { failure } = get();
    set({ tableProgress: 0, tableRefusal: null, failure: failure?.kind === 'BadFile' ? null : failure });
    for (const [path, value] of Object.entries(settings)) get().setParam(path, value);
    send({ ...data, config: get().config });
  }

  return {
    ownData: () => own,
    openTable(source) {
      const isTable = get().config.task.kind === 'table';
      if (!isTable && isHeld('task.kind')) return;
      open({ type: 'openTable', source }, isTable ? {} : { 'task.kind': 'table' });
    },
    openText(source) {
      if (isHeld('task.corpus')) return;
      const isText = get().config.task.kind === 'text';
      open(
        { type: 'openText', source },
        { ...(isText ? {} : { 'task.kind': 'text' }), 'task.corpus': 'own' },
      );
    },
    async openAddress(address) {
      if (isHeld('task.corpus')) return;
      downloading.abort();
      downloading = new AbortController();
      const { signal } = downloading;
      set({ tableProgress: 0, tableRefusal: null });
      try {
        const { download } = await import('./download.ts');
        const onProgress = (share: number) => set({ tableProgress: share });
        const source = await download(address, { signal, onProgress });
        if (!signal.aborted) get().openText(source);
      } catch (error) {
        if (signal.aborted) return;
        set({ tableProgress: null, tableRefusal: { failure: toFailure(error), skippableRows: 0 } });
      }
    },
    retryTable(how) {
      if (own === null) return;
      if ('skipBadRows' in how) get().setParam('task.skipBadRows', true);
      const source = 'encoding' in how ? { ...own.source, encoding: how.encoding } : own.source;
      if (own.type === 'openTable') get().openTable(source);
      else get().openText(source);
    },
  };
}
