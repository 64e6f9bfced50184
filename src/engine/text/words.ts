// The tokenizer of a grammar: one token per word, one sentence to a line. Must not touch probabilities.

import { PlaygroundError } from '../../shared/errors.ts';
import { quote } from '../../shared/params.ts';
import type { Grammar } from './grammar.ts';
import { badTokenizer, checkId, openJson, type Tokenizer, type WordsJson } from './tokenizer.ts';

/**
 * One token per word of `grammar`, with the grammar's ids. Text is the words parted by spaces, with the end
 * "." right behind the last word of a sentence and a line end behind it; encode also takes other blanks and
 * capitals. encode throws BadSetting on a word that the grammar does not have; decode(encode(text)) is `text`
 * where it is written as decode writes.
 */
export function grammarTokenizer({ words, end }: Pick<Grammar, 'words' | 'end'>): Tokenizer {
  const idOf = new Map(words.map((word, id) => [word, id]));
  const find = (word: string): number => {
    const id = idOf.get(word);
    if (id !== undefined) return id;
    throw new PlaygroundError(
      'BadSetting',
      `${quote(word)} is not a word of this grammar.`,
      `Use its ${words.length - 1} words: ${words.slice(0, end).join(', ')}.`,
    );
  };
  return {
    kind: 'words',
    vocabSize: words.length,
    encode: (text) => Int32Array.from(text.toLowerCase().match(/[^\s.]+|\./g) ?? [], find),
    decode(ids) {
      let text = '';
      for (let i = 0; i < ids.length; i++) {
        const id = checkId(ids[i], words.length);
        const isFresh = text === '' || text.endsWith('\n');
        text += id === end ? '.\n' : `${isFresh ? '' : ' '}${words[id]}`;
      }
      return text;
    },
    tokenText: (id) => words[checkId(id, words.length)] ?? '',
    toJson: (): WordsJson => ({ kind: 'words', version: 1, words: [...words], end }),
  };
}

/** Most words that a saved vocabulary may hold. */
const maxWords = 4096;

/** Inverse of toJson, for untrusted `json`. Throws BadFile. */
export function wordsFromJson(json: unknown): Tokenizer {
  const { words, end } = openJson(json, 'words');
  if (!Array.isArray(words) || words.length === 0 || words.length > maxWords)
    throw badTokenizer(`"words" is no list of 1 to ${maxWords} words`);
  if (!words.every((word) => typeof word === 'string' && /^[^\s]+$/.test(word)))
    throw badTokenizer('one of the words is empty, or not one word');
  if (new Set(words).size < words.length) throw badTokenizer('a word occurs twice');
  if (!Number.isInteger(end) || words[end as number] === undefined)
    throw badTokenizer('"end" is none of the words');
  return grammarTokenizer({ words, end: end as number });
}
