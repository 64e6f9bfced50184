// How much memory a language-model experiment takes at most, and the nearest one that fits: from shapes alone, so that it can be
// told before Run. engine/memory.test.ts holds it against what TensorFlow.js counts.

import { lossRow } from './catalog/losses.ts';
import { type ModelConfig, parameterCount } from './catalog/models.ts';
import type { OptimizerId } from './catalog/optimizers.ts';
import { type SizeId, sizeIds, sizeSettings, sizes } from './catalog/sizes.ts';
import { leastContext } from './catalog/tasks.ts';
import { lossTerms } from './catalog/terms.ts';
import { assistantOf, type Config, withSetting } from './config.ts';
import type { Settings } from './params.ts';

/** What may be taken at most: what a laptop's graphics card, or a tab on the processor, can spare. */
export const memoryBudgetBytes = 2e9;

const bytesPerNumber = 4;
const slotsOf: Readonly<Record<OptimizerId, number>> = { sgd: 0, momentum: 1, adam: 2, adamw: 2 };

/** Validation windows are measured as long as their logits stay below this many numbers in all, and 512 at most. */
const maxValidationLogits = 4_000_000;
const maxValidationWindows = 512;

/** Rows of the validation set that a model answers at once, so that a large table does not need one large buffer. */
export const chunkRows = 2048;

export const validationWindows = (available: number, length: number, outputs: number): number =>
  Math.max(
    1,
    Math.min(available, maxValidationWindows, Math.floor(maxValidationLogits / (length * outputs))),
  );

/**
 * Numbers that one token of a batch leaves behind until the gradient is known, in forward and backward pass: fitted to what
 * tf.profile counts (per block 208 for each unit of width, 10 for each pair of head and token; 11 for each word of the
 * vocabulary).
 */
export function activationsPerToken(model: ModelConfig, length: number, outputs: number): number {
  if (model.kind !== 'gpt') return 0;
  return model.nLayer * (208 * model.nEmbd + 10 * model.nHead * length) + 11 * outputs + 200;
}

/** What a task's tokens and the running backend add to a config. */
export interface Footing {
  /** Tokens of context. */
  readonly inputs: number;
  /** Tokens in the vocabulary. */
  readonly outputs: number;
  /** See `hasOwnKernels`. */
  readonly isFused: boolean;
}

/** Numbers that one token leaves behind: until its gradient is known, and where it is only answered. */
interface Footprint {
  readonly learnt: number;
  readonly answered: number;
}

function composedFootprint(model: ModelConfig, { inputs, outputs }: Footing): Footprint {
  const learnt = activationsPerToken(model, inputs, outputs);
  return { learnt, answered: 0.4 * learnt };
}

/** Fitted like `activationsPerToken`: kernels of our own keep only what their gradients read. */
function fusedFootprint(model: ModelConfig, { outputs }: Footing): Footprint {
  if (model.kind !== 'gpt') return { learnt: 0, answered: 0 };
  const { nLayer, nEmbd } = model;
  return {
    learnt: (44 * nLayer + 10) * nEmbd + 5 * outputs + 100,
    answered: (12 * nLayer + 4) * nEmbd + 7 * outputs + 50,
  };
}

/** Bytes of all lanes together, by what they are for. */
export interface Memory {
  readonly weights: number;
  readonly gradients: number;
  readonly optimiser: number;
  readonly activations: number;
  readonly total: number;
}

export function memoryOf(config: Config, footing: Footing): Memory {
  const { inputs, outputs, isFused } = footing;
  const { teacher, student, distill, train } = config;
  const assistant = assistantOf(config);
  const countOf = (model: ModelConfig | null) =>
    model === null ? 0 : parameterCount(model, inputs, outputs);
  const [large, between, small] = [countOf(teacher), countOf(assistant), countOf(student)];
  // The student and its control are the same network twice.
  const weights = (large + between + 2 * small) * bytesPerNumber;
  const gradients = Math.max(large, between, small) * bytesPerNumber;
  const footprint = (model: ModelConfig): Footprint => {
    const composed = composedFootprint(model, footing);
    if (!isFused) return composed;
    const fused = fusedFootprint(model, footing);
    // A loss that compares scores of attention has them computed by TensorFlow.js.
    const asksScores = lossTerms(distill).some(({ loss }) => lossRow(loss).needs === 'attention');
    return asksScores ? { ...fused, learnt: composed.learnt } : fused;
  };
  const pupils = [student, ...(assistant === null ? [] : [assistant])].map(footprint);
  const ofTeacher = footprint(teacher);
  const answered = Math.max(ofTeacher.answered, ...pupils.map((pupil) => pupil.answered));
  // A pupil reads two batches at once: texts to learn, and texts on which it hears whoever teaches it.
  const learnt = Math.max(ofTeacher.learnt, ...pupils.map((pupil) => 2 * pupil.learnt + answered));
  // Beside a step lie a chunk of the validation set that is answered, and the teacher's answers to all of it.
  const scored =
    chunkRows * answered + Math.min(maxValidationLogits, maxValidationWindows * inputs * outputs);
  const activations = (train.batchSize * inputs * learnt + scored) * bytesPerNumber;
  const optimiser = slotsOf[train.optimizer] * weights;
  return { weights, gradients, optimiser, activations, total: weights + gradients + optimiser + activations };
}

/** Why an experiment cannot run, and the nearest one that can. */
export interface Misfit {
  readonly message: string;
  readonly remedy: string;
  /** Words of the button that applies the remedy. */
  readonly action: string;
  readonly settings: Settings;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`;

const apply = (config: Config, settings: Settings): Config =>
  Object.entries(settings).reduce((changed, [path, value]) => withSetting(changed, path, value), config);

/** A width that the heads of a lane can share; null where they can. */
function headsMisfit(lane: 'teacher' | 'assistant' | 'student', model: Config['assistant']): Misfit | null {
  if (model.kind !== 'gpt' || model.nEmbd % model.nHead === 0) return null;
  const { nEmbd, nHead } = model;
  const heads = Array.from({ length: nHead }, (_, i) => nHead - i).find((fewer) => nEmbd % fewer === 0) ?? 1;
  return {
    message: `The ${lane}'s width of ${nEmbd} cannot be divided among ${nHead} heads.`,
    remedy: `${heads} ${heads === 1 ? 'head fits' : 'heads fit'}.`,
    action: `Take ${heads} ${heads === 1 ? 'head' : 'heads'}`,
    settings: { [`${lane}.nHead`]: heads },
  };
}

const describe = (lane: string, id: SizeId): string => {
  const { label, nLayer, nEmbd } = sizes[id];
  return `${lane} ${label} (${nLayer} ${nLayer === 1 ? 'layer' : 'layers'}, ${nEmbd} wide)`;
};

interface Candidate {
  readonly words: readonly string[];
  readonly settings: Settings;
}

/** The models as they are, then the larger one a size smaller at a time. */
function* smallerModels(config: Config, { inputs, outputs }: Footing): Generator<Candidate> {
  const countOf = (model: ModelConfig) => parameterCount(model, inputs, outputs);
  let settings: Settings = {};
  let words: Readonly<Partial<Record<'teacher' | 'student', string>>> = {};
  for (;;) {
    yield { words: Object.values(words), settings };
    const current = apply(config, settings);
    const lane = countOf(current.teacher) >= countOf(current.student) ? 'teacher' : 'student';
    const id = sizeIds.findLast(
      (size) => countOf(apply(current, sizeSettings(lane, size))[lane]) < countOf(current[lane]),
    );
    if (id === undefined) return;
    settings = { ...settings, ...sizeSettings(lane, id) };
    words = { ...words, [lane]: describe(lane, id) };
  }
}

/** Smaller batches are tried only when no smaller model is left. */
const leastBatch = 8;

/** From near to far: half the batch, half of that, then a smaller model, and so on. */
function* nearby(config: Config, footing: Footing): Generator<Candidate> {
  const { batchSize } = config.train;
  const withBatch = ({ words, settings }: Candidate, batch: number): Candidate => ({
    words: [...words, `batches of ${batch}`],
    settings: { ...settings, 'train.batchSize': batch },
  });
  let last: Candidate = { words: [], settings: {} };
  for (last of smallerModels(config, footing)) {
    yield last;
    for (let batch = Math.floor(batchSize / 2); batch >= leastBatch; batch = Math.floor(batch / 2)) {
      yield withBatch(last, batch);
    }
  }
  for (let batch = Math.min(batchSize, leastBatch) - 1; batch > 0; batch--) yield withBatch(last, batch);
}

/** null where the experiment can run within `budget` bytes. Other tasks than language models always can. */
export function misfitOf(config: Config, footing: Footing, budget = memoryBudgetBytes): Misfit | null {
  if (config.task.kind !== 'text') return null;
  const heads =
    headsMisfit('teacher', config.teacher) ??
    headsMisfit('assistant', config.assistant) ??
    headsMisfit('student', config.student);
  if (heads !== null) return heads;
  const { total } = memoryOf(config, footing);
  if (total <= budget) return null;
  const message = `These models and batches need about ${gigabytes(total)} of memory; ${gigabytes(budget)} can be had here.`;
  for (const { words, settings } of nearby(config, footing)) {
    if (memoryOf(apply(config, settings), footing).total > budget) continue;
    const said = words.join(', ');
    return { message, remedy: `The nearest that fits: ${said}.`, action: `Take ${said}`, settings };
  }
  return {
    message,
    remedy: 'Nothing near fits: a shorter context or fewer tokens need less.',
    action: 'Take the shortest context',
    settings: { 'task.blockSize': leastContext },
  };
}
