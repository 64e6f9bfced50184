// What a visitor must bring before an experiment can start.

import type { Failure } from '../shared/errors.ts';
import type { PageState } from './state.ts';

/** null where nothing is missing. */
export function lacks({ config, table, text }: PageState): Failure | null {
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
  return null;
}
