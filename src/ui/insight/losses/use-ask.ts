// Asks the worker one question to a loss after the other: never more than one is under way, and the last one is always asked.

import { type RefObject, useEffect, useRef } from 'react';
import type { LossAnswer, LossQuestion } from '../../../shared/loss-question.ts';
import { usePage } from '../../store-context.tsx';
import { useOnScreen } from '../../use-on-screen.ts';

/** Questions are told apart for as long as the page lives, whichever panel asks. */
let asked = 0;

/** The newest answer to a question of this panel, perhaps the last but one; null until the first. `question` null asks nothing. */
export function useAsk(
  question: Omit<LossQuestion, 'id'> | null,
  panel: RefObject<Element | null>,
): LossAnswer | null {
  const askLoss = usePage((page) => page.askLoss);
  const answer = usePage((page) => page.lossAnswer);
  const isOnScreen = useOnScreen(panel);
  const words = JSON.stringify(question);
  const firstId = useRef(Number.POSITIVE_INFINITY);
  const pending = useRef<{ id: number; words: string } | null>(null);
  const isAnswered = pending.current === null || answer?.id === pending.current.id;
  useEffect(() => {
    if (!isOnScreen || words === 'null') return;
    if (!isAnswered || words === pending.current?.words) return;
    asked += 1;
    firstId.current = Math.min(firstId.current, asked);
    pending.current = { id: asked, words };
    askLoss({ ...JSON.parse(words), id: asked });
  }, [isOnScreen, words, isAnswered, askLoss]);
  return answer !== null && answer.id >= firstId.current ? answer : null;
}
