// Where the benchmark's contenders run: workers of a browser's page, processes of Node on Dawn, a program in Python. Each
// becomes a rival that answers orders (src/shared/bench/race.ts).

import { fork, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { ensureBrowser, launchArgs } from './browser.mjs';
import { wasmKernels } from './kernels.mjs';
import { giveUp, inProject, root } from './project.mjs';

const built = inProject('node_modules/.cache/bench');
/** Dawn's package holds the binaries of every system, 130 MB: it is fetched only for this. */
const dawnPackage = 'webgpu@0.6.2';

const common = { configFile: false, logLevel: 'error', publicDir: false };

/** The part of the benchmark that is TypeScript, for Node. */
export async function buildForNode() {
  const { build } = await import('vite');
  await build({
    ...common,
    root,
    plugins: [wasmKernels()],
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: true,
      outDir: join(built, 'node'),
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: { terminal: inProject('e2e/bench/terminal.ts'), dawn: inProject('e2e/bench/dawn.ts') },
        // The WebAssembly loader of TensorFlow.js was written for CommonJS and asks where it lies.
        output: { entryFileNames: '[name].mjs', banner: 'const __dirname = import.meta.dirname;' },
      },
    },
  });
  return import(pathToFileURL(join(built, 'node/terminal.mjs')).href);
}

/** Workers of one browser. */
export async function openBrowser() {
  const executablePath = ensureBrowser();
  const { build, preview } = await import('vite');
  const { chromium } = await import('@playwright/test');
  const settings = {
    ...common,
    root: inProject('e2e/bench'),
    base: './',
    plugins: [wasmKernels()],
    worker: { format: 'es', plugins: () => [wasmKernels()] },
    build: { outDir: join(built, 'page'), emptyOutDir: true, target: 'esnext', chunkSizeWarningLimit: 1e4 },
    preview: { port: 0 },
  };
  await build(settings);
  const server = await preview(settings);
  const browser = await chromium.launch({ executablePath, args: launchArgs });
  return {
    name: `Chromium ${browser.version()}`,
    /** A page for one workload; `rival` starts a worker in it. */
    async open() {
      const page = await browser.newPage();
      await page.goto(server.resolvedUrls.local[0]);
      const rival = (contender) => ({
        contender,
        ask: (order) => page.evaluate(([who, what]) => window.bench.ask(who, what), [contender, order]),
        end: () => void page.evaluate((who) => window.bench.end(who), contender).catch(() => {}),
      });
      return { rival, close: () => page.close() };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Orders one at a time to a child that answers each once; rejects when it dies. */
function childRival(contender, child, send, listen) {
  let waiting = null;
  let complaint = '';
  child.stderr?.on('data', (data) => {
    complaint = `${complaint}${data}`.slice(-300);
  });
  listen((answer) => {
    waiting?.resolve(answer);
    waiting = null;
  });
  const died = (why) => waiting?.reject(new Error(`it ended (${why}) ${complaint}`.trim()));
  child.on('error', ({ message }) => died(message));
  child.on('exit', (code, signal) => died(code ?? signal));
  return {
    contender,
    ask: (order) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        send(order);
      }),
    end: () => void child.kill(),
  };
}

const dawnRemedy =
  'It needs a Vulkan driver (or Metal, or Direct3D). On Debian: apt-get install mesa-vulkan-drivers (25 or newer; bookworm has it in ' +
  'backports). Name a software driver with VK_DRIVER_FILES=/usr/share/vulkan/icd.d/lvp_icd.json and set XDG_RUNTIME_DIR.';

/** Processes of Node on Dawn; ends the script with a reason where there is no package or no driver. */
export function openDawn() {
  const places = [join(built, 'node_modules/webgpu'), inProject('node_modules/webgpu')];
  if (!places.some(existsSync)) {
    process.stdout.write(`Fetching Dawn: ${dawnPackage}\n`);
    // Beside what is built, where the project's own installation never looks.
    const args = ['install', '--prefix', built, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    spawnSync(npm, [...args, dawnPackage], {
      cwd: built,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
  const probe = `import('${pathToFileURL(join(built, 'node/terminal.mjs')).href}')
    .then(({ bringDawn }) => bringDawn())
    .then((name) => { process.stdout.write('adapter:' + name); process.exit(0); })
    .catch((error) => { process.stderr.write(String(error)); process.exit(1); });`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', probe], { cwd: root, encoding: 'utf8' });
  const adapter = stdout.match(/adapter:(.*)/)?.[1];
  if (adapter === undefined)
    giveUp(`--env dawn: Dawn found no graphics card to run on. ${dawnRemedy}\n${stderr.trim()}`);
  return {
    name: `Node ${process.versions.node}, Dawn (${dawnPackage}) on ${adapter}`,
    async open() {
      const rival = (contender) => {
        const child = fork(join(built, 'node/dawn.mjs'), {
          cwd: root,
          stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        });
        return childRival(
          contender,
          child,
          (order) => child.send(order),
          (answer) => child.on('message', answer),
        );
      };
      return { rival, close: async () => {} };
    },
    close: async () => {},
  };
}

const torchScript = inProject('scripts/bench-torch.py');

/** PyTorch, where one of the Pythons has it; null otherwise. */
export function findTorch(asked) {
  const pythons = asked === undefined ? ['python3', '/usr/bin/python3', 'python'] : [asked];
  for (const python of pythons) {
    const { status, stdout } = spawnSync(python, [torchScript, 'probe'], { encoding: 'utf8' });
    if (status === 0) return { python, ...JSON.parse(stdout) };
  }
  if (asked !== undefined) giveUp(`--python ${asked}: that Python does not start, or has no PyTorch.`);
  return null;
}

/** `packed` is the work of the workload as bytes. */
export function torchRival(contender, { python }, workload, { head, bytes }) {
  const folder = join(built, 'work');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${workload}.bin`);
  writeFileSync(file, Buffer.concat([Buffer.from(`${head}\n`), bytes]));
  const how = contender === 'torchGraphs' ? 'graphs' : 'eager';
  const child = spawn(python, [torchScript, how, file], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
  // It may end before all is written: its exit says so.
  child.stdin.on('error', () => {});
  return childRival(
    contender,
    child,
    (order) => child.stdin.write(`${JSON.stringify(order)}\n`),
    (answer) => createInterface(child.stdout).on('line', (line) => answer(JSON.parse(line))),
  );
}
