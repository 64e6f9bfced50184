// Builds the production page into dist and notes from which sources.

import { ensureInstalled } from './install.mjs';
import { giveUp, inProject, isBuilt, isMain, noteBuilt, programs, runNode, sourcesHash } from './project.mjs';

/** Builds the page; with `onlyIfChanged` not when dist already holds what the sources say. */
export function buildPage({ onlyIfChanged = false } = {}) {
  const dist = inProject('dist');
  const hash = sourcesHash();
  if (onlyIfChanged && isBuilt(dist, hash)) return;
  process.stdout.write('Building the page ...\n');
  // Who only wants the page need not read how the build went, unless it fails.
  const { status } = runNode([programs.vite, 'build', '--logLevel', onlyIfChanged ? 'error' : 'info']);
  if (status !== 0) giveUp('The page could not be built (see above).');
  noteBuilt(dist, hash);
}

if (isMain(import.meta.url)) {
  ensureInstalled();
  buildPage();
}
