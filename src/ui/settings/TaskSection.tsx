// What is to be learnt: the task, and what can be set about its data.

import { useId } from 'react';
import type { ChoiceSpec } from '../../shared/params.ts';
import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { ControlFrame, labelId, Marks, tagId } from './ControlFrame.tsx';
import { shapePictures, taskPictures } from './pictures.tsx';
import { RadioButtons } from './RadioButtons.tsx';
import { Section } from './Section.tsx';
import { EncodingSelect, TableSettings } from './TableSettings.tsx';
import { TextSettings } from './TextSettings.tsx';
import { type Param, useParam, usePathsBeyond } from './use-param.ts';

function ShapePicker() {
  const id = useId();
  const param = useParam('task.shape') as Param<ChoiceSpec<string>, string> | null;
  if (param === null) return null;
  return (
    <ControlFrame param={param} id={id} grouped>
      <RadioButtons
        id={id}
        look="pictures"
        labelledBy={labelId(id)}
        describedBy={tagId(id)}
        options={param.spec.options}
        pictures={shapePictures}
        value={param.value}
        disabled={param.locked}
        onChange={param.set}
      />
    </ControlFrame>
  );
}

function PlaneSettings() {
  const isBlobs = usePage(({ config }) => config.task.kind === 'plane' && config.task.shape === 'blobs');
  return (
    <>
      <ShapePicker />
      <Control path="task.noise" />
      {isBlobs && <Control path="task.classes" />}
    </>
  );
}

const placed = ['kind', 'shape', 'noise', 'classes', 'label', 'inputs', 'corpus'].map((key) => `task.${key}`);

export function TaskSection() {
  const id = useId();
  const param = useParam('task.kind') as Param<ChoiceSpec<string>, string> | null;
  const kind = usePage(({ config }) => config.task.kind);
  const others = usePathsBeyond('task', placed);
  const hasTable = usePage(({ table }) => table !== null);
  if (param === null) return null;
  return (
    <Section
      title="Task"
      aside={
        <>
          <span id={labelId(id)} className="visually-hidden">
            {param.spec.label}
          </span>
          <Marks param={param} id={id} />
        </>
      }
      more={others}
      moreExtra={kind === 'table' && hasTable ? <EncodingSelect /> : undefined}
    >
      <RadioButtons
        id={id}
        look="pictures"
        labelledBy={labelId(id)}
        describedBy={tagId(id)}
        options={param.spec.options}
        pictures={taskPictures}
        value={param.value}
        disabled={param.locked}
        onChange={param.set}
      />
      {kind === 'plane' && <PlaneSettings />}
      {kind === 'table' && <TableSettings />}
      {kind === 'text' && <TextSettings />}
    </Section>
  );
}
