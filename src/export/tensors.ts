// Small arithmetic on named arrays. Pure.

import type { NamedTensor, Portable } from '../shared/portable.ts';

/** The bytes of an array, little-endian whatever the machine. */
export function littleEndian(values: Float32Array | Int32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    if (values instanceof Float32Array) view.setFloat32(4 * i, values[i] ?? 0, true);
    else view.setInt32(4 * i, values[i] ?? 0, true);
  }
  return bytes;
}

/** A matrix [rows, columns] as [columns, rows]. */
export function transposed({ name, shape, values }: NamedTensor): NamedTensor {
  const [rows = 1, columns = 1] = shape;
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = values[row * columns + column] ?? 0;
    }
  }
  return { name, shape: [columns, rows], values: turned };
}

/** Looks a weight up by its name. Throws where there is none, which can only be a mistake of ours. */
export function weightsOf({ tensors }: Portable): (name: string) => NamedTensor {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return (name) => {
    const tensor = byName.get(name);
    if (tensor === undefined) throw new Error(`the model has no weight ${name}`);
    return tensor;
  };
}
