// The page without a network: keeps the files of one version and answers with them, so that a page never mixes two. A new
// version is loaded beside it and waits until the page says that it may take over. Imports nothing; the build puts the
// names of the files in (scripts/offline.mjs).

const worker = self as unknown as ServiceWorkerGlobalScope;
/** Written in by the build. */
declare const __OFFLINE_FILES__: readonly string[];
declare const __OFFLINE_VERSION__: string;

/** Two playgrounds may share an origin: each minds its own caches. */
const prefix = `distillation ${worker.registration.scope} `;
const cacheName = prefix + __OFFLINE_VERSION__;
const scope = new URL(worker.registration.scope);

/** Names that hold a hash of their content never change; all others are asked for anew. */
const isNamedByContent = (file: string): boolean => file.startsWith('assets/');

async function load(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(
    __OFFLINE_FILES__.map(
      (file) => new Request(new URL(file, scope), { cache: isNamedByContent(file) ? 'default' : 'no-cache' }),
    ),
  );
}

/** Pages that are still open belong to the version before: its files stay until the next one. */
async function forgetOldVersions(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/** Addresses of our pages, and the file that each is. */
const pages = new Map([
  [scope.pathname, './'],
  [`${scope.pathname}index.html`, './'],
  ...__OFFLINE_FILES__
    .filter((file) => file.endsWith('.html'))
    .map((file): [string, string] => [scope.pathname + file, file]),
]);

async function answer(request: Request): Promise<Response> {
  const page = request.mode === 'navigate' ? pages.get(new URL(request.url).pathname) : undefined;
  const cache = await caches.open(cacheName);
  // Files are the same for everyone, whatever a host says they vary with.
  const options = { ignoreVary: true };
  const kept =
    (await cache.match(page === undefined ? request : new URL(page, scope), options)) ??
    (await caches.match(request, options));
  return kept ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(load()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOldVersions()));
worker.addEventListener('message', ({ data }) => {
  if (data === 'takeOver') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs =
    request.method === 'GET' && url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  // Whatever else lies in the folder is left to the network.
  const isOtherPage = request.mode === 'navigate' && !pages.has(url.pathname);
  if (isOurs && !isOtherPage) event.respondWith(answer(request));
});
