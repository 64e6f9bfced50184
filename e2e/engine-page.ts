// Builds the engine's test page and hands it to a browser, under the address of the page under test: no second server.

import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { wasmKernels } from '../scripts/kernels.mjs';
import type { Engine } from './engine/main.ts';

/** One for each process of tests: two that build at the same time must not take each other's files away. */
const built = join(
  import.meta.dirname,
  `../node_modules/.cache/engine-page-${process.env.TEST_PARALLEL_INDEX ?? 0}`,
);
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** To be called once, before the tests of a spec. */
export async function buildEnginePage(): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'engine'),
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [wasmKernels()],
    build: { outDir: built, emptyOutDir: true, target: 'esnext', minify: false, chunkSizeWarningLimit: 1e4 },
  });
}

/** Opens the built page. */
export async function openEngine(page: Page, origin: string): Promise<void> {
  await page.route('**/engine-page/**', async (route) => {
    const path = join(built, new URL(route.request().url()).pathname.replace(/^.*\/engine-page\//, ''));
    await route.fulfill({ body: readFileSync(path), contentType: types[extname(path)] ?? 'text/plain' });
  });
  await page.goto(`${origin}/engine-page/index.html`);
  await page.waitForFunction(() => 'engine' in window);
}

/** Calls one of the page's functions. */
export function callEngine<K extends keyof Engine>(
  page: Page,
  name: K,
  ...args: Parameters<Engine[K]>
): Promise<Awaited<ReturnType<Engine[K]>>> {
  return page.evaluate(([name, args]) => (window.engine[name] as (...args: unknown[]) => unknown)(...args), [
    name,
    args,
  ] as const) as Promise<Awaited<ReturnType<Engine[K]>>>;
}
