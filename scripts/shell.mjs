// A Vite plugin: renders the page as it looks first (src/ui/shell.tsx) and puts it into index.html as a template, with the
// small script that shows it where it fits (src/ui/early.ts). So the first paint waits for HTML and CSS alone.

import { inProject, root } from './project.mjs';

const script = 'early.js';

/** Components ask for the address, which a build has none of. */
const address = { search: '', hash: '', pathname: '/' };

async function render() {
  const { createServer } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  const server = await createServer({
    configFile: false,
    root,
    plugins: [react()],
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, watch: null, ws: false },
  });
  globalThis.location ??= address;
  try {
    const { shell } = await server.ssrLoadModule(inProject('src/ui/shell.tsx'));
    // Tests look for the page itself; styles in attributes are against the page's policy, and nothing has a width yet;
    // React's marks of what is still to be loaded are of use to React alone.
    return shell().replace(/ (data-testid|style)="[^"]*"|<template[^>]*><\/template>/g, '');
  } finally {
    await server.close();
  }
}

export function shell() {
  return {
    name: 'shell',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: inProject('src/ui/early.ts'), fileName: script });
    },
    /** No module, which would wait for the page: what it declares must not become the window's all the same. */
    renderChunk: (code, { fileName }) => (fileName === script ? `(() => {${code}})();` : null),
    transformIndexHtml: {
      order: 'post',
      async handler(_, { path, bundle }) {
        // Before the page's own scripts where a host sends few files at a time.
        const attrs = { src: `./${script}`, fetchpriority: 'high' };
        const tags = [{ tag: 'script', attrs, injectTo: 'body' }];
        if (!path.endsWith('index.html')) return tags;
        const children = await render();
        const styles = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'));
        for (const name of [...children.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) =>
          names.split(' '),
        ))
          if (!styles.some(({ source }) => source.includes(`.${name}`)))
            throw new Error(`The shell has the class ${name}, which no style sheet of the page knows.`);
        return [{ tag: 'template', attrs: { id: 'shell' }, children, injectTo: 'body' }, ...tags];
      },
    },
  };
}
