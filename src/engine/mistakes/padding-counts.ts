// No mask: tokens of the prompt and of the padding behind the end count like any other, in both terms.

import { inLesson } from './lesson.ts';

export const paddingCounts = inLesson((lesson) => {
  const labelled = { ...lesson.labelled, weights: null };
  const heard = lesson.heard === lesson.labelled ? labelled : { ...lesson.heard, weights: null };
  return { labelled, heard };
});
