// What every spec shares: a page whose worker messages are recorded and whose errors fail the test, and the words to
// drive it with. The page exposes nothing for tests; what is read is what the worker really sent.

import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { BackendName } from '../src/shared/catalog/backends.ts';
import type { Event } from '../src/shared/protocol/messages.ts';
import { type MetricTable, metricTables } from '../src/shared/protocol/status.ts';

/** An event as it is recorded: typed arrays have become plain ones, so that they travel out of the page. */
type Plain<T> = T extends Float32Array
  ? number[]
  : T extends object
    ? { readonly [K in keyof T]: Plain<T[K]> }
    : T;
export type Recorded<K extends Event['type']> = Plain<Extract<Event, { type: K }>>;

declare global {
  interface Window {
    __events: Plain<Event>[];
    __workers: Worker[];
  }
}

/** Runs in the page before its own scripts: every worker it starts keeps a copy of each message. */
function recordWorkers(): void {
  const plain = (value: unknown): unknown => {
    if (value instanceof Float32Array || Array.isArray(value))
      return Array.from(value as unknown[], (item) => plain(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  };
  /** Weights are megabytes, maps tens of thousands of numbers: no test reads them. */
  const lighten = (data: Event): unknown => {
    if (data.type === 'snapshot' && ['map', 'inside'].includes(data.snapshot.kind))
      return { type: 'snapshot', snapshot: null };
    if (data.type === 'exported') return { ...data, content: { kind: data.content.kind } };
    if (data.type !== 'checkpoint') return plain(data);
    const { checkpoint } = data;
    const lanes = Object.entries(checkpoint.lanes).map(([id, { step }]) => [
      id,
      { step, weights: [], slots: [] },
    ]);
    return { ...data, checkpoint: { phase: checkpoint.phase, lanes: Object.fromEntries(lanes) } };
  };
  window.__events = [];
  window.__workers = [];
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      window.__workers.push(this);
      this.addEventListener('message', ({ data }) => window.__events.push(lighten(data) as Plain<Event>));
    }
  };
}

interface Options {
  /** Errors that a test provokes on purpose. */
  readonly allowedErrors: readonly RegExp[];
}

export const test = base.extend<Options>({
  allowedErrors: [[], { option: true }],
  page: async ({ page, allowedErrors }, use) => {
    const errors: string[] = [];
    const note = (text: string) => {
      if (!allowedErrors.some((pattern) => pattern.test(text))) errors.push(text);
    };
    page.on('pageerror', (error) => note(`${error.name}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()}`);
    });
    await page.addInitScript(recordWorkers);
    await use(page);
    expect(errors, 'errors of the page').toEqual([]);
  },
});

export { expect };

/** Opens the page on a link. A page that shows another link is left first, so that nothing of it stays. */
export async function openPlayground(page: Page, hash = ''): Promise<void> {
  if (page.url() !== 'about:blank') await page.goto('about:blank');
  await page.goto(hash === '' ? './' : `./#${hash}`);
  // What stands in for the page until its script is there has a run bar too.
  await expect(page.locator('.shell')).toHaveCount(0);
  await expect(runBar(page)).toBeVisible();
}

export const runBar = (page: Page): Locator => page.getByRole('toolbar', { name: 'Run' });

type RunButton = 'Run' | 'Pause' | 'Resume' | 'Step' | 'Reset' | 'New seed';
export const button = (page: Page, name: RunButton): Locator =>
  runBar(page).getByRole('button', { name, exact: true });

export const statusOf = (page: Page): Locator => page.getByTestId('status');
export const alertOf = (page: Page): Locator => page.getByRole('alert');

type ShownState = 'idle' | 'starting' | 'training' | 'paused' | 'finished' | 'stopped' | 'failed';

/** Asks again soon (ms): Playwright's own pauses grow to a second, longer than most of what is waited for. */
const soon = [20, 50, 100];

/** `expect.poll`, by `soon`; `timeout` in ms. */
export function poll<T>(
  read: () => T | Promise<T>,
  options: { message?: string; timeout?: number } = {},
): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { intervals: soon, ...options });
}

/** Waits until the run bar shows `state`; `timeout` in ms. */
export async function expectState(page: Page, state: ShownState, timeout = 30_000): Promise<void> {
  const shown = () => statusOf(page).getAttribute('data-state');
  await poll(shown, { timeout, message: 'state of the run' }).toBe(state);
}

/** For a run that only has to go on meanwhile: at full speed it takes the processor from what is tested. */
export async function slowDown(page: Page): Promise<void> {
  await runBar(page).getByRole('combobox', { name: 'Speed' }).selectOption('20 steps/s');
}

export async function stepsOf(page: Page): Promise<{ teacher: number; student: number; total: number }> {
  const shown = await statusOf(page).evaluate((status) => ({ ...(status as HTMLElement).dataset }));
  const [teacher, student] = [Number(shown.teacherStep), Number(shown.studentStep)];
  return { teacher, student, total: teacher + student };
}

/** Waits until at least that many steps were shown; `timeout` in ms. */
export async function expectSteps(
  page: Page,
  lane: 'teacher' | 'student' | 'total',
  atLeast: number,
  timeout = 30_000,
): Promise<void> {
  const shown = async () => (await stepsOf(page))[lane];
  await poll(shown, { timeout, message: `steps of ${lane}` }).toBeGreaterThanOrEqual(atLeast);
}

/** Which backend computes: without this a test in a browser that lacks one would silently test another. */
export async function expectBackend(page: Page, name: BackendName): Promise<void> {
  const shown = () => page.getByTestId('backend').getAttribute('data-backend');
  await poll(shown, { message: 'the backend' }).toBe(name);
}

/** The recorded events of one type, in order. */
export function eventsOf<K extends Event['type']>(page: Page, type: K): Promise<Recorded<K>[]> {
  return page.evaluate(
    (wanted) => window.__events.filter((event) => event.type === wanted),
    type as string,
  ) as Promise<Recorded<K>[]>;
}

/** All rows of one metric table, as the worker sent them; of one run where `runId` is given. */
export async function rowsOf(page: Page, table: MetricTable, runId?: string): Promise<number[][]> {
  const events = await eventsOf(page, 'metrics');
  const width = metricTables[table].length;
  return events
    .filter((event) => runId === undefined || event.runId === runId)
    .flatMap(({ metrics }) => metrics)
    .filter((metric) => metric.table === table)
    .flatMap(({ values }) =>
      Array.from({ length: values.length / width }, (_, row) => values.slice(row * width, (row + 1) * width)),
    );
}

/** Opens what the settings keep one click away. */
export async function openAllSettings(page: Page): Promise<void> {
  // The settings are loaded behind the first paint.
  await page
    .getByRole('button', { name: /^More settings/ })
    .first()
    .waitFor();
  for (const more of await page.getByRole('button', { name: /^More settings/ }).all()) {
    if ((await more.getAttribute('aria-expanded')) !== 'true') await more.click();
  }
}

/** The box in which a setting is typed, by its label. */
export function setting(page: Page, label: string): Locator {
  const name = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
  return page.getByRole('spinbutton', { name }).or(page.getByRole('textbox', { name })).first();
}

export async function changeSetting(page: Page, label: string, value: string | number): Promise<void> {
  const box = setting(page, label);
  await box.fill(String(value));
  await box.press('Enter');
  await box.blur();
}

/** Puts `code` before every script of a worker (and of nothing else): for faults that no page can cause. */
export async function prependToWorkers(page: Page, code: string): Promise<void> {
  await page.route(/\/assets\/[^/]+\.js$/, async (route) => {
    const response = await route.fetch();
    const guarded = `if (typeof document === 'undefined') { ${code} }\n`;
    await route.fulfill({ response, body: guarded + (await response.text()) });
  });
}

/** Drops a file onto the page, as from a folder. */
export async function dropFile(page: Page, name: string, type: string, content: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([given, mime, text]) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], given, { type: mime }));
      return data;
    },
    [name, type, content.toString('base64')] as const,
  );
  for (const event of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('main', event, { dataTransfer: transfer });
}
