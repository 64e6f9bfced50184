// Compiles the processor's kernels (AssemblyScript, src/engine/kernels/wasm/assembly) to WebAssembly and hands them to
// Vite, Vitest and the terminal's build as modules that hold the bytes: nothing has to be fetched or found on a disk.
// What was compiled once from the same sources lies in node_modules/.cache/kernels.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject } from './project.mjs';

const folder = inProject('src/engine/kernels/wasm/assembly');
const cache = inProject('node_modules/.cache/kernels');

/** Two builds of the same sources: for any machine with SIMD, and for those whose SIMD can multiply and add in one. */
const features = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] };

/**
 * The kernels work on TensorFlow.js's own memory, so they may have none of theirs: no stack, no heap, no static data
 * (checked below). 201 warns of 64-bit addresses, which TensorFlow.js does not have.
 */
const options = (variant) => [
  ...['--runtime', 'stub', '--importMemory', '--noExportMemory', '--stackSize', '0', '--noAssert'],
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--disableWarning', '201'],
  ...features[variant].flatMap((name) => ['--enable', name]),
];

const sourceFiles = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));

async function compile(variant) {
  const { default: asc } = await import('assemblyscript/asc');
  let bytes = null;
  const entry = relative(inProject(), join(folder, 'index.ts'));
  const { error, stderr } = await asc.main(
    [entry, '--baseDir', inProject(), '--outFile', 'kernels.wasm', ...options(variant)],
    {
      writeFile(_name, content) {
        bytes = content;
      },
    },
  );
  if (error || bytes === null)
    throw new Error(`The WebAssembly kernels could not be compiled.\n${error ?? ''}\n${stderr}`);
  if (ownMemory.some((section) => hasSection(bytes, section)))
    throw new Error(
      'A WebAssembly kernel needs memory of its own (a static array, a string, an object, an exception): ' +
        'it would overwrite what TensorFlow.js keeps there. Take addresses from the caller instead.',
    );
  return bytes;
}

/** Numbers of the sections that hold global variables (an allocator has some) and static data. */
const ownMemory = [6, 11];

/** Whether a WebAssembly module has a section of this number; sections are [number, size as LEB128, content]. */
function hasSection(bytes, wanted) {
  for (let at = 8; at < bytes.length; ) {
    if (bytes[at++] === wanted) return true;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return false;
}

/** The compiled kernels, from the cache where the sources are unchanged. */
export async function kernelBytes(variant) {
  const hash = createHash('sha256').update(JSON.stringify(options(variant)));
  hash.update(readFileSync(inProject('node_modules/assemblyscript/package.json')));
  for (const file of sourceFiles()) hash.update(readFileSync(file)).update('\0');
  const file = join(cache, `${variant}-${hash.digest('hex').slice(0, 16)}.wasm`);
  if (existsSync(file)) return readFileSync(file);
  const bytes = await compile(variant);
  mkdirSync(cache, { recursive: true });
  // Written aside first: several builds may run at once.
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, bytes);
  renameSync(aside, file);
  return Buffer.from(bytes);
}

const prefix = 'virtual:kernels/';

/** A Vite plugin: `virtual:kernels/simd` and `virtual:kernels/relaxed` export the bytes as base64. */
export const wasmKernels = () => ({
  name: 'wasm-kernels',
  resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
  async load(id) {
    if (!id.startsWith(`\0${prefix}`)) return undefined;
    for (const file of sourceFiles()) this.addWatchFile(file);
    const bytes = await kernelBytes(id.slice(prefix.length + 1));
    return `export default ${JSON.stringify(bytes.toString('base64'))};`;
  },
});
