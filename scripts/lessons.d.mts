import type { Plugin } from 'vite';
import type { Lesson } from '../src/shared/lessons/lesson.ts';
import type { Known, ReadProse } from '../src/shared/lessons/reader.ts';

export const readProse: ReadProse;
export function compileLesson(
  id: string,
  source: string,
  check: typeof import('../src/shared/lessons/check.ts'),
  names: Known,
): Lesson;
export function compileLessons(): Promise<Lesson[]>;
export function lessonsPlugin(): Plugin;
