// Rerenders a component when curves have grown, about eight times a second at most.

import { useSyncExternalStore } from 'react';
import { curvesVersion, subscribeToCurves } from '../store/curves.ts';

export const useCurves = (): number => useSyncExternalStore(subscribeToCurves, curvesVersion, curvesVersion);
