// One section of the rail: title, what matters on sight, the rest one click away.

import { Collapsible } from '@base-ui/react/collapsible';
import { type ReactNode, useId } from 'react';
import { Control } from './Control.tsx';
import styles from './settings.module.css';
import { useChangedCount, useShown } from './use-param.ts';

interface Props {
  readonly title: string;
  readonly lane?: 'teacher' | 'student' | 'assistant';
  /** Beside the title. */
  readonly aside?: ReactNode;
  /** Paths of the settings behind "More"; those that do not exist or leave no choice are left out. */
  readonly more?: readonly string[];
  /** Also behind "More", above those settings. */
  readonly moreExtra?: ReactNode;
  readonly children: ReactNode;
}

/** The lane's colour and line style, as in every chart. */
function LaneSample({ lane }: { readonly lane: 'teacher' | 'student' | 'assistant' }) {
  return (
    <svg
      className={styles.laneSample}
      data-lane={lane}
      width="18"
      height="6"
      viewBox="0 0 18 6"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M0 3h18" />
    </svg>
  );
}

export function Section({ title, lane, aside, more = [], moreExtra, children }: Props) {
  const titleId = useId();
  const paths = useShown(more);
  const changed = useChangedCount(paths);
  const hasMore = paths.length > 0 || moreExtra !== undefined;
  return (
    <Collapsible.Root className={styles.section} role="group" aria-labelledby={titleId}>
      <div className={styles.head}>
        {lane !== undefined && <LaneSample lane={lane} />}
        <h3 id={titleId}>{title}</h3>
        {aside}
        {hasMore && (
          <Collapsible.Trigger className={styles.more}>
            More
            <span className="visually-hidden"> settings: {title}</span>
            {changed > 0 && (
              <span className={styles.changedCount}>
                {changed}
                <span className="visually-hidden"> changed</span>
              </span>
            )}
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
              <path d="M2 3.5 5 6.5l3-3" fill="none" stroke="currentColor" strokeWidth="1.4" />
            </svg>
          </Collapsible.Trigger>
        )}
      </div>
      {children}
      {hasMore && (
        <Collapsible.Panel className={styles.panel}>
          {moreExtra}
          {paths.map((path) => (
            <Control key={path} path={path} />
          ))}
        </Collapsible.Panel>
      )}
    </Collapsible.Root>
  );
}
