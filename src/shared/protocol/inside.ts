// What happens inside the networks at one moment, as the page shows it: maps of hidden units, answers of hidden units to one
// input, or maps of attention.

import type { LaneId } from './lanes.ts';
import type { Probe } from './watch.ts';

/** What is looked into. */
export type InsideQuestion =
  /** Points in a plane: at most so many units of each layer. */
  | { readonly of: 'plane'; readonly units: number }
  /** Other features: hidden units on one input; on none, only layers are compared. */
  | { readonly of: 'input'; readonly probe: Probe | null }
  /** Tasks whose models write: attention on a text; an empty one stands for a validation text. */
  | { readonly of: 'text'; readonly text: string };

/** One layer over the plane: what its units answer at every place, and what they hear of those below. */
export interface LayerMaps {
  /** Units that the layer has. */
  readonly units: number;
  /** Those that are shown, by index, rising; the maps and numbers below are theirs. */
  readonly shown: readonly number[];
  /** Activations, or, of the output layer, probabilities; shape [shown, cells * cells], rows from the top left. */
  readonly maps: Float32Array;
  /** From what is shown of the layer below, [shown below, shown]. */
  readonly weights: Float32Array;
  /** Norms of all weights that lead into a unit, and of all that lead out of it; shape [shown], none out of the output layer. */
  readonly into: Float32Array;
  readonly outOf: Float32Array;
  readonly bias: Float32Array;
  /** Share of the plane where the value is above 0, shape [shown]. */
  readonly active: Float32Array;
  /** Largest size of a value, shape [shown]: a unit of 0 is dead. */
  readonly largest: Float32Array;
  /** Dead units of the whole layer. */
  readonly dead: number;
}

/** A unit of the teacher's, and its Pearson correlation over the plane with another's. */
export interface Twin {
  /** Of hidden layers, first is 0. */
  readonly layer: number;
  readonly unit: number;
  /** -1 to 1. */
  readonly correlation: number;
}

/** How like the teacher's inside a lane's is. */
export interface LayersLike {
  /** Linear CKA of each layer of the lane with each of the teacher's, the output layers last; NaN where one is constant. */
  readonly cka: readonly (readonly number[])[];
}

export interface NetworkLike extends LayersLike {
  /** Of each shown unit of each hidden layer the teacher's most like it; null where either is the same everywhere. */
  readonly twins: readonly (readonly (Twin | null)[])[];
  /** What those units of the teacher's answer, by layer, [shown, cells * cells]. */
  readonly twinMaps: readonly Float32Array[];
  /** Of each shown unit of the teacher's hidden layers the largest |correlation| with a unit of the lane; 0 where there is none. */
  readonly met: readonly (readonly number[])[];
  /** Mean over the teacher's units of the largest |correlation| with a unit of the lane; NaN where all are constant. */
  readonly covered: number;
}

export interface PlaneInside {
  readonly of: 'plane';
  readonly cells: number;
  readonly extent: number;
  /** Hidden layers, then the output layer. */
  readonly lanes: Readonly<Record<LaneId, readonly LayerMaps[]>>;
  readonly like: Readonly<Record<'student' | 'control', NetworkLike>>;
  /** Units of each of the teacher's layers that are compared at most. */
  readonly compared: number;
}

export interface InputInside {
  readonly of: 'input';
  readonly probe: Probe | null;
  /** Activations of each hidden layer on the input, shape [units]; null where there is none. */
  readonly lanes: Readonly<Record<LaneId, readonly Float32Array[]>> | null;
  readonly like: Readonly<Record<'student' | 'control', LayersLike>>;
  /** Validation inputs on which layers were compared. */
  readonly rows: number;
}

export interface LaneAttention {
  readonly layers: number;
  readonly heads: number;
  /** Shape [layers, heads, tokens, tokens]: each row says how much a token looks at each of those up to itself. */
  readonly weights: Float32Array;
  /** Mean over tokens but the first, shape [layers * heads]: entropy in nats, and tokens looked back. */
  readonly entropy: Float32Array;
  readonly lookBack: Float32Array;
}

/** The teacher's head nearest to another, by the mean Jensen-Shannon divergence of their rows but the first, nats. */
export interface NearestHead {
  readonly layer: number;
  readonly head: number;
  readonly distance: number;
}

export interface TextInside {
  readonly of: 'text';
  readonly tokens: readonly string[];
  /** Tokens are words, which are written with blanks between them. */
  readonly isWords: boolean;
  /** Tokens that the text has; more than are shown where it is long. */
  readonly length: number;
  readonly lanes: Readonly<Record<LaneId, LaneAttention>>;
  /** Shape [layers * heads] of the lane. */
  readonly nearest: Readonly<Record<'student' | 'control', readonly NearestHead[]>>;
}

export type Inside = PlaneInside | InputInside | TextInside;
