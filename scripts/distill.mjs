// `npm run distill`: builds the terminal program when its sources changed, silently, then runs it in this process.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { giveUp, inProject, isBuilt, noteBuilt, programs, runNode, sourcesHash } from './project.mjs';

const folder = inProject('node_modules/.cache/cli');
const program = `${folder}/distill.mjs`;

/** Builds aside and moves the result into place, so that several runs started at once do not disturb each other. */
function build(hash) {
  const aside = `${folder}-${process.pid}`;
  const args = ['build', '--config', 'vite.cli.config.ts', '--outDir', aside, '--emptyOutDir'];
  const { status, stdout, stderr } = runNode([programs.vite, ...args, '--logLevel', 'error'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) giveUp(`${stdout}${stderr}\nThe terminal program could not be built (see above).`);
  mkdirSync(folder, { recursive: true });
  renameSync(`${aside}/distill.mjs`, program);
  rmSync(aside, { recursive: true, force: true });
  noteBuilt(folder, hash);
}

ensureInstalled({ toStderr: true });
const hash = sourcesHash();
if (!existsSync(program) || !isBuilt(folder, hash)) build(hash);
// npm moves to the project's folder; files named on the command line lie where the visitor stands.
if (process.env.npm_lifecycle_event === 'distill' && process.env.INIT_CWD !== undefined)
  process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(program).href);
