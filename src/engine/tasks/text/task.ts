// Task `text`: language models on one of several corpora. Puts corpus, tokenizer and windows together; the pieces are in
// engine/text/.

import type { TaskConfig } from '../../../shared/catalog/tasks.ts';
import { PlaygroundError } from '../../../shared/errors.ts';
import { breathe } from '../../breathe.ts';
import { fork } from '../../rng.ts';
import { arithmeticProblems, problemText } from '../../text/arithmetic.ts';
import { trainBpe } from '../../text/bpe.ts';
import { buildCharacters } from '../../text/characters.ts';
import { closedVocabulary } from '../../text/closed.ts';
import { createGrammar, type Grammar, sampleTokens } from '../../text/grammar.ts';
import { bimodalRules, englishRules } from '../../text/languages.ts';
import { compileRules } from '../../text/rules.ts';
import { checkTokens, splitText } from '../../text/split.ts';
import { encodeInParts, type Tokenizer } from '../../text/tokenizer.ts';
import { grammarTokenizer } from '../../text/words.ts';
import type { TaskSources, TokenTask } from '../task.ts';
import { problemWindows, sentenceWindows, textWindows, type Windows } from './windows.ts';

type TextConfig = Extract<TaskConfig, { kind: 'text' }>;

/** What differs from corpus to corpus. */
interface Corpus {
  readonly tokenizer: Tokenizer;
  readonly length: number;
  readonly train: Windows;
  readonly validation: Windows;
  readonly end: number | null;
  readonly wholeExamples: boolean;
  readonly characters: number;
  readonly truth: { readonly grammar: Grammar; readonly windows: Windows } | null;
  readonly prompts: readonly string[];
  readonly notes: readonly string[];
}

const grammarSentences = { train: 20_000, validation: 1_000 };

function arithmetic({ digits, reversed, padded, blockSize }: TextConfig, seed: number): Corpus {
  const { train, heldOut } = arithmeticProblems(
    { digits: digits as 1 | 2 | 3, operations: 'both', reversed, padded },
    seed,
  );
  const corpus = train.map(problemText).join('');
  // Characters come first, sorted, and bytes behind them: every problem is written in the first few.
  const tokenizer = closedVocabulary(buildCharacters(corpus));
  const length = Math.max(...[...train, ...heldOut].map((problem) => problemText(problem).length)) - 1;
  if (blockSize < length) {
    throw new PlaygroundError(
      'BadSetting',
      `A context of ${blockSize} tokens cannot hold a problem of ${length + 1}.`,
      `Make the context at least ${length}, or take fewer digits.`,
    );
  }
  return {
    tokenizer,
    length,
    train: problemWindows(train, tokenizer, length),
    validation: problemWindows(heldOut, tokenizer, length),
    end: tokenizer.encode('\n')[0] ?? null,
    wholeExamples: true,
    characters: 1,
    truth: null,
    prompts: heldOut.slice(0, 24).map(({ prompt }) => prompt),
    notes: [`${train.length} problems to learn from, ${heldOut.length} held out.`],
  };
}

function ofGrammar(grammar: Grammar, length: number, seed: number): Corpus {
  const tokenizer = grammarTokenizer(grammar);
  const draw = (side: keyof typeof grammarSentences) =>
    sampleTokens(grammar, grammarSentences[side], fork(seed, 'data', 'grammar', side));
  const [train, validation] = [draw('train'), draw('validation')];
  const validationWindows = sentenceWindows(validation, length, grammar.end, true);
  return {
    tokenizer,
    length,
    train: sentenceWindows(train, length, grammar.end, false),
    validation: validationWindows,
    end: null,
    wholeExamples: false,
    characters: tokenizer.decode(validation).length / validation.length,
    truth: { grammar, windows: validationWindows },
    prompts: Array.from({ length: 12 }, (_, i) =>
      tokenizer.decode(validationWindows.at(i).tokens.subarray(0, 3)),
    ),
    notes: [
      `The grammar's own entropy is ${grammar.entropyPerToken().toFixed(3)} nats per word: no model can do better.`,
    ],
  };
}

async function running(
  config: TextConfig,
  text: string,
  name: string,
  seed: number,
  sources: TaskSources,
): Promise<Corpus> {
  const { blockSize, vocabSize, tokenizer: kind } = config;
  const split = splitText(text, { blockSize, seed, name });
  const learnt = split.train.join('\n');
  const tokenizer =
    kind === 'characters'
      ? buildCharacters(learnt)
      : await trainBpe(learnt, vocabSize, ({ done, total }) => sources.onProgress(done / total), breathe);
  const encode = (parts: readonly string[]) =>
    Promise.all(parts.map((part) => encodeInParts(tokenizer, part, breathe)));
  const [train, validation] = [await encode(split.train), await encode(split.validation)];
  const longest = (pieces: readonly Int32Array[]) => Math.max(...pieces.map((piece) => piece.length));
  checkTokens(longest(train), blockSize, 'training');
  checkTokens(longest(validation), blockSize, 'validation');
  const tokens = validation.reduce((sum, piece) => sum + piece.length, 0);
  const windows = textWindows(validation, blockSize, blockSize);
  return {
    tokenizer,
    length: blockSize,
    train: textWindows(train, blockSize, 1),
    validation: windows,
    end: null,
    wholeExamples: false,
    characters: split.validation.join('').length / tokens,
    truth: null,
    prompts: Array.from({ length: Math.min(12, windows.size) }, (_, i) =>
      tokenizer.decode(windows.at(i).tokens.subarray(0, Math.max(1, Math.min(24, blockSize / 2)))),
    ),
    notes: [],
  };
}

function ownText({ text }: TaskSources): Promise<string> {
  if (text !== null) return Promise.resolve(text);
  throw new PlaygroundError(
    'BadFile',
    'This experiment needs a text, and none is open.',
    'Paste one or open a file; in the terminal, name it with --data FILE.',
  );
}

function load(config: TextConfig, seed: number, sources: TaskSources): Corpus | Promise<Corpus> {
  switch (config.corpus) {
    case 'arithmetic':
      return arithmetic(config, seed);
    case 'grammar':
      return ofGrammar(createGrammar(compileRules(englishRules())), config.blockSize, seed);
    case 'bimodal':
      return ofGrammar(createGrammar(compileRules(bimodalRules())), config.blockSize, seed);
    case 'fables':
      return sources.corpus('fables').then((text) => running(config, text, 'Fables', seed, sources));
    case 'own':
      return ownText(sources).then((text) => running(config, text, 'Your text', seed, sources));
    default:
      return config.corpus satisfies never;
  }
}

/** True next-word probabilities at every place of some windows, [examples * length, words]. */
function truthOf(
  { grammar, windows }: NonNullable<Corpus['truth']>,
  length: number,
  examples: Int32Array,
): Float32Array {
  const words = grammar.words.length;
  const truth = new Float32Array(examples.length * length * words);
  examples.forEach((example, row) => {
    // A window begins with a sentence: state 0.
    let state = 0;
    windows
      .at(example)
      .tokens.subarray(0, length)
      .forEach((token, at) => {
        state = grammar.step(state, token);
        truth.set(grammar.distribution(state), (row * length + at) * words);
      });
  });
  return truth;
}

/** Throws BadFile or BadSetting where the text or the settings cannot be used. */
export async function text(config: TextConfig, seed: number, sources: TaskSources): Promise<TokenTask> {
  const corpus = await load(config, seed, sources);
  const { tokenizer, length, train, validation, truth } = corpus;
  return {
    kind: 'tokens',
    tokenizer,
    classes: Array.from({ length: tokenizer.vocabSize }, (_, id) => tokenizer.tokenText(id)),
    inputs: length,
    outputs: tokenizer.vocabSize,
    train,
    validation,
    end: corpus.end,
    wholeExamples: corpus.wholeExamples,
    charactersPerToken: corpus.characters,
    truth: truth === null ? null : (examples) => truthOf(truth, length, examples),
    entropyFloor: truth?.grammar.entropyPerToken() ?? null,
    input: { kind: 'text' },
    prompts: corpus.prompts,
    extent: null,
    notes: corpus.notes,
    recipe: { kind: 'tokens', tokenizer: tokenizer.toJson(), end: corpus.end },
    example: config.corpus === 'own' ? 'The ' : (corpus.prompts[0] ?? ''),
  };
}
