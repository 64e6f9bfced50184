// A report of one run to print: settings, curves, a table of final figures, and what they say. One HTML file without scripts.

import { escapeHtml } from '../html.ts';
import { type ChartPicture, chartSvg } from './chart.ts';

export interface Report {
  readonly title: string;
  /** What the run's own figures say, in sentences. */
  readonly conclusion: readonly string[];
  /** Where and when it was measured. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly figures: { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly charts: readonly ChartPicture[];
  readonly settings: readonly {
    readonly name: string;
    readonly value: string;
    readonly isDefault: boolean;
  }[];
  readonly link: string;
}

const style = `
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: #1b1d20; background: #fff; font: 400 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #dcdcd5; }
td:not(:first-child), th:not(:first-child) { text-align: right; } .settings td:last-child { text-align: left; } .settings { columns: 2; } .settings table { break-inside: auto; }
svg { max-width: 100%; height: auto; } figure { margin: 0 0 1rem; break-inside: avoid; } code { overflow-wrap: anywhere; }
.soft { color: #565a60; } @page { margin: 16mm; } @media print { body { margin: 0; } h2 { break-after: avoid; } }`;

const cell = (tag: 'td' | 'th', text: string, scope = ''): string =>
  `<${tag}${scope}>${escapeHtml(text)}</${tag}>`;

const pairs = (rows: readonly (readonly [string, string])[]): string =>
  `<table>${rows.map(([name, value]) => `<tr>${cell('th', name, ' scope="row"')}${cell('td', value)}</tr>`).join('')}</table>`;

/** One HTML file that prints well: every text in it is escaped, and it requests nothing. */
export function reportPage({ title, conclusion, facts, figures, charts, settings, link }: Report): string {
  const changed = settings.filter(({ isDefault }) => !isDefault);
  const rest = settings.filter(({ isDefault }) => isDefault);
  const listed = (rows: Report['settings']) => pairs(rows.map(({ name, value }) => [name, value] as const));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${conclusion.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')}
<h2>Figures</h2>
<table><thead><tr>${figures.header.map((name) => cell('th', name, ' scope="col"')).join('')}</tr></thead>
<tbody>${figures.rows.map(([name = '', ...values]) => `<tr>${cell('th', name, ' scope="row"')}${values.map((value) => cell('td', value)).join('')}</tr>`).join('')}</tbody></table>
<h2>Curves</h2>
${charts.map((chart) => `<figure>${chartSvg(chart)}</figure>`).join('\n')}
<h2>How it was measured</h2>
${pairs(facts)}
<h2>Settings that differ from the usual</h2>
${changed.length === 0 ? '<p class="soft">None.</p>' : listed(changed)}
<h2>All other settings</h2>
${listed(rest)}
<p class="soft">The experiment as a link: <code>${escapeHtml(link)}</code></p>
</body>
</html>
`;
}
