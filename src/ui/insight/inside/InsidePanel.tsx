// What happens inside the networks, teacher, student and control side by side. Shows what the worker computed.

import { usePage } from '../../store-context.tsx';
import type { PanelProps } from '../panels.ts';
import { InputView } from './InputView.tsx';
import styles from './inside.module.css';
import { PlaneView } from './PlaneView.tsx';
import { TextView } from './TextView.tsx';

/** The panel; a default export, because it is loaded when it is opened. */
export default function InsidePanel({ task }: PanelProps) {
  const stale = usePage((page) => page.stale);
  return (
    <>
      {stale ? <p className={styles.about}>From the settings before.</p> : null}
      {task.writes ? <TextView /> : task.points === null ? <InputView /> : <PlaneView task={task} />}
    </>
  );
}
