// What can be set about training: optimiser, learning rate, steps, and how the teacher is trained.

import { choice, integer, number, optionsOf, toggle } from '../params.ts';
import { type OptimizerId, optimizers, type ScheduleId, schedules } from './optimizers.ts';

export const trainParams = {
  optimizer: choice<OptimizerId>({
    label: 'Optimiser',
    help: 'How gradients become changes of the weights; all lanes use the same.',
    options: optionsOf(optimizers),
    default: 'adam',
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of each update, in all lanes.',
    min: 0.00001,
    max: 1,
    step: 0.00001,
    scale: 'log',
    default: 0.001,
    live: true,
  }),
  schedule: choice<ScheduleId>({
    label: 'Schedule',
    help: 'How the learning rate changes over the steps of a lane.',
    options: optionsOf(schedules),
    default: 'constant',
  }),
  warmupSteps: integer({
    label: 'Warm-up',
    help: 'Steps over which the learning rate rises from 0.',
    min: 0,
    max: 10000,
    unit: 'steps',
    default: 0,
  }),
  weightDecay: number({
    label: 'Weight decay',
    when: { path: 'train.optimizer', is: ['adamw'] },
    help: 'AdamW only: each step takes learning rate times this share off every weight.',
    min: 0,
    max: 1,
    step: 0.001,
    default: 0.01,
  }),
  batchSize: integer({
    label: 'Batch size',
    help: 'Examples per step and lane.',
    min: 1,
    max: 2048,
    scale: 'log',
    unit: 'examples',
    default: 64,
  }),
  teacherSteps: integer({
    label: 'Teacher steps',
    help: 'Training steps of the teacher; 0 leaves it untrained.',
    min: 0,
    max: 100000,
    unit: 'steps',
    default: 800,
  }),
  studentSteps: integer({
    label: 'Student steps',
    help: 'Training steps of student and control, side by side on the same batches.',
    min: 1,
    max: 100000,
    unit: 'steps',
    default: 800,
  }),
  evalEvery: integer({
    label: 'Evaluate every',
    help: 'Steps between two measurements on the validation set.',
    min: 1,
    max: 10000,
    unit: 'steps',
    default: 20,
  }),
  labelSmoothing: number({
    label: "Teacher's label smoothing",
    help: 'Share of the target spread evenly over all classes while the teacher trains. A smoothed teacher is often a worse teacher (Müller 2019).',
    min: 0,
    max: 0.9,
    step: 0.01,
    default: 0,
  }),
  secondTeacher: toggle({
    label: 'Second teacher',
    help: 'Trains one more teacher beside the first: same recipe and data, other initial weights and batches. It teaches nobody; how often it agrees with the first shows how much agreement comes for free.',
    default: false,
  }),
} as const;
