// The README of a saved model: what it is, what is in the folder, how to run it. Text only.

import { describeShape } from '../shared/catalog/models.ts';
import type { InputRecipe, Portable } from '../shared/portable.ts';

export type ReadmeFormat = 'safetensors' | 'onnx' | 'tfjs';

const files: Readonly<Record<ReadmeFormat, readonly (readonly [string, string])[]>> = {
  safetensors: [
    ['model.safetensors', 'the weights'],
    ['config.json', 'shape of the network'],
    ['run.py', 'asks the model in PyTorch'],
  ],
  onnx: [
    ['model.onnx', 'the network with its weights, opset 17'],
    ['run.mjs', 'asks the model in Node.js'],
    ['input.mjs', 'turns what you type into what the model reads; works in a browser too'],
    ['config.json', 'shape of the network'],
  ],
  tfjs: [
    ['model.json, weights.bin', 'a graph model for `tf.loadGraphModel`'],
    ['run.mjs', 'asks the model in Node.js'],
    ['input.mjs', 'turns what you type into what the model reads; works in a browser too'],
    ['config.json', 'shape of the network'],
  ],
};

const inputs: { readonly [K in InputRecipe['kind']]: (input: Extract<InputRecipe, { kind: K }>) => string } =
  {
    hashedText: ({ features }) =>
      `The model reads ${features} numbers: the text's words, pairs of words and runs of 3 and 4 characters, hashed with a sign, brought to length 1.`,
    numbers: ({ fields }) =>
      `The model reads ${fields.length} numbers (${fields.map(({ name }) => name).join(', ')}), each as (value / scale - mean) / sd with the figures of input.json.`,
    tokens: ({ tokenizer }) =>
      `The model reads token ids and gives logits of the next token at every place. Its tokenizer (${tokenizer.kind}) is in tokenizer.json, in the form of Hugging Face's tokenizers, and in input.json.`,
  };

const own = (portable: Portable): string =>
  portable.ownData
    ? '\nIt was trained on data of your own. The rows or texts themselves are not in here; names of columns and classes, ranges, and pieces of words are, and a model may remember more than that.\n'
    : '';

const inCode: Readonly<Record<ReadmeFormat, (portable: Portable) => string>> = {
  safetensors: ({ model }) =>
    model.kind === 'gpt'
      ? "```python\nfrom transformers import GPT2LMHeadModel, PreTrainedTokenizerFast\n\nmodel = GPT2LMHeadModel.from_pretrained('.')\ntokenizer = PreTrainedTokenizerFast(tokenizer_file='tokenizer.json')\n```\n"
      : "```python\nfrom safetensors.torch import load_file\n\nweights = load_file('model.safetensors')  # names and shapes of torch.nn.Sequential\n```\n",
  onnx: ({ model }) =>
    `\`\`\`js\nconst session = await ort.InferenceSession.create('model.onnx');\nconst { logits } = await session.run({ ${model.kind === 'gpt' ? 'input_ids: ids' : 'features'} });\n\`\`\`\n`,
  tfjs: ({ model }) =>
    `\`\`\`js\nconst model = await tf.loadGraphModel('model.json');\nconst logits = model.execute(${model.kind === 'gpt' ? "tf.tensor2d(ids, [1, ids.length], 'int32')" : 'tf.tensor2d(features, [1, features.length])'});\n\`\`\`\n`,
};

/** What lies beside a model, how it is used, and the `command` that trains it again; Markdown. */
export function readme(format: ReadmeFormat, portable: Portable, command: string): string {
  const { lane, model, inputs: size, outputs, step, input, link } = portable;
  // Each text takes its own kind; TypeScript cannot see that the key and the recipe belong together.
  const describe = inputs[input.kind] as (input: InputRecipe) => string;
  const listed = [
    ...files[format],
    ['input.json', 'how inputs are made'] as const,
    ['labels.json', input.kind === 'tokens' ? 'what each token stands for' : 'names of the classes'] as const,
    ['example.json', 'something to try'] as const,
    ...(input.kind === 'tokens' ? [['tokenizer.json', 'the vocabulary'] as const] : []),
  ];
  return `# A ${lane} from the Distillation Playground

${describeShape(model, size, outputs)}, after ${step} training steps. The experiment: \`#${link}\` behind the playground's address.
${own(portable)}
## Run it

\`\`\`sh
${command}
\`\`\`

Without further words it answers its example and prints the logits as well. In your own code:

${inCode[format](portable)}
## Input

${describe(input)}

## Files

| file | what it is |
|---|---|
${listed.map(([name, what]) => `| ${name} | ${what} |`).join('\n')}
`;
}
