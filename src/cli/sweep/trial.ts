// One run of a sweep in this process: trains its teacher, or takes one that is there, then the students. The numbers are the
// same either way, so it does not matter which process made which run. Prints nothing.

import { trainLoop } from '../../engine/loop.ts';
import { createTraining } from '../../engine/train.ts';
import type { BackendInfo } from '../../shared/catalog/backends.ts';
import type { Config } from '../../shared/config.ts';
import { nonFiniteError, toFailure } from '../../shared/errors.ts';
import type { TrainedTeacher } from '../../shared/protocol/lanes.ts';
import { noteNewest } from '../../shared/protocol/status.ts';
import type { Figures } from '../../shared/sweep/figures.ts';
import { runExperiment } from '../experiment.ts';
import type { Load } from '../machine.ts';

/** A teacher on its way to other runs, with what was measured of it. */
export interface Taught {
  readonly teacher: TrainedTeacher;
  readonly figures: Figures;
}

export interface TrialOutcome {
  readonly failed: string | null;
  readonly figures: Figures;
  readonly backend: string;
}

async function teach(config: Config, load: Load): Promise<Taught> {
  const training = createTraining(config, await load(config));
  const latest = new Map<string, number>();
  const loop = trainLoop(training);
  while (training.phase === 'teacher') {
    const { value, done } = await loop.next();
    if (done === true) break;
    if (value.nonFinite !== null) throw nonFiniteError(value.nonFinite);
    noteNewest(latest, value.metrics);
  }
  const { lanes, second } = await training.save();
  training.dispose();
  return { teacher: { state: lanes.teacher, second }, figures: Object.fromEntries(latest) };
}

/** Never throws: what goes wrong is part of the outcome. */
export async function makeTrial(
  config: Config,
  known: Taught | null,
  onTaught: (taught: Taught) => void,
  { load, backend }: { readonly load: Load; readonly backend: BackendInfo },
): Promise<TrialOutcome> {
  let figures: Figures = known?.figures ?? {};
  try {
    const taught = known ?? (await teach(config, load));
    figures = taught.figures;
    if (known === null) onTaught(taught);
    const keep = ({ latest }: { readonly latest: ReadonlyMap<string, number> }) => {
      figures = { ...taught.figures, ...Object.fromEntries(latest) };
    };
    const teacher = { ...taught.teacher, metrics: [] };
    await runExperiment(config, await load(config), backend, keep, { teacher });
    return { failed: null, figures, backend: backend.name };
  } catch (error) {
    return { failed: toFailure(error).message, figures, backend: backend.name };
  }
}
