// Cuts text into the pieces that merges never cross (a word with the space before it, a number, ...). Knows
// no tokens.

const space = 1;
const letter = 2;
const digit = 3;
const other = 4;

/** What each UTF-16 code unit is, filled in as they are met; 0 is not met yet. */
const known = new Uint8Array(0x10000);

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (/\s/u.test(character)) return space;
  if (/\p{L}/u.test(character)) return letter;
  return /\p{N}/u.test(character) ? digit : other;
}

/** What stands at `at`; 0 behind the end. */
function classAt(text: string, at: number): number {
  if (at >= text.length) return 0;
  const unit = text.charCodeAt(at);
  if (unit >= 0xd800 && unit < 0xdc00) return classify(text.codePointAt(at) as number);
  const found = known[unit] as number;
  if (found > 0) return found;
  const kind = classify(unit);
  known[unit] = kind;
  return kind;
}

/** The end of the run of one class that begins at `start`. */
function runEnd(text: string, start: number, kind: number): number {
  let at = start;
  while (classAt(text, at) === kind) at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  return at;
}

const contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/**
 * The end of the piece that begins at `start` (below text.length). Pieces are those of GPT-2's expression
 * (Radford 2019, encoder.py):
 *
 *     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 *
 * read character by character, since a regular expression runs out of stack on a word of millions of letters.
 */
export function pieceEnd(text: string, start: number): number {
  if (text.charCodeAt(start) === 0x27) {
    const contraction = contractions.find((ending) => text.startsWith(ending, start));
    if (contraction !== undefined) return start + contraction.length;
  }
  const body = text.charCodeAt(start) === 0x20 ? start + 1 : start;
  const kind = classAt(text, body);
  if (kind > space) return runEnd(text, body, kind);
  const end = runEnd(text, start, space);
  // The last blank belongs to the piece behind it.
  return end < text.length && end - start > 1 ? end - 1 : end;
}
