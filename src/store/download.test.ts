// What an address may lead to, and the clear answer to each. The network is replaced: no test leaves this machine.

import { describe, expect, it } from 'vitest';
import { download, maxDownloadBytes } from './download.ts';

const noOptions = { signal: new AbortController().signal, onProgress() {} };

interface Sent {
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

/** A network that answers everything with `sent`, and what it was asked. */
function network({ body = 'Once upon a time', status = 200, headers = {} }: Sent = {}) {
  const asked: { url: string; init: RequestInit }[] = [];
  const request = (async (url: URL, init: RequestInit) => {
    asked.push({ url: url.href, init });
    return new Response(body, { status, headers: { 'content-type': 'text/plain', ...headers } });
  }) as unknown as typeof fetch;
  return { asked, request };
}

const get = (address: string, sent: Sent = {}) => download(address, noOptions, network(sent).request);

describe('a text at an address', () => {
  it('comes as a file of its name, without cookies or referrer', async () => {
    const { asked, request } = network();
    const { name, content, encoding } = await download('example.org/a/fox%20tale.txt', noOptions, request);
    expect([name, await (content as Blob).text(), encoding]).toEqual([
      'fox tale.txt',
      'Once upon a time',
      null,
    ]);
    expect(asked[0]?.url).toBe('https://example.org/a/fox%20tale.txt');
    expect(asked[0]?.init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  });

  it('never sends a password that stands in the address', async () => {
    const { asked, request } = network();
    await download('https://me:secret@example.org/x.txt', noOptions, request);
    expect(asked[0]?.url).toBe('https://example.org/x.txt');
  });

  it('keeps the encoding that the host names', async () => {
    const sent = { headers: { 'content-type': 'text/plain; charset="Windows-1252"' } };
    expect((await get('example.org', sent)).encoding).toBe('windows-1252');
  });

  it.each([
    ['no address', 'what is this', {}, 'is no address'],
    ['another scheme', 'http://example.org/a.txt', {}, 'only https:'],
    ['a file of this machine', 'file:///etc/hosts', {}, 'is no address'],
    ['nothing there', 'example.org', { status: 404 }, 'answered 404'],
    ['a refusal', 'example.org', { status: 403 }, 'answered 403'],
    ['a web page', 'example.org', { headers: { 'content-type': 'text/html; charset=utf-8' } }, 'a web page'],
    ['a web page that says it is text', 'example.org', { body: '\n<!DOCTYPE html><p>Hi' }, 'a web page'],
    ['a picture', 'example.org', { headers: { 'content-type': 'image/png' } }, 'image/png'],
    ['a PDF', 'example.org', { headers: { 'content-type': 'application/pdf' } }, 'application/pdf'],
    ['too much, announced', 'example.org', { headers: { 'content-length': '6000000' } }, '6.0 MB'],
  ] as const)('%s gets a clear answer', async (_, address, sent, words) => {
    await expect(get(address, sent)).rejects.toMatchObject({
      failure: { kind: 'BadFile', message: expect.stringContaining(words) },
    });
  });

  it('is not read beyond the limit, whatever was announced', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000).fill(97));
      },
    });
    await expect(get('example.org', { body: endless })).rejects.toThrowError('more than 5.0 MB');
    expect(pulled).toBeLessThan(maxDownloadBytes + 3_000_000);
  });

  it('of a host that does not let other pages read it gets the remedy', async () => {
    const request = (() => Promise.reject(new TypeError('Failed to fetch'))) as typeof fetch;
    await expect(download('example.org', noOptions, request)).rejects.toThrowError('CORS');
  });

  it('is given up when the visitor wants something else', async () => {
    const stop = new AbortController();
    const request = ((_: URL, { signal }: RequestInit) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))) as never;
    const wanted = download('example.org', { ...noOptions, signal: stop.signal }, request);
    stop.abort('another text');
    await expect(wanted).rejects.toBe('another text');
  });
});
