// The four ways to ask a saved model: type a message, move a point, fill in a row, begin a text.

import type { NumberField } from '../shared/portable.ts';
import { argMax, softmax } from '../shared/softmax.ts';
import { type Colour, element, labelled, showAnswers } from './dom.ts';
import type { Input, Typed } from './input.ts';
import { type AloneModel, logitsOf } from './model.ts';

export interface Alone extends AloneModel {
  readonly classes: readonly string[];
  readonly example: Typed;
}

const answerList = () => element('ol', { class: 'answers', 'aria-label': 'Answers, likeliest first' });

/** What one ask costs is shown; a mistake in what was typed as well. */
function asker(
  alone: Alone,
  input: Input,
  root: HTMLElement,
  { colours = null, heading = 'Answer' }: { colours?: readonly Colour[] | null; heading?: string } = {},
) {
  const list = answerList();
  const alert = element('p', { role: 'alert' });
  root.append(element('h2', {}, heading), list, alert);
  return (typed: Typed) => {
    try {
      const logits = logitsOf(alone, input.encode(typed));
      showAnswers(list, logits, softmax(logits, 1), alone.classes, 8, colours);
      alert.textContent = '';
    } catch (error) {
      alert.textContent = error instanceof Error ? error.message : String(error);
    }
  };
}

export function messageView(alone: Alone, input: Input, root: HTMLElement): void {
  const box = element('textarea', { id: 'typed', rows: '3' });
  box.value = String(alone.example);
  root.append(labelled('Type something', box));
  const ask = asker(alone, input, root);
  box.addEventListener('input', () => ask(box.value));
  ask(box.value);
}

const step = ({ min, max }: NumberField): string =>
  String(10 ** Math.floor(Math.log10((max - min || 1) / 100)));

export function rowView(alone: Alone, input: Input, root: HTMLElement, fields: readonly NumberField[]): void {
  const values = fields.map((_, i) => Number((alone.example as readonly number[])[i] ?? 0));
  const boxes = fields.map((field, i) => {
    const box = element('input', { id: `field-${i}`, type: 'number', step: step(field) });
    box.value = String(values[i]);
    return box;
  });
  const read = () => boxes.map((box) => (box.value.trim() === '' ? Number.NaN : Number(box.value)));
  const map = fields.length === 2 ? createMap(alone, input, fields, (x, y) => set([x, y])) : null;
  if (map !== null) root.append(map.element);
  root.append(
    element(
      'div',
      { class: 'fields' },
      ...fields.map(({ name }, i) => labelled(name, boxes[i] as HTMLElement)),
    ),
  );
  const ask = asker(alone, input, root, { colours: map === null ? null : areas });
  function set(point: readonly number[]): void {
    boxes.forEach((box, i) => {
      box.value = String(Number((point[i] ?? 0).toPrecision(4)));
    });
    show();
  }
  function show(): void {
    const typed = read();
    map?.mark(typed[0] ?? 0, typed[1] ?? 0);
    ask(typed);
  }
  for (const box of boxes) box.addEventListener('input', show);
  show();
}

/** Of the areas of a map, in the order of the classes. */
const areas: readonly [Colour, ...Colour[]] = [
  [47, 111, 219],
  [224, 123, 0],
  [31, 138, 76],
  [194, 70, 155],
  [168, 134, 0],
  [133, 84, 54],
];
const cells = 56;

/** The plane of two inputs, coloured by the answer; a press or a drag moves the point. */
function createMap(
  alone: Alone,
  input: Input,
  [x, y]: readonly NumberField[],
  onMove: (x: number, y: number) => void,
) {
  if (x === undefined || y === undefined) throw new Error('a map needs two inputs');
  const canvas = element('canvas', { width: String(cells), height: String(cells) });
  const dot = element('i');
  const box = element('div', { class: 'map', 'aria-hidden': 'true' }, canvas, dot);
  const at = ({ min, max }: NumberField, share: number) => min + (max - min) * share;
  const share = ({ min, max }: NumberField, value: number) =>
    Math.min(1, Math.max(0, (value - min) / (max - min || 1)));
  const image = new ImageData(cells, cells);
  for (let cell = 0; cell < cells * cells; cell++) {
    const point = [
      at(x, ((cell % cells) + 0.5) / cells),
      at(y, 1 - (Math.floor(cell / cells) + 0.5) / cells),
    ];
    const shares = softmax(logitsOf(alone, input.encode(point)), 1);
    const best = argMax(shares);
    const colour = areas[best % areas.length] ?? areas[0];
    image.data.set(
      [...colour, Math.round(255 * (0.15 + 0.7 * ((shares[best] ?? 0) - 1 / shares.length)))],
      4 * cell,
    );
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  const move = (event: PointerEvent) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    onMove(at(x, (event.clientX - left) / width), at(y, 1 - (event.clientY - top) / height));
  };
  box.addEventListener('pointerdown', (event) => {
    box.setPointerCapture(event.pointerId);
    move(event);
  });
  box.addEventListener('pointermove', (event) => {
    if (box.hasPointerCapture(event.pointerId)) move(event);
  });
  return {
    element: box,
    mark(px: number, py: number) {
      dot.style.left = `${100 * share(x, px)}%`;
      dot.style.top = `${100 * (1 - share(y, py))}%`;
    },
  };
}

/** A uniform draw from [0, 1). */
const draw = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;

function choose(logits: Float32Array, temperature: number): number {
  if (temperature <= 0) return argMax(logits);
  let left = draw();
  const shares = softmax(logits, temperature);
  for (let token = 0; token < shares.length; token++) {
    left -= shares[token] ?? 0;
    if (left < 0) return token;
  }
  return shares.length - 1;
}

export function writingView(alone: Alone, input: Input, root: HTMLElement, end: number | null): void {
  const prompt = element('textarea', { id: 'typed', rows: '3' });
  prompt.value = String(alone.example);
  const tokens = element('input', { id: 'tokens', type: 'number', min: '1', max: '1000', value: '60' });
  const temperature = element('input', {
    id: 'temperature',
    type: 'number',
    min: '0',
    max: '2',
    step: '0.1',
    value: '0',
  });
  const button = element('button', { type: 'button' }, 'Continue');
  const written = element('output', { class: 'written', 'aria-label': 'Written' });
  root.append(
    labelled('Begin a text', prompt),
    element(
      'div',
      { class: 'row' },
      labelled('Tokens', tokens),
      labelled('Temperature (0: the likeliest)', temperature),
      button,
    ),
    written,
  );
  /** The newest tokens that fit the context. */
  const read = (typed: Typed): Int32Array => {
    const ids = input.encode(typed) as Int32Array;
    if (ids.length === 0) throw new Error('Begin with something that this model has tokens for.');
    return ids.slice(-alone.inputs);
  };
  const ask = asker(alone, { ...input, encode: read }, root, { heading: 'What it would write next' });
  let turn = 0;
  async function write(): Promise<void> {
    const mine = ++turn;
    const ids = [...input.encode(prompt.value)];
    const fresh: number[] = [];
    while (fresh.length < Number(tokens.value) && ids.length > 0 && mine === turn) {
      const token = choose(
        logitsOf(alone, Int32Array.from(ids.slice(-alone.inputs))),
        Number(temperature.value),
      );
      if (token === end) break;
      ids.push(token);
      fresh.push(token);
      written.textContent = prompt.value + input.decode(fresh);
      await new Promise((resolve) => setTimeout(resolve));
    }
    written.dataset.tokens = JSON.stringify(fresh);
  }
  prompt.addEventListener('input', () => ask(prompt.value));
  button.addEventListener('click', () => void write());
  ask(prompt.value);
}
