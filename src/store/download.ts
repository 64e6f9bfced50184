// Fetches a visitor's text from an address, once, when they ask for it. The only request the page ever makes to another
// host; it sends no cookies and no referrer. What the bytes mean is decided where files are read (engine/text/).

import { PlaygroundError } from '../shared/errors.ts';
import { quote } from '../shared/params.ts';
import type { FileSource } from '../shared/protocol/data.ts';

export const maxDownloadBytes = 5_000_000;
const timeoutMs = 30_000;

export interface DownloadOptions {
  /** Ends the download: the visitor wants something else. */
  readonly signal: AbortSignal;
  /** Share read, 0 to 1; 0 while the host does not say how much there is. */
  onProgress(share: number): void;
}

const refuse = (message: string, remedy: string): PlaygroundError =>
  new PlaygroundError('BadFile', message, remedy);

const saveInstead = 'Save it to a file and open that here.';

function readAddress(written: string): URL {
  const trimmed = written.trim();
  // "example.org/story.txt" is what people type.
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.hostname === '') {
    throw refuse(`${quote(trimmed)} is no address.`, 'Write it in full: https://example.org/story.txt');
  }
  if (url.protocol !== 'https:') {
    throw refuse(
      `${quote(url.protocol)} addresses are not read, only https:.`,
      `Try https://${url.host}${url.pathname}, or open the text as a file.`,
    );
  }
  url.username = '';
  url.password = '';
  return url;
}

/** Kinds of content that are no plain text whatever their bytes say. */
const notText: readonly { readonly type: RegExp; readonly name: string }[] = [
  { type: /^(text\/html|application\/xhtml\+xml)/, name: 'a web page' },
  { type: /^(image|audio|video|font)\//, name: 'no text' },
  { type: /^application\/(pdf|zip|gzip|msword|vnd\.|x-7z|x-rar|wasm)/, name: 'no plain text' },
];

const inMb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function tooLarge(host: string, size: string): PlaygroundError {
  return refuse(
    `The text at ${host} has ${size}; at most ${inMb(maxDownloadBytes)} can be learnt here.`,
    'Choose a part of it: small models learn little from more.',
  );
}

function checkAnswer(answer: Response, host: string): void {
  if (!answer.ok) {
    const reason = answer.status === 404 ? 'there is nothing at this address' : 'it refuses to send this';
    throw refuse(`${host} answered ${answer.status}: ${reason}.`, 'Check the address in a new tab.');
  }
  const type = (answer.headers.get('content-type') ?? '').toLowerCase();
  const other = notText.find((kind) => kind.type.test(type));
  if (other !== undefined) {
    throw refuse(
      `What ${host} sent is ${other.name} (${type.split(';')[0]}), not a plain text.`,
      'Look for a plain-text version of it, or copy its words and paste them.',
    );
  }
  const announced = Number(answer.headers.get('content-length') ?? 0);
  if (announced > maxDownloadBytes) throw tooLarge(host, inMb(announced));
}

/** The body, read piece by piece so that no more than the limit is ever held. */
async function readBody(answer: Response, host: string, onProgress: (share: number) => void): Promise<Blob> {
  const announced = Number(answer.headers.get('content-length') ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = answer.body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (piece?.value === undefined) break;
    size += piece.value.length;
    if (size > maxDownloadBytes) {
      await reader?.cancel();
      throw tooLarge(host, `more than ${inMb(maxDownloadBytes)}`);
    }
    pieces.push(piece.value);
    // A compressed body is announced smaller than it is.
    if (announced > 0) onProgress(Math.min(1, size / announced));
  }
  return new Blob(pieces);
}

/** The encoding that the host names, if it names one; the byte order mark and the visitor's choice come first. */
const encodingOf = (answer: Response): string | null =>
  /charset="?([^";\s]+)/i.exec(answer.headers.get('content-type') ?? '')?.[1]?.toLowerCase() ?? null;

/** A page that was sent as plain text all the same: seen by how it begins. */
async function checkNotMarkup(content: Blob, host: string): Promise<void> {
  const start = (await content.slice(0, 200).text()).trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    throw refuse(
      `What ${host} sent is a web page, not a plain text.`,
      'Look for a plain-text version of it, or copy its words and paste them.',
    );
  }
}

function nameOf({ pathname, host }: URL): string {
  const last = pathname.split('/').findLast((part) => part !== '') ?? host;
  try {
    return decodeURIComponent(last);
  } catch {
    // A lone "%": the name as it is written will do.
    return last;
  }
}

/**
 * The text at `address` as if it had been opened as a file. Throws PlaygroundError BadFile: no https address, a host that
 * cannot be reached or does not let other pages read it, an error status, no plain text, more than 5 MB, or no answer within
 * 30 s. Rejects with the signal's reason where it is aborted.
 */
export async function download(
  address: string,
  { signal, onProgress }: DownloadOptions,
  request: typeof fetch = fetch,
): Promise<FileSource> {
  const url = readAddress(address);
  const { host } = url;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([signal, timeout]),
    });
    checkAnswer(answer, host);
    const content = await readBody(answer, host, onProgress);
    await checkNotMarkup(content, host);
    return { name: nameOf(url), content, encoding: encodingOf(answer) };
  } catch (error) {
    if (error instanceof PlaygroundError || signal.aborted) throw error;
    if (timeout.aborted) {
      throw refuse(
        `${host} sent nothing complete within ${timeoutMs / 1000} s.`,
        `Try again. ${saveInstead}`,
      );
    }
    // The browser does not tell a page which of these it was.
    throw refuse(
      `${quote(url.href)} could not be read: ${host} cannot be reached, or does not let other pages read it (CORS).`,
      saveInstead,
    );
  }
}
