// Asks the worker for what is taken along and waits for it: one promise a question. Makes no files.

import { PlaygroundError } from '../shared/errors.ts';
import type { Portable, PortableExperiment } from '../shared/portable.ts';
import type { LaneId } from '../shared/protocol/lanes.ts';
import type { Command, Event, Exported } from '../shared/protocol/messages.ts';
import type { PageStore } from './state.ts';

interface Waiting {
  resolve(content: Exported): void;
  reject(error: Error): void;
}

/** `send` asks the worker, whose answers arrive by `onExported`. */
export function createTakeaway(get: () => PageStore, send: (command: Command) => void) {
  const waiting = new Map<number, Waiting>();
  let count = 0;

  function ask(what: LaneId | 'experiment'): Promise<Exported> {
    const { run, config, checkpoint } = get();
    const id = ++count;
    const answer = new Promise<Exported>((resolve, reject) => waiting.set(id, { resolve, reject }));
    send({ type: 'export', id, what, config: run?.config ?? config, runId: run?.id ?? null, checkpoint });
    return answer;
  }

  const refused = (content: Exported): PlaygroundError => {
    if (content.kind !== 'refused') throw new Error(`asked for something else than ${content.kind}`);
    const { kind, message, remedy } = content.failure;
    return new PlaygroundError(kind, message, remedy);
  };

  return {
    /** The weights that a lane has now. Throws PlaygroundError where there are none. */
    async lane(lane: LaneId): Promise<Portable> {
      const content = await ask(lane);
      if (content.kind === 'model') return content.portable;
      throw refused(content);
    },
    /** The experiment of the run, or of the settings where there is none, from its beginning. */
    async experiment(): Promise<PortableExperiment> {
      const content = await ask('experiment');
      if (content.kind === 'experiment') return content.experiment;
      throw refused(content);
    },
    onExported({ id, content }: Extract<Event, { type: 'exported' }>): void {
      waiting.get(id)?.resolve(content);
      waiting.delete(id);
    },
    /** The worker is gone, and the questions with it. */
    onDeath(reason: string): void {
      const error = new PlaygroundError('Internal', `The training worker stopped (${reason}).`, 'Try again.');
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}
