// The text of `--help`, made from the parameter table: every parameter with its range and default.

import { lossIds } from '../shared/catalog/losses.ts';
import { taskKinds, taskRow } from '../shared/catalog/tasks.ts';
import { specsFor } from '../shared/config.ts';
import { describeRange, formatValue, type ParamSpec } from '../shared/params.ts';

const usage = `Train a teacher, a student and a control in the terminal.

  npm run --silent distill -- [link or key=value ...] [--data FILE] [--backend auto|cpu|wasm|webgpu] [--seeds K] [--losses] [--json]

  --data FILE     the CSV for task.kind=table
  --backend NAME  where to compute (default auto)
  --seeds K       the same with K seeds, one after the other: mean, deviation and 95 % interval of the gain
  --losses        every loss of the catalogue, each with the same seeds (5 unless said) and teachers: a table of gains
  --save PATH     writes the student when the run is over, into a .zip or .html file or a folder; with --export KIND
                  as safetensors (usual), onnx, tfjs or page; torch: the experiment as a PyTorch script, untrained
  --sweep KEY=VALUES
                  one run for each value, 1,2,4 or low:high:count, of one setting or (said twice) of two; with --seeds K
                  each of them so often. The teacher is trained once a seed, unless its own settings vary
  --random N      N combinations drawn from those values instead of all
  --processes N   makes N runs of a sweep side by side; the numbers are the same
  --csv FILE      writes the runs of a sweep as a table
  --lane LANE     saves the teacher or the control instead
  --json          one JSON object on stdout when done; progress goes to stderr either way
  --help          this text

A link is the address of an experiment on the page, or the part behind its "#".
`;

const row = (path: string, spec: ParamSpec): string => {
  const unit = 'unit' in spec && spec.unit !== undefined ? ` ${spec.unit}` : '';
  return `  ${path.padEnd(24)}${describeRange(spec)}${unit} (default ${formatValue(spec.default) || 'empty'})\n${' '.repeat(26)}${spec.label}: ${spec.help}`;
};

/** Every parameter once: those of the default experiment, then what other tasks and losses add. */
export function helpText(): string {
  const common = specsFor({});
  const parts = [usage, 'Parameters:', ...[...common].map(([path, spec]) => row(path, spec))];
  for (const kind of taskKinds) {
    const { label, defaults } = taskRow(kind);
    const specs = specsFor({ 'task.kind': kind });
    const added = [...specs].filter(([path]) => !common.has(path));
    const changed = Object.entries(defaults).map(([path, value]) => `${path}=${formatValue(value)}`);
    if (added.length > 0)
      parts.push('', `With task.kind=${kind} (${label}) also:`, ...added.map(([p, s]) => row(p, s)));
    if (changed.length > 0) parts.push(`  Other defaults there: ${changed.join(' ')}`);
  }
  for (const loss of lossIds) {
    // Asked for where the loss is offered: a task refuses some.
    const added = taskKinds
      .map((kind) => ({ kind, specs: specsFor({ 'task.kind': kind, 'distill.loss': loss }) }))
      .map(({ kind, specs }) => {
        const usual = specsFor({ 'task.kind': kind });
        return [...specs].filter(([path]) => !usual.has(path) && !common.has(path));
      })
      .reduce((most, own) => (own.length > most.length ? own : most));
    if (added.length > 0)
      parts.push('', `With distill.loss=${loss} also:`, ...added.map(([p, s]) => row(p, s)));
  }
  return parts.join('\n');
}
