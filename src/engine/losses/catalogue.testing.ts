// For tests: a small experiment for every loss on every task it is offered for, in Node and in a browser alike.

import { type TaskKind, taskKinds } from '../../shared/catalog/tasks.ts';
import { type Config, configFrom, type Settings, specsFor } from '../../shared/config.ts';
import { metricTables } from '../../shared/protocol/status.ts';
import { trainLoop } from '../loop.ts';
import { readTable } from '../tasks/table/parse.ts';
import { loadTask, type Split, type TaskData, type TaskSources } from '../tasks/task.ts';
import { createTraining } from '../train.ts';

/** As small as a task can be: what is shown is that every step of every loss can be taken. */
const small: Readonly<Record<TaskKind, Settings>> = {
  intents: { 'teacher.hidden': [8, 6, 5], 'student.hidden': [4, 3] },
  plane: { 'task.points': 60, 'teacher.hidden': [8, 6], 'student.hidden': [4, 3] },
  table: { 'teacher.hidden': [8, 6], 'student.hidden': [4] },
  text: {
    'task.digits': 1,
    'teacher.nEmbd': 16,
    'teacher.nHead': 2,
    'student.nEmbd': 8,
    'student.nHead': 1,
    'student.nLayer': 1,
  },
};

/** A table to learn from, since one task is the visitor's own. */
const csv = `label,a,b\n${Array.from({ length: 60 }, (_, i) => `${'xyz'[i % 3]},${i % 7},${(i * i) % 11}`).join('\n')}\n`;

const table = { name: 'table.csv', content: csv, encoding: null };

export interface Offered {
  readonly task: TaskKind;
  readonly loss: string;
  readonly config: Config;
}

/** Every loss with every task whose options do not refuse it. */
export const offered: readonly Offered[] = taskKinds.flatMap((task) => {
  const settings = { 'task.kind': task, ...small[task] };
  const spec = specsFor(settings).get('distill.loss');
  const options = spec?.type === 'choice' ? spec.options : [];
  return options
    .filter(({ refused }) => refused === undefined)
    .map(({ value: loss }) => {
      const { config, problems } = configFrom({
        ...settings,
        'distill.loss': loss,
        'distill.labels': 12,
        'train.batchSize': 8,
        'train.teacherSteps': 2,
        'train.studentSteps': 3,
        'train.evalEvery': 100,
        'train.warmupSteps': 0,
      });
      if (problems.length > 0) throw new Error(`${task}, ${loss}: ${problems[0]?.message}`);
      return { task, loss, config };
    });
});

/** Trains one of them to its end; gives the student's last row of terms. Throws where a number is none. */
export async function trainOffered({ task, loss, config }: Offered, data: TaskData): Promise<Float32Array> {
  const training = createTraining(config, data);
  try {
    let row: Float32Array | undefined;
    for await (const { metrics, nonFinite } of trainLoop(training)) {
      if (nonFinite !== null) throw new Error(`${task}, ${loss}: ${nonFinite.column} at ${nonFinite.step}`);
      const terms = metrics.findLast(({ table }) => table === 'studentLoss');
      row = terms?.values.slice(-metricTables.studentLoss.length) ?? row;
    }
    for (const array of (await training.save()).lanes.student.weights) {
      if (!array.every(Number.isFinite)) throw new Error(`${task}, ${loss}: a weight is no number`);
    }
    if (row === undefined) throw new Error(`${task}, ${loss}: nothing was measured`);
    return row;
  } finally {
    training.dispose();
  }
}

/** Few examples are enough to take a step, and every one more has to be measured. */
const few = 48;

function firstFew(data: TaskData): TaskData {
  if (data.kind === 'tokens') {
    const { validation } = data;
    return { ...data, validation: { ...validation, size: Math.min(few, validation.size) } };
  }
  const first = ({ features, labels, size }: Split): Split => ({
    features: features.subarray(0, few * data.inputs),
    labels: labels.subarray(0, few),
    size: Math.min(few, size),
  });
  return { ...data, train: first(data.train), validation: first(data.validation) };
}

/** The data of all tasks, each made once, and little of them. */
export async function loadAll(corpus: TaskSources['corpus']): Promise<Record<TaskKind, TaskData>> {
  const own = await readTable(table, () => {});
  const load = async (task: TaskKind) => {
    const config = offered.find((candidate) => candidate.task === task)?.config;
    if (config === undefined) throw new Error(`no loss is offered for ${task}`);
    const sources = { table: own, text: null, corpus, onProgress() {} };
    return firstFew(await loadTask(config.task, config.seed, sources));
  };
  const data = await Promise.all(taskKinds.map(load));
  return Object.fromEntries(taskKinds.map((task, i) => [task, data[i]])) as Record<TaskKind, TaskData>;
}
