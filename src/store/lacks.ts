// What keeps an experiment from starting: data that a visitor must bring, models too large for this device.

import { hasOwnKernels } from '../shared/catalog/backends.ts';
import type { Failure } from '../shared/errors.ts';
import { misfitOf } from '../shared/memory.ts';
import type { PageState } from './state.ts';

/** null where nothing is missing. */
export function lacks({ config, table, text, task, backend, engine }: PageState): Failure | null {
  if (config.task.kind === 'table' && table === null) {
    return {
      kind: 'BadFile',
      message: 'There is no table yet.',
      remedy: 'Drop a CSV file on the page, or paste one, then press Run.',
    };
  }
  if (config.task.kind === 'text' && config.task.corpus === 'own' && text === null) {
    return {
      kind: 'BadFile',
      message: 'There is no text yet.',
      remedy: 'Open a text file, or paste one, then press Run.',
    };
  }
  const isFused = hasOwnKernels(backend?.name ?? null, engine);
  const misfit = task === null ? null : misfitOf(config, { ...task, isFused });
  if (misfit === null) return null;
  const { message, remedy, ...fix } = misfit;
  return { kind: 'BadSetting', message, remedy, fix };
}
