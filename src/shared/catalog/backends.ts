// The TensorFlow.js backends that training can run on, in the order in which the automatic choice prefers them.

export const backends = {
  webgpu: { label: 'WebGPU', device: 'graphics card' },
  webgl: { label: 'WebGL', device: 'graphics card' },
  wasm: { label: 'WebAssembly', device: 'processor' },
  cpu: { label: 'JavaScript', device: 'processor' },
} as const;

export type BackendName = keyof typeof backends;
export const backendNames = Object.keys(backends) as BackendName[];
export type BackendChoice = BackendName | 'auto';

export function isBackendChoice(value: string): value is BackendChoice {
  return value === 'auto' || Object.hasOwn(backends, value);
}

/** How training steps are computed: for teaching and for tests; in links `engine=`. Their words are in engines.ts. */
export const engineChoices = ['recorded', 'subgroups', 'eager', 'plain'] as const;
export type EngineChoice = (typeof engineChoices)[number];

export const isEngineChoice = (value: string): value is EngineChoice =>
  (engineChoices as readonly string[]).includes(value);

/** Whether steps go through kernels of our own; elsewhere TensorFlow.js composes them of many, and keeps more on the way. */
export const hasOwnKernels = (backend: BackendName | null, engine: EngineChoice): boolean =>
  engine !== 'plain' && (backend === 'webgpu' || backend === 'wasm');

/** A graphics backend whose card is only imitated in software. */
export interface SoftwareGraphics {
  readonly name: BackendName;
  /** What the driver calls itself. */
  readonly adapter: string;
}

/** What a step of the classic pair (batch 32) took on a backend of this device. */
export interface StepPace {
  readonly name: BackendName;
  readonly stepMs: number;
}

/** Which backend runs and why: shown on the page and printed by the terminal. */
export interface BackendInfo {
  readonly name: BackendName;
  /** What the driver calls itself; empty where nothing is known. */
  readonly adapter: string;
  /** One sentence. */
  readonly reason: string;
  /** Software graphics that there is beside it: whether it is slower is to be measured. */
  readonly software: readonly SoftwareGraphics[];
}
