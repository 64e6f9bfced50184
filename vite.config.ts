// Builds and serves the page; also holds Vitest's settings.

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { aloneBundle } from './scripts/alone.mjs';
import { wasmKernels } from './scripts/kernels.mjs';
import { lessonsPlugin } from './scripts/lessons.mjs';
import { offline } from './scripts/offline.mjs';
import { shell } from './scripts/shell.mjs';

/**
 * The content security policy of the built page: nothing but its own files, and a text that a visitor asks to be fetched
 * from an https address (store/download.ts), which may lie on any host. The development server needs inline code
 * for its reloads, so the policy is only written into the build.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self' https:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
      injectTo: 'head-prepend',
    },
  ],
};

/**
 * What other services show of a link to the page. They want whole addresses: whoever builds for a host names it in
 * SITE_URL, as the workflow for GitHub Pages does.
 */
const site = process.env.SITE_URL?.replace(/\/*$/, '/');
const linkPreview: Plugin = {
  name: 'link-preview',
  apply: 'build',
  transformIndexHtml: () =>
    [
      ['og:type', 'website'],
      ['og:title', 'Distillation Playground'],
      ['og:description', 'Watch a small neural network learn from a large one, in a browser tab.'],
      ['og:image', `${site ?? './'}preview.png`],
      ['og:image:width', '1200'],
      ['og:image:height', '630'],
      ['og:image:alt', 'Curves, lanes and decision maps of a teacher, a student and a control in mid-run'],
      ...(site === undefined ? [] : [['og:url', site]]),
      ['twitter:card', 'summary_large_image'],
    ].map(([property = '', content = '']) => ({
      tag: 'meta',
      attrs: { [property.startsWith('og:') ? 'property' : 'name']: property, content },
      injectTo: 'head' as const,
    })),
};

export default defineConfig({
  // Relative addresses: the built page works from any folder of any host.
  base: './',
  plugins: [
    react(),
    contentSecurityPolicy,
    wasmKernels(),
    aloneBundle(),
    lessonsPlugin(),
    linkPreview,
    shell(),
    offline(),
  ],
  worker: { format: 'es', plugins: () => [wasmKernels()] },
  // Named here, so that the development server bundles them at once, around one TensorFlow.js: found one by one, each
  // would bring its own.
  optimizeDeps: {
    include: [
      'core',
      'core/dist/register_all_gradients.js',
      'backend-cpu',
      'backend-wasm',
      'backend-webgl',
      'backend-webgpu',
    ].map((part) => `@tensorflow/tfjs-${part}`),
  },
  build: {
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 700,
    // The playground, and the page that measures the device.
    rolldownOptions: { input: ['index.html', 'speed.html'] },
  },
  preview: { port: 4173, strictPort: false },
  test: {
    include: ['src/**/*.test.ts'],
    // TensorFlow.js ships its modules for bundlers; Node cannot load its gradients as they are. Those are some hundred files:
    // bundled once, each test file loads one.
    server: { deps: { inline: [/@tensorflow/] } },
    deps: {
      optimizer: {
        ssr: { enabled: true, include: ['@tensorflow/tfjs-core/dist/register_all_gradients.js'] },
      },
    },
    // Vitest leaves a processor to itself; on two that would be half of them.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
} as Parameters<typeof defineConfig>[0]);
