// One thing at a time is gathered, packed and saved; what happens is told in words, what goes wrong with its remedy.

import { useState } from 'react';
import { type Failure, toFailure } from '../../../shared/errors.ts';
import { fileSize, save } from './save.ts';

export interface Made {
  readonly name: string;
  readonly content: Blob;
}

export type Progress = (share: number) => void;

export function useSaving() {
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** `make` gathers and packs; what it makes is saved at once. */
  async function run(what: string, make: (onProgress: Progress) => Promise<Made>): Promise<void> {
    setBusy(true);
    setFailure(null);
    setNote(`Gathering ${what}…`);
    try {
      const { name, content } = await make((share) =>
        setNote(`Packing ${what}: ${Math.round(100 * share)} %`),
      );
      save(name, content);
      setNote(`Saved ${name} (${fileSize(content.size)}).`);
    } catch (error) {
      setNote('');
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  }
  return { note, failure, isBusy, run };
}
