// Sizes of language models, from nano to what a laptop's graphics card bears: starting points, every field stays adjustable.

import type { Settings } from '../params.ts';
import type { ModelConfig } from './models.ts';

export interface SizeRow {
  readonly label: string;
  readonly nLayer: number;
  readonly nHead: number;
  readonly nEmbd: number;
}

/** From small to large. Parameters without the embeddings: 3 k, 25 k, 100 k, 800 k, 2.7 M, 4.7 M, 10.6 M. */
export const sizes = {
  nano: { label: 'Nano', nLayer: 1, nHead: 2, nEmbd: 16 },
  micro: { label: 'Micro', nLayer: 2, nHead: 4, nEmbd: 32 },
  mini: { label: 'Mini', nLayer: 2, nHead: 4, nEmbd: 64 },
  small: { label: 'Small', nLayer: 4, nHead: 4, nEmbd: 128 },
  medium: { label: 'Medium', nLayer: 6, nHead: 6, nEmbd: 192 },
  large: { label: 'Large', nLayer: 6, nHead: 8, nEmbd: 256 },
  huge: { label: 'Huge', nLayer: 6, nHead: 6, nEmbd: 384 },
} as const satisfies Record<string, SizeRow>;

export type SizeId = keyof typeof sizes;
export const sizeIds = Object.keys(sizes) as SizeId[];

/** The size that a model is; null where its fields are the visitor's own. */
export function sizeOf(model: { readonly kind: 'none' } | ModelConfig): SizeId | null {
  if (model.kind !== 'gpt') return null;
  const fits = ({ nLayer, nHead, nEmbd }: SizeRow) =>
    nLayer === model.nLayer && nHead === model.nHead && nEmbd === model.nEmbd;
  return sizeIds.find((id) => fits(sizes[id])) ?? null;
}

/** The settings that give a lane a size. */
export function sizeSettings(lane: 'teacher' | 'assistant' | 'student', id: SizeId): Settings {
  const { nLayer, nHead, nEmbd } = sizes[id];
  return { [`${lane}.nLayer`]: nLayer, [`${lane}.nHead`]: nHead, [`${lane}.nEmbd`]: nEmbd };
}
