// What a learner expects, asked before Run is free. Once said it stands.

import { type FormEvent, useId, useState } from 'react';
import { figureRow } from '../../shared/lessons/figures.ts';
import type { GuessQuestion, Question, Step, WhichQuestion } from '../../shared/lessons/lesson.ts';
import styles from './lessons.module.css';
import { Prose } from './Prose.tsx';
import { useLessons } from './use-lessons.ts';

/** What was predicted, in the words of the question. */
export function predictionWords(question: Question, prediction: string | number): string {
  if (question.kind === 'guess') return `${prediction} ${figureRow(question.figure.figure).unit}`;
  if (prediction === 'even') return question.even.says;
  return question.choices.find(({ id }) => id === prediction)?.says ?? String(prediction);
}

interface FormProps<Q> {
  readonly question: Q;
  readonly onSay: (prediction: string | number) => void;
}

function Which({ question, onSay }: FormProps<WhichQuestion>) {
  const name = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const options = [...question.choices, { id: 'even', says: question.even.says }];
  const say = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== null) onSay(chosen);
  };
  return (
    <form onSubmit={say} className={styles.form}>
      <fieldset className={styles.choices}>
        <legend>
          <Prose prose={question.ask} />
        </legend>
        {options.map(({ id, says }) => (
          <label key={id} className={styles.choice}>
            <input
              type="radio"
              name={name}
              value={id}
              checked={chosen === id}
              onChange={() => setChosen(id)}
              required
            />
            {says}
          </label>
        ))}
      </fieldset>
      <button type="submit" className="button" data-primary={chosen !== null || undefined}>
        That is what I expect
      </button>
    </form>
  );
}

function Guess({ question, onSay }: FormProps<GuessQuestion>) {
  const id = useId();
  const { from, to, step, figure } = question;
  const [value, setValue] = useState((from + to) / 2);
  const [touched, setTouched] = useState(false);
  const { unit } = figureRow(figure.figure);
  const change = (next: number) => {
    setTouched(true);
    if (Number.isFinite(next)) setValue(Math.min(to, Math.max(from, next)));
  };
  const say = (event: FormEvent) => {
    event.preventDefault();
    onSay(value);
  };
  return (
    <form onSubmit={say} className={styles.form}>
      <div id={id} className={styles.ask}>
        <Prose prose={question.ask} />
      </div>
      <div className={styles.scale}>
        <input
          type="range"
          min={from}
          max={to}
          step={step}
          value={value}
          aria-labelledby={id}
          aria-valuetext={`${value} ${unit}`}
          onChange={({ target }) => change(target.valueAsNumber)}
        />
        <input
          type="number"
          className="field"
          min={from}
          max={to}
          step={step}
          value={value}
          aria-labelledby={id}
          required
          onChange={({ target }) => change(target.valueAsNumber)}
        />
        <span>{unit}</span>
      </div>
      <button type="submit" className="button" data-primary={touched || undefined}>
        That is what I expect
      </button>
    </form>
  );
}

/** The form is gone once it was answered: the focus goes on to what comes next. */
export const runButtonId = 'lesson-run';
const focusRun = () => setTimeout(() => document.getElementById(runButtonId)?.focus());

export function QuestionForm({ step, question }: { readonly step: Step; readonly question: Question }) {
  const prediction = useLessons(({ progress }) => progress?.predictions[step.id]);
  const predict = useLessons((lessons) => lessons.predict);
  const onSay = (said: string | number) => {
    predict(said);
    focusRun();
  };
  return (
    <section className={styles.question} aria-label="What do you expect?">
      {prediction !== undefined ? (
        <>
          <div className={styles.ask}>
            <Prose prose={question.ask} />
          </div>
          <p className={styles.said}>
            You said: <strong>{predictionWords(question, prediction)}</strong>
          </p>
        </>
      ) : question.kind === 'which' ? (
        <Which question={question} onSay={onSay} />
      ) : (
        <Guess question={question} onSay={onSay} />
      )}
    </section>
  );
}
