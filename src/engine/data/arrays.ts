// Arrays on their way from the host to the device.

import * as tf from '../tf.ts';

/** An array on its way to the device. */
export interface HostArray {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** Puts arrays on the device; the tensors are the caller's to dispose of. */
export const upload = (arrays: readonly HostArray[]): tf.Tensor[] =>
  arrays.map(({ values, shape }) =>
    tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),
  );

/** What a step is given: an array from the host, or a tensor that is on the device already. */
export type StepInput = HostArray | tf.Tensor;

/** Inputs as tensors on the device; inside a tidy, which frees those that were uploaded. */
export const place = (inputs: readonly StepInput[]): tf.Tensor[] =>
  inputs.flatMap((input) => (input instanceof tf.Tensor ? input : upload([input])));
