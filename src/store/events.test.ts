// What a flush of a run does to the page: its messages are redrawn together, and not too often.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunStatus } from '../shared/protocol/status.ts';
import { redrawEveryMs, subscribeToCurves } from './curves.ts';
import { createEventHandler } from './events.ts';
import { createSeries } from './series.ts';
import type { PageStore } from './state.ts';

/** A page that notes what it is told to redraw. */
function fakePage() {
  const redrawn: string[] = [];
  let page = { run: { id: 'run', series: createSeries(), status: null } } as unknown as PageStore;
  const { handle } = createEventHandler(
    (change) => {
      page = { ...page, ...(typeof change === 'function' ? change(page) : change) };
      redrawn.push('status');
    },
    () => page,
    { onReady() {}, onOwnData() {}, onEnd() {}, onExported() {} },
  );
  const unsubscribe = subscribeToCurves(() => redrawn.push('curves'));
  const flush = (state: RunStatus['state'] = 'training') => {
    const values = Float32Array.from([1, 0.5, 0.7]);
    handle({ type: 'metrics', runId: 'run', metrics: [{ table: 'teacherScore', values }] });
    handle({ type: 'status', runId: 'run', status: { state } as RunStatus });
  };
  return { redrawn, flush, unsubscribe };
}

describe('the messages of a flush', () => {
  let page: ReturnType<typeof fakePage>;
  beforeEach(() => {
    vi.useFakeTimers();
    page = fakePage();
  });
  afterEach(() => {
    page.unsubscribe();
    vi.useRealTimers();
  });

  it('redraw status and curves at once, and the curves not once more', () => {
    page.flush();
    expect(page.redrawn).toEqual(['status', 'curves']);
    vi.advanceTimersByTime(4 * redrawEveryMs);
    expect(page.redrawn).toEqual(['status', 'curves']);
  });

  it('are redrawn eight times a second at most, whatever their number', () => {
    for (let ms = 0; ms < 1000; ms += 5) {
      page.flush();
      vi.advanceTimersByTime(5);
    }
    const most = 1000 / redrawEveryMs + 1;
    for (const what of ['status', 'curves'])
      expect(page.redrawn.filter((one) => one === what).length).toBeLessThanOrEqual(most);
  });

  it('tell the end of a run at once', () => {
    page.flush();
    page.flush('finished');
    expect(page.redrawn).toEqual(['status', 'curves', 'status', 'curves']);
  });
});
