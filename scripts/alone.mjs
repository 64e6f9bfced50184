// Bundles what a saved model takes along (src/alone): the page that runs it without a network, and the module that turns
// what a person types into what it reads. Hands both to Vite, Vitest and the terminal's build as texts.

import { readFileSync } from 'node:fs';
import { inProject } from './project.mjs';

const id = 'virtual:alone';

/** One file of src/alone with all that it imports, as the text of one script. */
async function bundle(entry, format) {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: inProject('src/alone', entry), formats: [format], name: 'alone' },
    },
  });
  const [{ output }] = Array.isArray(result) ? result : [result];
  return output[0].code;
}

/** A Vite plugin: `virtual:alone` exports the texts `page` (a script), `style` and `input` (a module). */
export const aloneBundle = () => ({
  name: 'alone-bundle',
  resolveId: (name) => (name === id ? `\0${id}` : undefined),
  async load(name) {
    if (name !== `\0${id}`) return undefined;
    for (const file of ['main.ts', 'views.ts', 'model.ts', 'input.ts', 'dom.ts', 'page.css'])
      this.addWatchFile(inProject('src/alone', file));
    const texts = {
      page: await bundle('main.ts', 'iife'),
      style: readFileSync(inProject('src/alone/page.css'), 'utf8'),
      input: await bundle('input.ts', 'es'),
    };
    return Object.entries(texts)
      .map(([key, text]) => `export const ${key} = ${JSON.stringify(text)};`)
      .join('\n');
  },
});
