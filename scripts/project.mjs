// What the scripts share: where the project lies, how its programs are run, and whether something built is out of date.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const inProject = (...parts) => join(root, ...parts);

/** The programs of the installed packages, started by Node itself: the same on every system, without a shell. */
export const programs = {
  biome: inProject('node_modules/@biomejs/biome/bin/biome'),
  playwright: inProject('node_modules/@playwright/test/cli.js'),
  tsc: inProject('node_modules/typescript/bin/tsc'),
  vite: inProject('node_modules/vite/bin/vite.js'),
  vitest: inProject('node_modules/vitest/vitest.mjs'),
};

/** Ends the script with one clear line (or a few). */
export function giveUp(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** Everything the page is built from, tests left out. */
const sources = [
  'src',
  'public',
  'index.html',
  'speed.html',
  'vite.config.ts',
  'vite.cli.config.ts',
  'scripts/kernels.mjs',
  'scripts/lessons.mjs',
  'scripts/offline.mjs',
  'scripts/shell.mjs',
  'package.json',
  'package-lock.json',
];

/** Changes whenever a source changes; times of files play no part, a checkout may set them at will. */
export function sourcesHash() {
  const hash = createHash('sha256');
  const files = sources.flatMap((path) => filesBelow(inProject(path)));
  for (const file of files.filter((path) => !path.endsWith('.test.ts')).sort()) {
    hash
      .update(`${relative(root, file).split(sep).join('/')}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

const stampOf = (folder) => join(folder, '.vite', 'sources.txt');

/** Whether what lies in `folder` was built from the sources as they are now. */
export function isBuilt(folder, hash = sourcesHash()) {
  return existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8') === hash;
}

/** Remembers from which sources `folder` was built; Vite removes the note with everything else in the folder. */
export function noteBuilt(folder, hash) {
  mkdirSync(dirname(stampOf(folder)), { recursive: true });
  writeFileSync(stampOf(folder), hash);
}

/** Runs one of the programs to its end; `stdio` as in child_process. */
export function runNode(args, { stdio = 'inherit', env = {} } = {}) {
  return spawnSync(process.execPath, args, { cwd: root, stdio, env: { ...process.env, ...env } });
}

/** Whether this module is the script that was started, rather than imported by another. */
export const isMain = (url) =>
  process.argv[1] !== undefined && fileURLToPath(url) === realpathSync(process.argv[1]);
