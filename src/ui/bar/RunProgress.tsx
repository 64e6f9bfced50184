// How far the run is: steps of both phases, speed, time left.

import { phaseSteps } from '../../shared/config.ts';
import type { Phase } from '../../shared/protocol/lanes.ts';
import { duration, percent, rate } from '../format.ts';
import { shownState } from '../run-state.ts';
import { usePage } from '../store-context.tsx';
import styles from './RunBar.module.css';

const words = {
  idle: 'Ready',
  starting: 'Getting the data and the models ready…',
  training: '',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
} as const;

const learners: Readonly<Record<Phase, string>> = {
  teacher: 'Teacher',
  assistant: 'Assistant',
  students: 'Students',
};
const notBegun = { teacherStep: 0, assistantStep: 0, studentStep: 0 } as const;

export function RunProgress() {
  const state = usePage(shownState);
  const status = usePage((page) => (page.stale ? null : (page.run?.status ?? null)));
  const preparing = usePage((page) => (page.stale ? undefined : page.run?.preparing));
  const config = usePage((page) => (page.stale ? page.config : (page.run?.config ?? page.config)));
  const steps = phaseSteps(config);
  const { teacherStep, assistantStep, studentStep } = status ?? notBegun;
  const { total } = steps;
  const taken = {
    teacher: `${teacherStep}/${steps.teacher}`,
    assistant: `${assistantStep}/${steps.assistant}`,
    students: `${studentStep}/${steps.students}`,
  };
  const share = (teacherStep + assistantStep + studentStep) / total;
  const phase = learners[status?.phase ?? 'teacher'];
  const left = status?.remainingMs == null ? '' : ` · ${duration(status.remainingMs)} left`;
  const speed = status !== null && status.stepsPerSecond > 0 ? ` · ${rate(status.stepsPerSecond)}` : '';
  const doing =
    state === 'training'
      ? `${phase} learning${left}`
      : state === 'starting' && preparing
        ? `Preparing ${preparing.done} of ${preparing.total} programs…`
        : `${words[state]}${state === 'finished' && status ? ` in ${duration(status.elapsedMs)}` : ''}`;
  return (
    <div
      className={styles.progress}
      data-testid="status"
      data-state={state}
      data-teacher-step={teacherStep}
      data-student-step={studentStep}
    >
      <div className={styles.progressLine}>
        <span>
          {doing}
          {speed}
        </span>
        <span>
          {status?.teacherReused ? 'teacher kept · ' : ''}
          {steps.assistant > 0
            ? `${status?.phase ?? 'teacher'} ${taken[status?.phase ?? 'teacher']}`
            : `teacher ${taken.teacher} · students ${taken.students}`}{' '}
          · {percent(share)}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label="Progress of the run"
        aria-valuenow={Math.round(100 * share)}
        aria-valuemin={0}
        aria-valuemax={100}
        className={styles.track}
      >
        <div className={styles.teacherPart} style={{ width: `${(100 * teacherStep) / total}%` }} />
        <div className={styles.assistantPart} style={{ width: `${(100 * assistantStep) / total}%` }} />
        <div className={styles.studentPart} style={{ width: `${(100 * studentStep) / total}%` }} />
      </div>
    </div>
  );
}
