// The three lanes, and what one of them has learnt at a moment: enough to go on from there, or to teach another run.

export const laneIds = ['teacher', 'student', 'control'] as const;

export type LaneId = (typeof laneIds)[number];

export const studentLanes = ['student', 'control'] as const;

/** What one lane has learnt at one moment: enough to go on exactly from there, on any backend. */
export interface LaneState {
  /** One array per variable, in the model's order. */
  readonly weights: readonly Float32Array[];
  /** One array per optimiser slot, in the optimiser's order; none of a model whose phase is over. */
  readonly slots: readonly Float32Array[];
  /** Steps this lane has taken. */
  readonly step: number;
  /** Language models: a fingerprint of the tokens that the weights are about. */
  readonly vocabulary?: string;
}

export interface Checkpoint {
  readonly phase: Phase;
  readonly lanes: Readonly<Record<LaneId, LaneState>>;
  /** The second teacher, where there is one. */
  readonly second: LaneState | null;
  /** The teaching assistant, only where there is one. */
  readonly assistant?: LaneState;
}

/** A teacher that has learnt, apart from any run. */
export interface TrainedTeacher {
  readonly state: LaneState;
  /** The second teacher that learnt beside it, if any. */
  readonly second: LaneState | null;
}

export const phases = ['teacher', 'assistant', 'students'] as const;

export type Phase = (typeof phases)[number];

export type LanePair = readonly [LaneId, LaneId];
