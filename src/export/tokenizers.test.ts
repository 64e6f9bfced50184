// tokenizer.json, read by Hugging Face's own tokenizers, gives our token ids and our text.

import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { trainBpe } from '../engine/text/bpe.ts';
import { buildCharacters } from '../engine/text/characters.ts';
import { closedVocabulary } from '../engine/text/closed.ts';
import { tokenizerFromJson } from '../engine/text/restore.ts';
import type { Tokenizer } from '../engine/text/tokenizer.ts';
import { grammarTokenizer } from '../engine/text/words.ts';
import { huggingFaceTokenizer } from './huggingface.ts';

const corpus =
  "The fox's den isn't far. The foxes slept there in 2024, and the moon – pale – rose twice.\n".repeat(4);

const cases: readonly { name: string; tokenizer: Tokenizer; texts: readonly string[]; decodes: boolean }[] = [
  {
    name: 'byte pairs',
    tokenizer: await trainBpe(corpus, 330),
    texts: [corpus.slice(0, 90), "  two  blanks\n\nthe fox's 123", 'naïve 🦊 text'],
    decodes: true,
  },
  {
    name: 'characters',
    tokenizer: buildCharacters(corpus),
    texts: [corpus.slice(0, 90), 'naïve 🦊'],
    decodes: true,
  },
  {
    name: 'characters without bytes',
    tokenizer: closedVocabulary(buildCharacters('0123456789+-=\n')),
    texts: ['12+34=', '7-9=\n'],
    decodes: true,
  },
  {
    name: 'words',
    tokenizer: grammarTokenizer({ words: ['the', 'dog', 'sleeps', '.'], end: 3 }),
    texts: ['The dog sleeps.\nthe dog'],
    decodes: false,
  },
];

describe.each(cases)('$name', ({ tokenizer, texts, decodes }) => {
  const theirs = new HuggingFace(huggingFaceTokenizer(tokenizer.toJson()), {});

  it.each(texts)('%j', (text) => {
    const ids = [...tokenizer.encode(text)];
    expect(theirs.encode(text, { add_special_tokens: false }).ids).toEqual(ids);
    if (decodes) expect(theirs.decode(ids, { skip_special_tokens: false })).toBe(text);
  });

  it('comes back from its own form', () => {
    const copy = tokenizerFromJson(JSON.parse(JSON.stringify(tokenizer.toJson())));
    for (const text of texts) expect([...copy.encode(text)]).toEqual([...tokenizer.encode(text)]);
    expect(copy.vocabSize).toBe(tokenizer.vocabSize);
  });
});
