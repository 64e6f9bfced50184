// Checks the built page against its size budgets (gzip): what the first screen loads, the style sheet, the worker, and each
// part that is loaded later. Follows the imports in the built files themselves, so that nothing escapes by its name.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { giveUp, inProject } from './project.mjs';

/** kB, one kB being 1000 bytes. */
const budgets = { first: 150, style: 30, worker: 250, lazy: 150 };
/** Names that any build of TensorFlow.js holds, however it is minified. */
const tensorFlowMarks = ['registerBackend', 'tfjs', 'UnsortedSegmentSum'];

const dist = inProject('dist');
if (!existsSync(join(dist, 'index.html')))
  giveUp('There is no built page in dist: run "npm run build" first.');

const read = (file) => readFileSync(file, 'utf8');
const kilobytes = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000;
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
const existing = (folder, names) =>
  [...new Set(names.map((name) => join(folder, name)))].filter((file) => existsSync(file));

/** Files that load together with `entry`: its static imports, theirs, and so on. */
function withStaticImports(entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  const names = matches(
    read(entry),
    /(?:import|export)(?:[\w$*{}\s,]+from)?\s*["'](\.{1,2}\/[^"']+\.js)["']/g,
  );
  for (const file of existing(dirname(entry), names)) withStaticImports(file, found);
  return found;
}

/** Entries of workers: the address is relative to the chunk that starts the worker, or to the page. */
function workersStartedBy(file) {
  const names = matches(read(file), /new Worker\([^;]{0,40}?new URL\([^;]{0,20}?["'`]([^"'`]+\.js)["'`]/g);
  return existing(dirname(file), names).concat(existing(dist, names));
}

/** What a page loads before it shows anything. */
function loadedFirst(name) {
  const page = read(join(dist, name));
  const scripts = existing(
    dist,
    matches(page, /<(?:script|link rel="modulepreload")[^>]*?(?:src|href)="([^"]+\.js)"/g),
  );
  const styles = existing(dist, matches(page, /<link rel="stylesheet"[^>]*?href="([^"]+\.css)"/g));
  return { styles, first: [...new Set(scripts.flatMap((file) => [...withStaticImports(file)]))] };
}

const { first, styles } = loadedFirst('index.html');
const speed = loadedFirst('speed.html');

const folder = join(dist, 'assets');
const all = readdirSync(folder).map((name) => join(folder, name));
const chunks = all.filter((file) => file.endsWith('.js'));
const workers = [...new Set(chunks.flatMap(workersStartedBy))];
if (first.length === 0) giveUp('index.html names no script: the budgets cannot be checked.');
if (workers.length === 0) giveUp('No chunk starts a worker: the budgets cannot be checked.');

const rows = [
  { what: 'first script', files: first, limit: budgets.first },
  { what: 'style sheet', files: styles, limit: budgets.style },
  { what: 'first script of speed.html', files: speed.first, limit: budgets.first },
  { what: 'style sheet of speed.html', files: speed.styles, limit: budgets.style },
  ...workers.map((worker) => ({
    what: 'worker',
    files: [...withStaticImports(worker)],
    limit: budgets.worker,
  })),
];
const counted = new Set(rows.flatMap(({ files }) => files));
const later = all.filter((file) => /\.(js|css)$/.test(file) && !counted.has(file));
rows.push(...later.map((file) => ({ what: 'loaded later', files: [file], limit: budgets.lazy })));
rows.push(
  ...all
    .filter((file) => file.endsWith('.wasm'))
    .map((file) => ({ what: 'WebAssembly', files: [file], limit: null })),
);

const problems = [];
process.stdout.write('kB, gzip   limit  what\n');
for (const { what, files, limit } of rows) {
  const size = kilobytes(files);
  const over = limit !== null && size > limit;
  if (over) problems.push(`${what} is ${size.toFixed(1)} kB, ${limit} kB are allowed`);
  const names = files.map((file) => basename(file)).join(' + ');
  const cells = [size.toFixed(1).padStart(8), String(limit ?? '-').padStart(8)];
  process.stdout.write(`${cells.join('')}  ${what}: ${names}${over ? '  <- OVER' : ''}\n`);
}
for (const file of [...first, ...speed.first]) {
  const mark = tensorFlowMarks.find((word) => read(file).includes(word));
  if (mark !== undefined)
    problems.push(`the first script holds TensorFlow.js: ${basename(file)} contains "${mark}"`);
}
if (problems.length > 0) giveUp(`Over budget: ${problems.join('; ')}.`);
