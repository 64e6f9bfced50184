// What a language-model experiment takes, told before Run: memory by purpose, time by phase, and, where it cannot run, why
// and what can.

import { hasOwnKernels } from '../../shared/catalog/backends.ts';
import { parameterCount } from '../../shared/catalog/models.ts';
import { assistantOf, type Config } from '../../shared/config.ts';
import { estimate, type Pace } from '../../shared/duration.ts';
import { type Footing, type Memory, memoryOf, misfitOf } from '../../shared/memory.ts';
import type { TaskInfo } from '../../shared/protocol/data.ts';
import { count, duration, megabytes } from '../format.ts';
import { usePage } from '../store-context.tsx';
import styles from './needs.module.css';

const parts: readonly { readonly key: Exclude<keyof Memory, 'total'>; readonly label: string }[] = [
  { key: 'weights', label: 'weights' },
  { key: 'gradients', label: 'gradients' },
  { key: 'optimiser', label: 'optimiser' },
  { key: 'activations', label: 'activations of a batch, and of a part of the validation set' },
];

/** Two digits that matter: more would be a lie. */
const roughly = (seconds: number): string =>
  duration(1000 * (seconds < 100 ? Number(seconds.toPrecision(2)) : 60 * Math.round(seconds / 60)));

function Time({ config, task, pace }: { config: Config; task: TaskInfo; pace: Pace | null }) {
  if (pace === null) return <dd>measuring this device…</dd>;
  const { inputs, outputs, validationSize, labelsSeen, trainSize } = task;
  const allInSight = labelsSeen >= trainSize;
  const { teacher, assistant, students } = estimate(
    config,
    { inputs, outputs, validationSize, allInSight },
    pace,
  );
  return (
    <dd>
      about {roughly(teacher + assistant + students)}
      <small>
        {' '}
        teacher {roughly(teacher)}, {assistant > 0 ? `assistant ${roughly(assistant)}, ` : ''}students{' '}
        {roughly(students)}
      </small>
    </dd>
  );
}

function Misfit({ config, footing }: { config: Config; footing: Footing }) {
  const setParams = usePage((page) => page.setParams);
  const misfit = misfitOf(config, footing);
  return (
    <div role="alert">
      {misfit !== null && (
        <div className={styles.misfit}>
          <p>
            <strong>{misfit.message}</strong> {misfit.remedy}
          </p>
          <button type="button" className="button" onClick={() => setParams(misfit.settings)}>
            {misfit.action}
          </button>
        </div>
      )}
    </div>
  );
}

export function Needs() {
  const config = usePage((page) => page.config);
  const task = usePage((page) => page.task);
  const backend = usePage((page) => page.backend?.name ?? null);
  const engine = usePage((page) => page.engine);
  const pace = usePage((page) =>
    page.pace?.backend === page.backend?.name ? (page.pace?.pace ?? null) : null,
  );
  if (config.task.kind !== 'text' || task === null || !task.writes) return null;
  const { inputs, outputs } = task;
  const footing = { inputs, outputs, isFused: hasOwnKernels(backend, engine) };
  const memory = memoryOf(config, footing);
  const assistant = assistantOf(config);
  const all = [
    config.teacher,
    ...(assistant === null ? [] : [assistant]),
    config.student,
    config.student,
  ].reduce((sum, model) => sum + parameterCount(model, inputs, outputs), 0);
  return (
    <section className={styles.needs} aria-label="What this experiment takes">
      <dl>
        <div>
          <dt>Parameters</dt>
          <dd>
            {count(all)}{' '}
            <small>in {assistant === null ? 'three lanes' : 'three lanes and the assistant'}</small>
          </dd>
        </div>
        <div>
          <dt>Memory</dt>
          <dd>at most {megabytes(memory.total)}</dd>
        </div>
        <div>
          <dt>Time</dt>
          <Time config={config} task={task} pace={pace} />
        </div>
      </dl>
      <details>
        <summary>How this is reckoned</summary>
        <ul>
          {parts.map(({ key, label }) => (
            <li key={key}>
              {label} {megabytes(memory[key])}
            </li>
          ))}
        </ul>
        <p>
          Memory: from the models' shapes, all lanes together, with all that a step and a look at the
          validation set keep on {backend === null ? 'any backend' : backend}. Time: from short trainings
          measured {backend === null ? 'here' : `on ${backend}`} while the page was idle, scaled by the work
          of these models; it may be wrong by a factor of two or three. While a run goes on, the bar on top
          tells what is left as measured.
        </p>
      </details>
      <Misfit config={config} footing={footing} />
    </section>
  );
}
