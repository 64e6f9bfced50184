// How far the measurement is; said aloud once a training, not once a block.

import { contenderNames } from '../../shared/bench/messages.ts';
import { backends } from '../../shared/catalog/backends.ts';
import type { SpeedState } from '../../store/speed.ts';
import styles from './speed.module.css';

type Props = Pick<SpeedState, 'state' | 'progress' | 'done' | 'total'> & {
  /** What has to be chosen first. */
  readonly lacking: string | null;
};

function spoken({ state, done, total, progress, lacking }: Props): string {
  if (state === 'measuring' && progress !== null)
    return `Measuring ${progress.workload} on ${backends[progress.backend].label}, ${done + 1} of ${total}.`;
  if (state === 'measuring') return 'Starting…';
  if (lacking !== null) return lacking;
  if (state === 'done') return 'Done.';
  return state === 'stopped' ? 'Stopped; what was measured stays.' : '';
}

export function MeasuringNow(props: Props) {
  const { state, progress, done, total } = props;
  const isMeasuring = state === 'measuring';
  // Within a training, contenders warm up one after the other and then step in turn.
  const within =
    progress === null || progress.block === null ? 0.1 : 0.3 + (0.7 * progress.block) / progress.blocks;
  return (
    <div className={styles.now}>
      <p role="status">{spoken(props)}</p>
      {isMeasuring ? (
        <>
          <progress aria-label="Measured so far" max={total} value={done + within} />
          <p className="soft">
            {progress === null
              ? ' '
              : `${contenderNames[progress.contender]}: ${progress.block === null ? 'warming up' : `block ${progress.block + 1} of ${progress.blocks}`}`}
          </p>
        </>
      ) : null}
    </div>
  );
}
