// A language model's size by name: sets layers, heads and width at once; each stays adjustable below.

import { useId } from 'react';
import { parameterCount } from '../../shared/catalog/models.ts';
import { type SizeId, sizeIds, sizeOf, sizeSettings, sizes } from '../../shared/catalog/sizes.ts';
import { rounded } from '../format.ts';
import { usePage } from '../store-context.tsx';
import control from './control.module.css';
import { useLocked } from './use-param.ts';

export function SizeSelect({ lane }: { readonly lane: 'teacher' | 'student' | 'assistant' }) {
  const id = useId();
  const model = usePage(({ config }) => config[lane]);
  const task = usePage((page) => page.task);
  const setParams = usePage((page) => page.setParams);
  const locked = useLocked(`${lane}.nLayer`);
  if (model.kind !== 'gpt') return null;
  const current = sizeOf(model);
  const sizeIn = (size: SizeId): string => {
    const { label, ...fields } = sizes[size];
    if (task === null) return label;
    return `${label} · ${rounded(parameterCount({ ...model, ...fields }, task.inputs, task.outputs))}`;
  };
  return (
    <div className={control.row}>
      <label className={control.label} htmlFor={id}>
        Size <span className={control.unit}>parameters</span>
      </label>
      <span className={control.spacer} />
      <select
        id={id}
        className={control.select}
        disabled={locked}
        value={current ?? ''}
        onChange={({ target }) => setParams(sizeSettings(lane, target.value as SizeId))}
      >
        {current === null && (
          <option value="" disabled>
            Your own
          </option>
        )}
        {sizeIds.map((size) => (
          <option key={size} value={size}>
            {sizeIn(size)}
          </option>
        ))}
      </select>
    </div>
  );
}
