// Which examples a step of a pupil sees, and on which of them it hears whoever teaches. Enqueues nothing but writing.

import type { LiveValues } from '../shared/config.ts';
import type { batchesOf } from './batches.ts';
import type { StepCall, StudentHost } from './calls.ts';
import type { DeviceData } from './data/data.ts';
import type * as tf from './tf.ts';
import type { Transfer } from './transfer.ts';

type Seen = Pick<StudentHost, 'labelled' | 'heard'>;

export interface Examples {
  /** Those of a step; inside a tidy. */
  at(step: number): Seen;
  /** Those of each kind of step, and the writing that some of them take: for a runner that compiles ahead. */
  kinds(step: number): { readonly seen: readonly Seen[]; readonly writing: readonly StepCall<tf.Tensor>[] };
}

export interface ExamplesParts {
  readonly data: DeviceData;
  readonly batches: ReturnType<typeof batchesOf>;
  readonly transfer: Transfer;
  /** false: nobody listens to whoever teaches. */
  hears(): boolean;
  values(): LiveValues;
}

/** A function of the step and of the live values alone. */
export function createExamples({ data, batches, transfer, hears, values }: ExamplesParts): Examples {
  const labelled = (step: number) => data.arrays(batches.labelled(step));
  /** true: the teacher is heard on another batch than that whose labels are seen. */
  const hearsApart = (): boolean => {
    const isSame = batches.allLabelled && !transfer.isWritten && (values().lambda ?? 0) === 0;
    return !isSame && hears();
  };
  return {
    at: (step) => ({
      labelled: labelled(step),
      heard: hearsApart() ? transfer.choose(step, batches.heard(step), values()) : null,
    }),
    kinds(step) {
      if (!hearsApart()) return { seen: [{ labelled: labelled(step), heard: null }], writing: [] };
      const { heard, writing } = transfer.kinds(batches.heard(step), values());
      return { seen: heard.map((one) => ({ labelled: labelled(step), heard: one })), writing };
    },
  };
}
