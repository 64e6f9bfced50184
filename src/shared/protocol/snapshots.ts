// What the worker measures or computes for panels: the models at one moment, by kind of snapshot.

import type { KdSplit } from '../kd-split.ts';
import type { Item } from './data.ts';
import type { Inside } from './inside.ts';
import type { LaneId, LanePair } from './lanes.ts';
import type { FidelitySet, Probe, Prompt, XrayItem } from './watch.ts';

/** How sure a model is and how often rightly so, by equal-width bins of its confidence; arrays of shape [bins]. */
export interface Calibration {
  /** Predictions in each bin. */
  readonly counts: readonly number[];
  /** Mean confidence of each bin; 0 where it is empty. */
  readonly confidence: readonly number[];
  /** Share of right answers in each bin; 0 where it is empty. */
  readonly accuracy: readonly number[];
  /** Expected calibration error: mean distance of the two over all predictions, 0 to 1. */
  readonly error: number;
}

/** What was measured of one model on one set of rows, at T = 1. */
export interface Fidelity {
  /** Rows that counted: examples, or tokens. */
  readonly rows: number;
  /** Share answered right. */
  readonly accuracy: number;
  /** Share answered as the teacher does. */
  readonly agreement: number;
  /** Mean KL(teacher || model), nats. */
  readonly kl: number;
  /** Mean negative log-likelihood of the labels, nats. */
  readonly nll: number;
  readonly calibration: Calibration;
}

/** Milliseconds from an input to an answer that a program can read. */
export interface Latency {
  /** Inputs at once. */
  readonly batch: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly readings: number;
  /** Passes whose mean is one reading: one, or more where a pass is shorter than a browser's clock can tell. */
  readonly passes: number;
}

/** How good a model is at one precision of its weights, on the validation set. */
export interface QuantisedScore {
  readonly accuracy: number;
  /** Mean negative log-likelihood, nats. */
  readonly loss: number;
}

/** What one lane costs on this device, and what quantisation costs it. */
export interface LaneCost {
  readonly latencies: readonly Latency[];
  readonly scores: Readonly<Record<'fp32' | 'int8' | 'int4', QuantisedScore>>;
}

export interface Disagreement {
  readonly item: Item;
  /** KL(first || second) on this item at T = 1, in nats. */
  readonly kl: number;
  readonly predicted: Readonly<Record<LaneId, number>>;
}

/** One part of a loss, seen through its gradient in the model's weights. */
export interface TermXray {
  readonly name: string;
  readonly side: 'labels' | 'teacher';
  /** What the value is multiplied by: 1 - alpha, or alpha times the term's own weight. */
  readonly weight: number;
  /** Nats, before the weight. */
  readonly value: number;
  /** Norm of the gradient, with the weight. */
  readonly norm: number;
  /** This norm among the norms of all terms, 0 to 1. */
  readonly share: number;
}

/** What the next update of one lane would be made of. */
export interface LaneXray {
  readonly terms: readonly TermXray[];
  /** Norm of the whole gradient. */
  readonly norm: number;
  /** Between the labels' and the teacher's gradient, -1 to 1; null where one of them is missing or 0. */
  readonly cosine: number | null;
  /** Norm of the next update by the norm of the weights, first layer to last. */
  readonly layers: readonly { readonly name: string; readonly updateToWeight: number }[];
}

/** KL(teacher || lane) of one item at the temperature of the loss; see shared/kd-split.ts. */
export type ItemSplit = Omit<KdSplit, 'byClass'> & {
  /** Contributions of the classes that matter most, nats, and of all others together. */
  readonly largest: readonly { readonly label: number; readonly kl: number }[];
  readonly rest: number;
};

/** Tokens told at each place of a passage. */
export const likeliestTokens = 5;

/** What the page shows of the models at one moment, by kind. */
interface SnapshotContents {
  /** Logits of each lane for the watched probe, shape [classes]. */
  readonly probe: { readonly probe: Probe; readonly logits: Readonly<Record<LaneId, Float32Array>> };
  /** Probabilities at T = 1 on a grid, shape [cells * cells, classes], rows from the top left. */
  readonly map: {
    readonly cells: number;
    readonly classes: number;
    readonly extent: number;
    readonly lanes: Readonly<Record<LaneId, Float32Array>>;
  };
  readonly disagreements: {
    readonly pair: LanePair;
    readonly items: readonly Disagreement[];
    /** Rows compared, and those whose likeliest answers differ. */
    readonly rows: number;
    readonly differing: number;
  };
  readonly fidelity: {
    readonly set: FidelitySet;
    /** Examples measured, of how many there are. */
    readonly examples: number;
    readonly of: number;
    /** null where the set is empty. */
    readonly lanes: Readonly<Record<LaneId, Fidelity>> | null;
    /** The second teacher, where there is one. */
    readonly second: Fidelity | null;
  };
  readonly cost: {
    readonly asked: number;
    readonly backend: string;
    readonly teacherStep: number;
    readonly studentStep: number;
    readonly lanes: Readonly<Record<LaneId, LaneCost>>;
  };
  readonly xray: {
    /** The students' steps so far. */
    readonly step: number;
    readonly lanes: Readonly<Record<'student' | 'control', LaneXray>>;
    readonly item: {
      readonly asked: XrayItem;
      readonly title: string;
      /** Index of the class or token that counts as right. */
      readonly target: number;
      readonly temperature: number;
      readonly lanes: Readonly<Record<'student' | 'control', ItemSplit>>;
    };
  };
  readonly passage: {
    /** Tokens are words, which are written with blanks between them. */
    readonly isWords: boolean;
    readonly tokens: readonly string[];
    /** -log p(token) of each lane, nats; NaN for the first token, which nobody predicts. Shape [tokens]. */
    readonly loss: Readonly<Record<LaneId, Float32Array>>;
    /** KL(teacher || lane) of the distribution that predicts each token, nats; shape [tokens]. */
    readonly kl: Readonly<Record<'student' | 'control', Float32Array>>;
    /** The likeliest tokens at each place, by id, and their probabilities; shape [tokens, likeliestTokens]. */
    readonly likeliest: Readonly<
      Record<LaneId, { readonly ids: Float32Array; readonly shares: Float32Array }>
    >;
  };
  readonly inside: Inside;
  readonly exposure: {
    /** Validation windows that were measured. */
    readonly windows: number;
    /** Tokens of a window that were given before a lane wrote. */
    readonly prompt: number;
    /** Mean KL(teacher || lane) behind each place of a window, nats; NaN where nothing counts. Shape [tokens of the context]. */
    readonly lanes: Readonly<
      Record<'student' | 'control', { readonly corpus: Float32Array; readonly own: Float32Array }>
    >;
  };
  readonly tokens: {
    readonly text: string;
    readonly ids: readonly number[];
    readonly labels: readonly string[];
    readonly tokenizer: 'characters' | 'bpe' | 'words';
    /** false: the vocabulary has no token for some of the text, which was left out. */
    readonly complete: boolean;
  };
}

export type SnapshotKind = keyof SnapshotContents;

export type SnapshotOf<K extends SnapshotKind> = { readonly kind: K } & SnapshotContents[K];

export type Snapshot = { [K in SnapshotKind]: SnapshotOf<K> }[SnapshotKind];

/** What one lane has written behind a prompt so far. */
export interface Continuation {
  readonly prompt: Prompt;
  readonly lane: LaneId;
  readonly text: string;
  readonly done: boolean;
}
