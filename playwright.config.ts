// The browser tests: the production build, one headless Chromium with WebGPU and WebGL in software.

import { defineConfig } from '@playwright/test';
import { findBrowser, launchArgs } from './scripts/browser.mjs';

const browser = findBrowser();
if (browser === null)
  throw new Error('No Chromium was found: run "npm test", which installs one, or set CHROMIUM_PATH.');

/** `npm test` names a free port, so that it never tests what somebody else serves. */
const chosenPort = process.env.E2E_PORT;
const port = Number(chosenPort ?? 4187);

/**
 * They share a page that each process of tests builds and opens once, and on it what was compiled, which takes nearly all of
 * their time where graphics are software: those of a file run one behind the other in one process.
 */
const ofEngine = ['**/kernels.spec.ts', '**/losses.spec.ts', '**/recorded.spec.ts'];

export default defineConfig({
  testDir: 'e2e',
  projects: [
    { name: 'engine', testMatch: ofEngine, fullyParallel: false },
    { name: 'page', testIgnore: ofEngine },
  ],
  outputDir: 'test-results',
  reporter: [['list']],
  // Two tests at a time, those of the page whatever their files: a test waits for its page about as long as it keeps a core busy.
  workers: 2,
  fullyParallel: true,
  // A shared machine may stop for seconds. What passes at the second try alone is named in the summary, to be mended.
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  globalTimeout: 16 * 60_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // What a worker answers escapes the routes of a test; only offline.spec.ts wants one.
    serviceWorkers: 'block',
    launchOptions: { executablePath: browser, args: launchArgs },
  },
  webServer: {
    // Builds first if the sources changed, then serves dist with Vite's preview.
    command: `node scripts/start.mjs --port ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: chosenPort === undefined && process.env.CI === undefined,
    timeout: 120_000,
  },
});
