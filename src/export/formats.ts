// The forms in which a model leaves: each a label, what it is for, and the files it consists of. Adding one = one row.

import { input as inputModule } from 'virtual:alone';
import { mlpWidths } from '../shared/catalog/models.ts';
import type { Portable } from '../shared/portable.ts';
import { type ExportFile, json } from './files.ts';
import { endOf, gpt2Config, gpt2Tensors, huggingFaceTokenizer } from './huggingface.ts';
import { writeOnnx } from './onnx/onnx.ts';
import { studentPage } from './page.ts';
import runGpt from './python/run_gpt.py?raw';
import runMlp from './python/run_mlp.py?raw';
import { readme } from './readme.ts';
import { type Runtime, runModule } from './run-module.ts';
import { writeSafetensors } from './safetensors.ts';
import { transposed } from './tensors.ts';
import { writeTfjs } from './tfjs.ts';

export interface Format {
  readonly label: string;
  /** For whom, in one clause. */
  readonly summary: string;
  /** true: one file that is saved as it is, not in a zip. */
  readonly single: boolean;
  files(portable: Portable): ExportFile[];
}

/** What every form takes along: how inputs are made, what outputs mean, and something to try. */
function facts(portable: Portable): ExportFile[] {
  const { input, classes, example } = portable;
  const common = [
    { path: 'input.json', content: json(input) },
    { path: 'labels.json', content: json(classes) },
    { path: 'example.json', content: json(example) },
  ];
  if (input.kind !== 'tokens') return common;
  return [
    ...common,
    { path: 'tokenizer.json', content: json(huggingFaceTokenizer(input.tokenizer)) },
    {
      path: 'tokenizer_config.json',
      content: json({ tokenizer_class: 'PreTrainedTokenizerFast', clean_up_tokenization_spaces: false }),
    },
  ];
}

/** Weights under the names of PyTorch's nn.Sequential: a linear layer at each even place, [out, in]. */
function sequentialTensors({ tensors }: Portable) {
  return tensors.map((tensor) => {
    const [, layer = '0', part = ''] = /^layers\.(\d+)\.(.+)$/.exec(tensor.name) ?? [];
    const name = `${2 * Number(layer)}.${part}`;
    return { ...(part === 'weight' ? transposed(tensor) : tensor), name };
  });
}

const safetensors: Format = {
  label: 'safetensors',
  summary: 'for PyTorch, and for Hugging Face’s transformers where the model writes',
  single: false,
  files(portable) {
    const { model, inputs, outputs } = portable;
    const isGpt = model.kind === 'gpt';
    const config = isGpt
      ? gpt2Config(model, inputs, outputs, endOf(portable.input))
      : { kind: 'mlp', widths: mlpWidths(model.hidden, inputs, outputs), activation: model.activation };
    const tensors = isGpt ? gpt2Tensors(portable) : sequentialTensors(portable);
    const metadata = { format: 'pt', experiment: portable.link, lane: portable.lane };
    return [
      { path: 'model.safetensors', content: writeSafetensors(tensors, metadata) },
      { path: 'config.json', content: json(config) },
      { path: 'run.py', content: isGpt ? runGpt : runMlp },
      ...facts(portable),
      { path: 'README.md', content: readme('safetensors', portable, 'python run.py') },
    ];
  },
};

const modules = (portable: Portable, runtime: Runtime): ExportFile[] => [
  {
    path: 'config.json',
    content: json({ ...portable.model, contextLength: portable.inputs, outputs: portable.outputs }),
  },
  { path: 'input.mjs', content: inputModule },
  { path: 'run.mjs', content: runModule(runtime, portable.input, portable.outputs) },
  ...facts(portable),
];

const onnxRuntime: Runtime = {
  install: 'npm install onnxruntime-node',
  imports: "import * as ort from 'onnxruntime-node';\n",
  ask: `const session = await ort.InferenceSession.create(readFileSync(here('model.onnx')));
async function ask(values, shape) {
  const tensor =
    recipe.kind === 'tokens'
      ? new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape)
      : new ort.Tensor('float32', values, shape);
  const { logits } = await session.run({ [session.inputNames[0]]: tensor });
  return logits.data;
}
`,
};

const onnx: Format = {
  label: 'ONNX',
  summary: 'for ONNX Runtime, in any language and on any device',
  single: false,
  files: (portable) => [
    { path: 'model.onnx', content: writeOnnx(portable) },
    ...modules(portable, onnxRuntime),
    { path: 'README.md', content: readme('onnx', portable, `${onnxRuntime.install} && node run.mjs`) },
  ],
};

const tfjsRuntime: Runtime = {
  install: 'npm install @tensorflow/tfjs',
  imports: "import * as tf from '@tensorflow/tfjs';\n",
  ask: `const { weightsManifest, ...artifacts } = read('model.json');
const bytes = new Uint8Array(readFileSync(here('weights.bin')));
const model = await tf.loadGraphModel({
  load: async () => ({ ...artifacts, weightSpecs: weightsManifest[0].weights, weightData: bytes.buffer }),
});
async function ask(values, shape) {
  return model.execute(tf.tensor2d(values, shape, recipe.kind === 'tokens' ? 'int32' : 'float32')).data();
}
`,
};

const tfjs: Format = {
  label: 'TensorFlow.js',
  summary: 'for web pages: a graph model',
  single: false,
  files: (portable) => [
    ...writeTfjs(portable),
    ...modules(portable, tfjsRuntime),
    { path: 'README.md', content: readme('tfjs', portable, `${tfjsRuntime.install} && node run.mjs`) },
  ],
};

const page: Format = {
  label: 'A page',
  summary: 'one HTML file that runs the model by itself, without a network',
  single: true,
  files: (portable) => [{ path: `${portable.lane}.html`, content: studentPage(portable) }],
};

export const formats = { safetensors, onnx, tfjs, page } as const satisfies Record<string, Format>;
export type FormatId = keyof typeof formats;
export const formatIds = Object.keys(formats) as FormatId[];

/** Name of what is saved, without a folder. */
export const fileName = (format: FormatId, lane: string): string =>
  formats[format].single ? `${lane}.html` : `${lane}-${format}.zip`;
