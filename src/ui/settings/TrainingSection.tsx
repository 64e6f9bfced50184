// How all lanes are trained.

import { Control } from './Control.tsx';
import { Section } from './Section.tsx';
import { useApplying, usePathsBeyond } from './use-param.ts';

const onSight = [
  'optimizer',
  'learningRate',
  'teacherSteps',
  'assistantSteps',
  'studentSteps',
  'batchSize',
].map((key) => `train.${key}`);

export function TrainingSection() {
  const more = usePathsBeyond('train', onSight);
  return (
    <Section title="Training" more={[...more, 'seed']}>
      {useApplying(onSight).map((path) => (
        <Control key={path} path={path} compact />
      ))}
    </Section>
  );
}
