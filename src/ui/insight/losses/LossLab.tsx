// A loss under the glass: three classes, a student and a teacher to be moved, and the gradient as the engine's own function
// has it, asked from the worker.

import { useRef, useState } from 'react';
import { type LossId, lossRow } from '../../../shared/catalog/losses.ts';
import type { LossAnswer } from '../../../shared/loss-question.ts';
import type { Settings } from '../../../shared/params.ts';
import { usePage } from '../../store-context.tsx';
import { LabControl } from './LabControls.tsx';
import { labSpecs, labValues, reference, sweeps, toSettings } from './lab-settings.ts';
import styles from './losses.module.css';
import { NormChart } from './NormChart.tsx';
import { classNames, inWords, Triangle } from './Triangle.tsx';
import { field, type Three } from './triangle.ts';
import { useAsk } from './use-ask.ts';

const firstStudent: Three = [0.2, 0.25, 0.55];
const firstTeacher: Three = [0.7, 0.22, 0.08];
/** A length that differs less from the usual one needs no words. */
const remarkable = 2;

const digits = (value: number): string =>
  Math.abs(value) < 0.001 && value !== 0 ? value.toExponential(1).replace('e-', 'e−') : value.toPrecision(3);

/** What the settings do to the size of the step, in words. */
function effect(norm: number, usual: number): string {
  if (!(usual > 0) || !(norm > 0)) return 'Here the loss is flat: it pushes the student nowhere.';
  const ratio = norm / usual;
  if (ratio < remarkable && ratio > 1 / remarkable)
    return 'These settings leave the length of the gradient about as it is at T = 1 and the defaults.';
  const times = ratio > 1 ? ratio : 1 / ratio;
  return `The gradient is ${times.toPrecision(2)} times ${ratio > 1 ? 'longer' : 'shorter'} than at T = 1 and the defaults: these settings turn the learning rate too, and the weight of this term against the labels.`;
}

function Gradient({ answer }: { readonly answer: LossAnswer | null }) {
  const longest = Math.max(1e-12, ...Array.from(answer?.gradient ?? [], Math.abs));
  return (
    <table className={styles.gradient}>
      <caption>Where each logit is pushed (minus the gradient, nats per unit)</caption>
      <tbody>
        {classNames.map((name, k) => {
          const push = -(answer?.gradient[k] ?? 0);
          const share = (100 * push) / longest;
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={styles.barCell} aria-hidden="true">
                <span
                  className={styles.bar}
                  style={{ left: `${50 + Math.min(0, share) / 2}%`, width: `${Math.abs(share) / 2}%` }}
                />
              </td>
              <td>{answer === null ? '–' : `${push < 0 ? '−' : '+'}${digits(Math.abs(push))}`}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function LossLab({ loss }: { readonly loss: LossId }) {
  const root = useRef<HTMLDivElement>(null);
  const config = usePage((page) => page.config);
  const [changed, setChanged] = useState<Settings>({});
  const [student, setStudent] = useState(firstStudent);
  const [teacher, setTeacher] = useState(firstTeacher);
  const values = { ...labValues(loss, config), ...changed };
  const charts = sweeps(loss, values);
  const others = charts.flatMap(({ key, values: at, lines }) =>
    lines.flatMap(({ change }) => at.map((value) => ({ ...values, ...change, [key]: value }))),
  );
  const answer = useAsk(
    {
      settings: toSettings(loss, values),
      label: 0,
      student,
      teacher,
      field: field.flat(),
      others: [reference(loss, values), ...others].map((other) => toSettings(loss, other)),
    },
    root,
  );
  const [usual = 0, ...norms] = answer?.otherNorms ?? [];
  let taken = 0;
  return (
    <div ref={root} className={styles.lab}>
      <div className={styles.picture}>
        <Triangle
          student={student}
          teacher={teacher}
          ends={answer?.ends ?? null}
          onMove={(who, to) => (who === 'student' ? setStudent(to) : setTeacher(to))}
        />
        <p className={styles.who}>
          <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">
            <circle r="6.5" className={styles.student} />
          </svg>
          student: {inWords(student)}
        </p>
        <p className={styles.who}>
          <svg width="16" height="16" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">
            <path d="M0-8L8 0L0 8L-8 0Z" className={styles.teacher} />
          </svg>
          teacher: {inWords(teacher)}
        </p>
        <p className={styles.hint}>
          Press or drag in the triangle, or focus a mark and use the arrow keys. Arrows: one step of the
          student’s logits down the gradient, all to the same scale.
        </p>
      </div>
      <div className={styles.numbers}>
        <p className={styles.value} aria-live="off">
          {lossRow(loss).label} <b>{answer === null ? '–' : `${digits(answer.value)} nats`}</b>, gradient’s
          length <b>{answer === null ? '–' : digits(answer.norm)}</b>
        </p>
        <Gradient answer={answer} />
        <div className={styles.settings}>
          {[...labSpecs(loss)].map(([key, spec]) => (
            <LabControl
              key={key}
              spec={spec}
              value={values[key] ?? spec.default}
              onChange={(value) => setChanged({ ...changed, [key]: value })}
            />
          ))}
        </div>
        {charts.length > 0 && (
          <p className={styles.effect}>
            {answer === null ? 'Asking the engine…' : effect(answer.norm, usual)}
          </p>
        )}
        <div className={styles.charts}>
          {charts.map(({ key, name, values: at, isLog, lines }) => {
            const drawn = lines.map(({ label, dashed }) => {
              const own = norms.slice(taken, taken + at.length);
              taken += at.length;
              return { label, dashed, norms: own };
            });
            return (
              <NormChart
                key={key}
                name={name}
                values={at}
                isLog={isLog}
                now={Number(values[key])}
                lines={drawn}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
