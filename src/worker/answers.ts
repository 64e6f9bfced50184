// Answers what the page looks at, from the weights of the moment: snapshots of every kind, and continuations of a prompt.
// What cannot be answered is said, and ends no run.

import { makeSnapshot, snapshotKinds } from '../engine/snapshots/snapshot.ts';
import type { TaskData } from '../engine/tasks/task.ts';
import type { Training } from '../engine/train.ts';
import { PlaygroundError } from '../shared/errors.ts';
import type { Watch } from '../shared/protocol/watch.ts';
import { buffersOf } from './buffers.ts';
import { continuations } from './continuations.ts';
import { createPacing } from './pacing.ts';
import type { Post } from './services.ts';

const writeEveryMs = 3000;
/** Texts may take at most this share of the time. */
const writingShare = 0.1;

interface Asked {
  readonly post: Post;
  readonly runId: string;
  /** What is looked at now. */
  readonly watch: () => Watch;
  /** null while there are none. */
  readonly models: () => { readonly training: Training; readonly task: TaskData } | null;
  readonly isMoving: () => boolean;
  readonly isStopping: () => boolean;
}

/** Of one run, until that is stopped. */
export function createAnswers({ post, runId, watch, models, isMoving, isStopping }: Asked) {
  const pacing = createPacing();
  let isMeasuring = false;
  let nextWritingAt = 0;

  /** Does what answers `key`; a question that has no answer is left until another is asked. */
  async function answer(key: keyof Watch, asked: Watch, work: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    try {
      await work();
      pacing.done(key, asked, performance.now() - startedAt);
    } catch (error) {
      if (!(error instanceof PlaygroundError) || error.failure.kind !== 'BadSetting') throw error;
      pacing.refused(key, asked);
      post({ type: 'error', runId, failure: { ...error.failure, question: key } });
    }
  }

  /** All lanes continue the watched prompt, streamed while the run stands still, in one piece each while it trains. */
  async function continuePrompt(streamed: boolean): Promise<void> {
    const { prompt } = watch();
    const from = models();
    if (prompt === null || from === null || from.task.kind !== 'tokens') return;
    if (!streamed && performance.now() < nextWritingAt) return;
    const startedAt = performance.now();
    for await (const continuation of continuations(from.training, from.task, prompt)) {
      if (streamed || continuation.done) post({ type: 'continuation', continuation });
      // Another prompt, a stop or the end of a pause: what was begun is no longer wanted.
      if (watch().prompt !== prompt || isStopping() || (streamed && isMoving())) return;
    }
    nextWritingAt =
      performance.now() + Math.max(writeEveryMs, (performance.now() - startedAt) / writingShare);
  }

  return {
    /** true: a snapshot is being made, which may take long. */
    get isMeasuring() {
      return isMeasuring;
    },
    /** Answers what is on screen: all of it in its turn, or at once what is newly asked; `all` renews everything. */
    async give(all: boolean): Promise<void> {
      const asked = watch();
      for (const kind of snapshotKinds) {
        const from = models();
        if (from === null) return;
        if (!pacing.isDue(kind, asked, all)) continue;
        await answer(kind, asked, async () => {
          isMeasuring = true;
          const making = makeSnapshot(kind, from.training, from.task, asked, () => !isStopping());
          const snapshot = await making.finally(() => {
            isMeasuring = false;
          });
          if (snapshot !== null) post({ type: 'snapshot', snapshot }, buffersOf(snapshot));
        });
      }
      if (pacing.isRefused('prompt', asked)) return;
      const isNewPrompt = pacing.isNew('prompt', asked);
      await answer('prompt', asked, () => continuePrompt(all || (!isMoving() && isNewPrompt)));
    },
  };
}
