// `npm start`: installs what is missing, builds the page if its sources changed, serves it and prints its address.
// Options: --port N (that port or none), --host (other machines of the network may open it).

import { parseArgs } from 'node:util';
import { buildPage } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { giveUp, root } from './project.mjs';

ensureInstalled();

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'boolean' } } });
const port = values.port === undefined ? undefined : Number(values.port);
if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536))
  giveUp(`--port ${values.port} is not a number from 0 to 65535.`);

buildPage({ onlyIfChanged: true });

const { preview } = await import('vite');
const server = await preview({
  root,
  preview: {
    ...(port === undefined ? {} : { port, strictPort: true }),
    ...(values.host ? { host: true } : {}),
  },
}).catch((error) => giveUp(`The page cannot be served: ${error.message}`));
process.stdout.write('\nThe Distillation Playground is served at:\n\n');
server.printUrls();
process.stdout.write('\nPress Ctrl+C to end.\n');

const end = () => server.close().finally(() => process.exit(0));
process.on('SIGINT', end);
process.on('SIGTERM', end);
