// The list of lessons; each of them is loaded when it is opened.

/// <reference path="./virtual.d.ts" />
import { lessons as compiled } from 'virtual:lessons';
import type { Lesson, LessonEntry } from '../../shared/lessons/lesson.ts';

export const lessons: readonly LessonEntry[] = compiled;

/** The lesson with this id; null where there is none. */
export async function loadLesson(id: string): Promise<Lesson | null> {
  const entry = lessons.find((lesson) => lesson.id === id);
  return entry === undefined ? null : (await entry.load()).default;
}
