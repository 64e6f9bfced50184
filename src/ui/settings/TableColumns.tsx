// Which column is to be predicted, and from which.

import { useId } from 'react';
import type { Column, TableInfo } from '../../shared/protocol.ts';
import { count } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { HelpButton } from './Help.tsx';
import { LiveTag } from './LiveTag.tsx';
import styles from './table.module.css';
import { useParam } from './use-param.ts';

const numbersChoice = '\u0000numbers';
const separator = ', ';

const values = ({ name, distinct }: Column): string => `${name} (${count(distinct)} values)`;

function ColumnLabel({
  id,
  path,
  text,
}: {
  readonly id: string;
  readonly path: string;
  readonly text: string;
}) {
  const param = useParam(path);
  return (
    <div className={styles.columnLabel}>
      <label htmlFor={id}>{text}</label>
      <LiveTag live={false} id={`${id}-tag`} />
      {param !== null && <HelpButton spec={param.spec} />}
    </div>
  );
}

export function TableColumns({ table }: { readonly table: TableInfo }) {
  const id = useId();
  const setParam = usePage((page) => page.setParam);
  const { columns, label, inputs } = table;
  const free = columns.filter(({ name }) => name !== label);
  const numbers = free.filter(({ kind }) => kind === 'number');
  const texts = free.filter(({ kind }) => kind === 'text');
  const textInput = texts.find(({ name }) => inputs.length === 1 && inputs[0] === name);
  const setInputs = (names: readonly string[]) => setParam('task.inputs', names.join(separator));

  function setLabel(name: string): void {
    // A column cannot be both; without a say the playground guesses the inputs anew.
    if (inputs.includes(name)) setInputs(inputs.length > 1 ? inputs.filter((other) => other !== name) : []);
    setParam('task.label', name);
  }

  return (
    <>
      <ColumnLabel id={`${id}-label`} path="task.label" text="Predict" />
      <select
        id={`${id}-label`}
        className={`field ${styles.wide}`}
        aria-describedby={`${id}-label-tag`}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      >
        {columns.map((column) => (
          <option key={column.name} value={column.name}>
            {values(column)}
          </option>
        ))}
      </select>
      <ColumnLabel id={`${id}-inputs`} path="task.inputs" text="From" />
      <select
        id={`${id}-inputs`}
        className={`field ${styles.wide}`}
        aria-describedby={`${id}-inputs-tag`}
        value={textInput?.name ?? numbersChoice}
        onChange={({ target: { value } }) =>
          setInputs(value === numbersChoice ? numbers.map(({ name }) => name) : [value])
        }
      >
        {numbers.length > 0 && <option value={numbersChoice}>Number columns</option>}
        {texts.map((column) => (
          <option key={column.name} value={column.name}>
            Text: {values(column)}
          </option>
        ))}
      </select>
      {textInput === undefined && (
        <fieldset className={styles.columns}>
          <legend className="visually-hidden">Number columns to learn from</legend>
          {numbers.map(({ name }) => {
            const used = inputs.includes(name);
            const last = used && inputs.length === 1;
            return (
              <label key={name} title={last ? 'At least one column is needed' : undefined}>
                <input
                  type="checkbox"
                  checked={used}
                  aria-disabled={last || undefined}
                  onChange={() => {
                    if (last) return;
                    const next = numbers.filter(
                      (column) => inputs.includes(column.name) !== (column.name === name),
                    );
                    setInputs(next.map((column) => column.name));
                  }}
                />
                <span>{name}</span>
              </label>
            );
          })}
        </fieldset>
      )}
    </>
  );
}
