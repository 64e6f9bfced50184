// The matching run with TRL's GKD trainer, for experiments whose models write. TRL's loss is a Jensen-Shannon divergence
// alone, so what it cannot express is said in the files themselves.

import type { ModelConfig } from '../../shared/catalog/models.ts';
import type { LossTerm } from '../../shared/catalog/terms.ts';
import type { PortableExperiment } from '../../shared/portable.ts';
import { type ExportFile, json } from '../files.ts';
import { endOf, gpt2Config, huggingFaceTokenizer } from '../huggingface.ts';
import script from './gkd.py?raw';

/** A term as TRL's generalised Jensen-Shannon divergence, times `scale`; null where TRL has no such loss. */
function inTrl({ loss, params }: LossTerm): { readonly beta: number; readonly scale: number } | null {
  const beta = Number(params.beta);
  switch (loss) {
    case 'forwardKl':
      return { beta: 0, scale: 1 };
    case 'reverseKl':
      return { beta: 1, scale: 1 };
    case 'jsd':
      return { beta, scale: params.steady === true ? 1 / (beta * (1 - beta)) : 1 };
    default:
      return null;
  }
}

/** What TRL's trainer does otherwise, one sentence each. */
function differences({ config, terms }: PortableExperiment, hasLoss: boolean): string[] {
  const { distill, train } = config;
  const said: string[] = [];
  if (!hasLoss) {
    const names = terms.map(({ loss }) => loss).join(' + ') || 'no distillation loss';
    said.push(`The playground used ${names}, which TRL has not: beta is set to 0 (forward KL).`);
  }
  if (terms.length > 1) said.push('TRL has one term; only the first is taken over.');
  if (distill.alpha < 1)
    said.push(
      `TRL has no term for the labels; the playground weighed them by ${(1 - distill.alpha).toFixed(2)}.`,
    );
  said.push('The last token of a window that fills the whole context is not predicted.');
  if (train.optimizer === 'momentum') said.push('TRL’s SGD has no momentum.');
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
  const loss = first === undefined ? null : inTrl(first);
  const { alpha, temperature, tSquared } = distill;
  const settings = {
    temperature,
    // What the loss is multiplied by.
    scale:
      (first === undefined ? 1 : alpha * first.weight) *
      (loss?.scale ?? 1) *
      (tSquared ? temperature ** 2 : 1),
    differences: differences(experiment, loss !== null),
    training: {
      beta: loss?.beta ?? 0,
      lmbda: distill.lambda ?? 0,
      seq_kd: distill.source === 'teacher',
      // Of sampling alone.
      temperature: distill.samplingTemperature ?? 1,
      learning_rate: train.learningRate,
      per_device_train_batch_size: train.batchSize,
      max_steps: train.studentSteps,
      warmup_steps: train.warmupSteps,
      lr_scheduler_type: train.schedule === 'cosine' ? 'cosine' : 'constant_with_warmup',
      weight_decay: train.optimizer === 'adamw' ? train.weightDecay : 0,
      optim: train.optimizer === 'momentum' || train.optimizer === 'sgd' ? 'sgd' : 'adamw_torch',
      max_length: inputs,
      disable_dropout: student.dropout === 0,
      // TRL's own choices where the playground has none of them.
      loss_type: 'nll',
      max_grad_norm: 0,
      bf16: false,
      gradient_checkpointing: false,
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
