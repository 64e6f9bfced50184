// A Vite plugin: builds the service worker and writes into it which files the page consists of, and a version that
// changes with any of them.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { inProject } from './project.mjs';

const workerFile = 'sw.js';
/** Not part of the page that one looks at. */
const leftOut = [/^\.vite\//, /^sw\.js$/, /^robots\.txt$/, /^preview\.png$/, /\.map$/];

const filesBelow = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

export function offline() {
  return {
    name: 'offline',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: inProject('src/offline/service-worker.ts'), fileName: workerFile });
    },
    writeBundle: {
      order: 'post',
      handler({ dir }) {
        const hash = createHash('sha256');
        const names = filesBelow(dir)
          .map((path) => relative(dir, path).split(sep).join('/'))
          .filter((name) => !leftOut.some((pattern) => pattern.test(name)))
          .sort();
        for (const name of names) hash.update(`${name}\0`).update(readFileSync(join(dir, name)));
        // The folder itself is the page; whoever asks for index.html gets the same.
        const files = ['./', ...names.filter((name) => name !== 'index.html')];
        const path = join(dir, workerFile);
        const code = readFileSync(path, 'utf8');
        const written = code
          .replaceAll('__OFFLINE_FILES__', JSON.stringify(files))
          .replaceAll('__OFFLINE_VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16)));
        if (written === code) throw new Error(`${workerFile} has no place for the names of its files`);
        writeFileSync(path, written);
      },
    },
  };
}
