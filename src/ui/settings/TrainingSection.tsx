// How all lanes are trained.

import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { Section } from './Section.tsx';
import { usePathsBeyond } from './use-param.ts';

const onSight = ['optimizer', 'learningRate', 'teacherSteps', 'studentSteps', 'batchSize'].map(
  (key) => `train.${key}`,
);

export function TrainingSection() {
  const others = usePathsBeyond('train', onSight);
  const decays = usePage(({ config }) => config.train.optimizer === 'adamw');
  const more = others.filter((path) => decays || path !== 'train.weightDecay');
  return (
    <Section title="Training" more={[...more, 'seed']}>
      {onSight.map((path) => (
        <Control key={path} path={path} compact />
      ))}
    </Section>
  );
}
