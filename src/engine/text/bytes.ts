// Text to bytes and back without loss, and how a piece of text is shown on a label. Knows nothing of tokens.

/** Number of bytes that `codePoint` (0 to 0x10FFFF) takes. */
export function byteLength(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** Writes the bytes of `codePoint` from `at` on and returns the place behind them. */
export function writeCodePoint(codePoint: number, bytes: Uint8Array, at: number): number {
  const length = byteLength(codePoint);
  if (length === 1) {
    bytes[at] = codePoint;
    return at + 1;
  }
  let rest = codePoint;
  for (let i = length - 1; i > 0; i--) {
    bytes[at + i] = 0x80 | (rest & 0x3f);
    rest >>= 6;
  }
  bytes[at] = ((0xf00 >> length) & 0xff) | rest;
  return at + length;
}

/**
 * The bytes of any JavaScript string in WTF-8 (Sapin, https://simonsapin.github.io/wtf-8/): UTF-8, save that
 * a lone surrogate takes three bytes as if it were a character. TextEncoder would turn it into U+FFFD.
 */
export function encodeBytes(text: string): Uint8Array {
  // A UTF-16 code unit takes at most three bytes; a pair of them takes four.
  const bytes = new Uint8Array(3 * text.length);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i) as number;
    size = writeCodePoint(codePoint, bytes, size);
    if (codePoint > 0xffff) i += 1;
  }
  return bytes.slice(0, size);
}

/** Number of bytes in a sequence that `lead` opens; 0 where none opens with it. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The code point whose bytes stand at `at`, or minus the number of bytes there that belong to none. */
export function readCodePoint(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = sequenceLength(lead);
  if (length === 0) return -1;
  let codePoint = length === 1 ? lead : lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    // Behind the end stands 0, which continues nothing.
    const byte = bytes[at + i] ?? 0;
    // Neither longer forms than needed nor code points above 0x10FFFF.
    const least = i === 1 && lead === 0xe0 ? 0xa0 : i === 1 && lead === 0xf0 ? 0x90 : 0x80;
    const most = i === 1 && lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < least || byte > most) return -i;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return codePoint;
}

/** Code units handed to String.fromCharCode at once: more would overflow the stack. */
const chunk = 8192;

/**
 * The string of WTF-8 `bytes`; inverse of encodeBytes. Each run of bytes that is no character becomes U+FFFD,
 * cut into runs as TextDecoder cuts them (a model may sample such runs).
 */
export function decodeBytes(bytes: Uint8Array): string {
  // No sequence has more code units than bytes.
  const units = new Uint16Array(bytes.length);
  let size = 0;
  for (let at = 0; at < bytes.length; ) {
    const codePoint = readCodePoint(bytes, at);
    if (codePoint < 0) {
      units[size++] = 0xfffd;
      at -= codePoint;
    } else {
      if (codePoint > 0xffff) {
        units[size++] = 0xd7c0 + (codePoint >> 10);
        units[size++] = 0xdc00 | (codePoint & 0x3ff);
      } else units[size++] = codePoint;
      at += byteLength(codePoint);
    }
  }
  const parts: string[] = [];
  for (let at = 0; at < size; at += chunk) {
    const part = units.subarray(at, Math.min(size, at + chunk));
    // apply reads a typed array at once; spreading it walks an iterator, ten times slower.
    parts.push(String.fromCharCode.apply(null, part as unknown as number[]));
  }
  return parts.join('');
}

const signs: Readonly<Record<string, string>> = { ' ': '␣', '\n': '↵', '\t': '⇥', '\r': '␍' };
/** Control, format (also those that turn the direction of writing), lone surrogate, private, other blanks. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}]/u;
const hex = (value: number, digits: number): string =>
  `⟨${value.toString(16).toUpperCase().padStart(digits, '0')}⟩`;

function printableCharacter(codePoint: number, isFirst: boolean): string {
  const character = String.fromCodePoint(codePoint);
  const sign = signs[character];
  if (sign !== undefined) return sign;
  if (unseen.test(character)) return hex(codePoint, 4).replace('⟨', '⟨U+');
  // A combining mark alone needs something to stand on.
  return isFirst && /\p{M}/u.test(character) ? `◌${character}` : character;
}

/**
 * `bytes` as a label: space ␣, line end ↵, tab ⇥, other unseen characters as ⟨U+200D⟩, bytes that are only
 * a part of a character as ⟨E2⟩. For reading only: not to be turned back.
 */
export function printable(bytes: Uint8Array): string {
  let label = '';
  for (let at = 0; at < bytes.length; ) {
    const codePoint = readCodePoint(bytes, at);
    if (codePoint < 0) {
      for (const byte of bytes.subarray(at, at - codePoint)) label += hex(byte, 2);
      at -= codePoint;
    } else {
      label += printableCharacter(codePoint, at === 0);
      at += byteLength(codePoint);
    }
  }
  return label;
}
