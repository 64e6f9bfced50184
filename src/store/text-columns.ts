// Measures of language models that follow from those that were measured: perplexity, bits a character, and the entropy floor
// as a level line. Pure.

import { laneIds } from '../shared/protocol/lanes.ts';
import { type Columns, lastStep } from './chart-data.ts';
import type { Series } from './series.ts';

/** What is known of the text itself. */
export interface TextScale {
  readonly charactersPerToken: number | null;
  /** The least possible loss, nats per token. */
  readonly entropyFloor: number | null;
}

/** Of a loss in nats per token. */
export const perplexityOf = (nats: number): number => Math.exp(nats);
/** Of a loss in nats per token. */
export const bitsPerCharacterOf = (nats: number, charactersPerToken: number): number =>
  nats / Math.LN2 / charactersPerToken;

const mapped = ({ steps, values, length }: Series, change: (value: number) => number): Series => ({
  steps,
  values: values.subarray(0, length).map(change),
  length,
});

/** `columns` with what follows from them; the same ones where there is nothing to add. */
export function withTextColumns(columns: Columns, { charactersPerToken, entropyFloor }: TextScale): Columns {
  if (charactersPerToken === null) return columns;
  const all = new Map(columns);
  for (const lane of laneIds) {
    const loss = columns.get(`${lane}.valLoss`);
    if (loss === undefined) continue;
    all.set(`${lane}.perplexity`, mapped(loss, perplexityOf));
    const bits = (nats: number) => bitsPerCharacterOf(nats, charactersPerToken);
    all.set(`${lane}.bitsPerCharacter`, mapped(loss, bits));
  }
  const end = lastStep(columns);
  if (entropyFloor !== null && end > 0) {
    all.set('floor', {
      steps: Float32Array.of(0, end),
      values: Float32Array.of(entropyFloor, entropyFloor),
      length: 2,
    });
  }
  return all;
}
