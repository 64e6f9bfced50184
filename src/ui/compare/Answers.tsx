// The answers of all lanes to one input as mirrored bars: teacher to the left, student and control to the right.

import { useState } from 'react';
import type { Item, TaskInfo } from '../../shared/protocol/data.ts';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import { nats, percent } from '../format.ts';
import { useLaneNames } from '../lane-names.ts';
import { LineSample } from '../lanes/LaneCards.tsx';
import { usePage } from '../store-context.tsx';
import styles from './answers.module.css';
import { type AnswerRow, answersOf, type PerLane } from './answers.ts';
import { ClassMark } from './ClassMark.tsx';
import { describeProbe, itemOf, sameProbe } from './probes.ts';
import { SpokenAnswers } from './SpokenAnswers.tsx';
import { TemperatureChoice } from './TemperatureChoice.tsx';

interface Props {
  readonly task: TaskInfo;
  /** The example that was picked last, if any: its true label is marked. */
  readonly picked: Item | null;
}

/** Who gives the teacher's answer, in a few words. */
function agreement({ teacher, student, control }: PerLane<string | null>, third: string): string {
  if (student === teacher)
    return control === teacher
      ? 'Both agree with the teacher.'
      : `Student agrees, ${third.toLowerCase()} differs.`;
  return control === teacher ? `${third} agrees, student differs.` : 'Both differ from the teacher.';
}

/** One short sentence on what these bars are: one line, whatever it says. */
function useNote(top: PerLane<string | null> | null): string {
  const { control: third } = useLaneNames();
  const hasRun = usePage((page) => page.run !== null && !page.stale);
  const stale = usePage((page) => page.stale);
  const isWaiting = usePage(
    ({ probe, snapshots }) => snapshots.probe !== undefined && !sameProbe(probe, snapshots.probe.probe),
  );
  const phase = usePage((page) => page.run?.status?.phase ?? null);
  if (top === null) {
    return hasRun ? 'The models are being set up.' : 'Press Run: the three answers appear here.';
  }
  if (stale && isWaiting) return 'From the settings before; press Run anew.';
  if (stale) return 'From the settings before.';
  return phase === 'teacher' || phase === 'assistant'
    ? 'Student and control have not begun.'
    : agreement(top, third);
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
            <i className={styles.diamond} aria-hidden="true" />
            <span className="visually-hidden">top answer </span>
          </>
        ) : null}
        {percent(share)}
      </span>
      <span className={styles.track} aria-hidden="true">
        {share === null || Number.isNaN(share) ? null : (
          <span className={styles.bar} style={{ width: `${100 * share}%` }} />
        )}
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
      <th scope="row" className={styles.class} data-true={row.isTrue || undefined} title={row.label}>
        <span className={styles.className}>
          {hasMarks && row.classIndex !== null ? <ClassMark classIndex={row.classIndex} /> : null}{' '}
          <bdi>{row.label}</bdi>
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

function LaneHead({ lane }: { lane: LaneId }) {
  const names = useLaneNames();
  return (
    <span className={styles.laneHead} data-lane={lane}>
      <LineSample lane={lane} />
      <strong>{names[lane]}</strong>
    </span>
  );
}

export function Answers({ task, picked }: Props) {
  const latest = usePage((page) => page.snapshots.probe ?? null);
  const slider = usePage((page) => page.config.distill.temperature);
  const [isSoftened, setSoftened] = useState(true);
  const result = latest?.logits.teacher.length === task.classes.length ? latest : null;
  const temperature = isSoftened ? slider : 1;
  const item = itemOf(result?.probe ?? null, [picked, ...task.examples]);
  const answers = answersOf(task.classes, result?.logits ?? null, temperature, item?.label ?? null);
  const note = useNote(result === null ? null : answers.top);
  const asked = result === null ? 'No answers yet' : `Answers to ${describeProbe(result.probe)}`;
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
            <th scope="col" className={styles.teacherColumn}>
              <LaneHead lane="teacher" />
            </th>
            <th scope="col" className={styles.classColumn}>
              <span className="visually-hidden">Class</span>
            </th>
            <th scope="col" className={styles.studentColumn}>
              <span className={styles.heads}>
                <LaneHead lane="student" /> <LaneHead lane="control" />
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {answers.rows.map((row) => (
            <Row key={row.classIndex ?? 'rest'} row={row} hasMarks={task.points !== null} />
          ))}
        </tbody>
      </table>
      <div className={styles.foot}>
        <p>
          <span className={styles.divergence}>KL(teacher ‖ student)</span>{' '}
          <strong className={styles.nats}>{nats(answers.klOf.student)}</strong>
        </p>
        <p className={styles.key} aria-hidden="true">
          <i className={styles.diamond} />
          <span>top answer</span>
        </p>
        <p>
          <span className={styles.divergence}>KL(teacher ‖ control)</span>{' '}
          <strong className={styles.nats}>{nats(answers.klOf.control)}</strong>
        </p>
        <p className={styles.key} aria-hidden="true" data-hidden={item === null || undefined}>
          <i className={styles.outline} />
          <span>true label</span>
        </p>
      </div>
      <SpokenAnswers result={result} top={answers.top} />
    </div>
  );
}
