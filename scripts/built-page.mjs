// What the scripts that measure the page begin with: a browser, and the production build, served.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureBrowser, launchArgs } from './browser.mjs';
import { buildPage } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inProject, root } from './project.mjs';

/**
 * Installs and builds what is missing. Gives Playwright's `chromium` with the options to launch it by, the page's `address`, and
 * `close`, which ends the server. `folder` holds a page that was built before, from other sources; `plugins` are Vite's.
 */
export async function serveBuiltPage({ folder = null, plugins = [] } = {}) {
  ensureInstalled();
  const executablePath = ensureBrowser();
  if (folder === null) buildPage({ onlyIfChanged: true });
  const { preview } = await import('vite');
  const { chromium } = await import('@playwright/test');
  const server = await preview({
    root,
    plugins,
    ...(folder === null ? {} : { build: { outDir: folder } }),
    preview: { port: 0 },
    logLevel: 'error',
  });
  return {
    chromium,
    options: { executablePath, args: launchArgs },
    address: server.resolvedUrls.local[0],
    close: () => server.close(),
  };
}

const types = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};

/** A Vite plugin: sends files packed, as hosts do, and calls back with what each takes. */
export function packed(onFile, folder = inProject('dist')) {
  const kept = new Map();
  const pack = (name) => {
    kept.set(name, kept.get(name) ?? gzipSync(readFileSync(join(folder, name))));
    return kept.get(name);
  };
  return {
    name: 'packed',
    configurePreviewServer({ middlewares }) {
      middlewares.use(({ url = '' }, answer, next) => {
        const name = new URL(url, 'http://host').pathname.replace(/\/$/, '/index.html');
        const type = types[name.slice(name.lastIndexOf('.') + 1)];
        if (type === undefined) return next();
        const body = pack(name);
        onFile({ name, bytes: body.length });
        answer.setHeader('vary', 'accept-encoding');
        answer.setHeader('content-type', type);
        answer.setHeader('content-encoding', 'gzip');
        // Of what has its content in its name a browser need not ask twice.
        answer.setHeader('cache-control', name.startsWith('/assets/') ? 'max-age=600' : 'no-cache');
        answer.end(body);
      });
    },
  };
}
