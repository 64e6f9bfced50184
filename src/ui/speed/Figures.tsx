// What came out: a table for each backend, what it says in a sentence, and copies of it to take along.

import { useState } from 'react';
import type { BenchBackend } from '../../shared/bench/messages.ts';
import { lossSpread, sameLoss } from '../../shared/bench/race.ts';
import {
  columnsOf,
  type Measured,
  quantile,
  ratioOf,
  tableOf,
  toCsv,
  toMarkdown,
} from '../../shared/bench/table.ts';
import { learntPerStep, workloads } from '../../shared/bench/workloads.ts';
import { backends } from '../../shared/catalog/backends.ts';
import { count } from '../format.ts';
import { FiguresTable } from './FiguresTable.tsx';
import styles from './speed.module.css';

/** The first contender against TensorFlow.js, a line for each training. */
function sentences(measured: readonly Measured[]): readonly { id: string; text: string }[] {
  return measured.flatMap(({ workload, backend, timings }) => {
    const [ours] = timings;
    const stock = timings.find(({ contender }) => contender === 'stock');
    if (!ours || ours.stepMs.length === 0) return [];
    const { count: size, unit } = learntPerStep(workload);
    const perSecond = count(Math.round((1000 * size) / quantile(ours.stepMs, 0.5)));
    const against =
      stock === undefined || stock.stepMs.length === 0
        ? '.'
        : `; TensorFlow.js as it comes takes ${ratioOf(ours, stock).toFixed(1)} times as long.`;
    return [{ id: `${backend} ${workload}`, text: `${workload}: ${perSecond} ${unit} a second${against}` }];
  });
}

const differing = (measured: readonly Measured[]) =>
  measured.filter(({ timings }) => lossSpread(timings) > sameLoss).map(({ workload }) => workload);

function OneBackend({ backend, measured }: { backend: BenchBackend; measured: readonly Measured[] }) {
  const own = measured.filter((one) => one.backend === backend);
  const device = own.flatMap(({ timings }) => timings.map((timing) => timing.device)).find(Boolean);
  const different = differing(own);
  if (own.length === 0) return null;
  return (
    <section className={`panel ${styles.backend}`} aria-labelledby={`on-${backend}`}>
      <h2 id={`on-${backend}`}>
        {backends[backend].label}
        {device === undefined ? '' : `: ${device}`}
      </h2>
      <ul className={styles.sentences}>
        {sentences(own).map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
      <FiguresTable
        table={tableOf(backend, own)}
        columns={columnsOf(backend)}
        label={backends[backend].label}
      />
      <p className="soft">
        {different.length === 0
          ? `Losses after ten steps agree within ${sameLoss} nats: all did the same work.`
          : `Losses after ten steps differ on ${different.join(', ')}: those figures are not of the same work.`}
      </p>
    </section>
  );
}

/** All of it as text, with what it was measured on. */
function asText(measured: readonly Measured[], write: typeof toMarkdown): string {
  const parts = (['webgpu', 'wasm'] as const).flatMap((backend) => {
    const own = measured.filter((one) => one.backend === backend);
    if (own.length === 0) return [];
    const device = own.flatMap(({ timings }) => timings.map((timing) => timing.device)).find(Boolean) ?? '';
    return [
      `${backends[backend].label}${device === '' ? '' : `, ${device}`}`,
      '',
      write(tableOf(backend, own)),
      '',
    ];
  });
  const titles = [...new Set(measured.map(({ workload }) => workload))].map(
    (id) => `${id}: ${workloads[id].title}`,
  );
  const machine = `${navigator.userAgent}, ${navigator.hardwareConcurrency} cores, ${new Date().toISOString().slice(0, 10)}`;
  return [...parts, ...titles, machine].join('\n');
}

export function Figures({ measured, isMeasuring }: { measured: readonly Measured[]; isMeasuring: boolean }) {
  const [copied, setCopied] = useState('');
  async function copy(what: string, write: typeof toMarkdown): Promise<void> {
    try {
      await navigator.clipboard.writeText(asText(measured, write));
      setCopied(`Copied as ${what}.`);
    } catch {
      setCopied('This browser does not let the page copy: mark the table and copy it by hand.');
    }
  }
  if (measured.length === 0)
    return isMeasuring ? null : (
      <p className="soft">
        Nothing is measured yet. Choose and press Measure; nothing leaves this tab. A training takes about ten
        seconds a backend.
      </p>
    );
  return (
    <>
      <OneBackend backend="webgpu" measured={measured} />
      <OneBackend backend="wasm" measured={measured} />
      <div className={styles.act}>
        <button type="button" className="button" onClick={() => void copy('Markdown', toMarkdown)}>
          Copy as Markdown
        </button>
        <button type="button" className="button" onClick={() => void copy('CSV', toCsv)}>
          Copy as CSV
        </button>
        <p role="status">{copied}</p>
      </div>
    </>
  );
}
