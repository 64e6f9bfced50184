// The page's state before anything has happened.

import type { ParsedLink } from '../shared/link.ts';
import type { PageState } from './state.ts';

/** What panels show of a run before there is one. */
export const noAnswers = { snapshots: {}, continuations: {} } as const;

/** As the link that opened the page has it. */
export const firstState = ({ config, backend, engine, carried, problems }: ParsedLink): PageState => ({
  config,
  carried: { ...carried, config },
  backendChoice: backend,
  engine,
  backend: null,
  pace: null,
  task: null,
  table: null,
  tableProgress: null,
  tableRefusal: null,
  run: null,
  previous: null,
  overlaid: [],
  fork: null,
  lesson: null,
  lock: null,
  canUndo: false,
  canRedo: false,
  session: [],
  repeat: null,
  dataKey: 0,
  stale: false,
  checkpoint: null,
  failure: null,
  ...noAnswers,
  probe: null,
  text: null,
  prompt: null,
  stepsPerSecond: null,
  lossAnswer: null,
  notices: problems.map(({ path, message }, id) => ({ id: -1 - id, text: `Link: ${path}: ${message}.` })),
});
