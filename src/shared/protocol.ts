// The messages between the page and its worker. Both unions are closed: every switch over them ends in `satisfies never`.

import type { BackendChoice, BackendInfo, BackendName, EngineChoice, StepPace } from './catalog/backends.ts';
import type { Config, LiveValues } from './config.ts';
import type { Pace } from './duration.ts';
import type { Failure } from './errors.ts';
import type { KdSplit } from './kd-split.ts';
import type { LossAnswer, LossQuestion } from './loss-question.ts';
import type { Portable, PortableExperiment } from './portable.ts';

export const laneIds = ['teacher', 'student', 'control'] as const;
export type LaneId = (typeof laneIds)[number];
export const studentLanes = ['student', 'control'] as const;

/** What one lane has learnt at one moment: enough to go on exactly from there, on any backend. */
export interface LaneState {
  /** One array per variable, in the model's order. */
  readonly weights: readonly Float32Array[];
  /** One array per optimiser slot, in the optimiser's order. */
  readonly slots: readonly Float32Array[];
  /** Steps this lane has taken. */
  readonly step: number;
  /** Language models: a fingerprint of the tokens that the weights are about. */
  readonly vocabulary?: string;
}

export interface Checkpoint {
  readonly phase: Phase;
  readonly lanes: Readonly<Record<LaneId, LaneState>>;
  /** The second teacher, where there is one. */
  readonly second: LaneState | null;
  /** The teaching assistant, only where there is one. */
  readonly assistant?: LaneState;
}

/** A teacher that has learnt, apart from any run. */
export interface TrainedTeacher {
  readonly state: LaneState;
  /** The second teacher that learnt beside it, if any. */
  readonly second: LaneState | null;
}

export const phases = ['teacher', 'assistant', 'students'] as const;
export type Phase = (typeof phases)[number];

/** One input a visitor asks all lanes about. */
export type Probe =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'numbers'; readonly values: readonly number[] };

/** A prompt that all lanes continue. */
export interface Prompt {
  readonly text: string;
  readonly tokens: number;
  /** Sampling temperature, not that of the loss; 0 always takes the likeliest token. */
  readonly temperature: number;
  readonly seed: number;
}

/** What the page has on screen: one request per kind of snapshot, null where nobody looks. Nothing else is computed. */
export interface Watch {
  readonly probe: Probe | null;
  /** Tasks whose models write: what they are to continue. */
  readonly prompt: Prompt | null;
  /** Tasks whose models write: a text of which every token is looked at; an empty one stands for a validation text. */
  readonly passage: string | null;
  /** Tasks whose models write: errors by place, behind the corpus's words and behind a lane's own. */
  readonly exposure: true | null;
  /** Tasks whose models write: a text to be cut into tokens. */
  readonly tokens: string | null;
  /** Side of the decision map in cells. */
  readonly map: number | null;
  /** Whose answers are compared: KL(first || second). */
  readonly disagreements: LanePair | null;
  readonly fidelity: FidelitySet | null;
  /** Measure what the models cost, once for each new number. */
  readonly cost: number | null;
  /** Take the students' losses apart, and KL(teacher || student) of one validation item. */
  readonly xray: XrayItem | null;
}

/** A validation example; where models write a window, and the place in it whose next token is asked for. */
export interface XrayItem {
  readonly index: number;
  readonly place: number;
}

/** Requests too costly to be answered anew by themselves: answered once for each new one. */
export const askedOnly: ReadonlySet<keyof Watch> = new Set<keyof Watch>(['cost', 'tokens']);

export type LanePair = readonly [LaneId, LaneId];

/** What fidelity is measured on: examples nobody learnt, training inputs with a label in sight, those without. */
export const fidelitySets = ['validation', 'seen', 'unseen'] as const;
export type FidelitySet = (typeof fidelitySets)[number];

export const watchNothing: Watch = {
  probe: null,
  prompt: null,
  passage: null,
  exposure: null,
  tokens: null,
  map: null,
  disagreements: null,
  fidelity: null,
  cost: null,
  xray: null,
};

export type Command =
  | { readonly type: 'prepare'; readonly config: Config; readonly backend: BackendChoice }
  | {
      readonly type: 'start';
      readonly runId: string;
      readonly config: Config;
      readonly backend: BackendChoice;
      readonly engine: EngineChoice;
      /** Go on from here instead of from the initial weights. */
      readonly checkpoint: Checkpoint | null;
      /** Where there is no checkpoint: a trained teacher, so that only the students learn. */
      readonly teacher: TrainedTeacher | null;
      /** Begin paused: the first `step` or `resume` moves it. */
      readonly paused: boolean;
    }
  | { readonly type: 'patch'; readonly values: Partial<LiveValues> }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'stop' }
  /** What steps took on this device's backends: the automatic choice goes by them. */
  | { readonly type: 'paces'; readonly paces: readonly StepPace[] }
  | { readonly type: 'speed'; readonly stepsPerSecond: number | null }
  | { readonly type: 'watch'; readonly watch: Watch }
  | {
      readonly type: 'openTable';
      readonly source: FileSource;
      readonly config: Config;
    }
  | { readonly type: 'openText'; readonly source: FileSource; readonly config: Config }
  /** Answered beside a run, or without one. */
  | { readonly type: 'askLoss'; readonly question: LossQuestion; readonly backend: BackendChoice }
  | {
      readonly type: 'export';
      /** Comes back with the answer. */
      readonly id: number;
      /** One lane's weights, or the whole experiment from its beginning. */
      readonly what: LaneId | 'experiment';
      readonly config: Config;
      readonly runId: string | null;
      /** For a run that the worker does not know. */
      readonly checkpoint: Checkpoint | null;
    };

/** A file, or what was pasted. */
export interface FileSource {
  readonly name: string;
  readonly content: Blob | string;
  /** A label of the Encoding Standard ("utf-8", "windows-1252"); null lets the bytes decide. */
  readonly encoding: string | null;
}

/** One validation example, as the page shows it. */
export interface Item {
  readonly index: number;
  readonly probe: Probe;
  /** How it reads in a list. */
  readonly title: string;
  /** Class index of its label; -1 where it has none. */
  readonly label: number;
}

export interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** What the page needs to know of a task's data before and while models learn from it. */
export interface TaskInfo {
  /** Names of the classes, or of the tokens of a vocabulary. */
  readonly classes: readonly string[];
  /** Features of an example, or tokens of the context. */
  readonly inputs: number;
  /** Classes, or size of the vocabulary. */
  readonly outputs: number;
  /** true: models write; examples are prompts. */
  readonly writes: boolean;
  /** The least possible loss, nats per token, where it is known. */
  readonly entropyFloor: number | null;
  readonly charactersPerToken: number | null;
  /** Training examples; of running text, passages that do not overlap. */
  readonly trainSize: number;
  readonly validationSize: number;
  /** Labels that student and control may see: the setting, limited by the training set. */
  readonly labelsSeen: number;
  readonly input: { readonly kind: 'text' } | { readonly kind: 'numbers'; readonly fields: readonly Field[] };
  readonly examples: readonly Item[];
  /** Two-dimensional tasks: rows of x, y, class, and 1 where the student sees the label; training then validation. */
  readonly points: { readonly train: Float32Array; readonly validation: Float32Array } | null;
  /** Facts about how the data was read: rows left out, rows sampled. */
  readonly notes: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly distinct: number;
}

export interface TableInfo {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Columns in use, by name. */
  readonly label: string;
  readonly inputs: readonly string[];
}

/** Columns of the metric tables; every row begins with the lane's own step. Loss values are in nats. */
export const metricTables = {
  teacherLoss: ['step', 'teacher.loss'],
  studentLoss: ['step', 'student.loss', 'student.labelsTerm', 'student.teacherTerm', 'control.loss'],
  teacherScore: ['step', 'teacher.accuracy', 'teacher.valLoss'],
  studentScore: [
    'step',
    'student.accuracy',
    'student.valLoss',
    'student.agreement',
    'student.kl',
    'control.accuracy',
    'control.valLoss',
    'control.agreement',
    'control.kl',
  ],
  secondScore: ['step', 'second.accuracy', 'second.valLoss', 'second.agreement', 'second.kl'],
  assistantLoss: ['step', 'assistant.loss', 'assistant.labelsTerm', 'assistant.teacherTerm'],
  assistantScore: ['step', 'assistant.accuracy', 'assistant.valLoss', 'assistant.agreement', 'assistant.kl'],
  assistantExact: ['step', 'assistant.exactMatch'],
  assistantTruth: ['step', 'assistant.truthKl'],
  teacherExact: ['step', 'teacher.exactMatch'],
  studentExact: ['step', 'student.exactMatch', 'control.exactMatch'],
  teacherTruth: ['step', 'teacher.truthKl'],
  studentTruth: ['step', 'student.truthKl', 'control.truthKl'],
  teacherHidden: ['step', 'teacher.hiddenAccuracy'],
  /** Of a hidden class: share of its examples answered right, then what it and all classes are without the bias. */
  studentHidden: [
    'step',
    'student.hiddenAccuracy',
    'student.plainHidden',
    'student.plainAccuracy',
    'control.hiddenAccuracy',
    'control.plainHidden',
    'control.plainAccuracy',
  ],
} as const;
export type MetricTable = keyof typeof metricTables;

/** Rows of one metric table, row after row; `values.length` is a multiple of its number of columns. */
export interface Metrics {
  readonly table: MetricTable;
  readonly values: Float32Array;
}

export type RunState = 'training' | 'paused' | 'finished' | 'stopped' | 'failed';

export interface RunStatus {
  readonly state: RunState;
  readonly phase: Phase;
  readonly teacherStep: number;
  /** 0 where there is no assistant. */
  readonly assistantStep: number;
  readonly studentStep: number;
  readonly stepsPerSecond: number;
  readonly elapsedMs: number;
  /** null until a rate is known. */
  readonly remainingMs: number | null;
  readonly teacherReused: boolean;
  /** Tensors alive on the backend: constant while a phase runs. */
  readonly tensors: number;
  /** Memory that the backend holds for them, recorded steps included. */
  readonly deviceBytes: number;
  /** Of that, what belongs to recorded steps. */
  readonly recordedBytes: number;
}

/** How sure a model is and how often rightly so, by equal-width bins of its confidence; arrays of shape [bins]. */
export interface Calibration {
  /** Predictions in each bin. */
  readonly counts: readonly number[];
  /** Mean confidence of each bin; 0 where it is empty. */
  readonly confidence: readonly number[];
  /** Share of right answers in each bin; 0 where it is empty. */
  readonly accuracy: readonly number[];
  /** Expected calibration error: mean distance of the two over all predictions, 0 to 1. */
  readonly error: number;
}

/** What was measured of one model on one set of rows, at T = 1. */
export interface Fidelity {
  /** Rows that counted: examples, or tokens. */
  readonly rows: number;
  /** Share answered right. */
  readonly accuracy: number;
  /** Share answered as the teacher does. */
  readonly agreement: number;
  /** Mean KL(teacher || model), nats. */
  readonly kl: number;
  /** Mean negative log-likelihood of the labels, nats. */
  readonly nll: number;
  readonly calibration: Calibration;
}

/** Milliseconds from an input to an answer that a program can read. */
export interface Latency {
  /** Inputs at once. */
  readonly batch: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly readings: number;
  /** Passes whose mean is one reading: one, or more where a pass is shorter than a browser's clock can tell. */
  readonly passes: number;
}

/** How good a model is at one precision of its weights, on the validation set. */
export interface QuantisedScore {
  readonly accuracy: number;
  /** Mean negative log-likelihood, nats. */
  readonly loss: number;
}

/** What one lane costs on this device, and what quantisation costs it. */
export interface LaneCost {
  readonly latencies: readonly Latency[];
  readonly scores: Readonly<Record<'fp32' | 'int8' | 'int4', QuantisedScore>>;
}

export interface Disagreement {
  readonly item: Item;
  /** KL(first || second) on this item at T = 1, in nats. */
  readonly kl: number;
  readonly predicted: Readonly<Record<LaneId, number>>;
}

/** One part of a loss, seen through its gradient in the model's weights. */
export interface TermXray {
  readonly name: string;
  readonly side: 'labels' | 'teacher';
  /** What the value is multiplied by: 1 - alpha, or alpha times the term's own weight. */
  readonly weight: number;
  /** Nats, before the weight. */
  readonly value: number;
  /** Norm of the gradient, with the weight. */
  readonly norm: number;
  /** This norm among the norms of all terms, 0 to 1. */
  readonly share: number;
}

/** What the next update of one lane would be made of. */
export interface LaneXray {
  readonly terms: readonly TermXray[];
  /** Norm of the whole gradient. */
  readonly norm: number;
  /** Between the labels' and the teacher's gradient, -1 to 1; null where one of them is missing or 0. */
  readonly cosine: number | null;
  /** Norm of the next update by the norm of the weights, first layer to last. */
  readonly layers: readonly { readonly name: string; readonly updateToWeight: number }[];
}

/** KL(teacher || lane) of one item at the temperature of the loss; see shared/kd-split.ts. */
export type ItemSplit = Omit<KdSplit, 'byClass'> & {
  /** Contributions of the classes that matter most, nats, and of all others together. */
  readonly largest: readonly { readonly label: number; readonly kl: number }[];
  readonly rest: number;
};

/** Tokens told at each place of a passage. */
export const likeliestTokens = 5;

/** What the page shows of the models at one moment, by kind. */
interface SnapshotContents {
  /** Logits of each lane for the watched probe, shape [classes]. */
  readonly probe: { readonly probe: Probe; readonly logits: Readonly<Record<LaneId, Float32Array>> };
  /** Probabilities at T = 1 on a grid, shape [cells * cells, classes], rows from the top left. */
  readonly map: {
    readonly cells: number;
    readonly classes: number;
    readonly extent: number;
    readonly lanes: Readonly<Record<LaneId, Float32Array>>;
  };
  readonly disagreements: {
    readonly pair: LanePair;
    readonly items: readonly Disagreement[];
    /** Rows compared, and those whose likeliest answers differ. */
    readonly rows: number;
    readonly differing: number;
  };
  readonly fidelity: {
    readonly set: FidelitySet;
    /** Examples measured, of how many there are. */
    readonly examples: number;
    readonly of: number;
    /** null where the set is empty. */
    readonly lanes: Readonly<Record<LaneId, Fidelity>> | null;
    /** The second teacher, where there is one. */
    readonly second: Fidelity | null;
  };
  readonly cost: {
    readonly asked: number;
    readonly backend: string;
    readonly teacherStep: number;
    readonly studentStep: number;
    readonly lanes: Readonly<Record<LaneId, LaneCost>>;
  };
  readonly xray: {
    /** The students' steps so far. */
    readonly step: number;
    readonly lanes: Readonly<Record<'student' | 'control', LaneXray>>;
    readonly item: {
      readonly asked: XrayItem;
      readonly title: string;
      /** Index of the class or token that counts as right. */
      readonly target: number;
      readonly temperature: number;
      readonly lanes: Readonly<Record<'student' | 'control', ItemSplit>>;
    };
  };
  readonly passage: {
    readonly tokens: readonly string[];
    /** -log p(token) of each lane, nats; NaN for the first token, which nobody predicts. Shape [tokens]. */
    readonly loss: Readonly<Record<LaneId, Float32Array>>;
    /** KL(teacher || lane) of the distribution that predicts each token, nats; shape [tokens]. */
    readonly kl: Readonly<Record<'student' | 'control', Float32Array>>;
    /** The likeliest tokens at each place, by id, and their probabilities; shape [tokens, likeliestTokens]. */
    readonly likeliest: Readonly<
      Record<LaneId, { readonly ids: Float32Array; readonly shares: Float32Array }>
    >;
  };
  readonly exposure: {
    /** Validation windows that were measured. */
    readonly windows: number;
    /** Tokens of a window that were given before a lane wrote. */
    readonly prompt: number;
    /** Mean KL(teacher || lane) behind each place of a window, nats; NaN where nothing counts. Shape [tokens of the context]. */
    readonly lanes: Readonly<
      Record<'student' | 'control', { readonly corpus: Float32Array; readonly own: Float32Array }>
    >;
  };
  readonly tokens: {
    readonly text: string;
    readonly ids: readonly number[];
    readonly labels: readonly string[];
    readonly tokenizer: 'characters' | 'bpe' | 'words';
    /** false: the vocabulary has no token for some of the text, which was left out. */
    readonly complete: boolean;
  };
}

export type SnapshotKind = keyof SnapshotContents;
export type SnapshotOf<K extends SnapshotKind> = { readonly kind: K } & SnapshotContents[K];
export type Snapshot = { [K in SnapshotKind]: SnapshotOf<K> }[SnapshotKind];

/** What one lane has written behind a prompt so far. */
export interface Continuation {
  readonly prompt: Prompt;
  readonly lane: LaneId;
  readonly text: string;
  readonly done: boolean;
}

/** What was asked for to be taken along, as data. */
export type Exported =
  | { readonly kind: 'model'; readonly portable: Portable }
  | { readonly kind: 'experiment'; readonly experiment: PortableExperiment }
  | { readonly kind: 'refused'; readonly failure: Failure };

export type Event =
  | { readonly type: 'ready'; readonly backend: BackendInfo }
  /** The next backend took over; the run goes on from its last checkpoint. */
  | { readonly type: 'backend'; readonly backend: BackendInfo; readonly message: string }
  | { readonly type: 'task'; readonly info: TaskInfo }
  /** What training costs on this backend, measured while nothing runs: for the time that is told before Run. */
  | { readonly type: 'pace'; readonly backend: BackendName; readonly pace: Pace }
  | {
      readonly type: 'started';
      readonly runId: string;
      readonly fromTeacherStep: number;
      readonly fromAssistantStep: number;
      readonly fromStudentStep: number;
    }
  /** Before the first step: programs of the graphics card that are compiled, of how many. */
  | { readonly type: 'preparing'; readonly runId: string; readonly done: number; readonly total: number }
  | { readonly type: 'status'; readonly runId: string; readonly status: RunStatus }
  | { readonly type: 'metrics'; readonly runId: string; readonly metrics: readonly Metrics[] }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'continuation'; readonly continuation: Continuation }
  | { readonly type: 'checkpoint'; readonly runId: string; readonly checkpoint: Checkpoint }
  | { readonly type: 'lossAnswer'; readonly answer: LossAnswer }
  | { readonly type: 'tableProgress'; readonly share: number }
  /** `fresh`: just opened, what was shown before belongs to other data. */
  | { readonly type: 'table'; readonly table: TableInfo; readonly fresh: boolean }
  | { readonly type: 'text'; readonly name: string; readonly characters: number }
  | { readonly type: 'tableRefused'; readonly failure: Failure; readonly skippableRows: number }
  | { readonly type: 'exported'; readonly id: number; readonly content: Exported }
  | { readonly type: 'error'; readonly runId: string | null; readonly failure: Failure };
