// Losses by lane in nats, with what belongs to them: log axis, smoothing, validation and the terms of the student's loss.

import { useMemo } from 'react';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import { useLaneNames } from '../lane-names.ts';
import { Chart, type ChartProps } from './Chart.tsx';
import styles from './CurvesPanel.module.css';
import {
  assistantCurve,
  type Extra,
  extraIds,
  extras as extraRows,
  floorCurve,
  laneStyle,
  lossCurves,
} from './curves.ts';
import { LineSample } from './LineSample.tsx';
import { Smoothing } from './Smoothing.tsx';
import { ToggleButton } from './ToggleButton.tsx';
import { summary } from './wording.ts';

interface Props extends Omit<ChartProps, 'curves' | 'unit' | 'summary'> {
  readonly lanes: ReadonlySet<LaneId>;
  readonly extras: ReadonlySet<Extra>;
  onExtra(extra: Extra, isIn: boolean): void;
  readonly log: boolean;
  onLog(log: boolean): void;
  readonly smoothing: number;
  onSmoothing(smoothing: number): void;
}

/** Validation belongs to every lane, the terms to the student. */
const sampleStyle = (extra: Extra) =>
  extra === 'validation'
    ? { color: 'var(--ink-soft)', dash: 'none', width: 1.5 }
    : { ...laneStyle('student'), width: 1 };

export function LossChart({ lanes, extras, onExtra, onLog, smoothing, onSmoothing, ...chart }: Props) {
  const names = useLaneNames();
  const hasFloor = chart.columns?.has(floorCurve.column) === true;
  const hasAssistant = chart.columns?.has(assistantCurve('loss').column) === true;
  const curves = useMemo(
    () => [
      ...lossCurves(lanes, extras, names),
      ...(hasAssistant ? [assistantCurve('loss')] : []),
      ...(hasFloor ? [floorCurve] : []),
    ],
    [lanes, extras, hasFloor, hasAssistant, names],
  );
  const title = smoothing > 0 ? 'Training loss, smoothed' : 'Training loss';
  return (
    <section className={styles.chart} aria-label="Loss">
      <div className={styles.chartHead}>
        <h3>Loss</h3>
        <ToggleButton pressed={chart.log} onPress={onLog} title="Logarithmic loss axis">
          Log axis
        </ToggleButton>
        <Smoothing value={smoothing} onChange={onSmoothing} />
      </div>
      <fieldset className={styles.extras}>
        <legend className="visually-hidden">Further losses</legend>
        {extraIds.map((extra) => (
          <ToggleButton
            key={extra}
            pressed={extras.has(extra)}
            onPress={(isIn) => onExtra(extra, isIn)}
            title={extraRows[extra].help}
          >
            <LineSample {...sampleStyle(extra)} mark={extraRows[extra].mark} length={16} />
            {extraRows[extra].label}
          </ToggleButton>
        ))}
      </fieldset>
      <Chart {...chart} unit="nats" curves={curves} summary={summary(title, curves, chart.columns, 'nats')} />
    </section>
  );
}
