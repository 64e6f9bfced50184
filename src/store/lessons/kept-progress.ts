// How far a learner has come in each lesson, kept in this browser. What is read back is checked: anything may lie there.

import type { Prediction, Progress } from '../../shared/lessons/course.ts';

const key = 'lessons';
export type KeptProgress = Readonly<Record<string, Progress>>;

const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

const isPrediction = (raw: unknown): raw is Prediction =>
  (typeof raw === 'string' && raw.length <= 40) || (typeof raw === 'number' && Number.isFinite(raw));

const only = <T>(raw: unknown, fits: (value: unknown) => value is T): Record<string, T> =>
  isRecord(raw)
    ? Object.fromEntries(Object.entries(raw).filter((entry): entry is [string, T] => fits(entry[1])))
    : {};

/** null where it is no progress. */
export function readProgress(raw: unknown): Progress | null {
  if (!isRecord(raw)) return null;
  const { lesson, version, tag, at } = raw;
  if (typeof lesson !== 'string' || typeof version !== 'number' || typeof tag !== 'string') return null;
  if (!/^[a-z0-9]{4,12}$/.test(tag) || !Number.isInteger(at)) return null;
  const runs = Array.isArray(raw.runs)
    ? raw.runs.filter((name): name is string => typeof name === 'string')
    : [];
  return {
    lesson,
    version,
    tag,
    at: Math.max(0, Number(at)),
    runs,
    predictions: only(raw.predictions, isPrediction),
    figures: only(
      raw.figures,
      (value): value is number => typeof value === 'number' && Number.isFinite(value),
    ),
  };
}

export function recallProgress(): KeptProgress {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (!isRecord(raw)) return {};
    const read = Object.entries(raw).flatMap(([id, value]) => {
      const progress = readProgress(value);
      return progress?.lesson === id ? [[id, progress] as const] : [];
    });
    return Object.fromEntries(read);
  } catch {
    return {};
  }
}

export function rememberProgress(kept: KeptProgress): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing still teaches; progress lasts as long as the page.
  }
}
