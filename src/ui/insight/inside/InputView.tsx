// Messages and tables: what the hidden units of each lane answer to the visitor's input, largest first, and how like the
// teacher's layers theirs are on validation inputs.

import { useRef } from 'react';
import type { InputInside } from '../../../shared/protocol/inside.ts';
import { type LaneId, laneIds } from '../../../shared/protocol/lanes.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { describeProbe } from '../../compare/probes.ts';
import { count } from '../../format.ts';
import { useLaneNames } from '../../lane-names.ts';
import { usePage } from '../../store-context.tsx';
import { useWatch } from '../../use-watch.ts';
import { Empty } from './Empty.tsx';
import styles from './inside.module.css';
import { LayersLike } from './LayersLike.tsx';
import { figure } from './words.ts';

/** Units that are told by number. */
const told = 5;
/** The drawing's own units; it is stretched to the width that there is. */
const size = { width: 400, height: 90 } as const;

interface Ranked {
  readonly unit: number;
  readonly value: number;
}

const ranked = (values: Float32Array): Ranked[] =>
  Array.from(values, (value, unit) => ({ unit, value })).sort((a, b) => b.value - a.value);

/** A bar for each unit, largest first; what is below 0 hangs down. */
function bars(units: readonly Ranked[]): { readonly path: string; readonly zero: number } {
  const values = units.map(({ value }) => value).filter(Number.isFinite);
  const [most, least] = [Math.max(0, ...values), Math.min(0, ...values)];
  const y = (value: number) => ((most - value) / (most - least || 1)) * size.height;
  const width = size.width / Math.max(1, units.length);
  const path = units.map(({ value }, i) => `M${i * width} ${y(0)}V${y(value)}h${width * 0.85}V${y(0)}Z`);
  return { path: path.join(''), zero: y(0) };
}

function LayerBars({ values, lane, layer }: { values: Float32Array; lane: LaneId; layer: number }) {
  const units = ranked(values);
  const above = units.filter(({ value }) => value > 0).length;
  const { path, zero } = bars(units);
  const words = `${count(above)} of ${count(units.length)} units above 0`;
  return (
    <figure>
      <figcaption className={styles.choice}>
        <strong>layer {layer + 1}</strong>: {words}
      </figcaption>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Layer ${layer + 1}, units by their answer, largest first: ${words}`}
      >
        <path d={path} fill={`var(--${lane})`} />
        <path d={`M0 ${zero}H${size.width}`} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className={styles.note}>
        Largest:{' '}
        {units
          .slice(0, told)
          .map(({ unit, value }) => `unit ${unit + 1} ${figure(value)}`)
          .join(', ')}
      </p>
    </figure>
  );
}

function Lanes({ lanes, names }: { lanes: InputInside['lanes']; names: Readonly<Record<LaneId, string>> }) {
  if (lanes === null) return <p className={styles.empty}>Ask something under “Your input”.</p>;
  return (
    <div className={styles.lanes}>
      {laneIds.map((lane) => (
        <section key={lane} className={styles.lane} aria-labelledby={`inside-${lane}`}>
          <h3 className={styles.laneName} data-lane={lane} id={`inside-${lane}`}>
            <LineSample {...laneStyle(lane)} /> {names[lane]}
          </h3>
          {lanes[lane].length === 0 ? <p className={styles.note}>No hidden units.</p> : null}
          {lanes[lane].map((values, layer) => (
            <LayerBars key={layer} values={values} lane={lane} layer={layer} />
          ))}
        </section>
      ))}
    </div>
  );
}

export function InputView() {
  const root = useRef<HTMLDivElement>(null);
  const names = useLaneNames();
  const probe = usePage((page) => page.probe);
  const newest = useWatch('inside', { of: 'input', probe }, root);
  const seen = newest?.of === 'input' ? newest : null;
  return (
    <div ref={root} className={styles.inside}>
      <p className={styles.about}>
        What the hidden units answer to your input, a bar each, largest first
        {seen === null || seen.probe === null ? '.' : ': '}
        {seen === null || seen.probe === null ? null : <bdi>{describeProbe(seen.probe)}</bdi>}
      </p>
      {seen === null ? (
        <Empty what="the hidden units of all three networks" />
      ) : (
        <>
          <Lanes lanes={seen.lanes} names={names} />
          <LayersLike like={seen.like} names={names} on={`${count(seen.rows)} validation inputs`} />
        </>
      )}
    </div>
  );
}
