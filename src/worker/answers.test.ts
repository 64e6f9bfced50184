// What a visitor asks while it trains: answered from the models of the moment, or refused without ending anything.

import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine/backend/backend.testing.ts';
import { noSources } from '../engine/tasks/sources.testing.ts';
import { loadTask } from '../engine/tasks/task.ts';
import { createTraining } from '../engine/train.ts';
import { configFrom } from '../shared/config.ts';
import type { Event } from '../shared/protocol/messages.ts';
import { type Watch, watchNothing } from '../shared/protocol/watch.ts';
import { createAnswers } from './answers.ts';

async function asking(first: Partial<Watch>) {
  const { config } = configFrom({
    'task.kind': 'text',
    'task.corpus': 'bimodal',
    'teacher.nLayer': 1,
    'teacher.nEmbd': 8,
    'student.nLayer': 1,
    'student.nEmbd': 8,
  });
  const task = await loadTask(config.task, config.seed, noSources);
  const training = createTraining(config, task);
  const posted: { event: Event; transfer: ArrayBuffer[] }[] = [];
  let watch: Watch = { ...watchNothing, ...first };
  const answers = createAnswers({
    post: (event, transfer = []) => posted.push({ event, transfer }),
    runId: 'run',
    watch: () => watch,
    models: () => ({ training, task }),
    isMoving: () => false,
    isStopping: () => false,
  });
  return {
    training,
    ask: async (change: Partial<Watch>) => {
      watch = { ...watch, ...change };
      posted.length = 0;
      await answers.give(true);
      return posted.map(({ event }) => (event.type === 'snapshot' ? event.snapshot.kind : event.type));
    },
    said: () => posted.map(({ event }) => event),
    moved: () => posted,
  };
}

const text = (words: string) => ({ kind: 'text', text: words }) as const;
const prompt = (words: string) => ({ text: words, tokens: 2, temperature: 0, seed: 1 });

describe('questions while it trains', () => {
  beforeAll(() => useBackend('wasm'));

  it('that have no answer are refused once, and the others answered', async () => {
    const { ask, said, training } = await asking({});
    expect(await ask({ probe: text('postcode'), disagreements: ['teacher', 'student'] })).toEqual([
      'error',
      'disagreements',
    ]);
    expect(said()[0]).toMatchObject({
      type: 'error',
      runId: 'run',
      failure: {
        kind: 'BadSetting',
        message: '"postcode" is not a word of this grammar.',
        question: 'probe',
      },
    });
    expect(await ask({})).toEqual(['disagreements']);
    expect(await ask({ probe: text('c2 d2') })).toEqual(['probe', 'disagreements']);
    expect(await ask({})).toEqual(['probe', 'disagreements']);
    training.dispose();
  });

  it('of what comes next likewise', async () => {
    const { ask, said, training } = await asking({});
    expect(await ask({ prompt: prompt('nonsense') })).toEqual(['error']);
    expect(await ask({})).toEqual([]);
    expect(new Set(await ask({ prompt: prompt('c2 d2') }))).toEqual(new Set(['continuation']));
    const texts = said().flatMap((event) => (event.type === 'continuation' ? [event.continuation.text] : []));
    expect(texts.length).toBeGreaterThan(2);
    // What follows is parted from the prompt's last word, or ends its sentence.
    for (const text of texts) expect(text).toMatch(/^( \w|\.|$)/);
    expect(texts.some((text) => text.startsWith(' '))).toBe(true);
    training.dispose();
  });

  it('are answered by numbers that are moved, and of which the models keep nothing', async () => {
    const { ask, moved, training } = await asking({});
    const attention = { of: 'text', text: '' } as const;
    const shares: number[][] = [];
    for (let round = 0; round < 2; round++) {
      expect(await ask({ inside: attention })).toEqual(['inside']);
      const [{ event, transfer } = { event: undefined, transfer: [] }] = moved();
      // One piece of memory for the maps of all lanes; the few figures of each lane have their own.
      expect(transfer.length).toBe(7);
      const there = structuredClone(event, { transfer });
      if (there?.type !== 'snapshot' || there.snapshot.kind !== 'inside' || there.snapshot.of !== 'text')
        throw new Error('attention was looked at');
      shares.push([...there.snapshot.lanes.student.weights]);
    }
    expect(shares[0]?.length).toBeGreaterThan(4);
    expect(shares[1]).toEqual(shares[0]);
    expect(await ask({ inside: { of: 'text', text: 'nonsense' } })).toEqual(['error']);
    training.dispose();
  });

  it('that fail otherwise are thrown on', async () => {
    const { ask, training } = await asking({});
    training.dispose();
    await expect(ask({ probe: text('c2') })).rejects.toThrow();
  });
});
