// The form of a new sweep: axes, seeds, search, workers; how many runs and teachers that is, and how long it may take.

import { type FormEvent, useId, useMemo, useRef, useState } from 'react';
import { seedLimits } from '../../shared/seeds.ts';
import { sweepLimits } from '../../shared/sweep/plan.ts';
import { usePage } from '../store-context.tsx';
import { useOnScreen } from '../use-on-screen.ts';
import { useSettled } from '../use-settled.ts';
import { Amount } from './Amount.tsx';
import { AxisFields } from './AxisFields.tsx';
import { type Draft, linkedDraft, mostWorkers, planDelayMs, planOf } from './draft.ts';
import styles from './sweeps.module.css';
import { useSweeps } from './use-sweeps.ts';

interface Props {
  onBegin(): void;
}

export function Builder({ onBegin }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const current = usePage((page) => page.config);
  const config = useSettled(current, planDelayMs, useOnScreen(form));
  const carried = usePage((page) => page.carried);
  const begin = useSweeps((state) => state.begin);
  const [linked] = useState(() => linkedDraft(carried.sweep, carried.config));
  const [draft, setDraft] = useState<Draft>(linked.draft);
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const plan = useMemo(() => planOf(draft, config), [draft, config]);
  const isGood = typeof plan !== 'string';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const asked = planOf(draft, current);
    if (typeof asked === 'string') return;
    void begin(asked, Number(draft.workers));
    onBegin();
  };
  return (
    <form ref={form} className={styles.builder} aria-label="New sweep" onSubmit={submit}>
      {linked.problem === null ? null : (
        <p className={styles.warning}>The sweep of the link cannot be followed: {linked.problem}</p>
      )}
      <div className={styles.axes}>
        <AxisFields
          title="Vary"
          config={config}
          draft={draft.first}
          other={draft.second.path}
          isOptional={false}
          onChange={(first) => change({ first })}
        />
        <AxisFields
          title="and"
          config={config}
          draft={draft.second}
          other={draft.first.path}
          isOptional
          onChange={(second) => change({ second })}
        />
        <How draft={draft} onChange={change} />
      </div>
      <div className={styles.row}>
        <button type="submit" className="button" data-primary disabled={!isGood}>
          Start
        </button>
        {isGood ? (
          <Amount plan={plan} workers={Number(draft.workers)} />
        ) : (
          <p role="status" className={styles.bad}>
            {plan}
          </p>
        )}
      </div>
    </form>
  );
}

function How({ draft, onChange }: { readonly draft: Draft; onChange(part: Partial<Draft>): void }) {
  const id = useId();
  const field = (name: 'seeds' | 'draws' | 'workers', label: string, max: number, title: string) => (
    <>
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        className="field"
        type="number"
        required
        min={1}
        max={max}
        step={1}
        value={draft[name]}
        title={title}
        onChange={({ target }) => onChange({ [name]: target.value })}
      />
    </>
  );
  return (
    <fieldset className={styles.axis}>
      <legend>How</legend>
      <label htmlFor={`${id}-search`}>Search</label>
      <select
        id={`${id}-search`}
        className="field"
        value={draft.isRandom ? 'random' : 'grid'}
        onChange={({ target }) => onChange({ isRandom: target.value === 'random' })}
      >
        <option value="grid">every combination</option>
        <option value="random">drawn at random</option>
      </select>
      {draft.isRandom
        ? field(
            'draws',
            'Draws',
            sweepLimits.points,
            'Combinations drawn from the values, or between the ends',
          )
        : null}
      {field('seeds', 'Seeds each', seedLimits.max, 'Runs of each combination; chance shows as their spread')}
      {field('workers', 'Workers', mostWorkers(), 'Runs made side by side; each takes memory of its own')}
    </fieldset>
  );
}
