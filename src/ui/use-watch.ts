// Asks the worker for one kind of snapshot while a panel can be seen, and hands over the newest one.

import { type RefObject, useEffect } from 'react';
import type { SnapshotKind, SnapshotOf } from '../shared/protocol/snapshots.ts';
import type { Watch } from '../shared/protocol/watch.ts';
import { usePage } from './store-context.tsx';
import { useOnScreen } from './use-on-screen.ts';

/** `request` null asks for nothing; an equal request is no new one. The snapshot is null until the first arrives. */
export function useWatch<K extends SnapshotKind>(
  kind: K,
  request: Watch[K],
  panel: RefObject<Element | null>,
): SnapshotOf<K> | null {
  const watch = usePage((page) => page.watch);
  const isOnScreen = useOnScreen(panel);
  const asked = JSON.stringify(request);
  useEffect(() => {
    if (!isOnScreen) return;
    watch({ [kind]: JSON.parse(asked) });
    return () => watch({ [kind]: null });
  }, [isOnScreen, kind, asked, watch]);
  return usePage((page) => page.snapshots[kind] ?? null);
}
