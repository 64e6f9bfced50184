// What the page looks at. The worker computes nothing else beside the training itself.

import type { InsideQuestion } from './inside.ts';
import type { LanePair } from './lanes.ts';

/** One input a visitor asks all lanes about. */
export type Probe =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'numbers'; readonly values: readonly number[] };

/** A prompt that all lanes continue. */
export interface Prompt {
  readonly text: string;
  readonly tokens: number;
  /** Sampling temperature, not that of the loss; 0 always takes the likeliest token. */
  readonly temperature: number;
  readonly seed: number;
}

/** What the page has on screen: one request per kind of snapshot, null where nobody looks. Nothing else is computed. */
export interface Watch {
  readonly probe: Probe | null;
  /** Tasks whose models write: what they are to continue. */
  readonly prompt: Prompt | null;
  /** Tasks whose models write: a text of which every token is looked at; an empty one stands for a validation text. */
  readonly passage: string | null;
  /** Tasks whose models write: errors by place, behind the corpus's words and behind a lane's own. */
  readonly exposure: true | null;
  /** Tasks whose models write: a text to be cut into tokens. */
  readonly tokens: string | null;
  /** Side of the decision map in cells. */
  readonly map: number | null;
  /** Whose answers are compared: KL(first || second). */
  readonly disagreements: LanePair | null;
  readonly fidelity: FidelitySet | null;
  /** Measure what the models cost, once for each new number. */
  readonly cost: number | null;
  /** Take the students' losses apart, and KL(teacher || student) of one validation item. */
  readonly xray: XrayItem | null;
  /** Look into the networks. */
  readonly inside: InsideQuestion | null;
}

/** A validation example; where models write a window, and the place in it whose next token is asked for. */
export interface XrayItem {
  readonly index: number;
  readonly place: number;
}

/** Requests too costly to be answered anew by themselves: answered once for each new one. */
export const askedOnly: ReadonlySet<keyof Watch> = new Set<keyof Watch>(['cost', 'tokens']);

/** What fidelity is measured on: examples nobody learnt, training inputs with a label in sight, those without. */
export const fidelitySets = ['validation', 'seen', 'unseen'] as const;

export type FidelitySet = (typeof fidelitySets)[number];

export const watchNothing: Watch = {
  probe: null,
  prompt: null,
  passage: null,
  exposure: null,
  tokens: null,
  map: null,
  disagreements: null,
  fidelity: null,
  cost: null,
  xray: null,
  inside: null,
};
