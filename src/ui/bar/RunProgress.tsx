// How far the run is: steps of both phases, speed, time left.

import { duration, megabytes, percent, rate } from '../format.ts';
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

export function RunProgress() {
  const state = usePage(shownState);
  const status = usePage((page) => (page.stale ? null : (page.run?.status ?? null)));
  const { teacherSteps, studentSteps } = usePage(
    (page) => (page.stale ? page.config : (page.run?.config ?? page.config)).train,
  );
  const teacherStep = status?.teacherStep ?? 0;
  const studentStep = status?.studentStep ?? 0;
  const total = teacherSteps + studentSteps;
  const share = (teacherStep + studentStep) / total;
  const phase = status === null || status.phase === 'teacher' ? 'Teacher' : 'Students';
  const left = status?.remainingMs == null ? '' : ` · ${duration(status.remainingMs)} left`;
  const speed = status !== null && status.stepsPerSecond > 0 ? ` · ${rate(status.stepsPerSecond)}` : '';
  const doing =
    state === 'training'
      ? `${phase} learning${left}`
      : `${words[state]}${state === 'finished' && status ? ` in ${duration(status.elapsedMs)}` : ''}`;
  return (
    <div
      className={styles.progress}
      data-testid="status"
      data-state={state}
      data-teacher-step={teacherStep}
      data-student-step={studentStep}
      title={status === null ? undefined : `Memory of the tensors: ${megabytes(status.deviceBytes)}`}
    >
      <div className={styles.progressLine}>
        <span>
          {doing}
          {speed}
        </span>
        <span>
          {status?.teacherReused ? 'teacher kept · ' : ''}
          teacher {teacherStep}/{teacherSteps} · students {studentStep}/{studentSteps} · {percent(share)}
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
        <div className={styles.studentPart} style={{ width: `${(100 * studentStep) / total}%` }} />
      </div>
    </div>
  );
}
