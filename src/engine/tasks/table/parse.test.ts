// How a visitor's file is read: what is understood, what is refused, and in which words.

import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { type Failure, PlaygroundError } from '../../../shared/errors.ts';
import { readTable, type Table } from './parse.ts';

type Content = string | Uint8Array<ArrayBuffer> | Blob;

function read(content: Content, encoding: string | null = null): Promise<Table> {
  const blob = content instanceof Uint8Array ? new Blob([content]) : content;
  return readTable({ name: 'my.csv', content: blob, encoding }, () => {});
}

async function refusal(content: Content, encoding: string | null = null): Promise<Failure> {
  const thrown: unknown = await read(content, encoding).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof PlaygroundError)) throw new Error(`not refused, or badly: ${String(thrown)}`);
  expect(thrown.failure.kind).toBe('BadFile');
  expect(thrown.failure.remedy).not.toBe('');
  return thrown.failure;
}

/** One byte per character. */
const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) =>
  bytes(
    Array.from({ length: text.length }, (_, i) => {
      const pair = [text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8];
      return String.fromCharCode(...(little ? pair : pair.reverse()));
    }).join(''),
  );

describe('reading', () => {
  it('keeps cells as they stand, trims names, counts rows from the header', async () => {
    const table = await read(' text ,label\nhello , greet\nbye,part\n');
    expect(table.name).toBe('my.csv');
    expect(table.header).toEqual(['text', 'label']);
    expect(table.rows).toEqual([
      ['hello ', ' greet'],
      ['bye', 'part'],
    ]);
    expect(table.lines).toEqual([2, 3]);
  });

  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const table = await read(`text${delimiter}label\nhi${delimiter}a\nho${delimiter}b`);
    expect(table.rows).toEqual([
      ['hi', 'a'],
      ['ho', 'b'],
    ]);
  });

  it('finds semicolons where most rows are short', async () => {
    expect((await read('text;label\nfoo;a\nbar\nbaz\nbah\n')).header).toEqual(['text', 'label']);
  });

  it("obeys Excel's sep= line and does not count it", async () => {
    const table = await read('sep=;\r\na,b;c\r\nx,y;z\r\n');
    expect(table.header).toEqual(['a,b', 'c']);
    expect(table.lines).toEqual([2]);
  });

  it.each(['\n', '\r\n', '\r'])('reads line ends %j', async (end) => {
    const table = await read(['text,label', '"a\nb",x', 'c,y', ''].join(end));
    expect(table.rows).toEqual([
      ['a\nb', 'x'],
      ['c', 'y'],
    ]);
  });

  it('reads mixed line ends', async () => {
    const table = await read('label,text\r\na,one\nb,two\r\nc,three\n');
    expect(table.rows.map((row) => row.map((cell) => cell.trim()))).toEqual([
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'three'],
    ]);
  });

  it('counts a cell with line breaks as one row, and blank lines as rows', async () => {
    const table = await read('text,label\n"one\n\ntwo ""quoted"", three",a\n\n,\nlast,b\n');
    expect(table.rows).toEqual([
      ['one\n\ntwo "quoted", three', 'a'],
      ['last', 'b'],
    ]);
    expect(table.lines).toEqual([2, 5]);
  });

  it('keeps rows with too few and too many cells', async () => {
    expect((await read('a,b\n1\n1,2,3\n')).rows).toEqual([['1'], ['1', '2', '3']]);
  });

  it('takes __proto__ and constructor for names like any other', async () => {
    const table = await read('__proto__,constructor,toString\nhasOwnProperty,__proto__,x\n');
    expect(table.header).toEqual(['__proto__', 'constructor', 'toString']);
    expect(table.rows).toEqual([['hasOwnProperty', '__proto__', 'x']]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('reports rising progress that ends at 1', async () => {
    const shares: number[] = [];
    const content = new Blob([`text,label\n${'some words,a\n'.repeat(200_000)}`]);
    await readTable({ name: 'x', content, encoding: null }, (share) => shares.push(share));
    expect(shares.length).toBeGreaterThan(5);
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1)).toBe(true);
  });

  it('cuts rows and quoted cells at no piece boundary', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [`"${i}", 😀\r\nnext`, `c ${i % 3} `]);
    // Every place of a row comes to lie at the end of a piece once.
    for (let shift = 0; shift < 36; shift++) {
      const table = await read(Papa.unparse([['text', 'l'.repeat(shift + 1)], ...rows]));
      expect(table.rows.length).toBe(rows.length);
      expect(table.rows.every((row, i) => row[0] === rows[i]?.[0] && row[1] === rows[i]?.[1])).toBe(true);
    }
  });
});

describe('encodings', () => {
  const text = 'text,label\nGrüße 😀 €,ja\n';
  const row = ['Grüße 😀 €', 'ja'];

  it.each([
    ['utf-8', utf8(text)],
    ['utf-8 with mark', utf8(`\uFEFF${text}`)],
    ['utf-16le with mark', utf16(`\uFEFF${text}`, true)],
    ['utf-16be with mark', utf16(`\uFEFF${text}`, false)],
  ])('%s', async (_, content) => {
    const table = await read(content);
    expect(table.header).toEqual(['text', 'label']);
    expect(table.rows).toEqual([row]);
  });

  it('drops the mark of a pasted text', async () => {
    expect((await read(`\uFEFF${text}`)).header[0]).toBe('text');
  });

  it('lets a byte order mark overrule the chosen encoding', async () => {
    expect((await read(utf8(`\uFEFF${text}`), 'windows-1252')).rows).toEqual([row]);
  });

  it('reads UTF-16 without a mark, and Shift_JIS, where chosen', async () => {
    expect((await read(utf16(text, true), 'utf-16le')).rows).toEqual([row]);
    expect((await read(bytes('text,label\n\x82\xa0,a\n'), 'shift_jis')).rows).toEqual([['あ', 'a']]);
  });

  it('reads windows-1252 where chosen, the signs that are not in ISO 8859-1 too', async () => {
    const table = await read(bytes('text,label\ncaf\xe9 5 \x80 \x93so\x94,a\n'), 'windows-1252');
    expect(table.rows).toEqual([['café 5 € “so”', 'a']]);
  });

  it('names row and column of a byte that is not UTF-8, and the way out', async () => {
    const failure = await refusal(bytes('text,label\nplain,a\n"two\nlines",b\ncaf\xe9 x,c\n'));
    expect(failure.message).toBe('my.csv: row 4, column "text": the byte 0xE9 is not UTF-8.');
    expect(failure.remedy).toContain('windows-1252');
  });

  it('counts the row of a bad byte far into the file', async () => {
    const failure = await refusal(bytes(`text;label\n${'words;a\n'.repeat(300_000)}words;\xfc\n`));
    expect(failure.message).toContain('row 300002, column "label": the byte 0xFC');
  });

  it.each([
    ['in the header', 'text,Kategorie \xe4\na,b\n', 'row 1, column 2: the byte 0xE4'],
    ['at once', '\xe4,label\na,b\n', 'row 1, column 1: the byte 0xE4'],
    ['at the very end', 'text,label\na,b\xe4', 'row 2, column "label": the byte 0xE4'],
    ['behind a mark', '\xef\xbb\xbftext,label\nb\xff,a', 'row 2, column "text": the byte 0xFF'],
  ])('finds a bad byte %s', async (_, content, expected) => {
    expect((await refusal(bytes(content))).message).toContain(expected);
  });

  it('names row and column where another encoding does not fit', async () => {
    const failure = await refusal(bytes('text,label\na,b\x80\n'), 'shift_jis');
    expect(failure.message).toContain('row 2, column "label": the bytes are not SHIFT_JIS');
  });

  it('names an encoding that it does not know', async () => {
    const failure = await refusal(utf8(text), 'klingon-8');
    expect(failure.message).toContain('"klingon-8"');
    expect(failure.remedy).toContain('windows-1252');
  });
});

describe('refusals', () => {
  it('refuses a large file by its size, before it reads a byte', async () => {
    const slice = () => {
      throw new Error('was read');
    };
    const failure = await refusal({ size: 200_000_000, slice } as unknown as Blob);
    expect(failure.message).toContain('200.0 MB');
    expect(failure.message).toContain('at most 20 MB');
    const text = await refusal('é'.repeat(10_000_001));
    expect(text.message).toContain('20000002 bytes');
  });

  it('refuses a file that cannot be read', async () => {
    const slice = () => ({ arrayBuffer: () => Promise.reject(new Error('locked')) });
    expect((await refusal({ size: 10, slice } as unknown as Blob)).message).toContain('locked');
  });

  it.each([
    ['PK\x03\x04\x14\x00', 'zip', 'as CSV'],
    ['\xd0\xcf\x11\xe0\xa1', 'Excel', 'as CSV'],
    ['%PDF-1.7\n', 'PDF', 'CSV'],
    ['\x89PNG\r\n\x1a\n', 'picture', 'CSV'],
    ['\x1f\x8b\x08\x00', 'gzip', 'Unpack'],
    ['PAR1\x15\x04', 'Parquet', 'to_csv'],
    ['SQLite format 3\x00', 'SQLite', 'CSV'],
    ['<!DOCTYPE html><html>', 'web page', 'CSV'],
    ['[{"text": "a", "label": "b"}]', 'JSON', 'CSV'],
    ['text,label\na,\x00\x01\x02', 'binary', 'utf-16'],
  ])('says what %j looks like', async (start, what, remedy) => {
    for (const content of [bytes(start), start]) {
      const failure = await refusal(content);
      expect(failure.message).toContain(what);
      expect(failure.remedy).toContain(remedy);
    }
  });

  it('takes UTF-16 without a mark for binary, and names UTF-16 as a way out', async () => {
    expect((await refusal(utf16('text,label\na,b\n', true))).remedy).toContain('utf-16le');
  });

  it.each([
    ['', 'my.csv is empty'],
    ['\n\n , \n', 'my.csv is empty'],
    ['text,label\n', 'no rows'],
    ['text,label\n\n,\n', 'no rows'],
    ['text\nhello\n', 'only one column, "text"'],
    ['text\nhello, you\nhi\n', 'only one column'],
    ['a,,c\n1,2,3\n', 'row 1, column 2 has no name'],
    ['a,b,a\n1,2,3\n', 'row 1, column 3 has the same name as column 1, "a"'],
    ['5.1,3.5,setosa\n4.9,3.0,setosa\n', 'row 1, column 1 is "5.1", a number'],
    ['\n\na,-1e3\n4,3\n', 'row 3, column 2 is "-1e3", a number'],
  ])('refuses %j', async (content, message) => {
    const failure = await refusal(content);
    expect(failure.message).toContain(message);
    if (message.includes('row')) expect(failure.remedy).toMatch(/header line|Add at least/);
  });

  it('names the row of a quotation mark that is never closed', async () => {
    const failure = await refusal('text,label\nfine,a\n"open,b\nmore,c\n');
    expect(failure.message).toContain('row 3: a quotation mark opens a cell that is never closed');
    expect(failure.message).toContain('open,b');
  });

  it('names the row of a quotation mark that is closed too early', async () => {
    const failure = await refusal('text,label\n"a" b,x\nfine,a\n"say "hi"",b\n');
    expect(failure.message).toContain('row 2: a quoted cell goes on');
  });

  it('names the first row where the header itself is left open', async () => {
    expect((await refusal('"text,label\nfine,a\n')).message).toContain('row 1: a quotation mark');
  });

  it('gives up early on a quotation mark left open in a large file', async () => {
    const content = `text,label\n${'fine,a\n'.repeat(50_000)}"open,b\n${'more,c\n'.repeat(500_000)}`;
    expect((await refusal(content)).message).toContain('row 50002: over a million characters');
    expect((await refusal(`text,label\n${'"a'.repeat(4_000_000)}`)).message).toContain('row 2');
  });
});

describe('a large table', () => {
  it('parses 15 MB and serves timers and messages meanwhile', async () => {
    const cell = 'the quick brown fox "jumps" over, the lazy dog and comes back for more';
    const line = `"${cell.replaceAll('"', '""')}",12.5,class`;
    const size = Math.floor(15_000_000 / (line.length + 2));
    const content = new Blob([
      `text,amount,label\n${Array.from({ length: size }, (_, i) => line + (i % 7)).join('\n')}\n`,
    ]);
    expect(content.size).toBeGreaterThan(14_500_000);
    // Reading, parsing and counting each take a third of the progress or so: all must give way.
    const served = [0, 0, 0];
    let stage = 0;
    const tick = () => {
      served[stage] = (served[stage] ?? 0) + 1;
    };
    const timer = setInterval(tick, 0);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      tick();
      port2.postMessage(null);
    };
    port2.postMessage(null);
    const table = await readTable({ name: 'my.csv', content, encoding: null }, (share) => {
      stage = share <= 0.3 ? 0 : share <= 0.7 ? 1 : 2;
    });
    clearInterval(timer);
    port1.close();
    expect(table.rows.length).toBe(size);
    expect(table.rows.at(-1)).toEqual([cell, '12.5', `class${(size - 1) % 7}`]);
    for (const count of served) expect(count).toBeGreaterThan(20);
  }, 20_000);
});

describe('any table that papaparse writes', () => {
  const sign = fc.constantFrom(...'ab1 ,;\t|"\'\n\r\\=.😀é\uFEFF\0');
  const cell = fc.oneof(
    fc.string({ unit: sign, maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('', '__proto__', 'constructor', '-1.5', 'NaN', '""', '"', '\r\n', ' '),
  );
  // A header with another delimiter in it can honestly be read in two ways.
  const title = fc.oneof(cell, fc.stringMatching(/^[a-z_]{1,9}$/)).map((name) => name.replace(/[;\t|]/g, ''));
  const matrix = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.tuple(
        fc.oneof(
          fc.array(title, { minLength: width, maxLength: width }),
          fc.constant(Array.from({ length: width }, (_, i) => `column ${i}`)),
        ),
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 14 }),
      ),
    );
  const filled = (row: readonly string[]) => row.some((value) => value.trim() !== '');

  it('is read back equal or refused as BadFile', async () => {
    let equal = 0;
    await fc.assert(
      fc.asyncProperty(matrix, fc.boolean(), fc.boolean(), async ([header, rows], asBlob, quotes) => {
        const written = Papa.unparse([header, ...rows], { quotes });
        let table: Table;
        try {
          table = await read(asBlob ? new Blob([written]) : written);
        } catch (error) {
          expect(error).toBeInstanceOf(PlaygroundError);
          expect((error as PlaygroundError).failure.kind).toBe('BadFile');
          return;
        }
        const [first, ...others] = [header, ...rows].filter(filled);
        expect(table.header).toEqual(first?.map((name) => name.trim()));
        expect(table.rows).toEqual(others);
        equal += 1;
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(equal).toBeGreaterThan(100);
  }, 30_000);
});
