// What went wrong and what changed by itself: failures with their remedy, notices that can be put away.

import { Suspense } from 'react';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import { lockedBy } from '../../store/settings.ts';
import { Icon } from '../bar/Icon.tsx';
import { isEmbedded } from '../embedded.ts';
import { lazily } from '../lazily.tsx';
import { usePage } from '../store-context.tsx';
import styles from './messages.module.css';

// What kept runs have to say needs their library, which no first paint waits for.
const RunMessages = lazily(() => import('../runs/RunMessages.tsx'));

const placeOf = ({ phase, lanes, assistant }: Checkpoint): string => {
  if (phase === 'assistant') return `assistant step ${assistant?.step ?? 0}`;
  return phase === 'teacher' ? `teacher step ${lanes.teacher.step}` : `student step ${lanes.student.step}`;
};

export function Messages() {
  const failure = usePage((page) => page.failure);
  const notices = usePage((page) => page.notices);
  const checkpoint = usePage((page) => page.checkpoint);
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
          <div className={styles.ways}>
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
            {canGoBack ? <BackButtons checkpoint={checkpoint} /> : null}
            <DismissButton onClick={dismissFailure} />
          </div>
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

/** With the rate that broke it a run breaks again: a lower one is offered beside it, where it may be set. */
function BackButtons({ checkpoint }: { checkpoint: Checkpoint }) {
  const goBack = usePage((page) => page.goBack);
  const setParams = usePage((page) => page.setParams);
  const lower = usePage(({ config }) => Number((config.train.learningRate / 10).toPrecision(2)));
  const isLocked = usePage((page) => lockedBy(page, ['train.learningRate']) !== null);
  const place = placeOf(checkpoint);
  return (
    <>
      {isLocked ? null : (
        <button
          type="button"
          className="button"
          onClick={() => {
            setParams({ 'train.learningRate': lower });
            goBack();
          }}
        >
          Go back with a learning rate of {lower}
        </button>
      )}
      <button type="button" className="button" onClick={goBack}>
        Go back to {place}
      </button>
    </>
  );
}

function DismissButton({ onClick }: { onClick(): void }) {
  return (
    <button type="button" className="button" data-quiet aria-label="Dismiss this message" onClick={onClick}>
      <Icon name="close" />
    </button>
  );
}
