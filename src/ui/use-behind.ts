// What comes behind everything that a first run needs.

import { useState } from 'react';
import { usePage } from './store-context.tsx';

/**
 * false until the worker has chosen its backend (or could not): what nobody looks at first need not be loaded, nor made, while
 * that is under way. Stays true.
 */
export function useBehind(): boolean {
  const isReady = usePage(({ backend, failure }) => backend !== null || failure !== null);
  const [isBehind, setBehind] = useState(false);
  if (isReady && !isBehind) setBehind(true);
  return isBehind;
}
