// What stands where nothing is to be seen yet, and the words for figures of settings that have changed since.

import { usePage } from '../../store-context.tsx';
import styles from './inside.module.css';

/** `what` appears once there is a run. */
export function Empty({ what }: { readonly what: string }) {
  const hasRun = usePage((page) => page.run !== null);
  return (
    <p className={styles.empty}>
      {hasRun ? 'Looking inside…' : `Press Run: ${what} appear here while they learn.`}
    </p>
  );
}
