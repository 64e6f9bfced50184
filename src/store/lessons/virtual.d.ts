// The lessons as scripts/lessons.mjs hands them to Vite: plain data.

declare module 'virtual:lessons' {
  export const lessons: readonly import('../../shared/lessons/lesson.ts').LessonEntry[];
}
