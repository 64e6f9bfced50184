// Where a recorded step's time goes: each of its programs by itself. For scripts/measure-kernels.mjs; decides no test.

import { makeRecorded } from '../../src/engine/bench/ours.ts';
import { work } from '../../src/engine/bench/work.ts';
import { type WorkloadId, workloads } from '../../src/shared/bench/workloads.ts';
import { forget } from './backends.ts';

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: [number, number, number];
}

export interface Program {
  /** What its pipeline is labelled. */
  readonly name: string;
  /** How often a step runs it. */
  readonly count: number;
  /** All of those, each at its best of some rounds. */
  readonly totalMs: number;
}

const rounds = 5;
/** Short programs are run so often that waiting for them weighs little. */
const repeats = (ms: number): number => (ms > 3 ? 1 : 30);

/** What `run` enqueues in compute passes, in order; it is enqueued all the same. */
function noted(run: () => void): Dispatch[] {
  const pass = GPUComputePassEncoder.prototype;
  const { setPipeline, setBindGroup, dispatchWorkgroups } = pass;
  const dispatches: Dispatch[] = [];
  let [pipeline, bindGroup]: [GPUComputePipeline?, GPUBindGroup?] = [];
  pass.setPipeline = function set(next) {
    pipeline = next;
    return setPipeline.call(this, next);
  };
  pass.setBindGroup = function set(this: GPUComputePassEncoder, index: number, next: GPUBindGroup) {
    bindGroup = next;
    return (setBindGroup as (index: number, group: GPUBindGroup) => undefined).call(this, index, next);
  } as typeof setBindGroup;
  pass.dispatchWorkgroups = function dispatch(x, y = 1, z = 1) {
    if (pipeline && bindGroup) dispatches.push({ pipeline, bindGroup, workgroups: [x, y, z] });
    return dispatchWorkgroups.call(this, x, y, z);
  };
  try {
    run();
  } finally {
    Object.assign(pass, { setPipeline, setBindGroup, dispatchWorkgroups });
  }
  return dispatches;
}

async function timeOf(device: GPUDevice, { pipeline, bindGroup, workgroups }: Dispatch, times: number) {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  for (let i = 0; i < times; i++) pass.dispatchWorkgroups(...workgroups);
  pass.end();
  const startedAt = performance.now();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return (performance.now() - startedAt) / times;
}

/** Programs of a step of the workload; numbers are overwritten meanwhile, so that the contender is of no use afterwards. */
export async function profileReplay(workload: WorkloadId): Promise<Program[]> {
  forget();
  const { requestDevice } = GPUAdapter.prototype;
  let device: GPUDevice | null = null;
  GPUAdapter.prototype.requestDevice = async function request(descriptor) {
    device = await requestDevice.call(this, descriptor);
    return device;
  };
  const { step, loss } = await makeRecorded(work(workloads[workload]), { backend: 'webgpu', wasmPaths: {} });
  GPUAdapter.prototype.requestDevice = requestDevice;
  step();
  await loss();
  const programs = noted(step).map((dispatch) => ({ dispatch, ms: Number.POSITIVE_INFINITY }));
  await loss();
  if (device === null) throw new Error('no device was asked for');
  for (let round = 0; round < rounds; round++)
    for (const program of programs) {
      const times = round === 0 ? 1 : repeats(program.ms);
      program.ms = Math.min(program.ms, await timeOf(device, program.dispatch, times));
    }
  const alike = new Map<string, Program>();
  for (const { dispatch, ms } of programs) {
    const name = dispatch.pipeline.label || 'of TensorFlow.js';
    const { count, totalMs } = alike.get(name) ?? { count: 0, totalMs: 0 };
    alike.set(name, { name, count: count + 1, totalMs: totalMs + ms });
  }
  return [...alike.values()];
}
