// One exhibit: the mistake, what to see, and what the run on show has to say about it.

import type { MistakeId } from '../../../shared/catalog/mistakes.ts';
import { type Effect, effectSeen, type exhibits } from '../../../shared/catalog/museum.ts';
import { nats, percent } from '../../format.ts';
import { RunLink } from '../../RunLink.tsx';
import { usePage } from '../../store-context.tsx';
import { useCurves } from '../../use-curves.ts';
import { exhibitConfig } from './exhibit-config.ts';
import styles from './museum.module.css';

const measures: Readonly<
  Record<Effect['measure'], { name: string; write: (value: number | null) => string }>
> = {
  accuracy: { name: 'accuracy', write: percent },
  agreement: { name: 'agreement with the teacher', write: percent },
  loss: { name: 'training loss', write: nats },
  valLoss: { name: 'validation loss', write: nats },
  truthKl: { name: 'KL to the truth', write: nats },
};

const written = ({ measure }: Effect, value: number): string =>
  Number.isNaN(value) ? 'not a number' : measures[measure].write(value);

function difference(effect: Effect, right: number, wrong: number): string {
  const seen = effectSeen(effect, right, wrong);
  switch (effect.as) {
    case 'points':
      return `${Math.abs(seen).toFixed(1)} points ${seen < 0 ? 'more' : 'less'}`;
    case 'times':
      return Number.isFinite(seen) ? `${seen.toFixed(1)} times as much` : 'no number at all';
    case 'notANumber':
      return seen === 1 ? 'no number at all' : 'still a number';
    default:
      return effect.as satisfies never;
  }
}

/** The figures of the run on show, where it is this exhibit's. */
function Seen({ id, effect }: { readonly id: MistakeId; readonly effect: Effect }) {
  useCurves();
  const run = usePage((page) => page.run);
  const isShown = run?.config.distill.control === id;
  const [right, wrong] = (['student', 'control'] as const).map((lane) =>
    isShown ? run.series.latest(`${lane}.${effect.measure}`) : null,
  ) as [number | null, number | null];
  const name = measures[effect.measure].name;
  if (right === null || wrong === null) {
    return (
      <p className={styles.seen}>
        Look at: <strong>{name}</strong>
        {isShown ? '; the teacher learns first…' : ''}
      </p>
    );
  }
  return (
    <p className={styles.seen} data-testid="seen">
      Seen in {name}: right <strong className={styles.right}>{written(effect, right)}</strong>, with the
      mistake <strong className={styles.wrong}>{written(effect, wrong)}</strong>,{' '}
      {difference(effect, right, wrong)}
    </p>
  );
}

export function ExhibitCard({ exhibit }: { readonly exhibit: (typeof exhibits)[number] }) {
  const { id, title, wrong, right, see, source, effect } = exhibit;
  const seed = usePage((page) => page.config.seed);
  const isShown = usePage((page) => page.run?.config.distill.control === id);
  return (
    <li className={styles.exhibit} data-shown={isShown || undefined}>
      <h3>{title}</h3>
      <dl className={styles.lines}>
        <dt className={styles.wrong}>✗ wrong</dt>
        <dd>
          <code>{wrong}</code>
        </dd>
        <dt className={styles.right}>✓ right</dt>
        <dd>
          <code>{right}</code>
        </dd>
      </dl>
      <p>{see}</p>
      <Seen id={id} effect={effect} />
      <div className={styles.actions}>
        <RunLink title={title} config={exhibitConfig(id, seed)} primary>
          Run
        </RunLink>
        <a className={styles.source} href={source.url} target="_blank" rel="noreferrer">
          {source.label}
          <span className="visually-hidden"> (opens in a new tab)</span>
        </a>
      </div>
    </li>
  );
}
