// The benchmark's figures as a table: the same columns on the page, in the terminal and in what is copied from either.

import { type BenchBackend, type ContenderName, type Counts, contenderNames } from './messages.ts';
import type { Timing } from './race.ts';
import { learntPerStep, type WorkloadId } from './workloads.ts';

export interface Measured {
  readonly workload: WorkloadId;
  readonly backend: BenchBackend;
  readonly timings: readonly Timing[];
}

/** The number that this share of the others lies below; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Median over blocks of how much longer a rival's step took than the first contender's right beside it. */
export const ratioOf = (first: Timing, rival: Timing): number =>
  quantile(
    rival.stepMs.slice(0, first.stepMs.length).map((ms, i) => ms / (first.stepMs[i] ?? ms)),
    0.5,
  );

/** Three digits that mean something, without exponents. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value < 0.01 ? value.toFixed(3) : value.toPrecision(3);
}

const count = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en') : digits(value);

export interface Column {
  readonly head: string;
  /** What the figure says, in a sentence. */
  readonly help: string;
  /** Only where WebGPU is asked. */
  readonly onGpu?: true;
  /** null: nothing to say. */
  of(timing: Timing, first: Timing, workload: WorkloadId): string | null;
}

const counted =
  (name: keyof Counts): Column['of'] =>
  ({ counts }) =>
    counts === null ? null : count(counts[name]);

export const columns: readonly Column[] = [
  {
    head: 'ms a step, median',
    help: 'Wall time of one training step, the median over blocks of steps.',
    of: ({ stepMs }) => digits(quantile(stepMs, 0.5)),
  },
  {
    head: '95 %',
    help: 'Nineteen of twenty blocks were no slower, ms a step.',
    of: ({ stepMs }) => digits(quantile(stepMs, 0.95)),
  },
  {
    head: 'best',
    help: 'The least disturbed block, ms a step.',
    of: ({ stepMs }) => digits(Math.min(...stepMs)),
  },
  {
    head: 'learnt a second',
    help: 'Examples or tokens that the steps learnt from in a second, at the median.',
    of: ({ stepMs }, _, workload) => {
      const { count: size, unit } = learntPerStep(workload);
      return `${digits((1000 * size) / quantile(stepMs, 0.5))} ${unit}`;
    },
  },
  {
    head: 'times the first',
    help: 'How many times the first row’s time a step took, the median over blocks that lay side by side.',
    of: (timing, first) => digits(ratioOf(first, timing)),
  },
  {
    head: 'first step, ms',
    help: 'From nothing to the first step’s loss: loading, compiling, uploading.',
    of: ({ firstMs }) => (firstMs === null ? null : digits(firstMs)),
  },
  {
    head: 'thread, ms',
    help: 'How long a step keeps its thread busy before anything is waited for.',
    onGpu: true,
    of: ({ threadMs }) => (threadMs.length === 0 ? null : digits(quantile(threadMs, 0.5))),
  },
  { head: 'programs', help: 'Programs that a step starts.', onGpu: true, of: counted('dispatches') },
  { head: 'passes', help: 'Compute passes a step begins.', onGpu: true, of: counted('passes') },
  { head: 'submits', help: 'Times a step hands work to the device.', onGpu: true, of: counted('submits') },
  { head: 'buffers made', help: 'New buffers a step asks for.', onGpu: true, of: counted('buffers') },
  { head: 'bytes written', help: 'Bytes a step uploads.', onGpu: true, of: counted('bytesWritten') },
  {
    head: 'reads',
    help: 'Times a step reads back, the block’s loss included.',
    onGpu: true,
    of: counted('readbacks'),
  },
  {
    head: 'memory, MB',
    help: 'Memory taken for tensors, recordings included; contenders that do not say are left out.',
    of: ({ bytes }) => (bytes === null ? null : (bytes / 1e6).toFixed(1)),
  },
];

export interface Table {
  readonly heads: readonly string[];
  /** One cell a head; the first two are text. A contender without figures has its reason as the third and no more. */
  readonly rows: readonly (readonly string[])[];
}

/** Contenders that need not run on what the table is about. */
const elsewhere: ReadonlySet<ContenderName> = new Set(['torch', 'torchGraphs']);

export const columnsOf = (backend: BenchBackend): readonly Column[] =>
  columns.filter(({ onGpu }) => backend === 'webgpu' || onGpu === undefined);

/** The figures of one backend. */
export function tableOf(backend: BenchBackend, measured: readonly Measured[]): Table {
  const shown = columnsOf(backend);
  const rows = measured
    .filter((one) => one.backend === backend)
    .flatMap(({ workload, timings }) => {
      const first = timings.find(({ missing, stepMs }) => missing === null && stepMs.length > 0);
      return timings.map((timing) => {
        const name = contenderNames[timing.contender];
        const title = elsewhere.has(timing.contender) ? `${name} (${timing.device})` : name;
        if (timing.missing !== null)
          return [workload, title, `${timing.missing.kind}: ${timing.missing.reason}`];
        if (first === undefined || timing.stepMs.length === 0) return [workload, title, 'stopped'];
        return [workload, title, ...shown.map(({ of }) => of(timing, first, workload) ?? '–')];
      });
    });
  return { heads: ['workload', 'contender', ...shown.map(({ head }) => head)], rows };
}

const padded = ({ heads, rows }: Table) =>
  rows.map((row) => [...row, ...Array<string>(heads.length - row.length).fill('')]);

export function toMarkdown(table: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|---|---|${'--:|'.repeat(table.heads.length - 2)}`;
  return [line(table.heads), rule, ...padded(table).map(line)].join('\n');
}

export function toCsv(table: Table): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [table.heads, ...padded(table)].map((cells) => cells.map(cell).join(',')).join('\n');
}
