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
});

if (pythonWithTorch === null)
  console.warn('Skipped: run.py of safetensors, since no Python with PyTorch is installed here.');
