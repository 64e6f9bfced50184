// Language models end to end, small: they learn, in every mode of distillation; writing is what the cache says it is.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Config, configFrom, type Settings } from '../../../shared/config.ts';
import type { Metrics } from '../../../shared/protocol/status.ts';
import { useBackend } from '../../backend/backend.testing.ts';
import { tensorCount } from '../../backend/internals.ts';
import { upload } from '../../data/arrays.ts';
import { uploadTask } from '../../data/data.ts';
import { trainLoop } from '../../loop.ts';
import { createModel } from '../../models/model.ts';
import { eagerPen } from '../../pen.ts';
import { fork } from '../../rng.ts';
import { rewrite } from '../../sample.ts';
import * as tf from '../../tf.ts';
import { createTraining } from '../../train.ts';
import { column, last } from '../../training.testing.ts';
import { writeText } from '../../write.ts';
import { noSources } from '../sources.testing.ts';
import { loadTask, type TaskSources, type TokenTask } from '../task.ts';

const tiny: Settings = {
  'task.kind': 'text',
  'task.digits': 1,
  'teacher.nEmbd': 32,
  'teacher.nLayer': 1,
  'student.nEmbd': 16,
  'student.nHead': 2,
  'train.batchSize': 32,
  'train.teacherSteps': 30,
  'train.studentSteps': 20,
  'train.evalEvery': 100,
  'train.warmupSteps': 5,
};

function textConfig(settings: Settings = {}): Config {
  const { config, problems } = configFrom({ ...tiny, ...settings });
  expect(problems).toEqual([]);
  return config;
}

const load = async (config: Config, own: Partial<TaskSources> = {}) =>
  (await loadTask(config.task, config.seed, { ...noSources, ...own })) as TokenTask;

async function train(config: Config, own: Partial<TaskSources> = {}): Promise<Metrics[]> {
  const training = createTraining(config, await load(config, own));
  const all: Metrics[] = [];
  for await (const { metrics, nonFinite } of trainLoop(training)) {
    expect(nonFinite).toBeNull();
    all.push(...metrics);
  }
  training.dispose();
  return all;
}

describe('language models', () => {
  beforeAll(() => useBackend('wasm'));

  it.each([
    ['arithmetic', {}],
    ['fables', { 'task.blockSize': 16 }],
    ['fables', { 'task.blockSize': 16, 'task.tokenizer': 'bpe', 'task.vocabSize': 300 }],
    ['grammar', { 'task.blockSize': 12 }],
    ['bimodal', { 'task.blockSize': 12 }],
  ] as const)('learn on %s %o', async (corpus, settings) => {
    const metrics = await train(textConfig({ 'task.corpus': corpus, ...settings }));
    for (const lane of ['teacher', 'student', 'control']) {
      const losses = column(metrics, `${lane}.valLoss`);
      expect(last(losses)).toBeLessThan((losses[0] ?? 0) - 0.1);
    }
    expect(column(metrics, 'teacher.exactMatch').length > 0).toBe(corpus === 'arithmetic');
    expect(column(metrics, 'teacher.truthKl').length > 0).toBe(corpus === 'grammar' || corpus === 'bimodal');
  });

  it.each([
    { 'distill.loss': 'reverseKl' },
    { 'distill.loss': 'sequenceNll', 'distill.source': 'teacher' },
    { 'distill.source': 'teacher' },
    { 'distill.lambda': 1 },
    { 'distill.lambda': 0.5, 'teacher.dropout': 0.1, 'student.dropout': 0.1 },
  ] as Settings[])('learn with %o, twice the same', async (settings) => {
    const runs = [await train(textConfig(settings)), await train(textConfig(settings))] as const;
    expect(column(runs[1], 'student.loss')).toEqual(column(runs[0], 'student.loss'));
    const losses = column(runs[0], 'student.valLoss');
    expect(last(losses)).toBeLessThan(losses[0] ?? 0);
  });

  it('a teacher that knows a grammar comes near its entropy, and its student nearer the truth than the control', async () => {
    const config = textConfig({
      'task.corpus': 'bimodal',
      'task.blockSize': 12,
      'train.teacherSteps': 700,
      'train.studentSteps': 60,
      'train.learningRate': 0.01,
    });
    const floor = (await load(config)).entropyFloor ?? 0;
    const metrics = await train(config);
    expect(last(column(metrics, 'teacher.truthKl'))).toBeLessThan(0.05);
    expect(last(column(metrics, 'teacher.valLoss'))).toBeLessThan(floor + 0.15);
    expect(last(column(metrics, 'student.truthKl'))).toBeLessThan(last(column(metrics, 'control.truthKl')));
  });

  it.each([{}, { 'distill.lambda': 1 }, { 'distill.source': 'teacher' }] as Settings[])(
    'hold as many tensors late as early with %o',
    async (settings) => {
      const config = textConfig({ ...settings, 'train.teacherSteps': 2, 'train.studentSteps': 80 });
      const task = await load(config);
      const before = tensorCount();
      const training = createTraining(config, task);
      const countAt = async (step: number) => {
        while (training.lanes.student.step < step) training.step();
        await training.flush();
        return tensorCount();
      };
      const early = await countAt(40);
      expect(await countAt(75)).toBe(early);
      training.dispose();
      expect(tensorCount()).toBe(before);
    },
  );
});

describe('writing', () => {
  beforeAll(() => useBackend('wasm'));

  async function writer() {
    const config = textConfig({ 'task.corpus': 'fables', 'task.blockSize': 12 });
    const task = await load(config);
    const model = createModel(config.student, task.inputs, task.outputs, fork(3, 'writer'));
    const { extend } = model;
    if (extend === undefined) throw new Error('a GPT writes');
    // Larger weights than fresh ones, so that the distributions are not all alike.
    for (const variable of model.variables) tf.tidy(() => variable.assign(tf.mul(variable, 8)));
    return { task, model: { ...model, extend } };
  }

  async function written(
    options: { tokens?: number; temperature?: number; seed?: number } = {},
  ): Promise<string> {
    const { task, model } = await writer();
    let text = '';
    for await (text of writeText(eagerPen(model), task, 'The fox', {
      tokens: 40,
      temperature: 1,
      seed: 1,
      ...options,
    }));
    return text;
  }

  it('the same seed gives the same text, another seed another', async () => {
    expect(await written()).toBe(await written());
    expect(await written({ seed: 2 })).not.toBe(await written());
  });

  it('goes on beyond the context, and leaves nothing on the device', async () => {
    const { task, model } = await writer();
    const before = tensorCount();
    let count = 0;
    for await (const _ of writeText(eagerPen(model), task, 'The fox', {
      tokens: 30,
      temperature: 0.5,
      seed: 1,
    }))
      count += 1;
    expect(count).toBe(30);
    expect(tensorCount()).toBe(before);
  });

  it('with the cache is without the cache, token for token', async () => {
    const { task, model } = await writer();
    const ids = Array.from(task.tokenizer.encode('The'));
    let cached = '';
    for await (cached of writeText(eagerPen(model), task, 'The', { tokens: 8, temperature: 0, seed: 1 }));
    for (let i = 0; i < 8; i++) {
      const next = tf.tidy(() => {
        const logits = model.logits(tf.tensor2d(ids, [1, ids.length], 'int32'));
        return tf.argMax(logits, 1).dataSync()[ids.length - 1] ?? 0;
      });
      ids.push(next);
    }
    expect(cached).toBe(task.tokenizer.decode(ids.slice(-8)));
  });

  it('keeps what is given, and counts what is written up to the end alone', async () => {
    const config = textConfig();
    const task = await load(config);
    const data = uploadTask(task);
    const model = createModel(config.student, task.inputs, task.outputs, fork(3, 'writer'));
    const { extend } = model;
    if (extend === undefined || data.writing === null) throw new Error('a GPT writes');
    const windows = data.writing.windows(Int32Array.of(0, 1, 2, 3));
    const [ids, given] = upload([windows.ids, windows.given]) as [tf.Tensor2D, tf.Tensor2D];
    const text = rewrite({ extend }, ids, given, { temperature: 1, random: fork(1, 'x') });
    const [before, after, mask] = [ids.arraySync(), text.arraySync(), given.arraySync()];
    mask.forEach((row, b) => {
      row.forEach((isGiven, t) => {
        if (isGiven === 1) expect(after[b]?.[t]).toBe(before[b]?.[t]);
      });
    });
    const { weights, x } = data.writing.batchOf(text, given);
    const counts = tf.reshape(weights as tf.Tensor, x.shape).arraySync() as number[][];
    x.arraySync().forEach((row, b) => {
      const end = row.indexOf(task.end ?? -1);
      counts[b]?.forEach((weight, t) => {
        const counted = mask[b]?.[t + 1] === 0 && (end < 0 || t < end);
        expect(weight > 0).toBe(counted);
      });
    });
    data.dispose();
  });
});

describe('tokens', () => {
  beforeAll(() => useBackend('wasm'));

  it('of another text are refused, with the remedy, though all shapes fit; those of the same text are not', async () => {
    const config = textConfig({ 'task.corpus': 'own', 'task.blockSize': 8, 'train.teacherSteps': 1 });
    const [fox, owl] = await Promise.all(
      ['the small fox ran. ', 'two mild owls hum! '].map((text) => load(config, { text: text.repeat(40) })),
    );
    if (fox === undefined || owl === undefined) throw new Error('two texts were opened');
    // As many different characters, so that nothing but the fingerprint tells them apart.
    const other = { ...owl, outputs: fox.outputs, tokenizer: { ...owl.tokenizer, vocabSize: fox.outputs } };
    const training = createTraining(config, fox);
    training.step();
    const checkpoint = await training.save();
    training.dispose();
    const before = tensorCount();
    expect(() => createTraining(config, other, { checkpoint })).toThrowError('must share one tokenizer');
    const teacher = { state: checkpoint.lanes.teacher, second: null, metrics: [] };
    expect(() => createTraining(config, other, { teacher })).toThrowError('must share one tokenizer');
    expect(tensorCount()).toBe(before);
    const again = createTraining(config, fox, { checkpoint });
    expect(again.lanes.teacher.step).toBe(1);
    again.dispose();
  });

  it('of another number are refused as another model', async () => {
    const config = textConfig();
    const training = createTraining(config, await load(config));
    const checkpoint = await training.save();
    training.dispose();
    const wider = textConfig({ 'student.nEmbd': 32 });
    const data = await load(wider);
    expect(() => createTraining(wider, data, { checkpoint })).toThrowError('of another model');
  });
});

describe('texts that cannot be used', () => {
  const own = (text: string | null, settings: Settings = {}) =>
    load(textConfig({ 'task.corpus': 'own', ...settings }), { text });

  it.each([
    ['no text', null, 'needs a text'],
    ['an empty text', '', 'empty'],
    ['one character', 'a', 'one character'],
    ['a text shorter than the context', 'abcdefgh', 'characters'],
    ['a binary file', `PK\u0000\u0001${'x'.repeat(500)}`, 'binary'],
  ])('%s gets a clear answer', async (_, text, words) => {
    await expect(own(text)).rejects.toThrowError(words);
  });

  it('a context too short for a problem says which would do', async () => {
    await expect(load(textConfig({ 'task.digits': 3, 'task.blockSize': 8 }))).rejects.toThrowError(
      'cannot hold',
    );
  });

  it('emoji, controls and lone surrogates are learnt like any other text', async () => {
    const text = 'Die Füchsin 🦊 sprach: \u001b\ud800 ¡hola! 日本語. '.repeat(80);
    const task = await own(text);
    expect(task.tokenizer.decode(task.tokenizer.encode(text))).toBe(text);
  });
});
