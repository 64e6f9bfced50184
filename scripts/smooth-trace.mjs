// Reads a trace of Chromium: which tasks of the page's main thread were long, by the clock and by the processor's time they
// took (what another program took of the core in between is not theirs), and what they spent it on.

const longMs = 50;

/** What a task spends its time on, in words; other events are seen through. */
const kinds = {
  Layout: 'layout',
  UpdateLayoutTree: 'style',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'paint',
  Commit: 'paint',
  MajorGC: 'garbage collection',
  MinorGC: 'garbage collection',
  'V8.GCScavenger': 'garbage collection',
  'v8.compile': 'compiling',
  EvaluateScript: 'loading code',
  'v8.evaluateModule': 'loading code',
  FunctionCall: 'script',
  TimerFire: 'script',
  FireAnimationFrame: 'script',
  EventDispatch: 'script',
  RunMicrotasks: 'script',
  HandlePostMessage: 'script',
};

const nameOf = ({ name, args }) => {
  const kind = kinds[name];
  if (name === 'EventDispatch') return `${kind} (${args.data?.type})`;
  if (name === 'FunctionCall' && args.data?.url)
    return `${kind} (${args.data.functionName || 'anonymous'} in ${args.data.url.replace(/.*\//, '')}:${args.data.lineNumber}:${args.data.columnNumber})`;
  return kind;
};

/** ms by what it was spent on, innermost named event first to claim its time. */
function makeup(task, inside) {
  const spent = new Map();
  const stack = [];
  const close = (until) => {
    while (stack.length > 0 && stack.at(-1).end <= until) {
      const { name, own } = stack.pop();
      spent.set(name, (spent.get(name) ?? 0) + own / 1000);
    }
  };
  for (const event of inside) {
    close(event.ts);
    const parent = stack.at(-1);
    if (parent !== undefined) parent.own -= event.dur;
    stack.push({ name: nameOf(event), end: event.ts + event.dur, own: event.dur });
  }
  close(Number.POSITIVE_INFINITY);
  const known = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  spent.set('other', task.dur / 1000 - known);
  return [...spent]
    .filter(([, ms]) => ms >= 4)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([what, ms]) => `${what} ${Math.round(ms)}`)
    .join(', ');
}

/** The long tasks of every page in a trace, the slowest of them with their makeup. */
export function longTasks(trace) {
  const events = trace.traceEvents;
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const own = events.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid} ${tid}`));
  const tasks = own.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  const named = own.filter(({ name }) => name in kinds).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const long = tasks.filter(({ dur }) => dur > longMs * 1000);
  return {
    longMs,
    byClock: long.map(({ dur }) => dur / 1000),
    byProcessor: tasks.map(({ tdur = 0 }) => tdur / 1000).filter((ms) => ms > longMs),
    /** How often the page was laid out: a count, which nothing else on the machine stretches. */
    layouts: named.filter(({ name }) => name === 'Layout').length,
    /** ms of the processor that all tasks took. */
    busyMs: tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0),
    slowest: long
      .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
      .slice(0, 3)
      .map((task) => ({
        ms: task.dur / 1000,
        processorMs: (task.tdur ?? Number.NaN) / 1000,
        makeup: makeup(
          task,
          named.filter(
            ({ pid, tid, ts }) =>
              pid === task.pid && tid === task.tid && ts >= task.ts && ts < task.ts + task.dur,
          ),
        ),
      })),
  };
}
