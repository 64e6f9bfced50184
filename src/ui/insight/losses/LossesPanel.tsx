// The loss catalogue as cards: formula, what it rewards, when to take it, where it comes from, and its gradient to play with.

import { useState } from 'react';
import { type LossId, type LossRow, lossFamilies, lossRow } from '../../../shared/catalog/losses.ts';
import { flatten, specsFor } from '../../../shared/config.ts';
import { Formula } from '../../Formula.tsx';
import { usePage } from '../../store-context.tsx';
import { LossLab } from './LossLab.tsx';
import styles from './losses.module.css';

interface Offer {
  readonly id: LossId;
  readonly row: LossRow;
  /** Why the experiment cannot have it; null where it can. */
  readonly refused: string | null;
}

function useOffers(): readonly Offer[] {
  const config = usePage((page) => page.config);
  const spec = specsFor(flatten(config)).get('distill.loss');
  if (spec?.type !== 'choice') return [];
  return spec.options.map(({ value, refused = null }) => {
    const id = value as LossId;
    return { id, row: lossRow(id), refused };
  });
}

function List(props: {
  readonly offers: readonly Offer[];
  readonly shown: LossId;
  readonly used: LossId;
  readonly onShow: (id: LossId) => void;
}) {
  const { offers, shown, used, onShow } = props;
  return (
    <nav className={styles.list} aria-label="Losses">
      {Object.entries(lossFamilies).map(([family, title]) => (
        <div key={family}>
          <h3>{title}</h3>
          <ul>
            {offers
              .filter(({ row }) => row.family === family)
              .map(({ id, row, refused }) => (
                <li key={id}>
                  <button
                    type="button"
                    className={styles.entry}
                    aria-current={id === shown}
                    onClick={() => onShow(id)}
                  >
                    {row.label}
                    {id === used && <span className={styles.used}> in use</span>}
                    {refused !== null && <span className={styles.used}> not here</span>}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** Why there is no gradient to draw; null where there is one. */
function noLab({ family, hasTerm }: LossRow): string | null {
  if (!hasTerm) return 'There is no term beside the labels, so there is no gradient to draw.';
  if (family === 'inside')
    return 'It compares what goes on inside the networks: it is no function of the logits, and has no gradient there.';
  return null;
}

function Card({ id, row, refused, isUsed }: Offer & { readonly isUsed: boolean }) {
  const setParam = usePage((page) => page.setParam);
  const why = noLab(row);
  return (
    <article className={styles.card} aria-labelledby="loss-title">
      <h3 id="loss-title">{row.label}</h3>
      <div className={styles.formula}>
        <Formula of={row.formula} />
      </div>
      <p>{row.summary}</p>
      <p>
        <b>When:</b> {row.use}
      </p>
      <p className={styles.source}>
        <cite>{row.citation}</cite>
        {row.softened
          ? ' · s = softmax(z/T), t = softmax(v/T)'
          : row.family === 'raw'
            ? ' · z student’s, v teacher’s logits; temperature plays no part'
            : ''}
      </p>
      {refused !== null ? (
        <p className={styles.refused}>Not in this experiment: it {refused}.</p>
      ) : (
        <button
          type="button"
          className={styles.use}
          disabled={isUsed}
          onClick={() => setParam('distill.loss', id)}
        >
          {isUsed ? 'In use in this experiment' : 'Use in this experiment (new run)'}
        </button>
      )}
      {why === null ? <LossLab key={id} loss={id} /> : <p className={styles.hint}>{why}</p>}
    </article>
  );
}

/** The panel; a default export, because it is loaded when it is opened. */
export default function LossesPanel() {
  const used = usePage(({ config }) => config.distill.loss);
  const [chosen, setChosen] = useState<LossId | null>(null);
  const offers = useOffers();
  const shown = offers.find(({ id }) => id === (chosen ?? used)) ?? offers[0];
  if (shown === undefined) return null;
  return (
    <div className={styles.losses}>
      <List offers={offers} shown={shown.id} used={used} onShow={setChosen} />
      <Card {...shown} isUsed={shown.id === used} />
    </div>
  );
}
