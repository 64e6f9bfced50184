// How the student listens to the teacher: loss, temperature, alpha.

import { useId } from 'react';
import { lossRow } from '../../shared/catalog/losses.ts';
import { lossTerms } from '../../shared/catalog/terms.ts';
import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';
import { usePathsBeyond } from './use-param.ts';

/** The labels stand above, on their own. */
const placed = ['loss', 'labels', 'temperature', 'alpha', 'tSquared'].map((key) => `distill.${key}`);

/** A convention that few need to touch, where further terms begin, and an experiment of its own. */
const furtherPaths = ['distill.over', 'distill.weight', 'distill.loss2', 'distill.hiddenClass'];

const alphaEnds = ['labels', 'teacher'] as const;

/** Of the losses in use, what the shared controls must know. */
function useTerms() {
  const first = usePage(({ config }) => lossRow(config.distill.loss));
  const count = usePage(({ config }) => lossTerms(config.distill).length);
  const isSoftened = usePage(({ config }) =>
    lossTerms(config.distill).some(({ loss }) => lossRow(loss).softened),
  );
  return { first, count, isSoftened };
}

export function DistillSection() {
  const reasonId = useId();
  const others = usePathsBeyond('distill', placed);
  const { first, count, isSoftened } = useTerms();
  const { label, formula, summary, citation, hasTerm } = first;
  const reason = !hasTerm
    ? `${label} has no term beside the labels: alpha, temperature and T² play no part.`
    : isSoftened
      ? null
      : 'No softened answers are compared: temperature and T² play no part.';
  const softenedBy = isSoftened ? undefined : reasonId;
  // A single term needs no weight, and whoever wants more asks for them.
  const folded = count < 2 ? others.filter((path) => furtherPaths.includes(path)) : [];
  return (
    <Section title="Distillation" more={[...folded, 'assistant.kind']}>
      <Control path="distill.loss" label="Loss" />
      <p className={styles.loss}>
        <code>{formula}</code> {summary} <cite>{citation}</cite>
      </p>
      {reason !== null && (
        <p id={reasonId} className={styles.reason}>
          {reason}
        </p>
      )}
      {others
        .filter((path) => !folded.includes(path))
        .map((path) => (
          <Control key={path} path={path} />
        ))}
      <Control path="distill.temperature" disabledBy={softenedBy} />
      <Control path="distill.alpha" ends={alphaEnds} disabledBy={hasTerm ? undefined : reasonId} />
      <Control path="distill.tSquared" disabledBy={softenedBy} />
    </Section>
  );
}
