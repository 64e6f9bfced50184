// How much the training losses are smoothed: the weight of the past in a moving average.

import { Slider } from '@base-ui/react/slider';
import { memo } from 'react';
import styles from './CurvesPanel.module.css';

export const maxSmoothing = 0.95;

interface Props {
  readonly value: number;
  onChange(value: number): void;
}

export const Smoothing = memo(function Smoothing({ value, onChange }: Props) {
  return (
    <Slider.Root
      className={styles.smoothing}
      value={value}
      min={0}
      max={maxSmoothing}
      step={0.05}
      largeStep={0.2}
      format={{ minimumFractionDigits: 2 }}
      thumbAlignment="edge-client-only"
      onValueChange={(next) => onChange(typeof next === 'number' ? next : (next[0] ?? 0))}
    >
      <Slider.Label className={styles.smoothingLabel}>Smoothing</Slider.Label>
      <Slider.Control className={styles.control}>
        <Slider.Track className={styles.track}>
          <Slider.Indicator className={styles.indicator} />
          <Slider.Thumb className={styles.thumb} />
        </Slider.Track>
      </Slider.Control>
      <Slider.Value className={styles.smoothingValue} />
    </Slider.Root>
  );
});
