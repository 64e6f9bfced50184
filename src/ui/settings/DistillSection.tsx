// How the student listens to the teacher: loss, temperature, alpha.

import { useId } from 'react';
import { lossRow } from '../../shared/catalog/losses.ts';
import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';
import { usePathsBeyond } from './use-param.ts';

/** The labels stand above, on their own. */
const placed = ['loss', 'labels', 'temperature', 'alpha', 'tSquared'].map((key) => `distill.${key}`);

export function DistillSection() {
  const reasonId = useId();
  const others = usePathsBeyond('distill', placed);
  const loss = usePage(({ config }) => config.distill.loss);
  const { label, formula, summary, citation, hasTerm, softened } = lossRow(loss);
  const reason = !hasTerm
    ? `${label} has no teacher’s term: alpha, temperature and T² play no part.`
    : softened
      ? null
      : `${label} compares raw outputs: temperature and T² play no part.`;
  const softenedBy = softened ? undefined : reasonId;
  return (
    <Section title="Distillation">
      <Control path="distill.loss" label="Loss" />
      <p className={styles.loss}>
        <code>{formula}</code> {summary} <cite>{citation}</cite>
      </p>
      {reason !== null && (
        <p id={reasonId} className={styles.reason}>
          {reason}
        </p>
      )}
      {others.map((path) => (
        <Control key={path} path={path} />
      ))}
      <Control path="distill.temperature" disabledBy={softenedBy} />
      <Control
        path="distill.alpha"
        ends={['labels', 'teacher']}
        disabledBy={hasTerm ? undefined : reasonId}
      />
      <Control path="distill.tSquared" disabledBy={softenedBy} />
    </Section>
  );
}
