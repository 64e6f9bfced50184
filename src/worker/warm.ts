// Compiles what a run would need before anybody presses Run, while the page is idle. Enqueues nothing and keeps nothing: the
// programs alone stay with the device.

import type { TaskData } from '../engine/tasks/task.ts';
import { createTraining } from '../engine/train.ts';
import type { BackendInfo } from '../shared/catalog/backends.ts';
import { parameterCount } from '../shared/catalog/models.ts';
import type { Config } from '../shared/config.ts';

/** Drawing the weights of more than so many parameters takes longer than somebody should wait who presses Run meanwhile. */
const mostParameters = 2_000_000;

/** Programs depend on shapes and choices, not on what is drawn. */
const keyOf = ({ seed: _, ...experiment }: Config): string => JSON.stringify(experiment);

export interface Warmer {
  /** Whether a run of this experiment needs programs that were not asked for yet. */
  isWanted(backend: BackendInfo, config: Config, data: Pick<TaskData, 'inputs' | 'outputs'>): boolean;
  /** Asks for them; does not wait. */
  warm(backend: BackendInfo, config: Config, data: TaskData): void;
}

/** Remembers the last experiment it was asked for, so that each is compiled once. */
export function createWarmer(): Warmer {
  let last: { readonly backend: BackendInfo; readonly key: string } | null = null;
  return {
    isWanted(backend, config, { inputs, outputs }) {
      const isLarge = [config.teacher, config.student].some(
        (model) => parameterCount(model, inputs, outputs) > mostParameters,
      );
      // Other backends have nothing to compile, or compile it when it is needed.
      if (backend.name !== 'webgpu' || isLarge) return false;
      return last?.backend !== backend || last.key !== keyOf(config);
    },
    warm(backend, config, data) {
      last = { backend, key: keyOf(config) };
      try {
        const training = createTraining(config, data);
        // All that it asks for is asked for before it first waits.
        void training.prepare(() => {});
        training.dispose();
      } catch {
        // What cannot be trained is refused where a run is asked for, with its reason.
      }
    },
  };
}
