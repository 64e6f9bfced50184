// Reads a trace of Chromium: what the page's main thread did while the page loaded, by the processor's time that it took (what
// another program took of the core in between is not the page's).

const longMs = 50;

/** Numbers of one visit; times in ms, the page's main thread alone. */
export function readLoad({ traceEvents: events }) {
  const paint = events.find(({ name }) => name === 'firstContentfulPaint');
  if (paint === undefined) throw new Error('The trace has no first paint.');
  const own = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === paint.pid && tid === paint.tid);
  const tasks = own
    .filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask')
    .map(({ ts, tdur = 0 }) => ({ isBefore: ts < paint.ts, ms: tdur / 1000 }));
  const sum = (some) => some.reduce((all, { ms }) => all + ms, 0);
  const long = tasks.filter(({ isBefore, ms }) => !isBefore && ms > longMs);
  return {
    cpuBefore: sum(tasks.filter(({ isBefore }) => isBefore)),
    cpu: sum(tasks),
    longTasks: long.length,
    longest: Math.max(0, ...tasks.map(({ ms }) => ms)),
    /** What long tasks behind the first paint have beyond 50 ms: as Lighthouse's total blocking time. */
    blocking: sum(long) - long.length * longMs,
    layouts: own.filter(({ name }) => name === 'Layout').length,
  };
}
