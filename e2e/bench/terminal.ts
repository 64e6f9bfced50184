// What scripts/bench.mjs needs of the project's TypeScript, bundled for Node: the race, its table, the work as bytes for a
// program in another language, and whether Dawn runs here.

import { work } from '../../src/engine/bench/work.ts';
import { settings, type WorkloadId, workloads } from '../../src/shared/bench/workloads.ts';

export { contenderNames } from '../../src/shared/bench/messages.ts';
export { lossSpread, race, sameLoss } from '../../src/shared/bench/race.ts';
export { tableOf, toMarkdown } from '../../src/shared/bench/table.ts';
export { isWorkloadId, workloadIds, workloads } from '../../src/shared/bench/workloads.ts';
export { bringDawn } from './node-gpu.ts';

/** A workload's weights and data: a description, and one block of bytes that it points into. */
export function packed(id: WorkloadId): { readonly head: string; readonly bytes: Uint8Array } {
  const { workload, teacher, student, x, labels, classes } = work(workloads[id]);
  const parts: (Float32Array | Int32Array)[] = [];
  let at = 0;
  const place = (values: Float32Array | Int32Array, shape: readonly number[]) => {
    const entry = { at, shape, kind: values instanceof Int32Array ? 'int32' : 'float32' };
    parts.push(values);
    at += values.byteLength;
    return entry;
  };
  const weights = (list: typeof student | null) =>
    list && Object.fromEntries(list.map(({ name, shape, values }) => [name, place(values, shape)]));
  const head = {
    workload,
    settings,
    classes,
    teacher: weights(teacher),
    student: weights(student),
    x: place(x, [workload.batch, x.length / workload.batch]),
    labels: place(labels, [labels.length]),
  };
  const bytes = new Uint8Array(at);
  let to = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), to);
    to += byteLength;
  }
  return { head: JSON.stringify(head), bytes };
}
