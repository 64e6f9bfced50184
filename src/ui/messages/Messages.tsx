// What went wrong and what changed by itself: failures with their remedy, notices that can be put away.

import { lazy, Suspense } from 'react';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import { Icon } from '../bar/Icon.tsx';
import { isEmbedded } from '../embedded.ts';
import { usePage } from '../store-context.tsx';
import styles from './messages.module.css';

// What kept runs have to say needs their library, which no first paint waits for.
const RunMessages = lazy(() => import('../runs/RunMessages.tsx'));

const placeOf = ({ phase, lanes, assistant }: Checkpoint): string => {
  if (phase === 'assistant') return `assistant step ${assistant?.step ?? 0}`;
  return phase === 'teacher' ? `teacher step ${lanes.teacher.step}` : `student step ${lanes.student.step}`;
};

export function Messages() {
  const failure = usePage((page) => page.failure);
  const notices = usePage((page) => page.notices);
  const checkpoint = usePage((page) => page.checkpoint);
  const goBack = usePage((page) => page.goBack);
  const dismissFailure = usePage((page) => page.dismissFailure);
  const dismissNotice = usePage((page) => page.dismissNotice);
  const setParams = usePage((page) => page.setParams);
  const fix = failure?.fix;
  const canGoBack = failure?.kind === 'NonFiniteLoss' && checkpoint !== null;
  return (
    <div className={styles.messages}>
      {isEmbedded ? null : (
        <Suspense fallback={null}>
          <RunMessages />
        </Suspense>
      )}
      {failure === null ? null : (
        <div role="alert" className={styles.failure}>
          <p>
            <strong>{failure.message}</strong> {failure.remedy}
          </p>
          {fix === undefined ? null : (
            <button
              type="button"
              className="button"
              onClick={() => {
                dismissFailure();
                setParams(fix.settings);
              }}
            >
              {fix.action}
            </button>
          )}
          {canGoBack ? (
            <button type="button" className="button" onClick={goBack}>
              Go back to {placeOf(checkpoint)}
            </button>
          ) : null}
          <DismissButton onClick={dismissFailure} />
        </div>
      )}
      <div role="status">
        {notices.map(({ id, text }) => (
          <div key={id} className={styles.notice}>
            <p>{text}</p>
            <DismissButton onClick={() => dismissNotice(id)} />
          </div>
        ))}
      </div>
    </div>
  );
}

function DismissButton({ onClick }: { onClick(): void }) {
  return (
    <button type="button" className="button" data-quiet aria-label="Dismiss this message" onClick={onClick}>
      <Icon name="close" />
    </button>
  );
}
