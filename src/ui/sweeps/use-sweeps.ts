// How components reach the sweeps: one store beside each page, made when it is first asked for.

import { useStore } from 'zustand';
import type { Store } from '../../store/store.ts';
import type { SweepsActions, SweepsState } from '../../store/sweeps/state.ts';
import { createSweeps, type Sweeps } from '../../store/sweeps/sweeps.ts';
import { bookOf } from '../runs/use-book.ts';
import { usePageStore } from '../store-context.tsx';

const known = new WeakMap<Store, Sweeps>();

function sweepsOf(page: Store): Sweeps {
  const sweeps = known.get(page) ?? createSweeps(page, bookOf(page));
  known.set(page, sweeps);
  return sweeps;
}

/** A part of the sweeps' state or one of their actions. */
export function useSweeps<T>(select: (state: SweepsState & SweepsActions) => T): T {
  return useStore(sweepsOf(usePageStore()), select);
}
