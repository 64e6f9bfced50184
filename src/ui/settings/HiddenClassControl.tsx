// Which class student and control never meet: by its name, where the setting knows its number alone.

import { useId } from 'react';
import type { NumberSpec } from '../../shared/params.ts';
import { usePage } from '../store-context.tsx';
import { ControlFrame, tagId } from './ControlFrame.tsx';
import styles from './control.module.css';
import { type Param, useParam } from './use-param.ts';

/** Before the data are there, the one that is set. */
const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `Class ${i + 1}`);

export function HiddenClassControl({ path }: { readonly path: string }) {
  const id = useId();
  const param = useParam(path) as Param<NumberSpec, number> | null;
  const known = usePage(({ task }) => task?.classes);
  if (param === null) return null;
  const { value, set } = param;
  const names = known === undefined || known.length < value ? numbered(value) : known;
  const select = (
    <select
      id={id}
      className={styles.select}
      value={value}
      disabled={param.locked}
      aria-describedby={tagId(id)}
      onChange={({ target }) => set(Number(target.value))}
    >
      <option value={0}>None</option>
      {names.map((name, i) => (
        <option key={name} value={i + 1}>
          {name}
        </option>
      ))}
    </select>
  );
  return <ControlFrame param={param} id={id} side={select} />;
}
