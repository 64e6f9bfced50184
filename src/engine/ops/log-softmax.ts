// The logarithms of a softmax, as one operation where the backend has it. Pure; [R, K] to [R, K].

import { isFused, runFused } from '../kernels/kernels.ts';
import * as tf from '../tf.ts';
import { withGradient } from './with-gradient.ts';

/** x - log sum exp(x) of each row: finite for any finite x. */
export function logSoftmax(x: tf.Tensor2D): tf.Tensor2D {
  if (!isFused('logSoftmax')) return tf.logSoftmax(x);
  return withGradient(
    { x },
    (save) => {
      const [y] = runFused('logSoftmax', { x }, {});
      save([y]);
      return y;
    },
    (dy, [y]) => ({ x: () => runFused('logSoftmaxGradient', { y: y as tf.Tensor2D, dy }, {})[0] }),
  );
}
