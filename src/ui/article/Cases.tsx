// "Does it work for my case?", answered by experiments that were measured over several seeds, each one click away.

import { backends } from '../../shared/catalog/backends.ts';
import { measured } from '../../shared/catalog/cases.measured.ts';
import {
  type CaseId,
  caseConfig,
  caseIds,
  cases,
  type Finding,
  findingOf,
  type Verdict,
} from '../../shared/catalog/cases.ts';
import { runsOf, spreadOfRuns } from '../../store/session-runs.ts';
import { nats, percent, signed } from '../format.ts';
import { RunLink } from '../RunLink.tsx';
import { usePage } from '../store-context.tsx';
import styles from './cases.module.css';
import { extentOf, GainMark } from './GainMark.tsx';

type Unit = Finding['measure']['unit'];

interface Found {
  readonly id: CaseId;
  readonly finding: Finding;
}

const findings = caseIds.map((id): Found => ({ id, finding: findingOf(id, measured[id]) }));
const extentIn = (unit: Unit) =>
  extentOf(
    findings.filter(({ finding }) => finding.measure.unit === unit).map(({ finding }) => finding.gain),
  );
const extents = { points: extentIn('points'), nats: extentIn('nats') };

const groups: readonly { readonly verdict: Verdict; readonly title: string }[] = [
  { verdict: 'worth', title: 'Worth it' },
  { verdict: 'nothing', title: 'No difference seen' },
  { verdict: 'costs', title: 'Costs more than it gives' },
];

const seedCounts = caseIds.map((id) => cases[id].seeds);
const measuredOn = [...new Set(caseIds.map((id) => backends[measured[id].backend].label))].join(' and ');
const place = { points: 0, nats: 1 };
/** The largest first, each unit by itself. */
const byGain = (a: Found, b: Found) =>
  place[a.finding.measure.unit] - place[b.finding.measure.unit] || b.finding.gain.mean - a.finding.gain.mean;

const writeGain = (unit: Unit, value: number) => signed(value, unit === 'points' ? 1 : 3);
const writeFigure = (unit: Unit, value: number) => (unit === 'points' ? percent(value) : nats(value));

/** What the visitor's own runs of this case came to. */
function Own({ id }: { readonly id: CaseId }) {
  const session = usePage((page) => page.session);
  const dataKey = usePage((page) => page.dataKey);
  const config = caseConfig(id);
  const { count, mean, measure } = spreadOfRuns(config, runsOf(session, config, dataKey));
  if (count === 0) return null;
  return (
    <p className={styles.own}>
      Yours: <strong>{writeGain(measure.unit, mean)}</strong> {measure.unit}, {count} seed
      {count === 1 ? '' : 's'}
    </p>
  );
}

function CaseRow({
  id,
  finding,
  onRun,
}: {
  readonly id: CaseId;
  readonly finding: Finding;
  readonly onRun: () => void;
}) {
  const { situation, says } = cases[id];
  const { measure, gain } = finding;
  const { unit, label } = measure;
  const seed = usePage((page) => page.config.seed);
  const [low, high] = gain.interval.map((end) => writeGain(unit, end));
  return (
    <li className={styles.case}>
      <div className={styles.words}>
        <h4>{situation}</h4>
        <p>{says}</p>
      </div>
      <div className={styles.lanes}>
        <dl>
          {(['teacher', 'student', 'control'] as const).map((lane) => (
            <div key={lane} data-lane={lane}>
              <dt>{lane}</dt>
              <dd>{writeFigure(unit, finding[lane])}</dd>
            </div>
          ))}
        </dl>
        <p>{label}</p>
      </div>
      <div className={styles.gain}>
        <GainMark gain={gain} extent={extents[unit]} />
        <p>
          <strong>{writeGain(unit, gain.mean)}</strong> {unit}, {low} to {high}
        </p>
        <Own id={id} />
      </div>
      <RunLink config={{ ...caseConfig(id), seed }} title={situation} onRun={onRun}>
        Run it here
      </RunLink>
    </li>
  );
}

/** What the marks say. */
export const HowMeasured = () => (
  <p>
    Each line was measured on {measuredOn} over {Math.min(...seedCounts)} to {Math.max(...seedCounts)} seeds.
    The mark is the mean gain, student minus control, with its 95 % confidence interval (Student’s t); left of
    the upright line the control, who has no teacher, is ahead. Marks in points share one scale, those in nats
    another. Temperature, alpha and loss are at their defaults unless the line says otherwise: nothing was
    tuned.
  </p>
);

/** `onRun` leads the visitor to the curves. */
export function Cases({ onRun }: { readonly onRun: () => void }) {
  return (
    <>
      {groups.map(({ verdict, title }) => {
        const rows = findings.filter(({ finding }) => finding.verdict === verdict).sort(byGain);
        if (rows.length === 0) return null;
        return (
          <section key={verdict} className={styles.group} data-verdict={verdict}>
            <h3>{title}</h3>
            <ul>
              {rows.map((row) => (
                <CaseRow key={row.id} {...row} onRun={onRun} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
