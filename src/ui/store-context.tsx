// How components reach the store.

import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { PageStore } from '../store/state.ts';
import type { Store } from '../store/store.ts';

const StoreContext = createContext<Store | null>(null);

export function StoreProvider({ store, children }: { store: Store; children: ReactNode }) {
  return <StoreContext value={store}>{children}</StoreContext>;
}

/** The store itself, for what outlives components. */
export function usePageStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('usePageStore needs a StoreProvider above it');
  return store;
}

/** A part of the store's state or one of its actions; rerenders when that part changes. */
export function usePage<T>(select: (state: PageStore) => T): T {
  return useStore(usePageStore(), select);
}
