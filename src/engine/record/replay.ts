// Replays a captured step: new inputs in, the same commands, its row out. Makes no buffer and compiles nothing once it runs.

import type { Capture } from '../backend/capture.ts';
import { enqueue, enqueueCopies, submit } from '../backend/commands.ts';
import { bufferOf, type GpuBackend } from '../backend/webgpu.ts';
import type { StepInput } from '../data/arrays.ts';
import * as tf from '../tf.ts';

export interface Replay {
  /** Enqueues one step on `inputs`; its result goes into `target`, from number `at` on. */
  enqueue(inputs: readonly StepInput[], target: tf.Tensor, at: number): void;
  /** What the captured step leaves its result in. */
  readonly result: tf.Tensor;
  /** Sends what is enqueued to the device. */
  submit(): void;
  readonly bytes: number;
  dispose(): void;
}

/**
 * `known` are the tensors that the captured step reads its inputs from; they are the replay's from now on. Inputs wait in a
 * ring of `slots`, so that steps that are not sent yet keep theirs; at most so many may be unsent.
 */
export function createReplay(
  backend: GpuBackend,
  captured: Capture,
  known: readonly tf.Tensor[],
  slots: number,
): Replay {
  const { device, queue } = backend;
  const targets = known.map((tensor) => bufferOf(backend, tensor));
  const offsets: number[] = [];
  let stride = 0;
  for (const { size } of known) {
    offsets.push(stride);
    stride += 4 * size;
  }
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const waiting = device.createBuffer({ size: stride * slots, usage });
  const staged = new ArrayBuffer(stride);
  const { result } = captured;
  let slot = 0;
  return {
    result,
    bytes: captured.bytes + waiting.size,
    enqueue(inputs, target, at) {
      slot = (slot + 1) % slots;
      inputs.forEach((input, i) => {
        if (input instanceof tf.Tensor) return;
        const { values } = input;
        const Kind = values instanceof Int32Array ? Int32Array : Float32Array;
        new Kind(staged, offsets[i] ?? 0, values.length).set(values);
      });
      queue.writeBuffer(waiting, slot * stride, staged);
      enqueueCopies(
        backend,
        inputs.map((input, i) => {
          const to = targets[i] as GPUBuffer;
          const own = input instanceof tf.Tensor ? bufferOf(backend, input) : null;
          const fromByte = own === null ? slot * stride + (offsets[i] ?? 0) : 0;
          return { from: own ?? waiting, fromByte, to, toByte: 0, bytes: to.size };
        }),
      );
      enqueue(backend, captured.commands);
      const [from, to] = [bufferOf(backend, result), bufferOf(backend, target)];
      enqueueCopies(backend, [{ from, fromByte: 0, to, toByte: 4 * at, bytes: 4 * result.size }]);
    },
    submit: () => submit(backend),
    dispose() {
      captured.dispose();
      tf.dispose([...known]);
      waiting.destroy();
    },
  };
}
