// The types of browser.mjs, for the Playwright configuration.

export function findBrowser(): string | null;
export function ensureBrowser(): string;
export const launchArgs: string[];
