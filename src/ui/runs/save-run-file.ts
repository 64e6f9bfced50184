// Saves a run as a file and opens such files, with a clear answer to those that are none.

import { UnreadableError } from '../../store/runs/read-saved.ts';
import type { SavedRun } from '../../store/runs/saved-run.ts';
import type { Book } from '../../store/runs/state.ts';
import type { Store } from '../../store/store.ts';

/** The library that packs comes only when it is needed. */
const codec = () => import('../../store/runs/run-file.ts');

export async function saveRunFile(book: Book, run: SavedRun): Promise<void> {
  const { packRun, fileExtension } = await codec();
  const bytes = packRun(await book.getState().contents(run.id));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/gzip' }));
  link.download = `${run.name.replace(/[^\p{L}\p{N}]+/gu, '-')}${fileExtension}`;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function openRunFile(book: Book, page: Store, file: File): Promise<void> {
  const { readRunFile } = await codec();
  try {
    const taken = readRunFile(new Uint8Array(await file.arrayBuffer()));
    await book.getState().take(taken);
    page.getState().notice(`${file.name} is opened: “${taken.run.name}” is among your runs now.`);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    page
      .getState()
      .notice(`${file.name} ${error.message}. A run is saved as a file by “File” in the table of runs.`);
  }
}
