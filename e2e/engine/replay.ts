// What a replayed step of the benchmark asks of WebGPU.

import { counted, perStep } from '../../src/engine/bench/count.ts';
import { makeRecorded } from '../../src/engine/bench/ours.ts';
import { work } from '../../src/engine/bench/work.ts';
import type { Counts } from '../../src/shared/bench/messages.ts';
import { type Shape, type Workload, type WorkloadId, workloads } from '../../src/shared/bench/workloads.ts';
import { forget } from './backends.ts';

/** Heads as narrow as they can be while numbers still come in fours. */
const narrow = <S extends Shape | null>(shape: S): S =>
  shape?.kind === 'gpt' ? { ...shape, nEmbd: 4 * shape.nHead } : shape;

/** A language model with the same layers and heads on fewer numbers: a step of the same programs. */
function thin(workload: Workload): Workload {
  const { teacher, student, context, vocabulary } = workload;
  return {
    ...workload,
    batch: student.kind === 'gpt' ? 2 : workload.batch,
    context: Math.min(context, 16),
    vocabulary: Math.min(vocabulary, 16),
    teacher: narrow(teacher),
    student: narrow(student),
  };
}

/** Of one step, the workload's own or that of its thin twin. */
export async function countReplay(id: WorkloadId, isThin: boolean): Promise<Counts> {
  forget();
  const workload: Workload = workloads[id];
  const from = work(isThin ? thin(workload) : workload);
  const { step, loss } = await makeRecorded(from, { backend: 'webgpu', wasmPaths: {} });
  step();
  await loss();
  const before = counted();
  step();
  const counts = perStep(before, 1);
  await loss();
  forget();
  return counts;
}
