// A link that acts: a plain click sets an experiment up here and runs it, any other opens it as a link that runs by itself.

import type { MouseEvent, ReactNode } from 'react';
import type { Config } from '../shared/config.ts';
import { toHash } from '../shared/link.ts';
import { usePage } from './store-context.tsx';

interface Props {
  readonly config: Config;
  /** What a screen reader hears of which experiment it is. */
  readonly title: string;
  /** Behind the start: for whoever shows the visitor where to look. */
  readonly onRun?: () => void;
  /** The one thing to press where it stands. */
  readonly primary?: boolean;
  readonly children: ReactNode;
}

export function RunLink({ config, title, onRun, primary = false, children }: Props) {
  const adoptConfig = usePage((page) => page.adoptConfig);
  const reset = usePage((page) => page.reset);
  const play = usePage((page) => page.play);
  const inLesson = usePage((page) => page.lock !== null);
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // A lesson holds the settings, and says so.
    if (inLesson) return adoptConfig(config);
    // First, for where live settings alone differ the run under way would go on with them.
    reset();
    adoptConfig(config);
    play();
    onRun?.();
  };
  return (
    <a
      className="button"
      data-primary={primary || undefined}
      href={`#${toHash(config, { run: true })}`}
      onClick={onClick}
    >
      {children}
      <span className="visually-hidden"> {title}</span>
    </a>
  );
}
