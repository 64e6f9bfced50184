// The optimisers and learning-rate schedules on offer. The updates are engine/optim/.

export const optimizers = {
  adam: { label: 'Adam', help: 'Kingma, Ba 2014; beta 0.9 and 0.999.' },
  adamw: {
    label: 'AdamW',
    help: 'Adam with weight decay kept apart from the gradient (Loshchilov, Hutter 2017).',
  },
  momentum: { label: 'Momentum', help: 'SGD with momentum 0.9.' },
  sgd: { label: 'SGD', help: 'Plain stochastic gradient descent.' },
} as const;

export type OptimizerId = keyof typeof optimizers;

export const schedules = {
  constant: { label: 'Constant', help: 'The learning rate stays as set.' },
  cosine: { label: 'Cosine', help: 'Falls along half a cosine to a tenth at the last step.' },
} as const;

export type ScheduleId = keyof typeof schedules;
