// `npm run bench`: training steps of ours against TensorFlow.js as it comes, jax-js, and PyTorch where a Python has it, on the
// same machine, from the same weights and data. They step in turn, block by block, so the ratios hold even where the machine
// is busy. Prints tables as it goes; fails where the losses after ten steps differ.
//
//   npm run bench -- [--env chromium|dawn] [--backends webgpu,wasm] [--workloads W1,W3] [--contenders recorded,jax]
//                    [--blocks 12] [--block-ms 150] [--patience 120] [--seconds 10] [--python python3] [--json FILE]
//
// --patience: seconds that a contender's first ten steps may take, else it is skipped and the table says why;
// --seconds: about how long a contender is measured (three blocks at least). --env dawn: in Node, without a browser.

import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildForNode, findTorch, openBrowser, openDawn, torchRival } from './bench-rivals.mjs';
import { ensureInstalled } from './install.mjs';
import { giveUp } from './project.mjs';

ensureInstalled();
const { values } = parseArgs({
  options: {
    env: { type: 'string', default: 'chromium' },
    backends: { type: 'string' },
    contenders: { type: 'string' },
    workloads: { type: 'string' },
    blocks: { type: 'string', default: '12' },
    'block-ms': { type: 'string', default: '150' },
    patience: { type: 'string', default: '120' },
    seconds: { type: 'string', default: '10' },
    python: { type: 'string' },
    json: { type: 'string' },
  },
});

const { contenderNames, isWorkloadId, lossSpread, packed, race, sameLoss, tableOf, toMarkdown, workloadIds } =
  await buildForNode();

/** Options that name things: each must be one of `known`. */
function chosen(option, known, usual) {
  const names = values[option]?.split(',') ?? usual;
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) giveUp(`--${option}: there is no "${wrong}". There are ${known.join(', ')}.`);
  return names;
}

function positive(option) {
  const number = Number(values[option]);
  if (!(number > 0)) giveUp(`--${option} ${values[option]}: a number above 0 is needed.`);
  return number;
}

const [env] = chosen('env', ['chromium', 'dawn']);
const places = env === 'dawn' ? ['webgpu'] : ['webgpu', 'wasm'];
const backends = chosen('backends', places, places);
const workloads = chosen('workloads', workloadIds, workloadIds).filter(isWorkloadId);
const [blocks, blockMs] = [positive('blocks'), positive('block-ms')];
const limits = { patienceMs: 1000 * positive('patience'), measuredMs: 1000 * positive('seconds') };

const torch = findTorch(values.python);
const beside = torch === null ? [] : torch.cuda ? ['torch', 'torchGraphs'] : ['torch'];
const takingPart = {
  webgpu: ['recorded', 'ours', 'stock', 'jax', ...beside],
  wasm: ['ours', 'stock', 'jax', ...beside],
};
const everybody = Object.keys(contenderNames);
const asked = chosen('contenders', everybody, everybody);
if (values.contenders !== undefined && torch === null && asked.some((name) => name.startsWith('torch')))
  giveUp('--contenders: no Python with PyTorch was found; name one with --python.');

const place = env === 'dawn' ? openDawn() : await openBrowser();
const say = (text) => process.stdout.write(`${text}\n`);
say(`${place.name}; ${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0].toFixed(1)}`);
say(torch === null ? 'PyTorch: no Python here has it' : `PyTorch ${torch.version} on ${torch.device}`);
say(`${blocks} blocks of about ${blockMs} ms each, in turn`);

const problems = [];
const results = [];
for (const backend of backends) {
  say(`\n${backend === 'webgpu' ? 'WebGPU' : 'WebAssembly'}\n`);
  const contenders = takingPart[backend].filter((name) => asked.includes(name));
  for (const [i, workload] of workloads.entries()) {
    const page = await place.open();
    const rivals = contenders.map((name) =>
      name.startsWith('torch') ? torchRival(name, torch, workload, packed(workload)) : page.rival(name),
    );
    const told = ({ contender, block }) =>
      process.stderr.isTTY &&
      process.stderr.write(`\r\x1b[K${workload} ${contender} ${block === null ? 'warming up' : block + 1}`);
    const rules = { backend, workload, blocks, blockMs, ...limits };
    const timings = await race(rivals, rules, { told, isWanted: () => true });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    await page.close();
    results.push({ env, backend, workload, timings });
    const lines = toMarkdown(tableOf(backend, [{ workload, backend, timings }])).split('\n');
    say(lines.slice(i === 0 ? 0 : 2).join('\n'));
    const spread = lossSpread(timings);
    if (!(spread <= sameLoss))
      problems.push(`${backend} ${workload}: losses after ten steps differ by ${spread}`);
    for (const { contender, missing } of timings)
      if (missing?.kind === 'failed')
        problems.push(`${backend} ${workload}: ${contender} failed: ${missing.reason}`);
  }
}
await place.close();
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 1));
if (problems.length > 0) giveUp(`\n${problems.join('\n')}`);
say(`\nLosses after ten steps agree within ${sameLoss} nats wherever two contenders took them.`);
process.exit(0);
