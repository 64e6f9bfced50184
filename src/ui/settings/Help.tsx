// The "?" of every control and the one popover they share: what the setting does, its range, its default.

import { Popover } from '@base-ui/react/popover';
import { isLive } from '../../shared/config.ts';
import { describeRange, formatValue, type ParamSpec } from '../../shared/params.ts';
import styles from './control.module.css';
import popups from './popups.module.css';

const helpHandle = Popover.createHandle<ParamSpec>();

export function HelpButton({ spec }: { spec: ParamSpec }) {
  return (
    <Popover.Trigger
      handle={helpHandle}
      payload={spec}
      className={styles.iconButton}
      aria-label={`About: ${spec.label}`}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        <circle cx="7" cy="7" r="6.2" fill="none" stroke="currentColor" />
        <path
          d="M5.2 5.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.1v.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.2"
        />
        <circle cx="7" cy="10" r="0.8" fill="currentColor" />
      </svg>
    </Popover.Trigger>
  );
}

function optionHelp(spec: ParamSpec) {
  const options = spec.type === 'choice' ? spec.options.filter(({ help }) => (help ?? '') !== '') : [];
  if (options.length === 0) return null;
  return (
    <dl className={popups.options}>
      {options.map(({ value, label, help }) => (
        <div key={value}>
          <dt>{label}</dt>
          <dd>{help}</dd>
        </div>
      ))}
    </dl>
  );
}

function facts(spec: ParamSpec): string {
  const unit = spec.type === 'number' && spec.unit !== undefined ? ` ${spec.unit}` : '';
  const range = spec.type === 'number' || spec.type === 'layers' ? `${describeRange(spec)}. ` : '';
  const defaultOption =
    spec.type === 'choice'
      ? spec.options.find(({ value }) => value === spec.default)?.label
      : spec.type === 'switch'
        ? spec.default
          ? 'on'
          : 'off'
        : `${formatValue(spec.default)}${unit}`;
  const fallback = spec.default === '' ? '' : `Default: ${defaultOption}.`;
  return `${range.charAt(0).toUpperCase()}${range.slice(1)}${fallback}`;
}

export function HelpPopover() {
  return (
    <Popover.Root handle={helpHandle}>
      {({ payload: spec }) => (
        <Popover.Portal>
          <Popover.Positioner className={popups.positioner} side="right" sideOffset={4} collisionPadding={8}>
            <Popover.Popup className={popups.popup}>
              {spec !== undefined && (
                <>
                  <Popover.Title>{spec.label}</Popover.Title>
                  <Popover.Description>{spec.help}</Popover.Description>
                  {optionHelp(spec)}
                  <p className="soft">{facts(spec)}</p>
                  <p className="soft">
                    {isLive(spec)
                      ? 'Live: a change applies while it trains.'
                      : 'A change needs a new run; what was measured stays on screen until then.'}
                  </p>
                  <Popover.Close className="button">Close</Popover.Close>
                </>
              )}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      )}
    </Popover.Root>
  );
}
