// What the link brought of its sender's run: the run itself, offered, and, once the same experiment is finished here,
// whether it was reproduced or where the two depart.

import { useEffect, useMemo, useState } from 'react';
import { backends } from '../../shared/catalog/backends.ts';
import { differingPaths } from '../../shared/config.ts';
import { UnreadableError } from '../../store/runs/read-saved.ts';
import {
  compareResults,
  type Difference,
  readResult,
  resultOf,
  type Verdict,
} from '../../store/runs/result.ts';
import { type CarriedRun, weightDifference } from '../../store/runs/run-link.ts';
import { laneNames } from '../charts/curves.ts';
import { percent } from '../format.ts';
import { usePage } from '../store-context.tsx';
import styles from './runs.module.css';
import { useBook } from './use-book.ts';

export function SenderMessages() {
  const { result, data } = usePage((page) => page.carried);
  if (result === null && data === null) return null;
  return <Brought />;
}

/** The run in the link; unpacked with the library that the page otherwise does without. */
function useCarriedRun(): CarriedRun | string | null {
  const { data, config } = usePage((page) => page.carried);
  const [run, setRun] = useState<CarriedRun | string | null>(null);
  useEffect(() => {
    if (data === null) return;
    void import('../../store/runs/run-link.ts').then(({ readRunLink }) => {
      try {
        setRun(readRunLink(data, config));
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        setRun(`The run in the link ${error.message}. Its settings are used all the same.`);
      }
    });
  }, [data, config]);
  return run;
}

function Brought() {
  const carried = usePage((page) => page.carried);
  const run = useCarriedRun();
  const result = useMemo(
    () => (carried.result === null ? null : readResult(carried.result)),
    [carried.result],
  );
  return (
    <>
      {typeof run === 'string' ? <Said text={run} /> : null}
      {typeof result === 'string' ? (
        <Said text={`The sender’s result cannot be read: ${result}. Nothing will be compared.`} />
      ) : null}
      {run === null || typeof run === 'string' ? null : <Offer run={run} />}
      {result === null || typeof result === 'string' ? null : (
        <Outcome result={result} student={typeof run === 'string' ? null : (run?.student ?? null)} />
      )}
    </>
  );
}

function Said({ text }: { readonly text: string }) {
  const [open, setOpen] = useState(true);
  if (!open) return null;
  return (
    <section className={styles.message} aria-label="From the link">
      <p role="status">{text}</p>
      <button type="button" className="button" onClick={() => setOpen(false)}>
        Close
      </button>
    </section>
  );
}

function Offer({ run: { taken } }: { readonly run: CarriedRun }) {
  const take = useBook((book) => book.take);
  const [open, setOpen] = useState(true);
  if (!open) return null;
  const close = () => setOpen(false);
  return (
    <section className={styles.message} aria-label="A run in the link">
      <p role="status">
        The link carries its sender’s run <strong>{taken.run.name}</strong>: curves, figures and the student’s
        weights.
      </p>
      <button type="button" className="button" data-primary onClick={() => void take(taken).then(close)}>
        Show it
      </button>
      <button type="button" className="button" onClick={close}>
        Close
      </button>
    </section>
  );
}

const written = ({ what, theirs, mine }: Difference): string =>
  what === 'accuracy'
    ? `${percent(theirs)} there, ${percent(mine)} here`
    : `${theirs.toPrecision(4)} nats there, ${mine.toPrecision(4)} here`;

function saidOf(verdict: Verdict): string {
  const { reproduced, sameBackend, points, nats, farthest, departs } = verdict;
  if (farthest === null) return 'The sender’s result holds nothing that was measured here.';
  if (reproduced) {
    const first =
      sameBackend || departs === null
        ? ''
        : ' Other backends round otherwise, which is why not every digit agrees.';
    return `Reproduced within ${points.toFixed(2)} points of accuracy and ${nats.toPrecision(1)} nats.${first}`;
  }
  const where =
    departs?.step == null
      ? ''
      : ` The two depart by step ${departs.step} of the ${departs.lane}: its loss is ${written(departs)}.`;
  return `Not reproduced: ${farthest.what} of the ${laneNames[farthest.lane].toLowerCase()} ${written(farthest)}.${where}`;
}

interface OutcomeProps {
  readonly result: Exclude<ReturnType<typeof readResult>, string>;
  readonly student: readonly Float32Array[] | null;
}

/** Once the run of the link's own settings is finished here. */
function Outcome({ result, student }: OutcomeProps) {
  const { config } = usePage((page) => page.carried);
  const run = usePage((page) => (page.stale ? null : page.run));
  const name = usePage((page) => page.backend?.name ?? null);
  const checkpoint = usePage((page) => page.checkpoint);
  const origin = useBook((book) => book.runs.find(({ id }) => id === run?.id)?.origin ?? 'here');
  const [closed, setClosed] = useState<string | null>(null);
  const isOurs = run?.status?.state === 'finished' && !run.turned && origin === 'here';
  if (!isOurs || name === null || closed === run.id || differingPaths(run.config, config).length > 0)
    return null;
  const verdict = compareResults(config, result, resultOf(run.config, name, run.series));
  const weights =
    student === null || checkpoint === null
      ? null
      : weightDifference(student, checkpoint.lanes.student.weights);
  return (
    <section
      className={styles.message}
      aria-label="Compared with the sender"
      data-reproduced={verdict.reproduced}
    >
      <p role="status">
        <strong>{saidOf(verdict)}</strong> Computed with {backends[result.backend].label} there and{' '}
        {backends[name].label} here.
        {weights === null
          ? ''
          : ` The student’s weights differ by ${weights === 0 ? 'nothing' : `at most ${weights.toPrecision(1)}`}.`}
      </p>
      <button type="button" className="button" onClick={() => setClosed(run.id)}>
        Close
      </button>
    </section>
  );
}
