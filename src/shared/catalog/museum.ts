// What the bug museum says of each mistake, and the experiment that shows it: the student is taught right, the control with
// the mistake, from the same weights on the same batches. Loaded with the museum, not with the page.

import { type MistakeId, mistakeIds } from './mistakes.ts';

/** Where to look, and how much the exhibit promises to show there. */
export interface Effect {
  /** Column of the metric tables, without its lane. */
  readonly measure: 'accuracy' | 'agreement' | 'loss' | 'valLoss' | 'truthKl';
  /**
   * `points`: the control is so many points below the student; `times`: it has so many times the student's value;
   * `notANumber`: the student has a number and the control has none.
   */
  readonly as: 'points' | 'times' | 'notANumber';
  readonly atLeast: number;
}

/** How much of an effect a run shows, in the unit of `as`; at least `atLeast` where the exhibit holds. */
export function effectSeen({ as }: Effect, student: number, control: number): number {
  switch (as) {
    case 'points':
      return 100 * (student - control);
    case 'times':
      return control / student;
    case 'notANumber':
      return Number.isFinite(student) && !Number.isFinite(control) ? 1 : 0;
    default:
      return as satisfies never;
  }
}

export interface Exhibit {
  readonly title: string;
  /** One line each, in the manner of PyTorch; z student's, v teacher's logits. */
  readonly wrong: string;
  readonly right: string;
  /** Two sentences: what to look at, and why it is so. */
  readonly see: string;
  /** Where somebody made it, or where it is explained. */
  readonly source: { readonly label: string; readonly url: string };
  readonly effect: Effect;
  /** Settings of the experiment beside the control, as in a link. */
  readonly settings: string;
}

/** Short enough for a processor; one teacher serves all exhibits that share these. */
const quick = 'train.teacherSteps=300&train.studentSteps=300';
const grammar =
  'task.kind=text&task.corpus=grammar&teacher.nEmbd=32&student.nEmbd=16&student.nLayer=1&train.batchSize=32&train.teacherSteps=300&train.studentSteps=200&train.warmupSteps=20';
const github = 'https://github.com/';

export const museum = {
  noTSquared: {
    title: 'T² left out',
    wrong: 'kd = KL(softmax(v / T), softmax(z / T))',
    right: 'kd = T**2 * KL(softmax(v / T), softmax(z / T))',
    see: 'At T = 8 the teacher’s gradient is 64 times too small: the control learns its 80 labels by heart and stays points behind. The X-ray shows the teacher’s share of its gradient.',
    source: { label: 'IntelLabs/distiller #122', url: `${github}IntelLabs/distiller/issues/122` },
    effect: { measure: 'accuracy', as: 'points', atLeast: 5 },
    settings: `${quick}&distill.temperature=8`,
  },
  probabilitiesIn: {
    title: 'Probabilities where log-probabilities belong',
    wrong: 'kd = kl_div(softmax(z / T), softmax(v / T))',
    right: 'kd = kl_div(log_softmax(z / T), softmax(v / T))',
    see: 'The control’s loss falls below 0, which no divergence can: kl_div took its probabilities for logarithms. What is left of the gradient makes it overconfident, so its validation loss is the higher one.',
    source: { label: 'microsoft/ProDA #43', url: `${github}microsoft/ProDA/issues/43` },
    effect: { measure: 'valLoss', as: 'times', atLeast: 1.2 },
    settings: quick,
  },
  meanOverClasses: {
    title: "reduction='mean'",
    wrong: "kl_div(log_s, t, reduction='mean')",
    right: "kl_div(log_s, t, reduction='batchmean')",
    see: 'The default divides by the 8 classes too, so the teacher counts an eighth of what alpha says. The control believes its few labels instead and falls behind; with 50,000 tokens for classes the teacher would be gone.',
    source: { label: 'facebookresearch/deit #61', url: `${github}facebookresearch/deit/issues/61` },
    effect: { measure: 'accuracy', as: 'points', atLeast: 4 },
    settings: `${quick}&distill.alpha=0.5`,
  },
  softmaxTwice: {
    title: 'Softmax applied twice',
    wrong: 'z = softmax(head(h)); loss = cross_entropy(z, y)',
    right: 'z = head(h); loss = cross_entropy(z, y)',
    see: 'The control’s training loss comes to rest far above the student’s: of numbers between 0 and 1 a second softmax makes at most e / (e + 7) = 28 % for any of 8 classes. No amount of training gets below that floor.',
    source: {
      label: 'haitongli, KD in PyTorch #10',
      url: `${github}haitongli/knowledge-distillation-pytorch/issues/10`,
    },
    effect: { measure: 'loss', as: 'times', atLeast: 5 },
    settings: `${quick}&distill.alpha=0.5`,
  },
  oneTemperature: {
    title: 'Temperature on one side only',
    wrong: 'KL(softmax(v), softmax(z / T))',
    right: 'KL(softmax(v / T), softmax(z / T))',
    see: 'To agree with an unsoftened teacher, the control’s logits must grow four times too large: it is far too sure of itself. Its accuracy suffers a little, its validation loss a lot.',
    source: {
      label: 'huawei-noah, TinyBERT #11',
      url: `${github}huawei-noah/Pretrained-Language-Model/issues/11`,
    },
    effect: { measure: 'valLoss', as: 'times', atLeast: 1.15 },
    settings: `${quick}&distill.temperature=4`,
  },
  answersOutOfOrder: {
    title: 'The teacher’s answers in another order',
    wrong: 'for x, y in shuffled: kd = KL(saved[i], student(x))',
    right: 'for x, y, i in shuffled: kd = KL(saved[i], student(x))',
    see: 'Answers were saved in one order and are read in another, so the control hears about somebody else’s message each time. It learns little more than which classes are frequent, and its loss stays high.',
    source: {
      label: 'haitongli, KD in PyTorch #16',
      url: `${github}haitongli/knowledge-distillation-pytorch/pull/16`,
    },
    effect: { measure: 'accuracy', as: 'points', atLeast: 20 },
    settings: quick,
  },
  teacherUntrained: {
    title: 'A teacher that was never loaded',
    wrong: 'teacher = Teacher()  # weights as they were drawn',
    right: 'teacher = Teacher(); teacher.load(checkpoint)',
    see: 'The control’s loss falls as nicely as the student’s, for random answers can be copied too. Only its accuracy tells: the lower the loss, the better it knows nothing.',
    source: {
      label: 'NVIDIA-NeMo/Megatron-Bridge #1422',
      url: `${github}NVIDIA-NeMo/Megatron-Bridge/issues/1422`,
    },
    effect: { measure: 'accuracy', as: 'points', atLeast: 20 },
    settings: quick,
  },
  teacherNotFrozen: {
    title: 'The teacher learns too',
    wrong: 'optimizer.minimize(() => loss())  // every variable',
    right: 'optimizer.minimize(() => loss(), false, student.variables)',
    see: 'The control’s copy of the teacher moves towards the control, where it should be the other way round. The two agree ever better, their loss is the lowest of all, and both get worse.',
    source: { label: 'pytorch/translate #391', url: `${github}pytorch/translate/pull/391` },
    effect: { measure: 'accuracy', as: 'points', atLeast: 4 },
    settings: `${quick}&distill.alpha=0.5`,
  },
  klOfProbabilities: {
    title: 'Reverse KL through probabilities',
    wrong: 'where(t > 0, s * log(s / t), 0).sum()',
    right: '(s * (log_softmax(z) - log_softmax(v))).sum()',
    see: 'The first time the teacher gives an answer a probability of exactly 0, the control’s loss is finite and its gradient is 0 × ∞: all its weights are NaN one step later. The student, by logarithms, goes on.',
    source: { label: 'MakazhanAlpamys/Soup #719', url: `${github}MakazhanAlpamys/Soup/issues/719` },
    effect: { measure: 'loss', as: 'notANumber', atLeast: 1 },
    settings: `${quick}&train.learningRate=0.01&distill.loss=reverseKl&distill.temperature=0.25`,
  },
  directionSwapped: {
    title: 'KL in the other direction',
    wrong: 'kl_div(log_t, s)  # KL(student || teacher)',
    right: 'kl_div(log_s, t)  # KL(teacher || student)',
    see: 'A student of two hidden units cannot do everything: taught right it spreads its bets, swapped it keeps to the classes it can have and denies the rest. The control pays for that with the higher validation loss.',
    source: { label: 'paiml/aprender #2153', url: `${github}paiml/aprender/pull/2153` },
    effect: { measure: 'valLoss', as: 'times', atLeast: 1.15 },
    settings: `${quick}&train.learningRate=0.01&student.hidden=2&distill.alpha=1&distill.temperature=1`,
  },
  batchMeanOfTokens: {
    title: 'batchmean on tokens',
    wrong: "kl_div(log_s, t, reduction='batchmean')  # [B, T, V] by B",
    right: 'kl_div(log_s, t).sum(-1).mean()  # by B * T',
    see: 'batchmean divides by sequences, not by their 16 tokens each, so the control takes steps 16 times too large. At a learning rate that suits the student it blows up; longer contexts make it worse.',
    source: { label: 'huggingface/transformers #1181', url: `${github}huggingface/transformers/issues/1181` },
    effect: { measure: 'loss', as: 'notANumber', atLeast: 1 },
    settings: `${grammar}&train.optimizer=sgd&train.learningRate=0.3`,
  },
  dividedTwice: {
    title: 'Divided by the tokens twice',
    wrong: 'loss = (kl / tokens).sum() / tokens',
    right: 'loss = kl.sum() / tokens',
    see: 'With 512 tokens in a batch the teacher’s term is 512 times too small, and nothing fails: the control learns its four texts by heart. See how far it is from the grammar’s truth.',
    source: { label: 'modelscope/easydistill #16', url: `${github}modelscope/easydistill/pull/16` },
    effect: { measure: 'truthKl', as: 'times', atLeast: 2 },
    settings: `${grammar}&distill.labels=4`,
  },
  paddingCounts: {
    title: 'Prompt and padding count',
    wrong: 'loss = per_token.mean()',
    right: 'loss = (per_token * mask).sum() / mask.sum()',
    see: 'Most of what the control is asked about is a prompt that nobody can predict, or padding that anybody can: its training loss stays where they keep it. It spends itself on both, and its answers are worse after as many steps.',
    source: { label: 'peremartra/optipfair #34', url: `${github}peremartra/optipfair/issues/34` },
    effect: { measure: 'loss', as: 'times', atLeast: 1.8 },
    settings:
      'task.kind=text&task.digits=1&task.blockSize=8&teacher.nEmbd=32&teacher.nLayer=1&student.nEmbd=32&student.nLayer=1&distill.alpha=0.5&distill.labels=20000&train.batchSize=32&train.teacherSteps=300&train.studentSteps=300&train.warmupSteps=20',
  },
  noShift: {
    title: 'Labels not shifted',
    wrong: 'cross_entropy(logits, ids)',
    right: 'cross_entropy(logits[:, :-1], ids[:, 1:])',
    see: 'The control is asked for the token it has just read, and its loss falls below what the grammar itself allows. It has learnt to copy: it cannot predict anything, its validation loss climbs, and it writes nonsense.',
    source: {
      label: 'huggingface/transformers #27517',
      url: `${github}huggingface/transformers/issues/27517`,
    },
    effect: { measure: 'valLoss', as: 'times', atLeast: 2 },
    settings: `${grammar}&distill.loss=labelsOnly`,
  },
  topKRenormalised: {
    title: 'Top k scaled up to 1',
    wrong: 't = top_k(t, 3); t = t / t.sum()',
    right: 't = top_k(t, 3) and one more bucket: 1 - t.sum()',
    see: 'The three likeliest words kept, the control is told that all others are impossible, and believes it. It agrees with the teacher about the likeliest word, and is far from the truth about all the rest.',
    source: { label: 'verl-project/verl #7856', url: `${github}verl-project/verl/issues/7856` },
    effect: { measure: 'truthKl', as: 'times', atLeast: 1.3 },
    settings: `${grammar}&distill.alpha=0.9`,
  },
  teacherDropsOut: {
    title: 'The teacher drops out',
    wrong: 'with no_grad(): v = teacher(x)  # still in train()',
    right: 'teacher.eval(); with no_grad(): v = teacher(x)',
    see: 'A teacher in training mode answers differently each time it is asked the same, so the control’s loss cannot fall below that noise. The student’s falls to almost nothing.',
    source: { label: 'yxuansu/TaCL #11', url: `${github}yxuansu/TaCL/issues/11` },
    effect: { measure: 'loss', as: 'times', atLeast: 3 },
    settings:
      'task.kind=text&task.corpus=grammar&teacher.nEmbd=16&teacher.nLayer=1&teacher.dropout=0.5&student.nEmbd=16&student.nLayer=1&distill.alpha=1&train.batchSize=16&train.teacherSteps=300&train.studentSteps=300&train.warmupSteps=20',
  },
} as const satisfies Record<MistakeId, Exhibit>;

/** The address of an exhibit's experiment. */
export const exhibitHash = (id: MistakeId): string => `v=1&distill.control=${id}&${museum[id].settings}`;

export const exhibits: readonly (Exhibit & { readonly id: MistakeId })[] = mistakeIds.map((id) => ({
  ...museum[id],
  id,
}));
