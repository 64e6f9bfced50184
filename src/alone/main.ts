// The student's page, alone: reads the model out of the file it stands in and answers, without a network or a library.

import type { InputRecipe, NamedTensor } from '../shared/portable.ts';
import { createInput } from './input.ts';
import { type Alone, messageView, rowView, writingView } from './views.ts';

/** What export/page.ts puts into the file. */
interface Saved extends Omit<Alone, 'tensors'> {
  readonly input: InputRecipe;
  /** Names and shapes, in the order of the numbers. */
  readonly layout: readonly Omit<NamedTensor, 'values'>[];
  /** All weights, little-endian floats, base64. */
  readonly weights: string;
}

function open({ layout, weights, ...saved }: Saved): Saved & Alone {
  const text = atob(weights);
  const view = new DataView(Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer);
  let at = 0;
  const tensors = layout.map(({ name, shape }): NamedTensor => {
    const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
    for (let i = 0; i < values.length; i++, at += 4) values[i] = view.getFloat32(at, true);
    return { name, shape, values };
  });
  return { ...saved, layout, weights, tensors };
}

const source = document.getElementById('model')?.textContent ?? '';
const root = document.querySelector('main');
if (root !== null) {
  const saved = open(JSON.parse(source) as Saved);
  const input = createInput(saved.input);
  switch (saved.input.kind) {
    case 'hashedText':
      messageView(saved, input, root);
      break;
    case 'numbers':
      rowView(saved, input, root, saved.input.fields);
      break;
    case 'tokens':
      writingView(saved, input, root, saved.input.end);
      break;
    default:
      saved.input satisfies never;
  }
}
