// Reads the question of a lesson's step: which of several, or a number, with what is said to every outcome.

import { figureRow } from './figures.ts';
import type { Choice, GuessQuestion, Question, WhichQuestion } from './lesson.ts';
import { idPattern, idRule, isFields, type Path, type Reader } from './reader.ts';

function readChoices(reader: Reader, raw: unknown, path: Path): Choice[] {
  if (!isFields(raw) || Object.keys(raw).length < 2) {
    reader.say(path, 'needs at least two choices, each by a short name: "hot: { says, figure, then }"');
    return [];
  }
  return Object.entries(raw).map(([id, value]) => {
    const at = [...path, id];
    if (!idPattern.test(id) || id === 'even')
      reader.say(at, `"${id}" cannot name a choice; ${idRule}; not "even"`);
    const fields = reader.fields(value, at, ['says', 'figure', 'then']);
    const { figure } = fields;
    return {
      id,
      says: reader.text(fields.says, [...at, 'says']),
      figure: typeof figure === 'number' ? figure : reader.figureAt(figure, [...at, 'figure']),
      explains: reader.prose(fields.then, [...at, 'then']),
    };
  });
}

const unitOf = ({ figure }: Choice) => (typeof figure === 'number' ? null : figureRow(figure.figure).unit);

function readWhich(reader: Reader, raw: unknown, path: Path): WhichQuestion {
  const fields = reader.fields(raw, path, ['ask', 'wins', 'too-close', 'choices', 'even', 'shown', 'margin']);
  const choices = readChoices(reader, fields.choices, [...path, 'choices']);
  const even = reader.fields(fields.even, [...path, 'even'], ['says', 'then']);
  const wins = fields.wins === 'least' ? 'least' : 'most';
  if (fields.wins !== 'most' && fields.wins !== 'least')
    reader.say([...path, 'wins'], 'must be "most" or "least"');
  const tooClose = reader.number(fields['too-close'], [...path, 'too-close'], 0);
  const units = new Set(choices.map(unitOf).filter((unit) => unit !== null));
  if (units.size > 1) reader.say([...path, 'choices'], `compares different units: ${[...units].join(', ')}`);
  const outcome = reader.text(fields.shown, [...path, 'shown']);
  if (![...choices.map(({ id }) => id), 'even'].includes(outcome))
    reader.say([...path, 'shown'], `"${outcome}" is none of the choices, nor "even"`);
  const margin = outcome === 'even' ? 0 : reader.number(fields.margin, [...path, 'margin'], 0);
  if (outcome !== 'even' && margin <= tooClose)
    reader.say([...path, 'margin'], `is ${margin}: it must be more than too-close, ${tooClose}`);
  return {
    kind: 'which',
    ask: reader.prose(fields.ask, [...path, 'ask']),
    wins,
    tooClose,
    choices,
    even: {
      says: reader.text(even.says, [...path, 'even', 'says']),
      explains: reader.prose(even.then, [...path, 'even', 'then']),
    },
    shown: { outcome, margin },
  };
}

function readGuess(reader: Reader, raw: unknown, path: Path): GuessQuestion {
  const allowed = ['ask', 'guess', 'from', 'to', 'step', 'within', 'near', 'above', 'below', 'shown'];
  const fields = reader.fields(raw, path, allowed);
  const numberAt = (key: string, min?: number) => reader.number(fields[key], [...path, key], min);
  const [from, to] = [numberAt('from'), numberAt('to')];
  if (from >= to) reader.say([...path, 'to'], `is ${to}: it must be more than from, ${from}`);
  const shown = reader.list(fields.shown, [...path, 'shown']).map(Number);
  const [low = Number.NaN, high = Number.NaN] = shown;
  if (!(low < high))
    reader.say([...path, 'shown'], 'must be two numbers, as [55, 66]: where the run puts the figure');
  return {
    kind: 'guess',
    ask: reader.prose(fields.ask, [...path, 'ask']),
    figure: reader.figureAt(fields.guess, [...path, 'guess']),
    from,
    to,
    step: numberAt('step', 0),
    within: numberAt('within', 0),
    explains: {
      near: reader.prose(fields.near, [...path, 'near']),
      above: reader.prose(fields.above, [...path, 'above']),
      below: reader.prose(fields.below, [...path, 'below']),
    },
    shown: [low, high],
  };
}

export function readQuestion(reader: Reader, raw: unknown, path: Path): Question | null {
  if (raw === undefined) return null;
  return isFields(raw) && 'guess' in raw ? readGuess(reader, raw, path) : readWhich(reader, raw, path);
}
