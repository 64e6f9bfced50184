// The experiment of an exhibit, with the visitor's own seed. Read once for each seed: cards ask on every change of the page.

import type { MistakeId } from '../../../shared/catalog/mistakes.ts';
import { exhibitHash } from '../../../shared/catalog/museum.ts';
import type { Config } from '../../../shared/config.ts';
import { fromHash } from '../../../shared/link.ts';

const known = new Map<MistakeId, Config>();

export function exhibitConfig(id: MistakeId, seed: number): Config {
  let config = known.get(id);
  if (config?.seed !== seed) {
    config = { ...fromHash(exhibitHash(id)).config, seed };
    known.set(id, config);
  }
  return config;
}
