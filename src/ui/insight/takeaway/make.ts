// From what the store hands over to one file each: the writers of export/ load with the first of them. No React.

import type { FormatId } from '../../../export/formats.ts';
import type { PageState, PageStore, RunView } from '../../../store/state.ts';
import type { Made, Progress } from './use-saving.ts';

type Files = Parameters<typeof import('../../../export/files.ts')['zipped']>[0];

async function zipOf(name: string, files: Files, onProgress: Progress): Promise<Made> {
  const { zipped } = await import('../../../export/files.ts');
  return { name, content: new Blob([await zipped(files, onProgress)], { type: 'application/zip' }) };
}

export async function modelFile(
  format: FormatId,
  portable: Awaited<ReturnType<PageStore['exportLane']>>,
  onProgress: Progress,
): Promise<Made> {
  const { fileName, formats } = await import('../../../export/formats.ts');
  const { files, single } = formats[format];
  const name = fileName(format, portable.lane);
  const made = files(portable);
  const [only] = made;
  if (single && only !== undefined) return { name, content: new Blob([only.content], { type: 'text/html' }) };
  return zipOf(name, made, onProgress);
}

export async function experimentFile(
  experiment: Awaited<ReturnType<PageStore['exportExperiment']>>,
  onProgress: Progress,
): Promise<Made> {
  const { torchFiles } = await import('../../../export/torch/experiment.ts');
  return zipOf('experiment-torch.zip', torchFiles(experiment), onProgress);
}

export async function seriesFile(kind: 'csv' | 'json', run: RunView, link: string): Promise<Made> {
  const { seriesCsv, seriesJson } = await import('../../../export/report/series.ts');
  const { columns } = run.series;
  const text = kind === 'csv' ? seriesCsv(columns) : seriesJson(columns, { link, config: run.config });
  return {
    name: `series.${kind}`,
    content: new Blob([text], { type: kind === 'csv' ? 'text/csv' : 'application/json' }),
  };
}

export async function chartsFile(kind: 'svg' | 'png', run: RunView, onProgress: Progress): Promise<Made> {
  const { pictures, png, svgOf } = await import('./pictures.ts');
  const files = await Promise.all(
    pictures(run).map(async ({ name, picture }) => {
      const svg = svgOf(picture);
      const content = kind === 'svg' ? svg : new Uint8Array(await (await png(svg)).arrayBuffer());
      return { path: `${name}.${kind}`, content };
    }),
  );
  return zipOf(`charts-${kind}.zip`, files, onProgress);
}

export async function reportFile(state: PageState, run: RunView): Promise<Made> {
  const { reportOf } = await import('./pictures.ts');
  const { reportPage } = await import('../../../export/report/report.ts');
  return {
    name: 'report.html',
    content: new Blob([reportPage(reportOf(state, run))], { type: 'text/html' }),
  };
}
