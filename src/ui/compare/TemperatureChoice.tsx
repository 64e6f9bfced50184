// At which temperature the bars are softened: the slider's, or 1; no choice where that is the same.

import { useId } from 'react';
import styles from './answers.module.css';

interface Props {
  readonly slider: number;
  readonly isSoftened: boolean;
  readonly onChange: (isSoftened: boolean) => void;
}

export function TemperatureChoice({ slider, isSoftened, onChange }: Props) {
  const name = useId();
  const isSame = slider === 1;
  return (
    <fieldset className={styles.temperature}>
      <legend className="visually-hidden">Temperature of the bars</legend>
      <label>
        <input type="radio" name={name} checked={isSoftened || isSame} onChange={() => onChange(true)} />
        <span>
          at T = {Number(slider.toFixed(2))}
          <span className="visually-hidden">, as set</span>
        </span>
      </label>
      {isSame ? null : (
        <label>
          <input type="radio" name={name} checked={!isSoftened} onChange={() => onChange(false)} />
          <span>at T = 1</span>
        </label>
      )}
    </fieldset>
  );
}
