// Settings that several losses share.

import { type ChoiceSpec, choice } from '../../params.ts';

/** Whether the classes of a row are added up or averaged: implementations differ, and so does the size of the loss. */
export const overClasses = (usual: 'sum' | 'mean'): ChoiceSpec<'sum' | 'mean'> =>
  choice<'sum' | 'mean'>({
    label: 'Over classes',
    help: 'Whether the classes of a row are added up or averaged. With K classes the mean is K times smaller; implementations differ.',
    options: [
      { value: 'sum', label: 'Sum' },
      { value: 'mean', label: 'Mean' },
    ],
    default: usual,
    live: true,
  });
