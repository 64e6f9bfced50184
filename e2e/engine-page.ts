// Builds the engine's test page and hands it to a browser, under the address of the page under test: no second server.

import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
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

/** Calls one of the page's functions. */
export type CallEngine = <K extends keyof Engine>(
  name: K,
  ...args: Parameters<Engine[K]>
) => Promise<Awaited<ReturnType<Engine[K]>>>;

async function buildPage(): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'engine'),
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [wasmKernels()],
    build: { outDir: built, emptyOutDir: true, target: 'esnext', minify: false, chunkSizeWarningLimit: 1e4 },
  });
}

async function openPage(page: Page, origin: string): Promise<CallEngine> {
  await page.route('**/engine-page/**', async (route) => {
    const path = join(built, new URL(route.request().url()).pathname.replace(/^.*\/engine-page\//, ''));
    await route.fulfill({ body: readFileSync(path), contentType: types[extname(path)] ?? 'text/plain' });
  });
  await page.goto(`${origin}engine-page/index.html`);
  await page.waitForFunction(() => 'engine' in window);
  const call = (name: keyof Engine, ...args: unknown[]): Promise<unknown> =>
    page.evaluate(([name, args]) => (window.engine[name] as (...args: unknown[]) => unknown)(...args), [
      name,
      args,
    ] as const);
  return call as CallEngine;
}

/**
 * Tests with the engine's page. It is built and opened once for each process of tests: what a backend has compiled serves
 * the tests behind, and whoever counts on a fresh one says `forget`. Behind a failed test Playwright starts another process.
 */
export const test = base.extend<object, { engine: CallEngine }>({
  engine: [
    async ({ browser }, use, { project }) => {
      await buildPage();
      const page = await browser.newPage();
      await use(await openPage(page, project.use.baseURL ?? ''));
      await page.close();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});
