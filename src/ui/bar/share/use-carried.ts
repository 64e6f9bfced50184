// What a link can carry of the run that is shown: its result, and the run itself. Only a finished run that its settings
// reproduce has either.

import { useEffect, useState } from 'react';
import { differingPaths } from '../../../shared/config.ts';
import { resultOf, writeResult } from '../../../store/runs/result.ts';
import type { PageState } from '../../../store/state.ts';
import { bookOf } from '../../runs/use-book.ts';
import { usePage, usePageStore } from '../../store-context.tsx';

/** Why the run that is shown has no result that others could reproduce; null where it has one. */
function whyNot({ run, stale, config }: PageState): string | null {
  if (run === null || stale || run.status?.state !== 'finished') return 'Finish a run first.';
  if (run.turned)
    return 'Settings were turned while it ran, or it began with other weights: no link repeats it.';
  return differingPaths(run.config, config).length > 0 ? 'The run has other settings than the page.' : null;
}

export function useCarried(withRun: boolean) {
  const page = usePageStore();
  const why = usePage(whyNot);
  const id = usePage(({ run }) => run?.id ?? null);
  const [data, setData] = useState<string | null>(null);
  useEffect(() => {
    setData(null);
    if (!withRun || why !== null || id === null) return;
    let isCurrent = true;
    void (async () => {
      const { writeRunLink } = await import('../../../store/runs/run-link.ts');
      const book = bookOf(page).getState();
      await book.flush();
      const text = writeRunLink(await book.contents(id));
      if (isCurrent) setData(text);
    })();
    return () => {
      isCurrent = false;
    };
  }, [withRun, why, id, page]);
  const { run, backend } = page.getState();
  const result =
    why !== null || run === null || backend === null
      ? null
      : writeResult(resultOf(run.config, backend.name, run.series));
  return { why, result, data };
}
