// Builds the terminal's program: one file for Node with the engine inside.

import { defineConfig } from 'vite';
import { aloneBundle } from './scripts/alone.mjs';
import { wasmKernels } from './scripts/kernels.mjs';

export default defineConfig({
  plugins: [wasmKernels(), aloneBundle()],
  ssr: { noExternal: true, external: ['webgpu'] },
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'node_modules/.cache/cli',
    target: 'node20',
    rolldownOptions: {
      output: {
        entryFileNames: 'distill.mjs',
        codeSplitting: false,
        // The WebAssembly loader of TensorFlow.js was written for CommonJS and asks where it lies.
        banner: 'const __dirname = import.meta.dirname;',
      },
    },
  },
});
