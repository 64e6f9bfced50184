// What failed and why, from the JSON reports of Vitest and Playwright: for the end of `npm test`, which is often all that is
// looked at.

import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './project.mjs';

const fromRoot = (path) => relative(root, path);

/** A stack leads through the test runner as well, which says nothing. */
const isOthers = (line) => /^\s+at /.test(line) && (!line.includes(root) || line.includes('node_modules'));

/** Vitest's report as a list of {title, message}; a file that could not be run counts as one. */
export const ofVitest = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        title: `${fromRoot(name)} > ${fullName}`,
        message: failureMessages
          .flatMap((one) => one.split('\n').filter((line) => !isOthers(line)))
          .join('\n'),
      }));
    return tests.length === 0 && status === 'failed' ? [{ title: fromRoot(name), message }] : tests;
  });

/** Playwright's report as a list of {title, message}; a test that passed at a second try is in it, and says so. */
export function ofPlaywright({ errors, suites }) {
  const inSuite = ({ suites: inner = [], specs }) => [
    ...inner.flatMap(inSuite),
    ...specs
      .filter(({ ok, tests }) => !ok || tests.some(({ status }) => status === 'flaky'))
      .map(({ ok, file, line, title, tests }) => {
        const results = tests.flatMap((test) => test.results);
        return {
          title: `${file}:${line} > ${title}${ok ? ' (unsteady: passed when tried again)' : ''}`,
          message: results
            .flatMap((result) => result.errors)
            .map(({ message }) => message)
            .join('\n'),
        };
      }),
  ];
  const outside = errors.map(({ message }) => ({ title: 'outside of the tests', message }));
  return [...outside, ...suites.flatMap(inSuite)];
}

const clear = (text) => stripVTControlCharacters(text).trimEnd().split('\n');

/** Lines of a summary: the first failures with the start of their messages, the others by their titles. */
export function failureLines(failures, { inFull = 4, linesEach = 12, byTitle = 6 } = {}) {
  const told = failures.slice(0, inFull).flatMap(({ title, message }) => {
    const lines = clear(message);
    const more = lines.length > linesEach ? ['…'] : [];
    return [`- ${title}`, ...[...lines.slice(0, linesEach), ...more].map((line) => `    ${line}`)];
  });
  const named = failures.slice(inFull, inFull + byTitle).map(({ title }) => `- ${title}`);
  const unnamed = failures.length - inFull - byTitle;
  return [...told, ...named, ...(unnamed > 0 ? [`- and ${unnamed} more`] : [])];
}

/** The last lines that a program printed, where it left no report. */
export const lastLines = (text, count = 15) => clear(text).slice(-count);
