// The settings of the loss under the glass: tried here without touching the experiment. Made from the same rows as the rail's.

import { useId } from 'react';
import {
  formatValue,
  fromSlider,
  type NumberSpec,
  type ParamSpec,
  type ParamValue,
  sliderRange,
  toSlider,
} from '../../../shared/params.ts';
import styles from './losses.module.css';

interface Props {
  readonly spec: ParamSpec;
  readonly value: ParamValue;
  readonly onChange: (value: ParamValue) => void;
}

function Slider({ spec, value, onChange }: Props & { readonly spec: NumberSpec; readonly value: number }) {
  const id = useId();
  return (
    <div className={styles.setting}>
      <label htmlFor={id} title={spec.help}>
        {spec.label}
      </label>
      <input
        id={id}
        type="range"
        min={sliderRange.min}
        max={sliderRange.max}
        value={toSlider(spec, value)}
        aria-valuetext={formatValue(value)}
        onChange={(event) => onChange(fromSlider(spec, Number(event.target.value)))}
      />
      <output htmlFor={id}>{Number(value.toPrecision(3))}</output>
    </div>
  );
}

export function LabControl({ spec, value, onChange }: Props) {
  const id = useId();
  switch (spec.type) {
    case 'number':
      return <Slider spec={spec} value={value as number} onChange={onChange} />;
    case 'switch':
      return (
        <div className={styles.setting}>
          <label htmlFor={id} title={spec.help}>
            {spec.label}
          </label>
          <input
            id={id}
            type="checkbox"
            checked={value as boolean}
            onChange={(event) => onChange(event.target.checked)}
          />
        </div>
      );
    case 'choice':
      return (
        <div className={styles.setting}>
          <label htmlFor={id} title={spec.help}>
            {spec.label}
          </label>
          <select id={id} value={value as string} onChange={(event) => onChange(event.target.value)}>
            {spec.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      );
    default:
      return null;
  }
}
