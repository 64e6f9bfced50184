// The board counts every learner once, whatever is pasted how often, and keeps nothing of the text around the codes.

import { describe, expect, it } from 'vitest';
import { writeCode } from '../../shared/lessons/code.ts';
import { begin, predict, withRun } from '../../shared/lessons/course.ts';
import { aLesson, measured, step } from '../../shared/lessons/lessons.testing.ts';
import { boardRows, emptyBoard, paste, summarise } from './board.ts';

const codeOf = (tag: string, prediction: string, kl: number): string =>
  writeCode(
    aLesson,
    step.runs.reduce(
      (progress, run) => withRun(aLesson, progress, run, measured(run.name === 'hot' ? kl : 0.2)),
      predict(begin(aLesson, tag), step, prediction),
    ),
  );
const [ada, bo, cy] = [
  codeOf('aaaa', 'hot', 0.03),
  codeOf('bbbb', 'cold', 0.04),
  codeOf('cccc', 'hot', 0.19),
];

describe('the board', () => {
  it('takes codes out of a whole log, names what is broken, and counts nobody twice', () => {
    const first = paste(emptyBoard, `Ada: ${ada}\nBo: ${bo}\nBo again: ${bo}\nCy: ${cy?.slice(0, 30)}`);
    expect(first).toMatchObject({ fresh: 2, known: 1, broken: 1 });
    const second = paste(first.board, `${ada} ${cy}`);
    expect(second).toMatchObject({ fresh: 1, known: 1, broken: 0 });
    expect(second.board.results.map(({ tag }) => tag)).toEqual(['aaaa', 'bbbb', 'cccc']);
    expect(JSON.stringify(second.board.results)).not.toContain('Ada');
  });

  it('sets predictions against outcomes, and gathers figures', () => {
    const { board } = paste(emptyBoard, [ada, bo, cy].join());
    const [lesson] = summarise(board.results);
    expect(lesson).toMatchObject({ lesson: 'a-lesson', version: 3, learners: 3 });
    const [question] = lesson?.questions ?? [];
    expect(question?.counts.get('hot')?.get('hot')).toBe(1);
    expect(question?.counts.get('hot')?.get('even')).toBe(1);
    expect(question?.counts.get('cold')?.get('hot')).toBe(1);
    expect(question?.figures).toEqual([
      [0.2, 0.2, 0.2],
      [0.03, 0.04, 0.19],
    ]);
  });

  it('becomes a table with one row for each answer', () => {
    const { board } = paste(emptyBoard, `${ada}${bo}`);
    expect(boardRows(board.results)).toEqual([
      ['lesson', 'version', 'learner', 'question', 'prediction', 'outcome', 'figure_1', 'figure_2'],
      ['a-lesson', 3, 'aaaa', 'warmth', 'hot', 'hot', 0.2, 0.03],
      ['a-lesson', 3, 'bbbb', 'warmth', 'cold', 'hot', 0.2, 0.04],
    ]);
  });
});
