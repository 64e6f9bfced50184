// Says before a control is touched whether a change reaches the running session or needs a new run.

import styles from './control.module.css';

export function LiveTag({ live, id }: { live: boolean; id?: string | undefined }) {
  if (live) {
    return (
      <span className={styles.live} id={id}>
        live
      </span>
    );
  }
  return (
    <span className={styles.newRun} id={id} title="A change needs a new run">
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        <path d="M2.25 1.5v9M5 2.4v7.2L10.4 6z" fill="currentColor" stroke="currentColor" strokeWidth="1.3" />
      </svg>
      <span className="visually-hidden">new run</span>
    </span>
  );
}

/** In place of the tag while a lesson holds the setting. */
export function LockTag({ id }: { id?: string | undefined }) {
  return (
    <span className={styles.locked} id={id} title="Locked by the lesson">
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        <path
          d="M2.5 5.5h7v5h-7zM4 5.5V4a2 2 0 0 1 4 0v1.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.2"
        />
      </svg>
      <span className="visually-hidden">locked by the lesson</span>
    </span>
  );
}

/** What the two tags mean; once, above all settings. */
export function LiveLegend() {
  return (
    <p className={styles.legend}>
      <span>
        <LiveTag live /> while it trains
      </span>
      <span>
        <LiveTag live={false} /> new run
      </span>
    </p>
  );
}
