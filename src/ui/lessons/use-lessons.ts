// How components reach the lessons: one store beside each page, made with the first that is opened.

import { useStore } from 'zustand';
import {
  createLessons,
  type Lessons,
  type LessonsActions,
  type LessonsState,
} from '../../store/lessons/lessons.ts';
import type { Store } from '../../store/store.ts';
import { usePageStore } from '../store-context.tsx';

const stores = new WeakMap<Store, Lessons>();

function lessonsOf(page: Store): Lessons {
  const lessons = stores.get(page) ?? createLessons(page);
  stores.set(page, lessons);
  return lessons;
}

/** A part of the lessons' state or one of their actions. */
export function useLessons<T>(select: (state: LessonsState & LessonsActions) => T): T {
  return useStore(lessonsOf(usePageStore()), select);
}
