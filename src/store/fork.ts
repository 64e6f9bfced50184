// A fork: another run's weights with other settings. Decides what of them the settings allow to be taken over.

import { type Config, differingPaths, flatten, isLive, specsFor } from '../shared/config.ts';
import type { Checkpoint, TrainedTeacher } from '../shared/protocol/lanes.ts';
import { createSeries, type RunSeries } from './series.ts';

/** The run whose weights the next run takes over. */
export interface Fork {
  readonly id: string;
  readonly name: string;
  readonly config: Config;
  readonly checkpoint: Checkpoint;
  readonly series: RunSeries;
}

/** What the next run takes over: everything learnt, the trained teacher alone, or nothing. */
export type Taken = 'all' | 'teacher' | 'nothing';

/** What the teacher's weights depend on: with another value here even a trained teacher is of no use. */
const ofTheTeacher = /^(seed$|task\.|teacher\.|train\.(teacherSteps|labelSmoothing|secondTeacher)$)/;

/** What `config` lets a fork take over, and the settings that stand in the way of more. */
export function whatForkTakes(fork: Fork, config: Config): { taken: Taken; because: readonly string[] } {
  const specs = specsFor(flatten(config));
  const because = differingPaths(fork.config, config).filter((path) => {
    const spec = specs.get(path);
    // More or fewer steps leave what was learnt as it is.
    return path !== 'train.studentSteps' && (spec === undefined || !isLive(spec));
  });
  if (because.length === 0) return { taken: 'all', because };
  const barred = because.filter((path) => ofTheTeacher.test(path));
  if (barred.length > 0) return { taken: 'nothing', because: barred };
  return { taken: fork.checkpoint.phase === 'teacher' ? 'nothing' : 'teacher', because };
}

/** Its trained teacher, and the second one where there is one. */
export const teacherOfFork = ({ checkpoint }: Fork): TrainedTeacher => ({
  state: checkpoint.lanes.teacher,
  second: checkpoint.second,
});

/** The curves that a fork begins with. */
export function seriesOfFork({ series, checkpoint }: Fork, taken: Taken): RunSeries {
  if (taken === 'nothing') return createSeries();
  const { teacher, student } = checkpoint.lanes;
  const copy = createSeries([...series.columns]);
  if (taken === 'all') copy.rewind(teacher.step, checkpoint.assistant?.step ?? 0, student.step);
  else copy.rewind(teacher.step, 0, 0);
  return copy;
}
