import type { Plugin } from 'vite';
import type { Known, ReadProse } from '../src/shared/lessons/check.ts';
import type { Lesson } from '../src/shared/lessons/lesson.ts';

export const readProse: ReadProse;
export function compileLesson(
  id: string,
  source: string,
  check: typeof import('../src/shared/lessons/check.ts'),
  names: Known,
): Lesson;
export function compileLessons(): Promise<Lesson[]>;
export function lessonsPlugin(): Plugin;
