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

/** How training steps are computed: for teaching and for tests; in links `engine=`. */
export const engines = {
  recorded: {
    label: 'Recorded once, then replayed',
    help: 'The graphics card is handed a whole step at once. On WebGPU; elsewhere steps are computed one operation after another.',
  },
  subgroups: {
    label: 'Recorded, with subgroups',
    help: 'Recorded too, and sums over a row go through subgroups, where the graphics card has them.',
  },
  eager: {
    label: 'One operation after another',
    help: 'As most libraries do it: the same kernels and the same numbers, but the card waits for JavaScript.',
  },
  plain: {
    label: 'With TensorFlow.js’s kernels alone',
    help: 'One operation after another, and none of our own: what the others are measured against.',
  },
} as const;
export type EngineChoice = keyof typeof engines;

export const isEngineChoice = (value: string): value is EngineChoice => Object.hasOwn(engines, value);

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
