/** Texts of TypeScript literals: what they hold, where each part of it is written, and how new text is put in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scriptStringCodec, templateTextCodec } from '../../src/text/codecs/script-string.ts';
import { DecodedLayer, FileLayer, isRefusal } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import { lowerOne } from './lower-one.ts';

function quoted(source: string): DecodedLayer {
  const layer = new FileLayer(new SourceFile('a.ts', source));
  return new DecodedLayer(layer, { start: 0, end: source.length }, scriptStringCodec);
}

describe('string literals', () => {
  it.each([
    [String.raw`'it\'s'`, "it's"],
    [String.raw`"a\"b'c"`, `a"b'c`],
    [String.raw`'\u0041\x42\u{1F600}\n\0'`, 'AB😀\n\0'],
    ["'a\\\nb'", 'ab'],
    [String.raw`'\q\/'`, 'q/'],
    ["''", ''],
  ])('%s', (source, text) => {
    expect(quoted(source).text).toBe(text);
  });

  it('keeps the place of what stands behind an escape', () => {
    const source = String.raw`'a\u0042c'`;
    expect(quoted(source).toHost({ start: 2, end: 3 })).toMatchObject({ start: 8, end: 9, exact: true });
    expect(quoted(source).toHost({ start: 1, end: 2 })).toMatchObject({ start: 2, end: 8 });
  });

  it('takes any text in, which then reads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom("'", '"'), (text, mark) => {
        const source = `${mark}before after${mark}`;
        const edit = lowerOne(quoted(source), { start: 6, end: 7 }, text);
        if (isRefusal(edit)) return;
        const changed = source.slice(0, edit.start) + edit.text + source.slice(edit.end);
        expect(quoted(changed).text).toBe(`before${text}after`);
      }),
    );
  });
});

describe('template literals', () => {
  function stretch(source: string): DecodedLayer {
    const layer = new FileLayer(new SourceFile('a.ts', source));
    return new DecodedLayer(layer, { start: 0, end: source.length }, templateTextCodec);
  }

  it.each([
    ['a\\${b}\\`', 'a${b}`'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ])('%j', (source, text) => {
    expect(stretch(source).text).toBe(text);
  });

  it('takes any text in, which then reads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const edit = lowerOne(stretch('before after'), { start: 6, end: 7 }, text);
        if (isRefusal(edit)) return;
        const changed = `before${edit.text}after`;
        expect(stretch(changed).text).toBe(`before${text}after`);
        expect(/(?<!\\)(?:\\\\)*\$\{|(?<!\\)(?:\\\\)*`/.test(changed)).toBe(false);
      }),
    );
  });
});
