// An experiment as a folder for a larger machine: one PyTorch script, the data, the initial weights, and how to start it.
// Writes files; what can be chosen is tables.ts, the script is distill.py.

import { lossRow } from '../../shared/catalog/losses.ts';
import { mistakeOf } from '../../shared/catalog/mistakes.ts';
import type { NamedTensor, PortableExperiment, PortableSplit } from '../../shared/portable.ts';
import { type ExportFile, json } from '../files.ts';
import { writeSafetensors } from '../safetensors.ts';
import script from './distill.py?raw';
import { type TorchLoss, torchLosses, torchOptimizers, torchSchedules } from './tables.ts';
import { trlFiles } from './trl.ts';

const indented = (code: string): string => code.replace(/^(?=.)/gm, '    ');

const entries = (table: Readonly<Record<string, string>>): string =>
  Object.entries(table)
    .map(([id, code]) => `    "${id}": ${code},`)
    .join('\n');

/** The losses of this experiment alone: the script is meant to be read. */
function lossCode({ terms }: PortableExperiment): string {
  const used = [...new Set(terms.map(({ loss }) => loss))];
  const table: Readonly<Record<string, TorchLoss>> = torchLosses;
  const functions = used.map((id) => `def loss_${id}(x):\n${indented(table[id]?.code ?? '')}\n`);
  const names = used.map((id) => `"${id}": loss_${id}`).join(', ');
  const across = used.filter((id) => table[id]?.acrossRows === true).map((id) => `"${id}"`);
  return `${functions.join('\n\n')}

LOSSES = {${names}}
# Those that compare the rows of a batch with one another.
ACROSS_ROWS = [${across.join(', ')}]`;
}

/** The script with the losses of this experiment, and every optimiser and schedule. */
export function torchScript(experiment: PortableExperiment): string {
  const parts: Readonly<Record<string, string>> = {
    '#LOSSES#': lossCode(experiment),
    '#OPTIMIZERS#': entries(torchOptimizers),
    '#SCHEDULES#': entries(torchSchedules),
  };
  return Object.entries(parts).reduce((text, [mark, code]) => text.replace(mark, () => code), script);
}

function splitTensors(side: string, split: PortableSplit): NamedTensor[] {
  const { size } = split;
  if (split.kind === 'vectors') {
    const { features, labels } = split;
    return [
      { name: `${side}.features`, shape: [size, features.length / Math.max(1, size)], values: features },
      { name: `${side}.labels`, shape: [size], values: labels },
    ];
  }
  const { tokens, starts, counted } = split;
  return [
    { name: `${side}.tokens`, shape: [tokens.length], values: tokens },
    { name: `${side}.starts`, shape: [size], values: starts },
    { name: `${side}.counted`, shape: [size, 3], values: counted },
  ];
}

const readme = (
  { link, ownData, config }: PortableExperiment,
  hasTrl: boolean,
): string => `# An experiment of the Distillation Playground, for a larger machine

The experiment: \`#${link}\` behind the playground's address.
${mistakeOf(config.distill.control) === null ? '' : '\nIn the playground the control is taught with a mistake; here it learns by labels alone.\n'}${ownData ? '\nIt holds your own data, as numbers (data.safetensors): whoever has this folder has them.\n' : ''}
\`\`\`sh
python distill.py                                # one process
torchrun --nproc-per-node=gpu distill.py         # every GPU of this machine
torchrun --nnodes=2 --nproc-per-node=8 --rdzv-backend=c10d --rdzv-endpoint=HOST:29500 distill.py
\`\`\`

PyTorch 1.13 or newer is all it needs. From the same initial weights and batches its losses are the playground's; with several
processes each takes its share of every batch (distributed data parallel), so the losses stay the same. Settings are in
experiment.json: \`config\` as in the playground, \`terms\` the parts of the loss. After a change of a model's size the weights
in teacher.safetensors and student.safetensors no longer fit; make the larger experiment in the playground and save it again.

| file | what it is |
|---|---|
| distill.py | models, losses, training |
| experiment.json | all settings |
| data.safetensors | training and validation examples |
| teacher.safetensors, student.safetensors | initial weights; student and control share theirs |
| trained.safetensors | what a loss trains beside the models, if any does |
${hasTrl ? '| trl/ | the matching run with TRL’s GKD trainer and accelerate; see the head of trl/gkd.py |\n' : ''}
Results go to results/: losses.csv, result.json, and the trained weights.
`;

/** What the script does otherwise than the playground, one sentence each: it prints them when it starts. */
function differences({ config }: PortableExperiment): string[] {
  const { distill, train, teacher, student } = config;
  const drops = [teacher, student].some((model) => model.kind === 'gpt' && model.dropout > 0);
  return [
    ...(distill.control === 'labelsOnly'
      ? []
      : [
          `The playground taught its control with a mistake (${distill.control}); here it learns from the labels alone.`,
        ]),
    ...(distill.hiddenBias
      ? [
          'The bias of the hidden class is left out: the class is hidden, and answers are as they were learnt.',
        ]
      : []),
    ...(train.secondTeacher ? ['The second teacher, which only measures agreement, is left out.'] : []),
    ...(drops
      ? ["Dropout draws PyTorch's own masks: losses agree with the playground's on average only."]
      : []),
  ];
}

/** The files of the folder. */
export function torchFiles(experiment: PortableExperiment): ExportFile[] {
  const { config, terms, link, inputs, outputs, classes, input, wholeExamples } = experiment;
  const settings = {
    link,
    config,
    terms: terms.map((term) => {
      const { needs, reads } = lossRow(term.loss);
      return { ...term, needs, reads };
    }),
    inputs,
    outputs,
    differences: differences(experiment),
    wholeExamples,
    classes,
    input: input.kind === 'tokens' ? input : { ...input, end: null },
  };
  const indices = (['labelled', 'met'] as const).map((name) => ({
    name,
    shape: [experiment[name].length],
    values: experiment[name],
  }));
  const data = [
    ...splitTensors('train', experiment.train),
    ...splitTensors('validation', experiment.validation),
    ...indices,
  ];
  const trained = experiment.trained.flatMap((tensors, term) =>
    tensors.map((tensor, i) => ({ ...tensor, name: `${term}.${i}` })),
  );
  const trl = trlFiles(experiment);
  return [
    { path: 'distill.py', content: torchScript(experiment) },
    { path: 'experiment.json', content: json(settings) },
    { path: 'data.safetensors', content: writeSafetensors(data) },
    { path: 'teacher.safetensors', content: writeSafetensors(experiment.weights.teacher) },
    { path: 'student.safetensors', content: writeSafetensors(experiment.weights.student) },
    { path: 'trained.safetensors', content: writeSafetensors(trained) },
    ...trl,
    { path: 'README.md', content: readme(experiment, trl.length > 0) },
  ];
}
