// Files on their way out: names, contents, and the zip that holds them. Knows nothing of models.

import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface ExportFile {
  /** Path inside the zip or the folder. */
  readonly path: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** Text as UTF-8. */
export const bytesOf = ({ content }: ExportFile): Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? (strToU8(content) as Uint8Array<ArrayBuffer>) : content;

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Bytes of all files together, before they are packed. */
export const sizeOf = (files: readonly ExportFile[]): number =>
  files.reduce((sum, file) => sum + bytesOf(file).length, 0);

/** Bytes compressed between two turns of the event loop. */
const partBytes = 1 << 20;

/** Weights look like noise: squeezing them costs time and saves little. */
const isDense = (path: string): boolean => /\.(safetensors|onnx|bin)$/.test(path) && !/data\./.test(path);

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** One zip of all files; `onProgress` hears the share done, 0 to 1. What it throws cancels. */
export async function zipped(
  files: readonly ExportFile[],
  onProgress: (share: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const total = Math.max(1, sizeOf(files));
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error !== null) throw error;
    parts.push(part);
  });
  let done = 0;
  for (const file of files) {
    const content = bytesOf(file);
    const entry = isDense(file.path)
      ? new ZipPassThrough(file.path)
      : new ZipDeflate(file.path, { level: 6 });
    // The same files give the same zip, byte for byte.
    entry.mtime = '2020-01-01T00:00:00';
    zip.add(entry);
    for (let from = 0; from < content.length || from === 0; from += partBytes) {
      const part = content.slice(from, from + partBytes);
      entry.push(part, from + partBytes >= content.length);
      done += part.length;
      onProgress(done / total);
      if (content.length > partBytes) await breathe();
    }
  }
  zip.end();
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
