// The matching run with TRL's GKD trainer, for experiments whose models write. TRL's loss is a Jensen-Shannon divergence
// alone, so what it cannot express is said in the files themselves.

import type { ModelConfig } from '../../shared/catalog/models.ts';
import type { LossTerm } from '../../shared/catalog/terms.ts';
import type { PortableExperiment } from '../../shared/portable.ts';
import { type ExportFile, json } from '../files.ts';
import { endOf, gpt2Config, huggingFaceTokenizer } from '../huggingface.ts';
import script from './gkd.py?raw';

/** TRL's beta for a term; null where its trainer has no such loss. Its ends are the two KLs, ours of jsd are left out. */
function betaOf({ loss, params }: LossTerm): number | null {
  switch (loss) {
    case 'forwardKl':
      return 0;
    case 'reverseKl':
      return 1;
    case 'jsd':
      return Number(params.beta);
    default:
      return null;
  }
}

/** What TRL's trainer does otherwise, one sentence each. */
function differences({ config, terms }: PortableExperiment, beta: number | null): string[] {
  const { distill, train } = config;
  const said: string[] = [];
  if (beta === null) {
    const names = terms.map(({ loss }) => loss).join(' + ') || 'no distillation loss';
    said.push(`The playground used ${names}, which TRL has not: beta is set to 0 (forward KL).`);
  }
  if (terms.length > 1) said.push('TRL has one term; only the first is taken over.');
  if (distill.alpha < 1)
    said.push(`TRL has no term for the labels; the playground weighed them by ${1 - distill.alpha}.`);
  if (distill.temperature !== 1)
    said.push(
      'TRL has no factor T², and uses one temperature for the loss and for sampling; the loss’s is taken.',
    );
  if (train.schedule === 'cosine') said.push('Its cosine falls to 0, the playground’s to a tenth.');
  return said;
}

const writes = (model: ModelConfig): model is Extract<ModelConfig, { kind: 'gpt' }> => model.kind === 'gpt';

/** `trl/`: the trainer's script and settings, accelerate's, and both models' configs. Empty where no model writes. */
export function trlFiles(experiment: PortableExperiment): ExportFile[] {
  const { config, terms, input, inputs, outputs } = experiment;
  const { teacher, student, distill, train } = config;
  if (input.kind !== 'tokens' || !writes(teacher) || !writes(student)) return [];
  const [first] = terms;
  const beta = first === undefined ? null : betaOf(first);
  const settings = {
    differences: differences(experiment, beta),
    training: {
      beta: beta ?? 0,
      lmbda: distill.lambda ?? 0,
      seq_kd: distill.source === 'teacher',
      temperature: distill.temperature,
      learning_rate: train.learningRate,
      per_device_train_batch_size: train.batchSize,
      max_steps: train.studentSteps,
      warmup_steps: train.warmupSteps,
      lr_scheduler_type: train.schedule === 'cosine' ? 'cosine' : 'constant_with_warmup',
      weight_decay: train.optimizer === 'adamw' ? train.weightDecay : 0,
      optim: train.optimizer === 'momentum' || train.optimizer === 'sgd' ? 'sgd' : 'adamw_torch',
      max_length: inputs,
      max_new_tokens: Math.max(1, inputs - 1),
      seed: config.seed,
      logging_steps: 10,
    },
  };
  const end = endOf(input);
  return [
    { path: 'trl/gkd.py', content: script },
    { path: 'trl/gkd.json', content: json(settings) },
    {
      path: 'trl/accelerate.yaml',
      content:
        'compute_environment: LOCAL_MACHINE\ndistributed_type: MULTI_GPU\nmixed_precision: "no"\nnum_machines: 1\nnum_processes: 8\n',
    },
    { path: 'trl/teacher/config.json', content: json(gpt2Config(teacher, inputs, outputs, end)) },
    { path: 'trl/student/config.json', content: json(gpt2Config(student, inputs, outputs, end)) },
    { path: 'trl/tokenizer.json', content: json(huggingFaceTokenizer(input.tokenizer)) },
  ];
}
