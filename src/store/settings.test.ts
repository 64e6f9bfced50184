// A setting that takes the sense out of another one says so.

import { describe, expect, it } from 'vitest';
import { configFrom } from '../shared/config.ts';
import { createSettings } from './settings.ts';
import type { PageState } from './state.ts';

function page(settings: Parameters<typeof configFrom>[0]) {
  const notices: string[] = [];
  let state = { config: configFrom(settings).config } as PageState;
  const actions = createSettings({
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
    },
    remember() {},
    endRun() {},
    patch() {},
    notice: (text) => notices.push(text),
  });
  return { actions, notices, loss: () => state.config.distill.loss };
}

describe('settings', () => {
  it('a student without hidden layers loses its hints, and hears so', () => {
    const { actions, notices, loss } = page({ 'distill.loss': 'hint' });
    actions.setParam('student.hidden', [32]);
    expect(notices).toEqual([]);
    actions.setParam('student.hidden', []);
    expect(loss()).toBe('forwardKl');
    expect(notices).toEqual([
      'distill.loss: "hint" needs a hidden layer in teacher and student; forwardKl is used.',
    ]);
  });
});
