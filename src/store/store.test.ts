// The page's store, with a worker that says what the test wants.

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Event } from '../shared/protocol/messages.ts';
import { createPageStore } from './store.ts';

/** Does nothing, and says what it is told to say. */
class SilentWorker {
  static last: SilentWorker;
  onmessage: ((message: { data: Event }) => void) | null = null;
  constructor() {
    SilentWorker.last = this;
  }
  postMessage() {}
}

const say = (data: Event) => SilentWorker.last.onmessage?.({ data });

function openPage() {
  vi.stubGlobal('Worker', SilentWorker);
  const page = createPageStore('v=1', () => {}).getState;
  // The worker starts with the first command.
  page().watch({ map: 8 });
  return page;
}

describe('the page', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('forgets what it said of a question as soon as another is asked', () => {
    const page = openPage();
    const ask = (text: string) => page().setProbe({ kind: 'text', text });
    ask('postcode');
    const failure = { kind: 'BadSetting', message: 'No such word.', remedy: 'Ask others.' } as const;
    say({ type: 'error', runId: null, failure: { ...failure, question: 'probe' } });
    expect(page().failure).toMatchObject(failure);
    ask('postcode');
    page().watch({ map: 10 });
    expect(page().failure).toMatchObject(failure);
    ask('c2 d2');
    expect(page().failure).toBeNull();
  });

  it('keeps a failure of the run whatever is asked', () => {
    const page = openPage();
    const failure = { kind: 'NonFiniteLoss', message: 'The loss is NaN.', remedy: 'Go back.' } as const;
    say({ type: 'error', runId: null, failure });
    page().setProbe({ kind: 'text', text: 'c2 d2' });
    expect(page().failure).toEqual(failure);
  });
});
