// Whether there is a teaching assistant: with it comes the comparison that shows its worth, the student without it.

import type { ChoiceSpec } from '../../shared/params.ts';
import { usePage } from '../store-context.tsx';
import { ChoiceControl } from './simple-controls.tsx';
import { type Param, useParam } from './use-param.ts';

export function AssistantControl({ path }: { readonly path: string }) {
  const param = useParam(path) as Param<ChoiceSpec<string>, string> | null;
  const setParams = usePage((page) => page.setParams);
  const control = usePage(({ config }) => config.distill.control);
  if (param === null) return null;
  const set = (kind: string) => {
    const isGone = kind === 'none';
    const isBaseline = control === 'labelsOnly' || control === 'direct';
    setParams({
      [path]: kind,
      ...(isBaseline ? { 'distill.control': isGone ? 'labelsOnly' : 'direct' } : {}),
    });
  };
  return <ChoiceControl param={{ ...param, set }} />;
}
