// The models as TensorFlow.js graph models (model.json and its weights), for any batch and any length of text: the same
// operations as the engine's, in TensorFlow's own names. Needs no TensorFlow.

import type { Activation, ModelConfig, ModelKind } from '../shared/catalog/models.ts';
import type { NamedTensor, Portable } from '../shared/portable.ts';
import { type ExportFile, json } from './files.ts';
import { causalMask } from './onnx/onnx.ts';
import { littleEndian, weightsOf } from './tensors.ts';

type Attributes = Readonly<Record<string, unknown>>;

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Attributes;
}

const types = { float: 'DT_FLOAT', int: 'DT_INT32' } as const;
type ElementType = keyof typeof types;

const shapeOf = (sides: readonly number[]) => ({
  shape: { dim: sides.map((size) => ({ size: String(size) })) },
});

function createBuilder() {
  const nodes: Node[] = [];
  const weights = new Map<string, NamedTensor>();
  const add = (
    op: string,
    input: readonly string[],
    attr: Attributes = {},
    name = `${op}_${nodes.length}`,
  ) => {
    nodes.push({ name, op, input, attr: { T: { type: types.float }, ...attr } });
    return name;
  };
  const constant = (tensor: NamedTensor): string => {
    if (!weights.has(tensor.name)) {
      weights.set(tensor.name, tensor);
      const type: ElementType = tensor.values instanceof Float32Array ? 'float' : 'int';
      const attr = {
        dtype: { type: types[type] },
        value: { tensor: { dtype: types[type], tensorShape: shapeOf(tensor.shape).shape } },
      };
      nodes.push({ name: tensor.name, op: 'Const', attr });
    }
    return tensor.name;
  };
  return {
    nodes,
    weights,
    add,
    constant,
    placeholder: (name: string, type: ElementType, sides: readonly number[]) => {
      nodes.push({ name, op: 'Placeholder', attr: { dtype: { type: types[type] }, shape: shapeOf(sides) } });
      return name;
    },
    number: (value: number) =>
      constant({ name: `number_${value}`, shape: [], values: Float32Array.of(value) }),
    whole: (...values: readonly number[]) =>
      constant({
        name: `whole_${values.join('_')}`,
        shape: [values.length],
        values: Int32Array.from(values),
      }),
    one: (value: number) => constant({ name: `one_${value}`, shape: [], values: Int32Array.of(value) }),
  };
}

type Builder = ReturnType<typeof createBuilder>;

function gelu({ add, number }: Builder, x: string): string {
  const cube = add('Mul', [x, add('Mul', [x, x])]);
  const inner = add('Mul', [
    number(Math.sqrt(2 / Math.PI)),
    add('AddV2', [x, add('Mul', [number(0.044715), cube])]),
  ]);
  return add('Mul', [add('Mul', [number(0.5), x]), add('AddV2', [number(1), add('Tanh', [inner])])]);
}

const activations: Readonly<Record<Activation, (build: Builder, x: string) => string>> = {
  relu: ({ add }, x) => add('Relu', [x]),
  tanh: ({ add }, x) => add('Tanh', [x]),
  gelu,
};

/** What the runtime must know of the ports: shapes with -1 for sides of any length. */
interface Ports {
  readonly inputs: Attributes;
  readonly outputs: Attributes;
}

const port = (name: string, type: ElementType, sides: readonly number[]) => ({
  [name]: { name: `${name}:0`, dtype: types[type], tensorShape: shapeOf(sides).shape },
});

type Writer<K extends ModelKind> = (
  model: Extract<ModelConfig, { kind: K }>,
  portable: Portable,
  build: Builder,
) => Ports;

const plain = { transpose_a: { b: false }, transpose_b: { b: false } };

const mlp: Writer<'mlp'> = ({ hidden, activation }, portable, build) => {
  const { add, constant } = build;
  const weight = weightsOf(portable);
  let x = build.placeholder('features', 'float', [-1, portable.inputs]);
  for (let layer = 0; layer <= hidden.length; layer++) {
    const isLast = layer === hidden.length;
    const [matrix, bias] = ['weight', 'bias'].map((part) => constant(weight(`layers.${layer}.${part}`)));
    const product = add('MatMul', [x, matrix ?? ''], plain);
    x = add('AddV2', [product, bias ?? ''], {}, isLast ? 'logits' : undefined); // [B, widths[layer + 1]]
    if (!isLast) x = activations[activation](build, x);
  }
  return {
    inputs: port('features', 'float', [-1, portable.inputs]),
    outputs: port('logits', 'float', [-1, portable.outputs]),
  };
};

const gpt: Writer<'gpt'> = ({ nLayer, nHead, nEmbd, tied }, portable, build) => {
  const { add, constant, number, whole, one } = build;
  const weight = weightsOf(portable);
  const named = (name: string) => constant(weight(name));
  const int = { T: { type: types.int } };
  const join = (...parts: string[]) =>
    add('ConcatV2', [...parts, one(0)], { ...int, N: { i: String(parts.length) } });
  const reshape = (x: string, shape: string) => add('Reshape', [x, shape], { Tshape: { type: types.int } });
  const turn = (x: string, ...axes: number[]) =>
    add('Transpose', [x, whole(...axes)], { Tperm: { type: types.int } });
  const norm = (x: string, name: string) => {
    const keep = { keep_dims: { b: true }, Tidx: { type: types.int } };
    const centred = add('Sub', [x, add('Mean', [x, whole(-1)], keep)]);
    const variance = add('Mean', [add('Mul', [centred, centred]), whole(-1)], keep);
    const scaled = add('Mul', [centred, add('Rsqrt', [add('AddV2', [variance, number(1e-5)])])]);
    return add('AddV2', [add('Mul', [scaled, named(`${name}.weight`)]), named(`${name}.bias`)]);
  };
  const linear = (x: string, name: string) =>
    add('AddV2', [add('MatMul', [x, named(`${name}.weight`)], plain), named(`${name}.bias`)]); // [R, in] -> [R, out]

  const ids = build.placeholder('input_ids', 'int', [-1, -1]);
  const sides = add('Shape', [ids], { ...int, out_type: { type: types.int } }); // [B, T]
  const index = { ...int, Index: { type: types.int } };
  const length = add('Slice', [sides, whole(1), whole(1)], index); // [T]
  const cut = { Index: { type: types.int } };
  const places = add('Slice', [named('wpe.weight'), whole(0, 0), join(length, whole(nEmbd))], cut); // [T, C]
  const block = portable.inputs;
  const future = constant({ name: 'mask', shape: [block, block], values: causalMask(block) });
  const mask = add('Slice', [future, whole(0, 0), join(length, length)], cut); // [T, T]
  const headed = join(sides, whole(nHead, nEmbd / nHead)); // [B, T, H, D]
  const tokens = add('GatherV2', [named('wte.weight'), ids, one(0)], {
    Tparams: { type: types.float },
    Tindices: { type: types.int },
    Taxis: { type: types.int },
    batch_dims: { i: '0' },
  }); // [B, T, C]
  const flat = whole(-1, nEmbd);
  let x = reshape(add('AddV2', [tokens, places]), flat); // [R, C], R = B * T
  for (let layer = 0; layer < nLayer; layer++) {
    const name = `h.${layer}`;
    const all = linear(norm(x, `${name}.ln_1`), `${name}.attn.c_attn`); // [R, 3C]
    const heads = (which: number) =>
      turn(reshape(add('Slice', [all, whole(0, which * nEmbd), whole(-1, nEmbd)], cut), headed), 0, 2, 1, 3);
    const multiply = (a: string, b: string, turned: boolean) =>
      add('BatchMatMulV2', [a, b], { adj_x: { b: false }, adj_y: { b: turned } });
    const scores = add('Mul', [multiply(heads(0), heads(1), true), number(1 / Math.sqrt(nEmbd / nHead))]);
    const weights = add('Softmax', [add('AddV2', [scores, mask])]); // [B, H, T, T]
    const mixed = reshape(turn(multiply(weights, heads(2), false), 0, 2, 1, 3), flat); // [R, C]
    x = add('AddV2', [x, linear(mixed, `${name}.attn.c_proj`)]);
    const wide = gelu(build, linear(norm(x, `${name}.ln_2`), `${name}.mlp.c_fc`)); // [R, 4C]
    x = add('AddV2', [x, linear(wide, `${name}.mlp.c_proj`)]);
  }
  const head = named(tied ? 'wte.weight' : 'lm_head.weight');
  const rows = add('MatMul', [norm(x, 'ln_f'), head], { ...plain, transpose_b: { b: true } }); // [R, V]
  add('Reshape', [rows, join(sides, whole(portable.outputs))], { Tshape: { type: types.int } }, 'logits'); // [B, T, V]
  return {
    inputs: port('input_ids', 'int', [-1, -1]),
    outputs: port('logits', 'float', [-1, -1, portable.outputs]),
  };
};

const writers: { readonly [K in ModelKind]: Writer<K> } = { mlp, gpt };

/** `model.json` and `weights.bin`, for `tf.loadGraphModel`. */
export function writeTfjs(portable: Portable): ExportFile[] {
  const build = createBuilder();
  // Each writer takes its own kind's config; TypeScript cannot see that the key and the config belong together.
  const write = writers[portable.model.kind] as Writer<ModelKind>;
  const { inputs, outputs } = write(portable.model as never, portable, build);
  const tensors = [...build.weights.values()];
  const content = new Uint8Array(tensors.reduce((sum, { values }) => sum + values.byteLength, 0));
  let at = 0;
  for (const { values } of tensors) {
    content.set(littleEndian(values), at);
    at += values.byteLength;
  }
  const specs = tensors.map(({ name, shape, values }) => ({
    name,
    shape,
    dtype: values instanceof Float32Array ? 'float32' : 'int32',
  }));
  const model = {
    format: 'graph-model',
    generatedBy: 'distillation-playground',
    convertedBy: null,
    signature: { inputs, outputs },
    userDefinedMetadata: { experiment: portable.link, lane: portable.lane, step: portable.step },
    modelTopology: { node: build.nodes, library: {}, versions: { producer: 1 } },
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  };
  return [
    { path: 'model.json', content: json(model) },
    { path: 'weights.bin', content },
  ];
}
