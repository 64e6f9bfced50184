// Which column is to be predicted, and from which.

import { useId, useState } from 'react';
import type { TextSpec } from '../../shared/params.ts';
import type { Column, TableInfo } from '../../shared/protocol/data.ts';
import { count } from '../format.ts';
import { ControlFrame, tagId } from './ControlFrame.tsx';
import control from './control.module.css';
import styles from './table.module.css';
import { type Param, useParam } from './use-param.ts';

type TextParam = Param<TextSpec, string>;

/** Option value that is no column's name: names have no line breaks. */
const numbersChoice = '\n';

const values = ({ name, distinct }: Column): string => `${name} (${count(distinct)} values)`;

interface NumberColumnsProps {
  readonly numbers: readonly Column[];
  readonly inputs: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
}

function NumberColumns({ numbers, inputs, onChange }: NumberColumnsProps) {
  return (
    <fieldset className={styles.columns}>
      <legend className="visually-hidden">Number columns to learn from</legend>
      {numbers.map(({ name }) => {
        const last = inputs.length === 1 && inputs[0] === name;
        const toggled = () =>
          numbers.map((column) => column.name).filter((other) => inputs.includes(other) !== (other === name));
        return (
          <label key={name} title={last ? 'At least one column is needed' : undefined}>
            <input
              type="checkbox"
              checked={inputs.includes(name)}
              aria-disabled={last || undefined}
              onChange={() => {
                if (!last) onChange(toggled());
              }}
            />
            <span>{name}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

interface ColumnsProps {
  readonly table: TableInfo;
  readonly labelParam: TextParam;
  readonly inputsParam: TextParam;
}

function Columns({ table: { columns, ...inUse }, labelParam, inputsParam }: ColumnsProps) {
  const labelId = useId();
  const inputsId = useId();
  // What was chosen here stands until the worker has answered with what is in use.
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [tooLong, setTooLong] = useState(false);
  const inputs = chosen.length > 0 && chosen.join(', ') === inputsParam.value ? chosen : inUse.inputs;
  const label = columns.find(({ name }) => name === labelParam.value)?.name ?? inUse.label;

  const free = columns.filter(({ name }) => name !== label);
  const numbers = free.filter(({ kind }) => kind === 'number');
  const texts = free.filter(({ kind }) => kind === 'text');
  const textInput = texts.find(({ name }) => inputs.length === 1 && inputs[0] === name);

  function setInputs(names: readonly string[]): void {
    const written = names.join(', ');
    const fits = written.length <= inputsParam.spec.maxLength;
    setTooLong(!fits);
    if (!fits) return;
    setChosen(names);
    inputsParam.set(written);
  }

  function setLabel(name: string): void {
    // A column cannot be both. Where no input is left, the playground guesses them anew.
    if (inputsParam.value !== '' && inputs.includes(name))
      setInputs(inputs.filter((other) => other !== name));
    labelParam.set(name);
  }

  const labelSelect = (
    <select
      id={labelId}
      className={`${control.select} ${styles.select}`}
      aria-describedby={tagId(labelId)}
      disabled={labelParam.locked}
      value={label}
      onChange={(event) => setLabel(event.target.value)}
    >
      {columns.map((column) => (
        <option key={column.name} value={column.name}>
          {values(column)}
        </option>
      ))}
    </select>
  );
  const inputsSelect = (
    <select
      id={inputsId}
      className={`${control.select} ${styles.select}`}
      aria-describedby={tagId(inputsId)}
      disabled={inputsParam.locked}
      value={textInput?.name ?? numbersChoice}
      onChange={({ target: { value } }) =>
        setInputs(value === numbersChoice ? numbers.map(({ name }) => name) : [value])
      }
    >
      {numbers.length > 0 && <option value={numbersChoice}>Number columns</option>}
      {texts.map((column) => (
        <option key={column.name} value={column.name}>
          {values(column)}
        </option>
      ))}
    </select>
  );
  return (
    <>
      <ControlFrame param={labelParam} id={labelId} label="Predict" side={labelSelect} />
      <ControlFrame param={inputsParam} id={inputsId} label="From" side={inputsSelect}>
        {textInput === undefined && !inputsParam.locked && (
          <NumberColumns numbers={numbers} inputs={inputs} onChange={setInputs} />
        )}
      </ControlFrame>
      <p role="status">
        {tooLong &&
          `The names of these columns are longer than ${count(inputsParam.spec.maxLength)} characters together: choose fewer.`}
      </p>
    </>
  );
}

export function TableColumns({ table }: { readonly table: TableInfo }) {
  const label = useParam('task.label') as TextParam | null;
  const inputs = useParam('task.inputs') as TextParam | null;
  if (label === null || inputs === null) return null;
  return <Columns table={table} labelParam={label} inputsParam={inputs} />;
}
