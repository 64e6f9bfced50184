// What TensorFlow.js 4.22.0 keeps private is touched in this folder alone: its versions are pinned for that reason.
// Each backend's code is loaded only when it is tried.

import { adapterName, isSoftware } from '../../shared/adapter.ts';
import type { BackendName, StepPace } from '../../shared/catalog/backends.ts';
import type { WasmHeap } from '../kernels/wasm/kernel.ts';
import type { KeptTiles } from '../kernels/webgpu/tune.ts';
import * as tf from '../tf.ts';
import { createGpu, type GpuBackend } from './webgpu.ts';

/** What the surroundings (worker, terminal) must bring for a backend to start. */
export interface Host {
  /** Where the WebAssembly files lie: one address prefix, or an address for each file name. */
  readonly wasmPaths: string | Readonly<Record<string, string>>;
  /** The entry to WebGPU; null where there is none. */
  readonly gpu: GPU | null;
  /** What steps took here when they were measured; the automatic choice goes by them where graphics are software. */
  readonly paces?: readonly StepPace[];
  /** Keeps what is measured of a graphics card; without it nothing is measured. */
  readonly tiles?: KeptTiles;
}

export interface Started {
  /** What the driver calls itself. */
  readonly adapter: string;
  /** Settles, with the reason, if the device is ever lost. */
  readonly lost: Promise<string>;
  /** Measures what the device's kernels should be like, once a device, as long as nobody wants anything else. */
  readonly tune?: (isIdle: () => boolean) => Promise<void>;
}

const never = new Promise<string>(() => {});

async function startWebGpu({ gpu, tiles }: Host): Promise<Started> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('there is no WebGPU adapter');
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredFeatures: (['timestamp-query', 'subgroups'] as const).filter((name) =>
      adapter.features.has(name),
    ),
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    },
  });
  // The package registers a factory of its own, which hides the device; ours takes its place under the same name,
  // because kernels are registered by name.
  if (tf.findBackendFactory('webgpu') !== undefined) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  const lost = device.lost.then(({ reason, message }) => `${reason || 'lost'}: ${message}`);
  await activate('webgpu');
  const { registerGpuKernels } = await import('../kernels/webgpu/register.ts');
  const ours = createGpu(tf.backend() as unknown as GpuBackend, {
    isSoftware: isSoftware(adapter.info),
    subgroup: adapter.features.has('subgroups') ? Math.min(64, adapter.info.subgroupMinSize) : 1,
  });
  registerGpuKernels(ours);
  const started = { adapter: adapterName(adapter.info), lost };
  if (tiles === undefined || ours.isSoftware) return started;
  const { createTuner } = await import('../kernels/webgpu/tune.ts');
  const { vendor, architecture, device: model, description } = adapter.info;
  const tuner = createTuner(ours, [vendor, architecture, model, description].join('; '), tiles);
  await tuner.recall();
  return { ...started, tune: tuner.measure };
}

async function startWebGl(): Promise<Started> {
  await import('@tensorflow/tfjs-backend-webgl');
  await activate('webgl');
  const gl = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu.gl;
  const lost = new Promise<string>((resolve) => {
    (gl as unknown as { canvas: EventTarget }).canvas.addEventListener('webglcontextlost', () =>
      resolve('the WebGL context was lost'),
    );
  });
  return { adapter: webGlRenderer(gl), lost };
}

/** The renderer's name where the browser tells it. */
export function webGlRenderer(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

async function startWasm({ wasmPaths }: Host): Promise<Started> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(wasmPaths as string);
  // Threads need a cross-origin isolated page, and small models gain nothing from them.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend');
  const hasSimd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  if (hasSimd) {
    const { registerWasmKernels } = await import('../kernels/wasm/register.ts');
    const { memory, heap } = wasmHeap();
    await registerWasmKernels(memory, heap);
  }
  await activate('wasm');
  return { adapter: hasSimd ? 'processor, SIMD' : 'processor without SIMD', lost: never };
}

/** What is private in BackendWasm and in the module that Emscripten made of it. */
interface WasmBackend {
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  incRef(dataId: object): void;
}

/** The memory of the running wasm backend, for kernels of our own. */
function wasmHeap(): { memory: WebAssembly.Memory; heap: WasmHeap } {
  const backend = tf.backend() as unknown as WasmBackend;
  const { wasm } = backend;
  let [spare, spareBytes] = [0, 0];
  const heap: WasmHeap = {
    address: (tensor) => (tensor === undefined ? 0 : backend.dataIdMap.get(tensor.dataId).memoryOffset),
    output: (shape, dtype = 'float32') => backend.makeOutput(shape, dtype),
    share({ dataId, shape, dtype }) {
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    integers: ({ dataId, shape }) =>
      new Int32Array(
        wasm.asm.memory.buffer,
        backend.dataIdMap.get(dataId).memoryOffset,
        tf.util.sizeFromShape(shape),
      ),
    scratch(bytes) {
      if (bytes > spareBytes) {
        wasm._free(spare);
        // Above 2 GB addresses come back as negative numbers.
        spare = wasm._malloc(bytes) >>> 0;
        spareBytes = bytes;
      }
      return spare;
    },
  };
  return { memory: wasm.asm.memory, heap };
}

async function startCpu(): Promise<Started> {
  await import('@tensorflow/tfjs-backend-cpu');
  await activate('cpu');
  return { adapter: 'processor', lost: never };
}

async function activate(name: BackendName): Promise<void> {
  tf.enableProdMode();
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its ${name} backend`);
  // A driver can start and still compute nonsense: a sum that anybody can check comes first.
  const sum = tf.tidy(() => tf.sum(tf.matMul(tf.ones([8, 8]), tf.ones([8, 8]))));
  const [value] = await sum.data();
  sum.dispose();
  if (value !== 512) throw new Error(`the ${name} backend computes wrongly: ${value} instead of 512`);
}

const starters = { webgpu: startWebGpu, webgl: startWebGl, wasm: startWasm, cpu: startCpu } satisfies Record<
  BackendName,
  (host: Host) => Promise<Started>
>;

/** Starts one backend and makes it TensorFlow.js's current one. Throws an Error with the reason where it cannot. */
export const startOne = (name: BackendName, host: Host): Promise<Started> => starters[name](host);

/** Forgets every tensor and every backend, a lost device included. Whoever still holds tensors must drop them. */
export function forgetBackends(): void {
  tf.engine().reset();
}

/** Tensors alive on the current backend: constant over the steps of a run, or something leaks. */
export const tensorCount = (): number => tf.memory().numTensors;

/** Memory that the current backend has taken for tensors, spare buffers included. */
export function deviceBytes(): number {
  const { numBytes, ...more } = tf.memory() as tf.MemoryInfo & Record<string, number | undefined>;
  return Number(more.numBytesAllocatedInGPU ?? more.numBytesInGPU ?? numBytes);
}

/** What TensorFlow.js's engine does around every operation. */
interface TensorEngine {
  readonly state: { kernelDepth: number; readonly profiling: boolean };
  readonly backend: { incRef(dataId: object): void };
  isTapeOn(): boolean;
  tidy<T extends tf.Tensor>(run: () => T): T;
  keep(tensor: tf.Tensor): tf.Tensor;
  makeTensorFromTensorInfo(info: tf.TensorInfo): tf.Tensor;
  runKernelFunc(call: {
    inputs: tf.NamedTensorMap;
    forwardFunc(backend: unknown, save: (tensors: tf.Tensor[]) => void): tf.Tensor;
    backwardsFunc(dy: tf.Tensor, saved: tf.Tensor[]): Record<string, () => tf.Tensor>;
  }): tf.Tensor;
  addTapeNode(
    name: string,
    inputs: tf.NamedTensorMap,
    outputs: tf.Tensor[],
    gradient: (dy: tf.Tensor, saved: tf.Tensor[]) => Record<string, () => tf.Tensor>,
    saved: tf.Tensor[],
    attributes: tf.NamedAttrMap,
  ): void;
}

const tensorEngine = () => tf.engine() as unknown as TensorEngine;

/** The same numbers under another name, as tf.clone gives them, but outside the tape and without an operation. */
export function share<T extends tf.Tensor>(tensor: T): T {
  const engine = tensorEngine();
  engine.backend.incRef(tensor.dataId);
  const { dataId, shape, dtype } = tensor;
  return engine.makeTensorFromTensorInfo({ dataId, shape, dtype }) as T;
}

/**
 * An operation with a gradient of its own. As tf.customGrad, whose wrapping costs small models more time than their
 * arithmetic: what is saved is shared instead of cloned, and inputs have names.
 */
export function runDifferentiable(
  inputs: tf.NamedTensorMap,
  forward: (save: (tensors: tf.Tensor[]) => void) => tf.Tensor,
  backward: (dy: tf.Tensor, saved: tf.Tensor[]) => Record<string, () => tf.Tensor>,
): tf.Tensor {
  const engine = tensorEngine();
  // Whoever measures (tf.profile) counts the operations that the engine knows of.
  if (engine.state.profiling)
    return engine.runKernelFunc({
      inputs,
      forwardFunc: (_, save) => forward(save),
      backwardsFunc: backward,
    });
  const isRecorded = engine.isTapeOn();
  let saved: tf.Tensor[] = [];
  const save = (tensors: tf.Tensor[]) => {
    // Freed with the tape; without one nobody would.
    if (isRecorded) saved = tensors.map((tensor) => engine.keep(share(tensor)));
  };
  // What runs inside an operation is not on the tape.
  engine.state.kernelDepth += 1;
  let output: tf.Tensor;
  try {
    output = engine.tidy(() => forward(save));
  } finally {
    engine.state.kernelDepth -= 1;
  }
  if (isRecorded) engine.addTapeNode('', inputs, [output], backward, saved, {});
  return output;
}

/** Runs a registered kernel that has no gradient; as tf.engine().runKernel, less what that does for those that have one. */
export function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor[] {
  const engine = tensorEngine();
  if (engine.state.profiling)
    return tf.engine().runKernel(name, inputs, attributes) as unknown as tf.Tensor[];
  const kernel = tf.getKernel(name, tf.getBackend());
  const infos = kernel.kernelFunc({ inputs, attrs: attributes, backend: engine.backend });
  return [infos].flat().map((info) => engine.makeTensorFromTensorInfo(info));
}
