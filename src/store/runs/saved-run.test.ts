// Names of runs, and the line that says what was changed.

import { describe, expect, it } from 'vitest';
import { configFrom, defaultConfig } from '../../shared/config.ts';
import { changeSince } from './saved-run.ts';
import { nameOf } from './words.ts';

describe('names', () => {
  it('are the same for the same id, and two runs never share one', () => {
    expect(nameOf('x')).toBe(nameOf('x'));
    expect(nameOf('x')).toMatch(/^[a-z]+ [a-z]+$/);
    const names = new Set<string>();
    for (let i = 0; i < 100; i++) names.add(nameOf('x', names));
    expect(names.size).toBe(100);
  });
});

describe('the line that says what changed', () => {
  it('names settings as people know them', () => {
    const now = configFrom({ 'distill.temperature': 4, 'distill.alpha': 0.5, 'student.hidden': [8] }).config;
    const line = changeSince(defaultConfig, now);
    expect(line).toContain('Temperature T 2 → 4');
    expect(line).toContain('Alpha 0.9 → 0.5');
    expect(line).toContain('student hidden layers 64 → 8');
    expect(changeSince(now, now)).toBe('the same again');
    expect(changeSince(now, configFrom({ 'task.kind': 'plane' }).config)).toBe('Task Messages → Points');
  });
});
