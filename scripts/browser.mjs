// Finds a Chromium for the tests and the measurements, and installs one where there is none.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { giveUp, inProject, isMain, programs, runNode } from './project.mjs';

const onWindows = process.platform === 'win32';
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const usualPlaces = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A browser is usable if it can say its version: one whose system libraries are missing cannot. */
function works(path) {
  if (!existsSync(path)) return false;
  // There, asking for the version opens a window.
  if (onWindows) return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** Where Playwright keeps (or would keep) its own Chromium. */
function playwrightsOwn() {
  if (!existsSync(inProject('node_modules/@playwright/test'))) return [];
  return [createRequire(import.meta.url)('@playwright/test').chromium.executablePath()];
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, onWindows ? `${name}.exe` : name)));
}

/** The path of a usable Chromium, or null. Installs nothing. */
export function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return works(chosen) ? chosen : null;
  return [...playwrightsOwn(), ...onPath(), ...usualPlaces].find(works) ?? null;
}

const isRoot = () => process.getuid?.() === 0;
const isDebian = () =>
  existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));

const ways = [
  {
    name: 'playwright install chromium',
    possible: () => existsSync(programs.playwright),
    run: () =>
      runNode([programs.playwright, 'install', 'chromium'], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' },
      }),
  },
  {
    name: 'playwright install-deps chromium',
    possible: () => isRoot() && process.platform === 'linux' && playwrightsOwn().some(existsSync),
    run: () =>
      runNode([programs.playwright, 'install-deps', 'chromium'], { stdio: ['ignore', 'inherit', 'inherit'] }),
  },
  {
    name: 'apt-get install chromium',
    possible: () => isRoot() && isDebian(),
    run: () => {
      const options = {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      };
      spawnSync('apt-get', ['update', '-q'], options);
      spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
    },
  },
];

const remedy =
  'No Chromium was found, and none could be installed. Install Chromium or Chrome, or run "npx playwright install chromium", ' +
  'or name one: CHROMIUM_PATH=/path/to/chromium npm test';

/** The path of a usable Chromium; installs one where there is none, and ends the script where that fails. */
export function ensureBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen && !works(chosen))
    return giveUp(`CHROMIUM_PATH names ${chosen}, which is no browser that starts. Correct it or unset it.`);
  let found = findBrowser();
  for (const way of ways) {
    if (found !== null) return found;
    if (!way.possible()) continue;
    process.stdout.write(`Installing a browser for the tests: ${way.name}\n`);
    way.run();
    found = findBrowser();
  }
  return found ?? giveUp(remedy);
}

/**
 * Two pages of Chromium's own behind its address bar, which every new window would load at the cost of a page of ours; and,
 * since a browser heeds the last list alone, what Playwright switches off for a page's loading and for requests elsewhere.
 */
const featuresOff = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** What headless Chromium needs to show WebGPU, and to leave out what would disturb tests and measurements. */
export const launchArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${featuresOff.join(',')}`,
  '--enable-unsafe-webgpu',
  '--enable-unsafe-swiftshader',
];

if (isMain(import.meta.url)) process.stdout.write(`${ensureBrowser()}\n`);
