// Installs the packages of package-lock.json when they are missing or others are there; otherwise does nothing.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { giveUp, inProject, isMain, root } from './project.mjs';

/** The oldest versions that Vite runs on. */
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  giveUp(
    `This project needs Node.js 20.19 or newer (22.12 or newer in the 22 line); this is ${process.versions.node}.\n` +
      'Get a current one from https://nodejs.org, or run "nvm install" here, then try again.',
  );
}

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Why an installation is needed; null where all is in place. Packages added by hand are left alone. */
function reasonToInstall() {
  if (!existsSync(inProject('node_modules'))) return 'node_modules is missing';
  const noted = inProject('node_modules/.package-lock.json');
  if (!existsSync(noted)) return 'the last installation did not finish';
  const installed = readPackages(noted);
  for (const [path, { version, optional, devOptional }] of Object.entries(
    readPackages(inProject('package-lock.json')),
  )) {
    const there = installed[path];
    if (path === '' || (there === undefined && (optional || devOptional))) continue;
    if (there?.version === version) continue;
    return `${path.replace('node_modules/', '')} is ${there?.version ?? 'missing'}, wanted is ${version}`;
  }
  return null;
}

/** Brings node_modules in line with package-lock.json; `toStderr` keeps stdout free for results. */
export function ensureInstalled({ toStderr = false } = {}) {
  checkNode();
  const reason = reasonToInstall();
  if (reason === null) return;
  const out = toStderr ? process.stderr : process.stdout;
  out.write(`Installing the packages (${reason}): npm ci\n`);
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', toStderr ? 2 : 'inherit', 'inherit'] };
  const npm = process.env.npm_execpath;
  const { status } =
    npm?.endsWith('.js') || npm?.endsWith('.cjs')
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (status !== 0)
    giveUp('npm ci failed (see above). Is there a connection to the package registry? Then try again.');
}

if (isMain(import.meta.url)) {
  ensureInstalled();
  process.stdout.write('All packages are in place.\n');
}
