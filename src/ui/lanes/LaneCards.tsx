// The three lanes at a glance: what each is, how large, how good now.

import { Suspense } from 'react';
import { controlWords, mistakeOf } from '../../shared/catalog/mistakes.ts';
import { describeShape, type ModelConfig, parameterCount } from '../../shared/catalog/models.ts';
import { assistantOf, type Config, hiddenClassOf } from '../../shared/config.ts';
import { measureOf } from '../../shared/gain.ts';
import type { TaskInfo } from '../../shared/protocol/data.ts';
import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import type { RunSeries } from '../../store/series.ts';
import { bitsPerCharacterOf, perplexityOf } from '../../store/text-columns.ts';
import { count, fixed, nats, percent } from '../format.ts';
import { lazily } from '../lazily.tsx';
import { figuresRun } from '../run-state.ts';
import { usePage } from '../store-context.tsx';
import { useCurves } from '../use-curves.ts';
import styles from './lanes.module.css';

// Few experiments have one.
const AssistantLine = lazily(() => import('./AssistantLine.tsx'));

const dashes = { teacher: '8 4', student: 'none', control: '2 3', assistant: '10 3 2 3' } as const;
const names = { teacher: 'Teacher', student: 'Student', control: 'Control' } as const;

/** The lane's line style, as in every chart. */
export function LineSample({ lane }: { lane: LaneId | 'assistant' }) {
  return (
    <svg width="28" height="8" aria-hidden="true" focusable="false">
      <line
        x1="0"
        y1="4"
        x2="28"
        y2="4"
        stroke={`var(--${lane})`}
        strokeWidth="2.5"
        strokeDasharray={dashes[lane]}
      />
    </svg>
  );
}

export function shape(model: ModelConfig, task: TaskInfo | null): string {
  if (task === null) return '…';
  const { inputs, outputs } = task;
  return `${describeShape(model, inputs, outputs)} · ${count(parameterCount(model, inputs, outputs))} parameters`;
}

const nameOf = (lane: LaneId, { distill }: Config): string =>
  lane === 'control' ? controlWords(distill.control).title : names[lane];

/** Who teaches this lane beside the labels; null where nobody does. */
function teacherOf(lane: LaneId, config: Config): string | null {
  const { control, loss } = config.distill;
  if (loss === 'labelsOnly' || (lane === 'control' && control === 'labelsOnly')) return null;
  return lane === 'student' && assistantOf(config) !== null ? 'the assistant' : 'the teacher';
}

function role(lane: LaneId, config: Config, task: TaskInfo | null): string {
  if (task?.writes) return writerRole(lane, config, task);
  const { train, distill } = config;
  const labels = task === null ? 'the labels' : `${count(task.labelsSeen)} labels`;
  if (lane === 'teacher') {
    if (train.teacherSteps === 0) return 'never trained';
    return task === null ? 'learns from all labels' : `learns from all ${count(task.trainSize)} labels`;
  }
  const mistake = mistakeOf(distill.control);
  if (lane === 'control' && mistake !== null) return `taught as the student is, but: ${mistake.label}`;
  const hidden = hiddenClassOf(config);
  const never = hidden === null ? '' : `; never met ${task?.classes[hidden] ?? 'the hidden class'}`;
  const mentor = teacherOf(lane, config);
  return mentor === null
    ? `${labels}, no teacher${never}`
    : `${labels}, and ${mentor} on every input${never}`;
}

/** Language models learn the texts they see, and hear the teacher on others. */
function writerRole(lane: LaneId, config: Config, task: TaskInfo): string {
  const { train, distill } = config;
  const { source, lambda = 0 } = distill;
  const mistake = mistakeOf(distill.control);
  if (lane === 'control' && mistake !== null) return `taught as the student is, but: ${mistake.label}`;
  if (lane === 'teacher')
    return train.teacherSteps === 0 ? 'never trained' : `learns all ${count(task.trainSize)} passages`;
  const texts = `learns ${count(task.labelsSeen)} passages`;
  const mentor = teacherOf(lane, config);
  if (mentor === null) return `${texts}, no teacher`;
  const heard = source === 'teacher' ? `${mentor}'s own text` : 'all';
  return `${texts}, hears ${mentor} on ${heard}${lambda > 0 ? ' and on its own text' : ''}`;
}

/** What a language model is judged by, large. */
function TextScores({ config, at }: { config: Config; at(metric: string): number | null }) {
  const { column, unit, label } = measureOf(config);
  const value = at(column);
  return (
    <p className={styles.accuracy} data-wraps data-testid="accuracy">
      {unit === 'points' ? percent(value) : nats(value)}
      <small> {column === 'valLoss' ? 'a token' : label}</small>
    </p>
  );
}

interface TextFactsProps {
  readonly task: TaskInfo | null;
  /** Nats per token. */
  readonly loss: number | null;
  readonly accuracy: number | null;
}

function TextFacts({ task, loss, accuracy }: TextFactsProps) {
  const perToken = task?.charactersPerToken ?? null;
  const bits = loss === null || perToken === null ? null : bitsPerCharacterOf(loss, perToken);
  const facts = [
    ['loss a token', numberOr(loss, nats)],
    ['bits a character', bits === null ? '–' : fixed(bits, 3)],
    ['perplexity', loss === null ? '–' : fixed(perplexityOf(loss), 2)],
    ['tokens right', percent(accuracy)],
  ] as const;
  return facts.map(([name, value]) => (
    <div key={name}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ));
}

interface HiddenFactProps {
  readonly lane: LaneId;
  readonly name: string;
  at(metric: string): number | null;
}

/** How often the hidden class is recognised, and what the bias has to do with it. */
function HiddenFact({ lane, name, at }: HiddenFactProps) {
  return (
    <>
      <div className={styles.hidden} data-testid="hidden">
        <dt>{name}</dt>
        <dd>{percent(at('hiddenAccuracy'))}</dd>
      </div>
      {lane === 'teacher' ? null : (
        <div>
          <dt>without its bias</dt>
          <dd>{percent(at('plainHidden'))}</dd>
        </div>
      )}
    </>
  );
}

function Card({ lane, series }: { lane: LaneId; series: RunSeries | null }) {
  const config = usePage((page) => page.config);
  const task = usePage((page) => page.task);
  const stale = usePage((page) => page.stale) && series !== null;
  const hidden = hiddenClassOf(config);
  const hiddenName = hidden === null ? null : (task?.classes[hidden] ?? 'hidden class');
  const at = (metric: string) => series?.latest(`${lane}.${metric}`) ?? null;
  return (
    <article className={`panel ${styles.card}`} data-lane={lane} data-stale={stale || undefined}>
      <h3 className={styles[lane]}>
        <LineSample lane={lane} /> {nameOf(lane, config)}
      </h3>
      {config.task.kind === 'text' ? (
        <TextScores config={config} at={at} />
      ) : (
        <p className={styles.accuracy} data-testid="accuracy">
          {percent(at('accuracy'))}
          <small> accuracy</small>
        </p>
      )}
      <dl className={styles.facts}>
        {config.task.kind === 'text' ? (
          <TextFacts task={task} loss={at('valLoss')} accuracy={at('accuracy')} />
        ) : (
          <div>
            <dt>loss</dt>
            <dd>{numberOr(at('valLoss'), nats)}</dd>
          </div>
        )}
        {hiddenName === null ? null : <HiddenFact lane={lane} name={hiddenName} at={at} />}
        <div>
          <dt>agrees</dt>
          <dd>{lane === 'teacher' ? 'with itself' : percent(at('agreement'))}</dd>
        </div>
      </dl>
      <p className={styles.about}>
        {shape(lane === 'teacher' ? config.teacher : config.student, task)}; {role(lane, config, task)}
      </p>
    </article>
  );
}

/** A loss that is not a number is shown as what it is; one that is not measured yet as a dash. */
export const numberOr = (value: number | null, write: (value: number | null) => string): string =>
  value !== null && !Number.isFinite(value) ? 'not a number' : write(value);

export function LaneCards() {
  useCurves();
  const series = usePage((page) => figuresRun(page)?.series ?? null);
  const hasAssistant = usePage((page) => assistantOf(page.config) !== null);
  return (
    <section className={styles.cards} aria-label="The three lanes">
      {laneIds.map((lane) => (
        <Card key={lane} lane={lane} series={series} />
      ))}
      {hasAssistant ? (
        <Suspense fallback={null}>
          <AssistantLine series={series} />
        </Suspense>
      ) : null}
    </section>
  );
}
