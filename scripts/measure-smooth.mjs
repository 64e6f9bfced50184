// Measures whether the page stays smooth while it trains at full speed: long tasks of the main thread and what they are made
// of, how long inputs wait for their next frame, and how much of its pace a run keeps in a hidden tab. Prints tables; takes
// less than four minutes; nothing depends on the result. Others on the machine stretch what the clock says: the processor's
// time beside it is the page's own.
//
//   npm run measure:smooth -- [backend=wasm] [seconds=12] [only=plane,hidden] [setting=value ...]

import { spawn, spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveBuiltPage } from './built-page.mjs';
import { openPlainTab } from './plain-tab.mjs';
import { longTasks } from './smooth-trace.mjs';

const words = Object.fromEntries(process.argv.slice(2).map((word) => word.split('=')));
const backend = words.backend ?? 'wasm';
const seconds = Number(words.seconds ?? 12);
/** Settings as a link has them: `teacher.nEmbd=256`. */
const asked = Object.entries(words).flatMap(([path, value]) =>
  path.includes('.') ? `&${path}=${value}` : [],
);
const endless = `v=1&backend=${backend}&train.teacherSteps=100&train.studentSteps=100000${asked.join('')}`;
/** `tall`: the closer look is on screen and its panels are clicked through. */
const situations = {
  messages: { title: 'messages', hash: endless },
  plane: { title: 'points in a plane', hash: `${endless}&task.kind=plane` },
  text: { title: 'a language model', hash: `${endless}&task.kind=text` },
  panels: { title: 'messages, every panel in turn', hash: endless, tall: true },
  textPanels: { title: 'language model, every panel', hash: `${endless}&task.kind=text`, tall: true },
};
const only = words.only?.split(',') ?? [...Object.keys(situations), 'hidden'];

const { chromium, options, address, close } = await serveBuiltPage();
const hiddenTurns = 5;
const say = (text) => process.stdout.write(`${text}\n`);

const worst = (numbers) => (numbers.length === 0 ? '–' : `${Math.round(Math.max(...numbers))} ms`);
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function startRun(page, hash) {
  await page.goto(`${address}#${hash}`);
  await button(page, 'Run').click();
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid=status]')?.getAttribute('data-student-step')) > 20,
    null,
    { timeout: 120_000 },
  );
}

/** In the page: notes how long each interaction waits for its next frame, and what of it is the page's own work. */
function observeInputs() {
  window.inputs = new Map();
  new PerformanceObserver((list) => {
    for (const { name, duration, interactionId, processingStart, processingEnd } of list.getEntries()) {
      if (interactionId === 0) continue;
      const before = window.inputs.get(interactionId);
      const work = processingEnd - processingStart;
      if (before === undefined || before.duration < duration)
        window.inputs.set(interactionId, { name, duration, work });
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: false });
}

/** What a visitor does meanwhile: a slider by keys, a switch of the charts, words in a box, the panels' tabs. */
async function interact(page, until, tall) {
  const slider = page.getByRole('slider', { name: /temperature/i }).first();
  const tabs = page.locator('section[aria-labelledby="insight-title"]').getByRole('tab');
  const box = page.getByRole('textbox').first();
  let [inputs, turn] = [0, 0];
  const wait = () => page.waitForTimeout(180);
  while (Date.now() < until) {
    if (tall) {
      await tabs.nth(turn % (await tabs.count())).click();
      await page.waitForTimeout(500);
      inputs += 1;
    }
    await slider.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) {
      await page.keyboard.press(key);
      await wait();
    }
    await page.getByRole('button', { name: /log/i }).first().click();
    await wait();
    inputs += 4;
    if (!tall && (await box.count()) > 0) {
      await box.focus();
      await page.keyboard.type('a b', { delay: 120 });
      inputs += 3;
    }
    turn += 1;
  }
  return inputs;
}

async function measure({ title, hash, tall = false }) {
  const browser = await chromium.launch(options);
  const page = await browser.newPage({ viewport: { width: 1440, height: tall ? 2600 : 900 } });
  await startRun(page, hash);
  // What is loaded behind the first paint is there, and has compiled.
  await page.waitForTimeout(2500);
  await page.evaluate(observeInputs);
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'v8', 'blink.user_timing'],
  });
  const began = Date.now();
  const count = await interact(page, began + 1000 * seconds, tall);
  const tookMs = Date.now() - began;
  const found = longTasks(JSON.parse((await browser.stopTracing()).toString()));
  const inputs = await page.evaluate(() => [...window.inputs.values()]);
  await browser.close();
  const slowest = inputs.sort((a, b) => b.duration - a.duration)[0];
  const cells = [
    title,
    `${found.byClock.length} (${worst(found.byClock)})`,
    `${found.byProcessor.length} (${worst(found.byProcessor)})`,
    `${Math.round((100 * found.busyMs) / tookMs)} %`,
    ((1000 * found.layouts) / tookMs).toFixed(1),
    `${count}`,
    slowest === undefined ? 'below 16 ms' : `${Math.round(slowest.duration)} ms (${slowest.name})`,
    worst(inputs.map(({ work }) => work)),
  ];
  say(`| ${cells.join(' | ')} |`);
  return found.slowest.map((task) => ({ title, ...task }));
}

/** Where there is no screen: one that nobody sees, so that a tab can be behind another. */
async function openScreen() {
  if (process.env.DISPLAY || process.platform !== 'linux') return { env: {}, close: () => {} };
  if (spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error !== undefined) return null;
  const display = `:${90 + (process.pid % 900)}`;
  const child = spawn('Xvfb', [display, '-screen', '0', '1440x900x24'], { stdio: 'ignore' });
  await sleep(1000);
  return { env: { DISPLAY: display }, close: () => child.kill() };
}

/** In the page: its clock in ms, and the steps taken. */
const readSteps = `(() => {
  const { teacherStep, studentStep } = document.querySelector('[data-testid=status]')?.dataset ?? {};
  return [performance.now(), Number(teacherStep ?? 0) + Number(studentStep ?? 0)];
})()`;
const pressRun = `[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Run')?.click()`;

async function stepsPerSecond(tab, forMs) {
  const [from, before] = await tab.evaluate(readSteps);
  await sleep(forMs);
  const [to, after] = await tab.evaluate(readSteps);
  return (1000 * (after - before)) / (to - from);
}

async function startInPlainTab(tab) {
  for (const until = Date.now() + 60_000; (await tab.evaluate(readSteps))[1] < 150; await sleep(250)) {
    if (Date.now() > until) throw new Error('the run did not start');
    if ((await tab.evaluate(readSteps))[1] === 0) await tab.evaluate(pressRun);
  }
}

/** Turns in front and behind, so that whatever else the machine does meets both alike. */
async function measureHidden() {
  const screen = await openScreen();
  if (screen === null) return say('hidden tab: not measured (no screen, and Xvfb is not installed)');
  const browser = await chromium.launch({
    ...options,
    headless: false,
    env: { ...process.env, ...screen.env },
    // Playwright asks browsers to treat hidden tabs as if they were not.
    ignoreDefaultArgs: [
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  });
  try {
    const tab = await openPlainTab(browser, `${address}#${situations.messages.hash}`);
    await startInPlainTab(tab);
    const other = await openPlainTab(browser, 'about:blank');
    const shares = [];
    const states = new Set();
    for (let turn = 1; turn <= hiddenTurns; turn++) {
      await tab.toFront();
      await sleep(700);
      const shown = await stepsPerSecond(tab, 3500);
      await other.toFront();
      await sleep(700);
      states.add(await tab.evaluate('document.visibilityState'));
      const hidden = await stepsPerSecond(tab, 3500);
      shares.push(hidden / shown);
      say(`| ${turn} | ${shown.toFixed(0)} | ${hidden.toFixed(0)} | ${(100 * shares.at(-1)).toFixed(0)} % |`);
    }
    const median = shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)];
    say(`\nhidden tab: keeps ${(100 * median).toFixed(0)} % of its pace (median)`);
    if (states.size !== 1 || !states.has('hidden'))
      say('But this browser did not say that the tab was hidden: the figure proves nothing.');
  } finally {
    await browser.close();
    screen.close();
  }
}

say(
  `${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0].toFixed(1)}, backend ${backend}, ${seconds} s each\n`,
);
say(
  '| while training | tasks > 50 ms (worst) | by the processor’s time | main thread busy | layouts a second | inputs | slowest input | its own work |',
);
say('|---|--:|--:|--:|--:|--:|--:|--:|');
const slow = [];
for (const [id, situation] of Object.entries(situations))
  if (only.includes(id)) slow.push(...(await measure(situation)));
if (slow.length > 0) say('\nThe longest tasks, and what they spent their time on (ms by the clock):\n');
for (const { title, ms, processorMs, makeup } of slow)
  say(`- ${title}: ${Math.round(ms)} ms, ${Math.round(processorMs)} ms of the processor: ${makeup}`);
if (only.includes('hidden')) {
  say('\n| turn | in front, steps/s | behind another tab | share |\n|--:|--:|--:|--:|');
  await measureHidden();
}
await close();
process.exit(0);
