// `npm run test:full`: the tests of the engine and of language models in the browser at their full size, which takes too long
// for CI. More words are Playwright's: npm run test:full -- e2e/kernels.spec.ts

import { ensureBrowser } from './browser.mjs';
import { ensureInstalled } from './install.mjs';
import { programs, runNode } from './project.mjs';

ensureInstalled();
const specs = ['kernels', 'losses', 'recorded', 'text'].map((name) => `e2e/${name}.spec.ts`);
const asked = process.argv.slice(2);
const args = [programs.playwright, 'test', ...(asked.length > 0 ? asked : specs), '--global-timeout=0'];
const env = {
  CHROMIUM_PATH: ensureBrowser(),
  FULL: '1',
  RECORDED_STEPS: '200',
  LONG_STEPS: '20000',
  ...process.env,
};
process.exit(runNode(args, { stdio: 'inherit', env }).status ?? 1);
