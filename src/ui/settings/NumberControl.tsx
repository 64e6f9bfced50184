// A number: slider with a box beside it; a box between two buttons, or alone, where a slider would be too coarse.

import { Slider } from '@base-ui/react/slider';
import { type ReactNode, useId } from 'react';
import { fromSlider, type NumberSpec, sliderRange } from '../../shared/params.ts';
import { ControlFrame, tagId } from './ControlFrame.tsx';
import { NumberBox } from './NumberBox.tsx';
import { nudge, presentationOf, sliderPosition } from './number-steps.ts';
import { Stepper } from './Stepper.tsx';
import styles from './slider.module.css';
import type { Param } from './use-param.ts';

export interface NumberOptions {
  readonly label?: string | undefined;
  /** id of the text that says why the control cannot be used; without it the control is enabled. */
  readonly disabledBy?: string | undefined;
  /** A whole number takes one row instead of two: buttons instead of a slider. */
  readonly compact?: boolean | undefined;
  /** What the two ends of the slider stand for. */
  readonly ends?: readonly [string, string] | undefined;
  /** Behind the slider; the box then stands there too, and the label has its row for itself. */
  readonly trailing?: ReactNode;
}

export function NumberControl({
  param,
  label,
  disabledBy,
  compact = false,
  ends,
  trailing,
}: NumberOptions & { readonly param: Param<NumberSpec, number> }) {
  const id = useId();
  const { spec, value, set } = param;
  const disabled = disabledBy !== undefined || param.locked;
  const describedBy = disabledBy !== undefined ? `${tagId(id)} ${disabledBy}` : tagId(id);
  const oneRow = compact && spec.integer;
  const presentation = oneRow ? 'stepper' : presentationOf(spec);
  const shared = { id, spec, value, describedBy, disabled, onChange: set };
  const box =
    presentation === 'stepper' ? (
      <Stepper {...shared} name={spec.label} />
    ) : (
      <NumberBox {...shared} presentation={presentation} />
    );
  const below = trailing !== undefined;
  return (
    <ControlFrame
      param={param}
      id={id}
      label={label}
      disabled={disabled}
      crowded={oneRow}
      side={below ? undefined : box}
    >
      {presentation === 'slider' && (
        <div className={styles.row}>
          {ends !== undefined && <span className={styles.end}>{ends[0]}</span>}
          <Slider.Root
            className={styles.slider}
            value={sliderPosition(spec, value)}
            min={sliderRange.min}
            max={sliderRange.max}
            largeStep={20}
            disabled={disabled}
            onValueChange={(position, { reason }) => {
              const by = position - sliderPosition(spec, value);
              const next = reason === 'keyboard' ? nudge(spec, value, by) : fromSlider(spec, position);
              if (next !== value) set(next);
            }}
          >
            <Slider.Control className={styles.control}>
              <Slider.Track className={styles.track}>
                <Slider.Indicator className={styles.indicator} />
                <Slider.Thumb
                  className={styles.thumb}
                  aria-label={ends === undefined ? spec.label : `${spec.label}, ${ends[0]} to ${ends[1]}`}
                  aria-describedby={describedBy}
                  aria-valuetext={spec.unit === undefined ? String(value) : `${value} ${spec.unit}`}
                />
              </Slider.Track>
            </Slider.Control>
          </Slider.Root>
          {ends !== undefined && <span className={styles.end}>{ends[1]}</span>}
          {below && box}
          {trailing}
        </div>
      )}
    </ControlFrame>
  );
}
