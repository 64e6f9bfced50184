// How every spec asks whether a page can be used by all: axe by the rules of WCAG 2.2 AA, and nothing wider than the window,
// in both colour schemes, large and small.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export interface Look {
  readonly colorScheme: 'light' | 'dark';
  /** CSS pixels. */
  readonly width: number;
}

export const looks = {
  desk: { colorScheme: 'light', width: 1440 },
  darkDesk: { colorScheme: 'dark', width: 1440 },
  phone: { colorScheme: 'light', width: 320 },
  darkPhone: { colorScheme: 'dark', width: 320 },
} as const satisfies Record<string, Look>;

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Below this width the page shows one of its parts at a time. */
const partsBelow = 768;

/** The rules among them that a colour scheme can break: `light-dark()`, by which alone the two differ, takes colours only. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** What axe objects to, short enough to read in a report; `within` holds selectors. */
async function objections(
  page: Page,
  within: readonly string[] = [],
  coloursAlone = false,
): Promise<string[]> {
  // Half a megabyte of script, which is otherwise run twice each time: a document that has it keeps it.
  const isThere = await page.evaluate(() => 'axe' in window);
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) });
  // The page has no frames: axe need not gather its answers in a tab of its own, nor say what passed.
  builder.setLegacyMode().options({ resultTypes: ['violations'] });
  if (coloursAlone) builder.withRules(rulesOfColour);
  else builder.withTags(tags);
  for (const selector of within) builder.include(selector);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Pixels by which the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** axe on the page as it stands. */
export async function expectNoViolations(
  page: Page,
  state = 'as it stands',
  ...within: string[]
): Promise<void> {
  expect.soft(await objections(page, within), state).toEqual([]);
}

interface Scope {
  readonly looks?: readonly Look[];
  /**
   * Selectors of what axe looks at; the whole page without any. accessibility.spec.ts looks at the whole page, which takes axe
   * three times as long as one panel: a test of a panel names it.
   */
  readonly within?: readonly string[];
  /** The part that a small screen is to show; without it the one that it shows already. */
  readonly part?: 'Insight';
}

/**
 * axe, and no sideways scrolling, in each look; the window is then as it was. Of a second look as wide as one before, axe
 * is asked for colours alone.
 */
export async function expectSound(
  page: Page,
  state: string,
  { looks: wanted = Object.values(looks), within, part }: Scope = {},
): Promise<void> {
  const before = page.viewportSize();
  const widths = new Set<number>();
  for (const { colorScheme, width } of wanted) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: width < partsBelow ? 700 : 900 });
    if (part !== undefined && width < partsBelow)
      await page.getByRole('button', { name: part, exact: true }).click();
    // Scrolled down, the run bar would cover what lies under it.
    await page.evaluate(() => scrollTo(0, 0));
    const look = `${state}, ${colorScheme}, ${width} px`;
    expect.soft(await objections(page, within, widths.has(width)), look).toEqual([]);
    widths.add(width);
    expect.soft(await overflow(page), `${look}, sideways`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before !== null) await page.setViewportSize(before);
}
