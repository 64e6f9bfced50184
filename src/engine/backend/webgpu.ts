// Programs of our own on TensorFlow.js's WebGPU backend, in order with its own. Touches what the backend keeps private
// (4.22.0).

import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Binding, Gpu, Program } from '../kernels/webgpu/kernel.ts';
import { usualTiles } from '../kernels/webgpu/tile.ts';
import { perThread, threads } from '../kernels/webgpu/wgsl.ts';
import * as tf from '../tf.ts';

/** What is private in WebGPUBackend. */
export interface GpuBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(dataId: object): { resource: GPUBuffer | null; dtype: tf.DataType } };
  commandQueueOwnedIds: { add(dataId: object): void; has(dataId: object): boolean };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  bufferManager: BufferPool;
  makeTensorInfo(shape: number[], dtype: tf.DataType): TensorInfo;
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  disposeData(dataId: object): boolean;
  convertAndCacheOnCPU(dataId: object, data: unknown): unknown;
}

/** Where the backend has its memory from. `reuse`: the buffer may be handed out again; else it is destroyed. */
export interface BufferPool {
  acquireBuffer(size: number, usage: number, mapped?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  readonly numBytesUsed: number;
  readonly numBytesAllocated: number;
}

/** The running backend, where it is WebGPU. */
export const runningGpuBackend = (): GpuBackend | null =>
  tf.getBackend() === 'webgpu' ? (tf.backend() as unknown as GpuBackend) : null;

/** TensorFlow.js's own: so many programs a submit. */
const programsPerSubmit = 15;

interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** The memory of a tensor on the device; uploads one that is not there yet. */
export const bufferOf = (backend: GpuBackend, { dataId }: TensorInfo): GPUBuffer => {
  backend.uploadToGPU(dataId);
  return backend.tensorMap.get(dataId).resource as GPUBuffer;
};

/** The WGSL that declares a program's bindings and sizes. */
function declarations({ bindings, sizes }: Program): string {
  const buffers = Object.entries(bindings).map(
    ([name, { access, element = 'f32' }], i) =>
      `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${element}>;`,
  );
  const fields = Object.keys(sizes).map((name) => `${name}: u32,`);
  const last = `struct Sizes { ${fields.join(' ')} }\n@group(0) @binding(${buffers.length}) var<uniform> sizes: Sizes;`;
  return [...buffers, last].join('\n');
}

/** What a program is compiled from, and how its buffers are bound. */
function describe(device: GPUDevice, program: Program) {
  const types = Object.values(program.bindings).map(({ access }) =>
    access === 'read' ? 'read-only-storage' : 'storage',
  );
  const layout = device.createBindGroupLayout({
    entries: [...types, 'uniform' as const].map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    })),
  });
  const enabled = device.features.has('subgroups') ? 'enable subgroups;\n' : '';
  const code = `${enabled}${declarations(program)}\n${program.code()}`;
  const descriptor: GPUComputePipelineDescriptor = {
    label: program.key,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label: program.key, code }), entryPoint: 'main' },
  };
  return { descriptor, layout };
}

/** Programs of a device that are compiled: when they are needed, or ahead (see ahead.ts). */
function createCompiler(device: GPUDevice) {
  const compiled = new Map<string, Compiled>();
  const begun = new Set<string>();
  return {
    get(program: Program): Compiled {
      let entry = compiled.get(program.key);
      if (entry === undefined) {
        const { descriptor, layout } = describe(device, program);
        entry = { pipeline: device.createComputePipeline(descriptor), layout };
        compiled.set(program.key, entry);
      }
      return entry;
    },
    begin(program: Program): void {
      const { key } = program;
      if (compiled.has(key) || begun.has(key)) return;
      begun.add(key);
      const { descriptor, layout } = describe(device, program);
      device.createComputePipelineAsync(descriptor).then(
        (pipeline) => compiled.set(key, { pipeline, layout }),
        // Compiled again where it is needed, which says what is wrong.
        () => begun.delete(key),
      );
    },
  };
}

/** true: programs are compiled and not run. */
const compilesOnly = (): boolean => tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');

/** Sizes lie in buffers that are written once and shared by all programs with the same ones: nothing is uploaded twice. */
function createSizes(device: GPUDevice): (sizes: Program['sizes']) => GPUBuffer {
  const buffers = new Map<string, GPUBuffer>();
  return (sizes) => {
    const values = Uint32Array.from(Object.values(sizes));
    const key = values.join();
    let buffer = buffers.get(key);
    if (buffer === undefined) {
      const size = Math.ceil(values.byteLength / 16) * 16;
      buffer = device.createBuffer({ size, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(buffer, 0, values);
      buffers.set(key, buffer);
    }
    return buffer;
  };
}

/** Whole numbers to floats. */
const conversion = (from: TensorInfo, to: TensorInfo): Program => {
  const count = tf.util.sizeFromShape(from.shape);
  return {
    key: 'whole to float',
    bindings: {
      x: { tensor: from, access: 'read', element: 'i32' },
      result: { tensor: to, access: 'read_write' },
    },
    sizes: { count },
    code: () => perThread('sizes.count', 'result[thread] = f32(x[thread]);'),
    workgroups: threads(count),
  };
};

/** The device of a running backend, for kernels of our own. */
export function createGpu(
  backend: GpuBackend,
  { isSoftware, subgroup }: Pick<Gpu, 'isSoftware' | 'subgroup'>,
): Gpu {
  const { device } = backend;
  const compiler = createCompiler(device);
  const sizesBuffer = createSizes(device);
  // A variable that is updated in place keeps its buffer: a copy on the processor would go stale.
  backend.convertAndCacheOnCPU = (_, data) => data;

  /** TensorFlow.js casts whole numbers to floats by saying so and leaves the buffer as it is. */
  function converted({ tensor, access, element = 'f32' }: Binding): TensorInfo {
    const holdsFloats = backend.tensorMap.get(tensor.dataId).dtype === 'float32';
    if (access !== 'read' || element === 'i32' || holdsFloats) return tensor;
    const floats = backend.makeTensorInfo([...tensor.shape], 'float32');
    gpu.run(conversion(tensor, floats));
    return floats;
  }

  const gpu: Gpu = {
    isSoftware,
    subgroup,
    tiles: isSoftware ? null : usualTiles,
    maxBindings: device.limits.maxStorageBuffersPerShaderStage,
    output: (shape, dtype = 'float32') => backend.makeTensorInfo(shape, dtype),
    async done() {
      if (backend.commandEncoder !== null) {
        backend.endComputePassEncoder();
        backend.submitQueue();
      }
      await device.queue.onSubmittedWorkDone();
    },
    release: ({ dataId }) => void backend.disposeData(dataId),
    run(program) {
      if (compilesOnly()) return compiler.begin(program);
      const entry = compiler.get(program);
      const bound = Object.values(program.bindings);
      const tensors = bound.map(converted);
      const buffers = [...tensors.map((tensor) => bufferOf(backend, tensor)), sizesBuffer(program.sizes)];
      const bindGroup = device.createBindGroup({
        layout: entry.layout,
        entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
      });
      for (const { dataId } of tensors) backend.commandQueueOwnedIds.add(dataId);
      backend.ensureCommandEncoderReady();
      backend.computePassEncoder ??= backend.commandEncoder?.beginComputePass() ?? null;
      const pass = backend.computePassEncoder;
      pass?.setPipeline(entry.pipeline);
      pass?.setBindGroup(0, bindGroup);
      pass?.dispatchWorkgroups(...program.workgroups);
      bound.forEach(({ tensor }, i) => {
        const used = tensors[i] as TensorInfo;
        if (used !== tensor) backend.disposeData(used.dataId);
      });
      backend.dispatchCountInPass += 1;
      if (backend.dispatchCountInPass < programsPerSubmit) return;
      backend.endComputePassEncoder();
      backend.submitQueue();
    },
  };
  return gpu;
}
