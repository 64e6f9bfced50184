// How all lanes are trained.

import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { Section } from './Section.tsx';

const more = ['train.schedule', 'train.warmupSteps', 'train.evalEvery', 'train.labelSmoothing', 'seed'];
const moreWithDecay = ['train.weightDecay', ...more];

export function TrainingSection() {
  const decays = usePage(({ config }) => config.train.optimizer === 'adamw');
  return (
    <Section title="Training" more={decays ? moreWithDecay : more}>
      <Control path="train.optimizer" />
      <Control path="train.learningRate" />
      <Control path="train.teacherSteps" />
      <Control path="train.studentSteps" />
      <Control path="train.batchSize" compact />
    </Section>
  );
}
