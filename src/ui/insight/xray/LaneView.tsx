// One lane under the X-ray: its terms, the angle between its two sides, and how far each layer moves.

import type { LaneXray, TermXray } from '../../../shared/protocol/snapshots.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { percent } from '../../format.ts';
import type { Seen } from './history.ts';
import { NormCurves } from './NormCurves.tsx';
import { figure, togetherness } from './words.ts';
import styles from './xray.module.css';

interface Props {
  readonly lane: 'student' | 'control';
  readonly name: string;
  readonly xray: LaneXray | null;
  readonly seen: readonly Seen[];
}

function Term({ lane, term }: { readonly lane: Props['lane']; readonly term: TermXray }) {
  const isNumber = Number.isFinite(term.share);
  return (
    <tr>
      <th scope="row">{term.name}</th>
      <td>{figure(term.weight)}</td>
      <td>{figure(term.value)}</td>
      <td>{figure(term.norm)}</td>
      <td className={styles.share}>
        <span>{isNumber ? percent(term.share) : 'NaN'}</span>
        <span className={styles.track} aria-hidden="true">
          <span
            className={styles.bar}
            data-lane={lane}
            style={{ width: `${isNumber ? 100 * term.share : 0}%` }}
          />
        </span>
      </td>
    </tr>
  );
}

function Terms({ lane, name, xray }: Omit<Props, 'seen'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} aria-label={`Terms: ${name}`} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">Terms of the loss: {name}</caption>
        <thead>
          <tr>
            <th scope="col">Term</th>
            <th scope="col" title="What the value is multiplied by">
              weight
            </th>
            <th scope="col">value, nats</th>
            <th scope="col" title="Norm of the weighted term’s gradient">
              gradient norm
            </th>
            <th scope="col" title="This norm among the norms of all terms">
              share
            </th>
          </tr>
        </thead>
        <tbody>
          {xray === null ? (
            <tr>
              <th scope="row">–</th>
              <td>–</td>
              <td>–</td>
              <td>–</td>
              <td className={styles.share}>–</td>
            </tr>
          ) : (
            xray.terms.map((term) => <Term key={term.name} lane={lane} term={term} />)
          )}
        </tbody>
      </table>
    </section>
  );
}

/** Between the labels' gradient and the teacher's: -1 to 1 on a line, and in words. */
function Angle({ cosine }: { readonly cosine: number | null }) {
  return (
    <p className={styles.angle}>
      <span className={styles.scale} aria-hidden="true">
        <span className={styles.middle} />
        {cosine === null || Number.isNaN(cosine) ? null : (
          <span className={styles.needle} style={{ left: `${50 + 50 * cosine}%` }} />
        )}
      </span>
      <span>
        Cosine of labels’ and teacher’s gradient: <strong>{cosine === null ? '–' : figure(cosine)}</strong>
        {cosine === null ? ' (there is one side alone)' : `, ${togetherness(cosine)}`}
      </span>
    </p>
  );
}

/** 1e-6 to 1 on a logarithmic scale. */
const barShare = (ratio: number): number =>
  Number.isFinite(ratio) && ratio > 0 ? Math.min(1, Math.max(0, 1 + Math.log10(ratio) / 6)) : 0;

function Layers({ lane, xray }: Pick<Props, 'lane' | 'xray'>) {
  return (
    <dl className={styles.layers}>
      {(xray?.layers ?? []).map(({ name, updateToWeight }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles.bar}
                data-lane={lane}
                style={{ width: `${100 * barShare(updateToWeight)}%` }}
              />
              <span className={styles.usual} />
            </span>
            <span className={styles.ratio}>{figure(updateToWeight)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function LaneView({ lane, name, xray, seen }: Props) {
  return (
    <section className={styles.lane} aria-label={name}>
      <h3 className={styles.laneName} data-lane={lane}>
        <LineSample {...laneStyle(lane)} /> {name}
        <span className={styles.norm}>whole gradient {xray === null ? '–' : figure(xray.norm)}</span>
      </h3>
      <Terms lane={lane} name={name} xray={xray} />
      <Angle cosine={xray?.cosine ?? null} />
      <NormCurves lane={lane} name={name} seen={seen} />
      <h4>Next update by weight, layer by layer</h4>
      <Layers lane={lane} xray={xray} />
    </section>
  );
}
