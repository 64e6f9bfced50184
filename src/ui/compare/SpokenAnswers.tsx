// Says the three top answers to screen readers once per question; not again while the numbers move.

import { useEffect, useState } from 'react';
import type { SnapshotOf } from '../../shared/protocol/snapshots.ts';
import { useLaneNames } from '../lane-names.ts';
import { lanesBy, type PerLane } from './answers.ts';
import { describeProbe } from './probes.ts';

/** A question that stands this long is meant: typing and pointing pass through many. */
const settledMs = 700;

export function SpokenAnswers({
  result,
  top,
}: {
  result: SnapshotOf<'probe'> | null;
  top: PerLane<string | null>;
}) {
  const lanes = lanesBy(useLaneNames());
  const [spoken, setSpoken] = useState('');
  const question = result === null ? null : describeProbe(result.probe);
  const answers = lanes.map(({ id, name }) => `${name}: ${top[id] ?? 'no answer'}.`).join(' ');
  // Not again when the answers alone change: they do so all the time while the models learn.
  useEffect(() => {
    if (question === null) return;
    const timer = setTimeout(() => setSpoken(answers), settledMs);
    return () => clearTimeout(timer);
  }, [question]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {spoken}
    </p>
  );
}
