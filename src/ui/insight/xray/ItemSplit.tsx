// KL(teacher || student) of one chosen item: what each class contributes, and target against the others as DKD has it.

import { type ReactNode, useId } from 'react';
import type { TaskInfo } from '../../../shared/protocol/data.ts';
import type { SnapshotOf, ItemSplit as Split } from '../../../shared/protocol/snapshots.ts';
import type { XrayItem } from '../../../shared/protocol/watch.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { figure } from './words.ts';
import styles from './xray.module.css';

interface Props {
  readonly task: TaskInfo;
  readonly item: SnapshotOf<'xray'>['item'] | null;
  readonly asked: XrayItem;
  readonly names: Readonly<Record<'student' | 'control', string>>;
  onAsk(item: XrayItem): void;
}

function NumberField(props: { label: string; value: number; max: number; onChange(value: number): void }) {
  const id = useId();
  const { label, value, max, onChange } = props;
  return (
    <label htmlFor={id}>
      {label}{' '}
      <input
        id={id}
        className="field"
        type="number"
        min={1}
        max={max}
        value={value + 1}
        onChange={(event) => {
          const typed = Math.round(event.target.valueAsNumber);
          if (typed >= 1 && typed <= max) onChange(typed - 1);
        }}
      />
    </label>
  );
}

function Picker({ task, asked, onAsk }: Pick<Props, 'task' | 'asked' | 'onAsk'>): ReactNode {
  const id = useId();
  if (task.writes) {
    return (
      <>
        <NumberField
          label="Validation text"
          value={asked.index}
          max={task.validationSize}
          onChange={(index) => onAsk({ ...asked, index })}
        />
        <NumberField
          label="token"
          value={asked.place}
          max={task.inputs}
          onChange={(place) => onAsk({ ...asked, place })}
        />
      </>
    );
  }
  return (
    <label htmlFor={id}>
      Validation example{' '}
      <select
        id={id}
        className={`field ${styles.select}`}
        value={asked.index}
        onChange={(event) => onAsk({ index: Number(event.target.value), place: 0 })}
      >
        {task.examples.map(({ index, title }) => (
          <option key={index} value={index}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Classes(props: { split: Split; lane: 'student' | 'control'; task: TaskInfo; target: number }) {
  const { split, lane, task, target } = props;
  const rows = [
    ...split.largest.map(({ label, kl }) => ({
      name: `${task.classes[label] ?? label}${label === target ? ' (right)' : ''}`,
      kl,
    })),
    ...(task.classes.length > split.largest.length ? [{ name: 'all others', kl: split.rest }] : []),
  ];
  const largest = Math.max(1e-12, ...rows.map(({ kl }) => Math.abs(kl)).filter(Number.isFinite));
  return (
    <dl className={styles.classes}>
      {rows.map(({ name, kl }) => (
        <div key={name}>
          <dt title={name}>{name}</dt>
          <dd>
            <span className={styles.signed} aria-hidden="true">
              <span
                className={styles.bar}
                data-lane={lane}
                style={{
                  width: `${(50 * Math.abs(kl)) / largest || 0}%`,
                  [kl < 0 ? 'right' : 'left']: '50%',
                }}
              />
            </span>
            <span className={styles.ratio}>{figure(kl)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function ItemSplit({ task, item, asked, names, onAsk }: Props) {
  return (
    <section className={styles.item} aria-labelledby="xray-item">
      <h3 id="xray-item">One item: which classes the divergence comes from</h3>
      <p className={styles.picker}>
        <Picker task={task} asked={asked} onAsk={onAsk} />
        {item !== null && task.writes ? (
          <span className={styles.context}>
            “{item.title.slice(-60)}” → <strong>{task.classes[item.target]}</strong>
          </span>
        ) : null}
      </p>
      <p className={styles.about}>
        KL = target + (1 − t<sub>target</sub>) × others: the surer the teacher, the less its opinion of the
        other classes counts. A bar to the right is a class the student underrates
        {item === null ? '.' : `; T = ${item.temperature}.`}
      </p>
      <div className={styles.lanes}>
        {(['student', 'control'] as const).map((lane) => {
          const split = item?.lanes[lane];
          return (
            <div key={lane} className={styles.lane}>
              <h4 className={styles.laneName} data-lane={lane}>
                <LineSample {...laneStyle(lane)} /> {names[lane]}
              </h4>
              <p className={styles.sum}>
                {split === undefined
                  ? '–'
                  : `${figure(split.kl)} nats = ${figure(split.target)} + ${figure(split.othersWeight)} × ${figure(split.others)}`}
              </p>
              {split === undefined || item === null ? null : (
                <Classes split={split} lane={lane} task={task} target={item.target} />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}
