// Owns the training worker: passes messages, and replaces it when it dies.

import type { Command, Event } from '../shared/protocol/messages.ts';
import { spawnWorker } from './spawn-worker.ts';

export interface Client {
  send(command: Command): void;
  /** Ends the worker; the next command starts a fresh one. */
  restart(): void;
  /** Ends the worker for good: later commands go nowhere. */
  stop(): void;
}

/** The worker starts with the first command; `onDeath` is called with the reason when it stops working by itself. */
export function createClient(onEvent: (event: Event) => void, onDeath: (reason: string) => void): Client {
  let worker: Worker | null = null;
  let stopped = false;

  function spawn(): Worker {
    const fresh = spawnWorker('training');
    fresh.onmessage = ({ data }: MessageEvent<Event>) => onEvent(data);
    fresh.onerror = (error) => {
      if (worker === fresh) onDeath(error.message || 'the worker stopped');
    };
    fresh.onmessageerror = () => onDeath('a message of the worker could not be read');
    return fresh;
  }

  return {
    send(command) {
      if (stopped) return;
      worker ??= spawn();
      worker.postMessage(command);
    },
    restart() {
      worker?.terminate();
      worker = null;
    },
    stop() {
      stopped = true;
      worker?.terminate();
    },
  };
}
