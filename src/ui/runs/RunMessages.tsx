// What the book of runs has to say above the tool: a run that was left in the middle, and the fork that the next run is.

import { flatten, phaseSteps, specsFor, stepsTaken } from '../../shared/config.ts';
import { type Fork, whatForkTakes } from '../../store/fork.ts';
import { placeAt, stepsOf } from '../../store/runs/milestones.ts';
import { labelOf } from '../../store/runs/saved-run.ts';
import { count } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { SweepInterrupted } from '../sweeps/SweepInterrupted.tsx';
import { writeTime } from './columns.ts';
import { NewVersion } from './NewVersion.tsx';
import styles from './runs.module.css';
import { SenderMessages } from './SenderMessages.tsx';
import { useBook } from './use-book.ts';

/** A default export, because it is loaded apart from the page's first script. */
export default function RunMessages() {
  return (
    <>
      <Interrupted />
      <SweepInterrupted />
      <ForkNote />
      <SenderMessages />
      <NewVersion />
    </>
  );
}

function Interrupted() {
  const run = useBook((book) => book.interrupted);
  const goOn = useBook((book) => book.continueInterrupted);
  const leave = useBook((book) => book.leaveInterrupted);
  if (run === null) return null;
  return (
    <section className={styles.message} aria-label="A run was under way">
      <p role="status">
        <strong>A run was under way: {run.name}</strong>, step {count(stepsTaken(run))} of{' '}
        {count(phaseSteps(run.config).total)}, started {writeTime(run)}.{' '}
        {run.checkpointBytes === null
          ? 'Its weights were not kept yet: it would begin anew.'
          : 'It goes on from its last checkpoint.'}
      </p>
      <button type="button" className="button" data-primary onClick={() => void goOn()}>
        Continue
      </button>
      <button type="button" className="button" onClick={leave} title="It stays in the table of runs">
        Discard
      </button>
    </section>
  );
}

/** Where in the run the fork begins: its last weights, or earlier ones that are kept. */
function ForkPlace({ fork }: { readonly fork: Fork }) {
  const run = useBook((book) => book.runs.find(({ id }) => id === fork.id) ?? null);
  const begin = useBook((book) => book.fork);
  if (run === null || run.earlier.length === 0) return null;
  const at = stepsOf(fork.checkpoint);
  const last = stepsTaken(run);
  const places = [...run.earlier.filter((steps) => steps < last), last];
  return (
    <label className={styles.place}>
      Begin at{' '}
      <select
        className="field"
        value={run.earlier.includes(at) ? at : last}
        onChange={({ target }) => {
          const steps = Number(target.value);
          void begin(fork.id, steps === last ? undefined : steps);
        }}
      >
        {places.map((steps) => (
          <option key={steps} value={steps}>
            {steps === last ? 'The last weights' : placeAt(run.config, steps)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the next run takes over, under the settings as they are now. */
function ForkNote() {
  const fork = usePage((page) => page.fork);
  const config = usePage((page) => page.config);
  const setFork = usePage((page) => page.setFork);
  if (fork === null) return null;
  const { taken, because } = whatForkTakes(fork, config);
  const specs = specsFor(flatten(config));
  const reasons = because.slice(0, 3).map((path) => labelOf(path, specs.get(path)));
  const { student } = fork.checkpoint.lanes;
  const at = placeAt(fork.config, stepsOf(fork.checkpoint));
  const isAtItsEnd = student.step >= config.train.studentSteps;
  return (
    <section className={styles.message} aria-label="Fork of a run">
      <p role="status">
        <strong>
          Fork of {fork.name}, {at}.
        </strong>{' '}
        {taken === 'all'
          ? isAtItsEnd
            ? 'It has taken all its steps: raise the student steps, or change the student, to go on.'
            : 'Run goes on from its weights with the settings as they are. Live settings and steps may change.'
          : taken === 'teacher'
            ? `Run takes over its trained teacher; student and control begin anew, since ${reasons.join(', ')} changed.`
            : `Run begins anew: ${reasons.join(', ')} cannot change in a fork.`}
      </p>
      <ForkPlace fork={fork} />
      <button type="button" className="button" onClick={() => setFork(null)}>
        No fork
      </button>
    </section>
  );
}
