// The shape of the page's state, and nothing else.

import type { BackendChoice, BackendInfo, BackendName, EngineChoice } from '../shared/catalog/backends.ts';
import type { Config } from '../shared/config.ts';
import type { Pace } from '../shared/duration.ts';
import type { Failure } from '../shared/errors.ts';
import type { Carried } from '../shared/link.ts';
import type { LossAnswer, LossQuestion } from '../shared/loss-question.ts';
import type { ParamValue, Settings } from '../shared/params.ts';
import type { Portable, PortableExperiment } from '../shared/portable.ts';
import type { FileSource, TableInfo, TaskInfo } from '../shared/protocol/data.ts';
import type { Checkpoint, LaneId } from '../shared/protocol/lanes.ts';
import type { Continuation, SnapshotKind, SnapshotOf } from '../shared/protocol/snapshots.ts';
import type { RunStatus } from '../shared/protocol/status.ts';
import type { Probe, Prompt, Watch } from '../shared/protocol/watch.ts';
import type { Fork } from './fork.ts';
import type { Repeat } from './repeat.ts';
import type { RunSeries } from './series.ts';
import type { RunRecord } from './session-runs.ts';

/** One run as the page knows it. */
export interface RunView {
  readonly id: string;
  /** What it was started with, live changes included. */
  readonly config: Config;
  readonly series: RunSeries;
  /** true: a knob was turned while it ran. */
  readonly turned: boolean;
  /** Which of the visitor's own data it learns from. */
  readonly dataKey: number;
  /** The run whose weights it began with; null where it began with initial ones. */
  readonly parent: string | null;
  /** null until the worker has taken it up. */
  readonly status: RunStatus | null;
  /** Programs that are compiled before the first step, of how many. */
  readonly preparing?: { readonly done: number; readonly total: number };
}

/** Another run, drawn behind the current one in a colour of its own. */
export interface Overlay {
  readonly id: string;
  readonly name: string;
  /** A CSS colour. */
  readonly color: string;
  /** What stands at the end of its curves, since colour alone says nothing to some. */
  readonly tag: string;
  readonly series: RunSeries;
}

/** What a worker is told, but for the settings, to have the visitor's own data. */
export interface OwnData {
  readonly type: 'openTable' | 'openText';
  readonly source: FileSource;
}

/** What a lesson leaves free while it is open. */
export interface Lock {
  /** Of the lesson. */
  readonly title: string;
  /** Settings that may be changed, by path; all others are locked. */
  readonly free: readonly string[];
  /** Why Run is not free yet; null where it is. */
  readonly noRun: string | null;
}

export interface Notice {
  readonly id: number;
  readonly text: string;
}

export interface PageState {
  /** The newest answer to `askLoss`. */
  readonly lossAnswer: LossAnswer | null;
  readonly config: Config;
  readonly backendChoice: BackendChoice;
  readonly engine: EngineChoice;
  /** null until the worker has chosen one. */
  readonly backend: BackendInfo | null;
  /** What training costs on which backend, once that was measured. */
  readonly pace: { readonly backend: BackendName; readonly pace: Pace } | null;
  /** The data of `config.task`; null while it is made or where it cannot be. */
  readonly task: TaskInfo | null;
  readonly table: TableInfo | null;
  /** Share of the table read, 0 to 1, while one is being read. */
  readonly tableProgress: number | null;
  readonly tableRefusal: { readonly failure: Failure; readonly skippableRows: number } | null;
  readonly run: RunView | null;
  /** The run before, drawn faded behind the current one. */
  readonly previous: RunView | null;
  readonly overlaid: readonly Overlay[];
  /** What the next run begins with instead of initial weights. */
  readonly fork: Fork | null;
  /** What the link that opened the page brought of its sender's run, and the settings it belongs to. */
  readonly carried: Carried & { readonly config: Config };
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The lesson beside the page, by its id. */
  readonly lesson: string | null;
  /** null where no lesson holds the settings. */
  readonly lock: Lock | null;
  /** Finished runs of this session, oldest first. */
  readonly session: readonly RunRecord[];
  /** The seeds that are being run one after the other, or were. */
  readonly repeat: Repeat | null;
  /** Counts the visitor's own data: runs on different ones are never compared. */
  readonly dataKey: number;
  /** true: settings changed since the run began, what is shown belongs to the settings before. */
  readonly stale: boolean;
  readonly checkpoint: Checkpoint | null;
  readonly failure: Failure | null;
  readonly notices: readonly Notice[];
  readonly probe: Probe | null;
  /** The newest snapshot of each kind that was asked for. */
  readonly snapshots: { readonly [K in SnapshotKind]?: SnapshotOf<K> };
  /** The visitor's own text, where one is open. */
  readonly text: { readonly name: string; readonly characters: number } | null;
  readonly prompt: Prompt | null;
  /** What each lane wrote behind the prompt. */
  readonly continuations: Readonly<Partial<Record<LaneId, Continuation>>>;
  /** Steps a second in slow motion; null is full speed. */
  readonly stepsPerSecond: number | null;
}

export interface PageActions {
  /** Asks the worker where a loss pushes; the answer comes as `lossAnswer`. */
  askLoss(question: LossQuestion): void;
  /** Changes one setting by its path; live ones reach the running session, others end it. */
  setParam(path: string, value: ParamValue): void;
  /** Changes several at once: one step to undo. */
  setParams(settings: Settings): void;
  choosePreset(id: string): Promise<void>;
  /** Starts a run, or goes on with a paused one. */
  play(): void;
  pause(): void;
  /** One training step; pauses first, starts a run where there is none. */
  step(): void;
  /** Ends the run; the next one begins with the same initial weights. */
  reset(): void;
  newSeed(): void;
  /** Takes back the last change of settings. */
  undo(): void;
  redo(): void;
  /** All settings at once. */
  adoptConfig(config: Config): void;
  /** Opens a lesson beside the page; null leaves it, and the settings of before are back. */
  openLesson(id: string | null): void;
  /** A lesson sets the page up: settings, and what stays free of them. What ran before ends. */
  teach(config: Config, lock: Lock): void;
  /** Runs the experiment with that many seeds, from its own on; those that are finished already count. */
  repeatSeeds(count: number): void;
  /** Ends the repetition and its current run; what was measured stays. */
  stopRepeat(): void;
  setSpeed(stepsPerSecond: number | null): void;
  setBackend(choice: BackendChoice): void;
  /** How steps are computed; starts a new run, as another backend does. */
  setEngine(engine: EngineChoice): void;
  setProbe(probe: Probe): void;
  /** What all lanes are to continue; null while nobody looks. */
  setPrompt(prompt: Prompt | null): void;
  /** What panels want to be shown; see useWatch in ui. */
  watch(panels: Partial<Omit<Watch, 'probe' | 'prompt'>>): void;
  /** The visitor's own data as they came, for another worker; null where none are open. */
  ownData(): OwnData | null;
  openTable(source: FileSource): void;
  /** Opens the visitor's own text and makes it the corpus. */
  openText(source: FileSource): void;
  /** Fetches a text and opens it; what goes wrong is told like a bad file. */
  openAddress(address: string): Promise<void>;
  /** Opens the refused table again without its unusable rows, or in another encoding. */
  retryTable(how: { readonly skipBadRows: true } | { readonly encoding: string }): void;
  /** After a failure: continues, paused, from the last good checkpoint. */
  goBack(): void;
  /** Shows a run that was kept: its settings, curves and, where there is a checkpoint, what its models answer. */
  openRun(run: Omit<RunView, 'dataKey'>, checkpoint: Checkpoint | null, paused: boolean): void;
  setOverlaid(overlaid: readonly Overlay[]): void;
  setFork(fork: Fork | null): void;
  /** Takes in finished runs of earlier sessions, oldest first. */
  keepSession(records: readonly RunRecord[]): void;
  /** The weights that a lane has now, with all it takes to use them. Throws PlaygroundError where there are none. */
  exportLane(lane: LaneId): Promise<Portable>;
  /** The experiment of the run, or of the settings, with its data and initial weights. */
  exportExperiment(): Promise<PortableExperiment>;
  notice(text: string): void;
  dismissNotice(id: number): void;
  dismissFailure(): void;
}

export type PageStore = PageState & PageActions;

export type SetState = (change: Partial<PageState> | ((state: PageStore) => Partial<PageState>)) => void;
