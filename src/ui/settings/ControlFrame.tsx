// What every control has around it: label, live tag, "?", and the way back to the default.

import type { ReactNode } from 'react';
import { isLive } from '../../shared/config.ts';
import { formatValue } from '../../shared/params.ts';
import styles from './control.module.css';
import { HelpButton } from './Help.tsx';
import { LiveTag, LockTag } from './LiveTag.tsx';
import type { Param } from './use-param.ts';

/** Ids of the texts that belong to the form element `id`. */
export const labelId = (id: string): string => `${id}-label`;
export const tagId = (id: string): string => `${id}-tag`;

interface MarksProps {
  readonly param: Param;
  /** The form element that the marks belong to; it has the focus after "back to default". */
  readonly id: string;
}

/** Back to the default, in one click. Its place is kept free, so that nothing moves when it appears. */
export function ResetButton({ param, id }: MarksProps) {
  const { spec, changed, locked, set } = param;
  if (!changed || locked) return <span className={styles.iconButton} aria-hidden="true" />;
  const back = `Back to default: ${spec.label}, ${formatValue(spec.default) || 'empty'}`;
  return (
    <button
      type="button"
      className={`${styles.iconButton} ${styles.reset}`}
      aria-label={back}
      title={back}
      onClick={() => {
        document.getElementById(id)?.focus();
        set(spec.default);
      }}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        <path
          d="M2.6 6A4.6 4.6 0 1 1 3 9.2M2.4 2.6V6h3.4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      </svg>
    </button>
  );
}

/** Tag and "?". */
export function Marks({ param, id }: MarksProps) {
  return (
    <>
      {param.locked ? <LockTag id={tagId(id)} /> : <LiveTag live={isLive(param.spec)} id={tagId(id)} />}
      <HelpButton spec={param.spec} />
    </>
  );
}

interface FrameProps extends MarksProps {
  /** Shown instead of the spec's label where the section's title already says part of it. */
  readonly label?: string | undefined;
  /** true: the label names a group (radio buttons, layers), not one form element. */
  readonly grouped?: boolean;
  readonly disabled?: boolean;
  /** true: there is no room for the unit on sight. */
  readonly crowded?: boolean;
  /** At the end of the label's row: box, switch, select. */
  readonly side?: ReactNode;
  readonly children?: ReactNode;
}

/** The unit, where the label does not already hold it. */
function unitOf({ spec }: Param): string | null {
  if (spec.type !== 'number' || spec.unit === undefined) return null;
  return spec.label.toLowerCase().includes(spec.unit.toLowerCase()) ? null : spec.unit;
}

export function ControlFrame(props: FrameProps) {
  const {
    param,
    id,
    label = param.spec.label,
    grouped = false,
    disabled = false,
    crowded,
    side,
    children,
  } = props;
  const unit = unitOf(param);
  const text = (
    <>
      {label}
      {unit !== null && <span className={crowded ? 'visually-hidden' : styles.unit}> {unit}</span>}
    </>
  );
  return (
    <div
      className={styles.control}
      data-changed={param.changed || undefined}
      data-disabled={disabled || undefined}
    >
      <div className={styles.row}>
        {grouped ? (
          <span className={styles.label} id={labelId(id)}>
            {text}
          </span>
        ) : (
          <label className={styles.label} id={labelId(id)} htmlFor={id}>
            {text}
          </label>
        )}
        <Marks param={param} id={id} />
        <span className={styles.spacer} />
        <ResetButton param={param} id={id} />
        {side}
      </div>
      {children}
    </div>
  );
}
