// The controls for a choice, a switch and a text.

import { Switch } from '@base-ui/react/switch';
import { useId, useState } from 'react';
import type { ChoiceSpec, Option, SwitchSpec, TextSpec } from '../../shared/params.ts';
import { ControlFrame, labelId, tagId } from './ControlFrame.tsx';
import styles from './control.module.css';
import { RadioButtons } from './RadioButtons.tsx';
import type { Param } from './use-param.ts';

interface Options {
  readonly label?: string | undefined;
  readonly disabledBy?: string | undefined;
}

const describe = (id: string, disabledBy: string | undefined): string =>
  disabledBy === undefined ? tagId(id) : `${tagId(id)} ${disabledBy}`;

/** Few short options stand side by side; others fold into a select. */
const maxSideBySide = 3;
const maxLetters = 24;

const optionsOf = (options: readonly Option<string>[]) =>
  options.map(({ value, label, refused }) => (
    <option key={value} value={value} disabled={refused !== undefined}>
      {refused === undefined ? label : `${label}: ${refused}`}
    </option>
  ));

/** The options of a select, under their headings where they have any. */
function OptionList({ options }: { readonly options: readonly Option<string>[] }) {
  const groups = [...new Set(options.map(({ group }) => group))];
  return groups.map((group) => {
    const own = optionsOf(options.filter((option) => option.group === group));
    return group === undefined ? (
      own
    ) : (
      <optgroup key={group} label={group}>
        {own}
      </optgroup>
    );
  });
}

export function ChoiceControl(props: Options & { readonly param: Param<ChoiceSpec<string>, string> }) {
  const { param, label, disabledBy } = props;
  const id = useId();
  const { spec, value, set } = param;
  const disabled = disabledBy !== undefined || param.locked;
  const letters = spec.options.reduce((sum, option) => sum + option.label.length, 0);
  const sideBySide = spec.options.length <= maxSideBySide && letters <= maxLetters;
  const side = sideBySide ? (
    <RadioButtons
      id={id}
      look="segments"
      labelledBy={labelId(id)}
      describedBy={describe(id, disabledBy)}
      options={spec.options}
      value={value}
      disabled={disabled}
      onChange={set}
    />
  ) : (
    <select
      id={id}
      className={styles.select}
      value={value}
      disabled={disabled}
      aria-describedby={describe(id, disabledBy)}
      onChange={(event) => set(event.target.value)}
    >
      <OptionList options={spec.options} />
    </select>
  );
  return (
    <ControlFrame param={param} id={id} label={label} grouped={sideBySide} disabled={disabled} side={side} />
  );
}

export function SwitchControl(props: Options & { readonly param: Param<SwitchSpec, boolean> }) {
  const { param, label, disabledBy } = props;
  const id = useId();
  const disabled = disabledBy !== undefined || param.locked;
  const side = (
    <Switch.Root
      id={id}
      nativeButton
      render={<button type="button" />}
      className={styles.switch}
      checked={param.value}
      disabled={disabled}
      onCheckedChange={param.set}
      aria-describedby={describe(id, disabledBy)}
    >
      <Switch.Thumb className={styles.switchThumb} />
    </Switch.Root>
  );
  return <ControlFrame param={param} id={id} label={label} disabled={disabled} side={side} />;
}

/** Like a typed number: taken over on Enter or when the field is left; Escape restores. */
export function TextControl(props: Options & { readonly param: Param<TextSpec, string> }) {
  const { param, label, disabledBy } = props;
  const id = useId();
  const { spec, value, set } = param;
  const [draft, setDraft] = useState<string | null>(null);
  const disabled = disabledBy !== undefined || param.locked;
  const commit = () => {
    if (draft !== null && draft !== value) set(draft);
    setDraft(null);
  };
  return (
    <ControlFrame param={param} id={id} label={label} disabled={disabled}>
      <input
        id={id}
        className={`field ${styles.text}`}
        maxLength={spec.maxLength}
        disabled={disabled}
        aria-describedby={describe(id, disabledBy)}
        value={draft ?? value}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            setDraft(null);
          }
        }}
      />
    </ControlFrame>
  );
}
