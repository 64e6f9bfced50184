// What is settled before a training can begin: whether it fits, how its steps are run, and which weights it begins with.

import type { Config } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import { misfitOf } from '../shared/memory.ts';
import { isFused } from './kernels/kernels.ts';
import type { Start } from './lanes.ts';
import { createRunner, eagerRunner, type StepRunner } from './record/runner.ts';
import type { TaskData } from './tasks/task.ts';
import type * as tf from './tf.ts';
import type { StartFrom } from './training.ts';

/** Throws BadSetting, with the nearest experiment that can, where this one needs more memory than there is. */
export function refuseWhatCannotFit(config: Config, { inputs, outputs }: TaskData): void {
  const misfit = misfitOf(config, { inputs, outputs, isFused: isFused('attention') });
  if (misfit === null) return;
  const { message, remedy, ...fix } = misfit;
  throw new PlaygroundError('BadSetting', message, remedy, fix);
}

/** `stored` gives all variables that steps change. Where there is no kernel for it, dropout draws its masks on the host. */
export function runnerFor(
  { teacher, assistant, student }: Config,
  stored: () => readonly tf.Variable[],
): StepRunner {
  const drops = [teacher, assistant, student].some((model) => model.kind === 'gpt' && model.dropout > 0);
  if (drops && !isFused('dropout')) return eagerRunner('dropout draws its masks on the host here');
  return createRunner(stored);
}

/** What the lanes begin with. */
export const startOf = ({ checkpoint, teacher }: StartFrom): Start =>
  checkpoint ??
  (teacher === undefined ? { lanes: {} } : { lanes: { teacher: teacher.state }, second: teacher.second });
