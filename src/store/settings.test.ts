// A setting that takes the sense out of another one says so.

import { describe, expect, it } from 'vitest';
import { configFrom } from '../shared/config.ts';
import { createSettings } from './settings.ts';
import type { PageState } from './state.ts';

function page(settings: Parameters<typeof configFrom>[0], lesson: Partial<PageState> = {}) {
  const notices: string[] = [];
  let state = { config: configFrom(settings).config, lock: null, ...lesson } as PageState;
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
  return { actions, notices, loss: () => state.config.distill.loss, now: () => state };
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

describe('a lesson', () => {
  const lock = { title: 'Warmth', free: ['distill.temperature'], noRun: null };

  it('holds all settings but those it leaves free, and says so', async () => {
    const { actions, notices, now } = page({});
    actions.teach(configFrom({ 'distill.temperature': 4 }).config, lock);
    actions.setParam('distill.alpha', 0.1);
    expect(now().config.distill.alpha).toBe(0.9);
    expect(notices).toEqual([expect.stringContaining('Alpha is locked by the lesson “Warmth”')]);
    actions.newSeed();
    await actions.choosePreset('moons');
    expect(now().config).toEqual(configFrom({ 'distill.temperature': 4 }).config);
    actions.setParam('distill.temperature', 8);
    expect(now().config.distill.temperature).toBe(8);
  });

  it('lets undo take back what the learner changed, never what the lesson set', () => {
    const { actions, now } = page({});
    actions.teach(configFrom({ 'distill.temperature': 4 }).config, lock);
    actions.undo();
    expect(now().config.distill.temperature).toBe(4);
    actions.setParam('distill.temperature', 8);
    actions.undo();
    expect(now().config.distill.temperature).toBe(4);
  });

  it('gives settings and their history back when it is left', () => {
    const { actions, now } = page({});
    actions.setParam('distill.alpha', 0.5);
    actions.teach(configFrom({ 'task.kind': 'plane' }).config, lock);
    actions.teach(configFrom({ 'distill.temperature': 4 }).config, lock);
    actions.openLesson(null);
    expect(now()).toMatchObject({ lock: null, lesson: null, canUndo: true });
    expect(now().config).toEqual(configFrom({ 'distill.alpha': 0.5 }).config);
    actions.undo();
    expect(now().config.distill.alpha).toBe(0.9);
  });
});
