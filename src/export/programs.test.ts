// The example programs of the saved folders really run, and answer as the engine does.

import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInput } from '../alone/input.ts';
import { logitsOf } from '../alone/model.ts';
import { useBackend } from '../engine/backend/backend.testing.ts';
import type { ExportFile } from './files.ts';
import { type FormatId, formats } from './formats.ts';
import { distance, type Sample, sampleOf, samples } from './portable.testing.ts';
import { inFolder, printedLogits, pythonWithTorch, run } from './programs.testing.ts';
import distillScript from './torch/distill.py?raw';

const tolerance = 1e-5;

beforeAll(() => useBackend('cpu'));

/** The engine's logits for the example that is in every folder; of a text the last row. */
function ownLogits(sample: Sample): Float32Array {
  const { input, example, outputs } = sample.portable;
  const x = createInput(input).encode(example);
  return sample.logits(x, [1, x.length]).slice(-outputs);
}

describe.each(Object.entries(samples))('%s', (_name, hash) => {
  it('the page’s own arithmetic agrees with the engine', async () => {
    const sample = await sampleOf(hash);
    const x = createInput(sample.portable.input).encode(sample.portable.example);
    expect(distance(logitsOf(sample.portable, x), ownLogits(sample))).toBeLessThan(tolerance);
  });
});

/** Rows whose columns differ in size by far, so that a forgotten step would show. */
const measurements = {
  name: 'own.csv',
  header: ['grams', 'metres', 'share', 'kind'],
  rows: Array.from({ length: 60 }, (_, i) => [
    String(40_000 + 137 * i),
    String(1.2 + 0.01 * i),
    String((i % 7) / 700),
    i % 3 ? 'cat' : 'dog',
  ]),
  lines: Array.from({ length: 60 }, (_, i) => i + 2),
};
const ownTable = 'v=1&task.kind=table&student.hidden=6';

describe('a visitor’s own table', () => {
  it('a row is read as the engine reads it, and nothing of the rows leaves', async () => {
    const sample = await sampleOf(ownTable, { table: measurements });
    const { input, example, ownData, outputs } = sample.portable;
    const values = [43_210, 1.456, 0.004];
    const x = createInput(input).encode(values);
    expect(sample.task.kind === 'vectors' && sample.task.encode({ kind: 'numbers', values })).toEqual(x);
    expect(distance(logitsOf(sample.portable, x), sample.logits(x, [1, 3]).slice(-outputs))).toBeLessThan(
      tolerance,
    );
    expect(ownData).toBe(true);
    expect(measurements.rows.map((row) => row.slice(0, 3).map(Number))).not.toContainEqual(example);
  });

  it('a wrong number of values is answered with the columns’ names', async () => {
    const { input } = (await sampleOf(ownTable, { table: measurements })).portable;
    expect(() => createInput(input).encode([1])).toThrow(/3 numbers: grams, metres, share/);
    expect(() => createInput(input).encode([1, 2, Number.NaN])).toThrow(/3 numbers/);
  });
});

const require = createRequire(import.meta.url);
/** What the programs import, as this project has it: the parts of TensorFlow.js, onnxruntime for WebAssembly. */
const installed: Readonly<Record<string, string>> = {
  "'onnxruntime-node'": "'onnxruntime-web'",
  "'@tensorflow/tfjs'": "'./tfjs.mjs'",
};
const stockTfjs: ExportFile = {
  path: 'tfjs.mjs',
  content: `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const core = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-core'))});
require(${JSON.stringify(require.resolve('@tensorflow/tfjs-backend-cpu'))});
const { loadGraphModel } = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-converter'))});
const { tensor2d } = core;
export { loadGraphModel, tensor2d };
`,
};

function forThisProject(files: readonly ExportFile[]): ExportFile[] {
  return [
    stockTfjs,
    ...files.map(({ path, content }) => ({
      path,
      content:
        path === 'run.mjs'
          ? Object.entries(installed).reduce((text, [from, to]) => text.replaceAll(from, to), String(content))
          : content,
    })),
  ];
}

describe.each(['onnx', 'tfjs'] as const satisfies readonly FormatId[])('run.mjs of %s', (format) => {
  it.each(['messages, ReLU', 'sums, tied'] as const)('%s', async (name) => {
    const sample = await sampleOf(samples[name]);
    const files = forThisProject(formats[format].files(sample.portable));
    const output = inFolder(files, (folder) => run(process.execPath, ['run.mjs'], folder));
    expect(distance(printedLogits(output), ownLogits(sample))).toBeLessThan(tolerance);
  });
});

describe.skipIf(pythonWithTorch === null)('run.py of safetensors', () => {
  it.each(['messages, ReLU', 'points, GELU, linear output'] as const)('%s', async (name) => {
    const sample = await sampleOf(samples[name]);
    const output = inFolder(formats.safetensors.files(sample.portable), (folder) =>
      run(pythonWithTorch ?? '', ['run.py'], folder),
    );
    expect(distance(printedLogits(output), ownLogits(sample))).toBeLessThan(tolerance);
  });

  it('a row of an own table', async () => {
    const sample = await sampleOf(ownTable, { table: measurements });
    const output = inFolder(formats.safetensors.files(sample.portable), (folder) =>
      run(pythonWithTorch ?? '', ['run.py'], folder),
    );
    expect(distance(printedLogits(output), ownLogits(sample))).toBeLessThan(tolerance);
  });
});

/** Reads the saved weights by Hugging Face's names into the PyTorch GPT of distill.py, and asks it. */
const askGpt = `import json, pathlib, sys
import torch
import distill
config = json.loads(pathlib.Path("config.json").read_text())
ids = torch.tensor([json.loads(sys.argv[1])])
shape = {"nLayer": config["n_layer"], "nHead": config["n_head"], "nEmbd": config["n_embd"], "tied": config["tie_word_embeddings"]}
model = distill.Gpt(shape, config["n_positions"], config["vocab_size"]).eval()
weights = distill.load_tensors(pathlib.Path("model.safetensors"))
model.load_state_dict({name.replace("transformer.", "", 1): values for name, values in weights.items()})
print("logits", json.dumps(model(ids)[0][-1].tolist()))
`;

describe.skipIf(pythonWithTorch === null)('safetensors of a GPT in PyTorch', () => {
  it.each(['sums, tied', 'grammar, untied'] as const)('%s', async (name) => {
    const sample = await sampleOf(samples[name]);
    const { input, example } = sample.portable;
    const files = [
      ...formats.safetensors.files(sample.portable),
      { path: 'distill.py', content: distillScript },
      { path: 'ask.py', content: askGpt },
    ];
    const ids = JSON.stringify([...createInput(input).encode(example)]);
    const output = inFolder(files, (folder) => run(pythonWithTorch ?? '', ['ask.py', ids], folder));
    expect(distance(printedLogits(output), ownLogits(sample))).toBeLessThan(tolerance);
  });
});

if (pythonWithTorch === null)
  console.warn(
    'Skipped: PyTorch’s reading and run.py of safetensors, since no Python with PyTorch is installed here.',
  );
