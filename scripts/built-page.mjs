// What the scripts that measure the page begin with: a browser, and the production build, served.

import { ensureBrowser, launchArgs } from './browser.mjs';
import { buildPage } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './project.mjs';

/**
 * Installs and builds what is missing. Gives Playwright's `chromium` with the options to launch it by, the page's `address`, and
 * `close`, which ends the server.
 */
export async function serveBuiltPage() {
  ensureInstalled();
  const executablePath = ensureBrowser();
  buildPage({ onlyIfChanged: true });
  const { preview } = await import('vite');
  const { chromium } = await import('@playwright/test');
  const server = await preview({ root, preview: { port: 0 }, logLevel: 'error' });
  return {
    chromium,
    options: { executablePath, args: launchArgs },
    address: server.resolvedUrls.local[0],
    close: () => server.close(),
  };
}
