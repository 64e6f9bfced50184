// The answers of all lanes to one input as mirrored bars: teacher to the left, student and control to the right.

import { useState } from 'react';
import type { Item, LaneId, TaskInfo } from '../../shared/protocol.ts';
import { nats, percent } from '../format.ts';
import { LineSample } from '../lanes/LaneCards.tsx';
import { usePage } from '../store-context.tsx';
import styles from './answers.module.css';
import { type AnswerRow, type Answers as AnswersShown, answersOf, lanes } from './answers.ts';
import { ClassMark } from './ClassMark.tsx';
import { describeProbe, itemOf, sameProbe } from './probes.ts';
import { SpokenAnswers } from './SpokenAnswers.tsx';
import { TemperatureChoice } from './TemperatureChoice.tsx';

interface Props {
  readonly task: TaskInfo;
  /** The example that was picked last, if any: its true label is marked. */
  readonly picked: Item | null;
}

/** One sentence on what these bars are, of the same height whatever it says. */
function useNote(isAnswered: boolean): string {
  const hasRun = usePage((page) => page.run !== null && !page.stale);
  const stale = usePage((page) => page.stale);
  const isWaiting = usePage(
    (page) => page.probeResult !== null && !sameProbe(page.probe, page.probeResult.probe),
  );
  const phase = usePage((page) => page.run?.status?.phase ?? null);
  if (!isAnswered) {
    return hasRun ? 'The models are being set up.' : 'Press Run: the three answers appear here.';
  }
  if (stale) {
    return isWaiting
      ? 'From the settings before. Press Run to ask the new models.'
      : 'From the settings before.';
  }
  return phase === 'teacher' ? 'Student and control begin when the teacher has learnt.' : '';
}

function Bar({ lane, row }: { lane: LaneId; row: AnswerRow }) {
  const share = row.shares[lane];
  const isTop = row.isTop[lane];
  return (
    <div className={styles.answer} data-lane={lane} data-top={isTop || undefined}>
      <span className="visually-hidden">{lane} </span>
      <span className={styles.number}>
        {isTop ? (
          <>
            <i aria-hidden="true" />
            <span className="visually-hidden">top answer </span>
          </>
        ) : null}
        {percent(share)}
      </span>
      <span className={styles.track} aria-hidden="true">
        <span
          className={styles.bar}
          style={{ width: `${Number.isFinite(share) ? 100 * (share ?? 0) : 0}%` }}
        />
      </span>
    </div>
  );
}

function Row({ row, hasMarks }: { row: AnswerRow; hasMarks: boolean }) {
  return (
    <tr>
      <td>
        <Bar lane="teacher" row={row} />
      </td>
      <th scope="row" data-true={row.isTrue || undefined} title={row.label}>
        <span>
          {hasMarks && row.classIndex !== null ? <ClassMark classIndex={row.classIndex} /> : null} {row.label}
          {row.isTrue ? <span className="visually-hidden"> (true label)</span> : null}
        </span>
      </th>
      <td>
        <Bar lane="student" row={row} />
        <Bar lane="control" row={row} />
      </td>
    </tr>
  );
}

function LaneHead({ lane, answers }: { lane: (typeof lanes)[number]; answers: AnswersShown }) {
  return (
    <span className={styles.laneHead} data-lane={lane.id}>
      <LineSample lane={lane.id} />
      <strong>{lane.name}</strong>
      <span className={styles.topAnswer} title={answers.top[lane.id] ?? undefined}>
        {answers.top[lane.id] ?? '–'}
      </span>
    </span>
  );
}

export function Answers({ task, picked }: Props) {
  const latest = usePage((page) => page.probeResult);
  const slider = usePage((page) => page.config.distill.temperature);
  const [isSoftened, setSoftened] = useState(true);
  const result = latest?.logits.teacher.length === task.classes.length ? latest : null;
  const temperature = isSoftened ? slider : 1;
  const item = itemOf(result?.probe ?? null, [picked, ...task.examples]);
  const answers = answersOf(task.classes, result?.logits ?? null, temperature, item?.label ?? null);
  const note = useNote(result !== null);
  const asked = result === null ? 'No answers yet' : `Answers to ${describeProbe(result.probe)}`;
  const [teacher, student, control] = lanes;
  if (teacher === undefined || student === undefined || control === undefined) return null;
  return (
    <div className={styles.answers}>
      <div className={styles.head}>
        <p className={styles.asked} title={asked}>
          {asked}
        </p>
        <TemperatureChoice slider={slider} isSoftened={isSoftened} onChange={setSoftened} />
      </div>
      <p className={styles.note}>{note}</p>
      <table className={styles.table}>
        <caption className="visually-hidden">
          Probability of each class, softened at T = {Number(temperature.toFixed(2))}
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <LaneHead lane={teacher} answers={answers} />
            </th>
            <th scope="col">
              <span className="visually-hidden">Class</span>
            </th>
            <th scope="col">
              <LaneHead lane={student} answers={answers} />
              <LaneHead lane={control} answers={answers} />
            </th>
          </tr>
        </thead>
        <tbody>
          {answers.rows.map((row) => (
            <Row key={row.classIndex ?? 'rest'} row={row} hasMarks={task.points !== null} />
          ))}
        </tbody>
      </table>
      <p className={styles.divergences}>
        <span>
          KL(teacher ‖ student) <strong>{nats(answers.klOf.student)}</strong>
        </span>
        <span>
          KL(teacher ‖ control) <strong>{nats(answers.klOf.control)}</strong>
        </span>
      </p>
      <p className={styles.key} aria-hidden="true">
        <span>
          <i data-key="top" /> top answer
        </span>
        <span data-hidden={item === null || undefined}>
          <i data-key="true" /> true label
        </span>
      </p>
      <SpokenAnswers result={result} top={answers.top} />
    </div>
  );
}
