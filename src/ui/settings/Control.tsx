// The control for any setting, chosen by its spec and nothing else.

import { type ComponentType, memo } from 'react';
import type { ChoiceSpec, LayersSpec, NumberSpec, SwitchSpec, TextSpec } from '../../shared/params.ts';
import { AssistantControl } from './AssistantControl.tsx';
import { HiddenClassControl } from './HiddenClassControl.tsx';
import { LayersControl } from './LayersControl.tsx';
import { NumberControl, type NumberOptions } from './NumberControl.tsx';
import { ChoiceControl, SwitchControl, TextControl } from './simple-controls.tsx';
import { type Param, useParam } from './use-param.ts';

/** Settings that show more than their row knows. */
const ownControls: Readonly<Record<string, ComponentType<{ readonly path: string }>>> = {
  'distill.hiddenClass': HiddenClassControl,
  'assistant.kind': AssistantControl,
};

interface Props extends NumberOptions {
  readonly path: string;
}

/** Drawn anew when its own setting changes, not when its neighbours do. */
export const Control = memo(function Control({ path, ...options }: Props) {
  const param = useParam(path);
  const Own = ownControls[path];
  if (Own !== undefined) return <Own path={path} />;
  if (param === null) return null;
  const { spec } = param;
  const { label, disabledBy } = options;
  // The store keeps every value inside its spec, so that the type of the one is the type of the other.
  switch (spec.type) {
    case 'number':
      return <NumberControl param={param as Param<NumberSpec, number>} {...options} />;
    case 'choice':
      return (
        <ChoiceControl
          param={param as Param<ChoiceSpec<string>, string>}
          label={label}
          disabledBy={disabledBy}
        />
      );
    case 'switch':
      return (
        <SwitchControl param={param as Param<SwitchSpec, boolean>} label={label} disabledBy={disabledBy} />
      );
    case 'layers':
      return <LayersControl param={param as Param<LayersSpec, readonly number[]>} />;
    case 'text':
      return <TextControl param={param as Param<TextSpec, string>} label={label} disabledBy={disabledBy} />;
    default:
      return spec satisfies never;
  }
});
