// Task `intents`: 4,000 training and 1,000 validation messages from the grammar, as hashed features.

import { hashText, hashTexts, textFeatures } from '../../features.ts';
import { fork } from '../../rng.ts';
import type { VectorTask } from '../task.ts';
import { generateMessages } from './generate.ts';
import { intents as rows } from './grammar.ts';

const trainSize = 4000;
const validationSize = 1000;

/** Messages as hashed features, drawn from the seed. */
export function intents(_config: { readonly kind: 'intents' }, seed: number): VectorTask {
  const random = fork(seed, 'data', 'intents');
  const messages = generateMessages(trainSize + validationSize, random.uniform);
  const split = (from: number, to: number) => {
    const part = messages.slice(from, to);
    return {
      features: hashTexts(part.map((message) => message.text)),
      labels: Int32Array.from(part, (message) => message.intent),
      size: part.length,
    };
  };
  return {
    kind: 'vectors',
    classes: rows.map((row) => row.label),
    outputs: rows.length,
    inputs: textFeatures,
    train: split(0, trainSize),
    validation: split(trainSize, trainSize + validationSize),
    input: { kind: 'text' },
    encode: (probe) => (probe.kind === 'text' ? hashText(probe.text) : null),
    show(index) {
      const text = messages[trainSize + index]?.text ?? '';
      return { probe: { kind: 'text', text }, title: text };
    },
    extent: null,
    notes: [],
    recipe: { kind: 'hashedText', features: textFeatures },
    example: 'My parcel should have come on Monday, where is it?',
  };
}
