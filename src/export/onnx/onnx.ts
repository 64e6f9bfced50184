// The models as ONNX graphs: features to logits, or token ids to logits, for any batch and any length of text. The same
// arithmetic as the engine's, operation by operation; writes no bytes (proto.ts).

import type { Activation, ModelConfig, ModelKind } from '../../shared/catalog/models.ts';
import type { Portable } from '../../shared/portable.ts';
import { weightsOf } from '../tensors.ts';
import { type Attribute, type Constant, type Graph, type Node, writeModel } from './proto.ts';

/** Puts nodes one behind the other; each gives the name of its output. */
function createBuilder() {
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  const add = (
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output = `${op}_${nodes.length}`,
  ): string => {
    nodes.push({ op, inputs, output, attributes });
    return output;
  };
  const known = new Map<string, string>();
  const constant = (name: string, shape: readonly number[], values: Constant['values']): string => {
    if (!known.has(name)) constants.push({ name, shape, values });
    known.set(name, name);
    return name;
  };
  return {
    nodes,
    constants,
    add,
    constant,
    number: (value: number) => constant(`number_${value}`, [], Float32Array.of(value)),
    whole: (...values: readonly number[]) =>
      constant(`whole_${values.join('_')}`, [values.length], values.map(BigInt)),
  };
}

type Builder = ReturnType<typeof createBuilder>;

/** GELU in its tanh form: opset 17 has none. */
function gelu({ add, number }: Builder, x: string): string {
  const cube = add('Mul', [x, add('Mul', [x, x])]);
  const inner = add('Mul', [
    number(Math.sqrt(2 / Math.PI)),
    add('Add', [x, add('Mul', [number(0.044715), cube])]),
  ]);
  return add('Mul', [add('Mul', [number(0.5), x]), add('Add', [number(1), add('Tanh', [inner])])]);
}

const activations: Readonly<Record<Activation, (build: Builder, x: string) => string>> = {
  relu: ({ add }, x) => add('Relu', [x]),
  tanh: ({ add }, x) => add('Tanh', [x]),
  gelu,
};

type Of<K extends ModelKind> = Extract<ModelConfig, { kind: K }>;
type Ports = Pick<Graph, 'inputs' | 'outputs'>;
type Writer<K extends ModelKind> = (model: Of<K>, portable: Portable, build: Builder) => Ports;

/** Weights as the engine has them, [in, out]. */
function linears(portable: Portable, { add, constant }: Builder) {
  const weight = weightsOf(portable);
  const named = (name: string) => {
    const { shape, values } = weight(name);
    return constant(name, shape, values);
  };
  return {
    named,
    linear: (x: string, name: string, output?: string) =>
      add('Add', [add('MatMul', [x, named(`${name}.weight`)]), named(`${name}.bias`)], {}, output),
  };
}

const mlp: Writer<'mlp'> = ({ hidden, activation }, portable, build) => {
  const { linear } = linears(portable, build);
  let x = 'features'; // [batch, inputs]
  for (let layer = 0; layer < hidden.length; layer++) {
    x = activations[activation](build, linear(x, `layers.${layer}`));
  }
  linear(x, `layers.${hidden.length}`, 'logits'); // [batch, classes]
  return {
    inputs: [{ name: 'features', type: 'float', shape: ['batch', portable.inputs] }],
    outputs: [{ name: 'logits', type: 'float', shape: ['batch', portable.outputs] }],
  };
};

/** 0 where a token may look, a large negative number where the future lies; [length, length]. */
export function causalMask(length: number): Float32Array {
  const mask = new Float32Array(length * length);
  for (let row = 0; row < length; row++) mask.fill(-1e9, row * length + row + 1, (row + 1) * length);
  return mask;
}

const gpt: Writer<'gpt'> = ({ nLayer, nHead, nEmbd, tied }, portable, build) => {
  const { add, constant, number, whole } = build;
  const { named, linear } = linears(portable, build);
  const head = nEmbd / nHead;
  const norm = (x: string, name: string) =>
    add('LayerNormalization', [x, named(`${name}.weight`), named(`${name}.bias`)], {
      axis: -1,
      epsilon: { float: 1e-5 },
    });
  const length = add('Shape', ['input_ids'], { start: 1, end: 2 }); // [T]
  const places = add('Slice', [named('wpe.weight'), whole(0), length, whole(0)]); // [T, C]
  const whole2 = add('Concat', [length, length], { axis: 0 });
  const size = portable.inputs;
  const mask = add('Slice', [
    constant('mask', [size, size], causalMask(size)),
    whole(0, 0),
    whole2,
    whole(0, 1),
  ]); // [T, T]
  let x = add('Add', [add('Gather', [named('wte.weight'), 'input_ids'], { axis: 0 }), places]); // [B, T, C]
  for (let layer = 0; layer < nLayer; layer++) {
    const name = `h.${layer}`;
    const all = linear(norm(x, `${name}.ln_1`), `${name}.attn.c_attn`); // [B, T, 3C]
    const part = (which: number, perm: readonly number[]) => {
      const slice = add('Slice', [all, whole(which * nEmbd), whole((which + 1) * nEmbd), whole(2)]); // [B, T, C]
      return add('Transpose', [add('Reshape', [slice, whole(0, 0, nHead, head)])], { perm });
    };
    const scores = add('MatMul', [part(0, [0, 2, 1, 3]), part(1, [0, 2, 3, 1])]); // [B, H, T, T]
    const scaled = add('Add', [add('Mul', [scores, number(1 / Math.sqrt(head))]), mask]);
    const mixed = add('MatMul', [add('Softmax', [scaled], { axis: -1 }), part(2, [0, 2, 1, 3])]); // [B, H, T, D]
    const joined = add('Reshape', [add('Transpose', [mixed], { perm: [0, 2, 1, 3] }), whole(0, 0, nEmbd)]);
    x = add('Add', [x, linear(joined, `${name}.attn.c_proj`)]);
    const wide = gelu(build, linear(norm(x, `${name}.ln_2`), `${name}.mlp.c_fc`)); // [B, T, 4C]
    x = add('Add', [x, linear(wide, `${name}.mlp.c_proj`)]);
  }
  const output = add('Transpose', [named(tied ? 'wte.weight' : 'lm_head.weight')], { perm: [1, 0] }); // [C, V]
  add('MatMul', [norm(x, 'ln_f'), output], {}, 'logits'); // [B, T, V]
  return {
    inputs: [{ name: 'input_ids', type: 'int64', shape: ['batch', 'length'] }],
    outputs: [{ name: 'logits', type: 'float', shape: ['batch', 'length', portable.outputs] }],
  };
};

const writers: { readonly [K in ModelKind]: Writer<K> } = { mlp, gpt };

/** The model as an ONNX file. */
export function writeOnnx(portable: Portable): Uint8Array<ArrayBuffer> {
  const build = createBuilder();
  // Each writer takes its own kind's config; TypeScript cannot see that the key and the config belong together.
  const write = writers[portable.model.kind] as Writer<ModelKind>;
  const ports = write(portable.model as never, portable, build);
  const { nodes, constants } = build;
  const metadata = { experiment: portable.link, lane: portable.lane, step: String(portable.step) };
  return writeModel({ name: portable.lane, ...ports, nodes, constants, metadata });
}
