/** The JSON string codec against `JSON` and `jsonc-parser`. */
import fc from 'fast-check';
import { createScanner } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { jsonStringCodec } from '../../src/text/codecs/json-string.ts';
import { DecodedLayer, FileLayer, isRefusal } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import type { Range } from '../../src/text/source-file.ts';
import { anyRange, oddSource, oddText, prose } from './arbitraries.ts';
import { applyEdit, faultOfPieces, textOf } from './yaml-documents.ts';
import { lowerOne } from './lower-one.ts';

describe('decode', () => {
  it.each([
    ['plain text', '"a b"', 'a b'],
    ['empty', '""', ''],
    ['short escapes', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ['unicode escapes', '"\\u00e9\\u0041"', 'éA'],
    ['an escaped surrogate pair', '"\\ud83d\\ude00"', '😀'],
    ['half of a surrogate pair', '"\\ud83d!"', '\ud83d!'],
    ['emoji as they are', '"😀\\n😀"', '😀\n😀'],
    ['an unknown escape stands for nothing', '"a\\qb"', 'ab'],
    ['a cut-off escape stands for nothing', '"a\\u12gb"', 'agb'],
    ['a raw tab', '"a\tb"', 'a\tb'],
    ['no closing quote', '"ab', 'ab'],
    ['no closing quote after a backslash', '"ab\\', 'ab'],
    ['a raw line break ends it', '"ab\nc"', 'ab'],
    ['no quotes at all', 'abc', 'abc'],
    ['nothing', '', ''],
  ])('%s', (_name, literal, text) => {
    expect(textOf(jsonStringCodec.decode(literal))).toBe(text);
  });

  it('makes one unit of each escape', () => {
    expect(jsonStringCodec.decode('"😀a\\ud83d\\ude00\\"b"')).toEqual([
      { kind: 'verbatim', from: 1, to: 4, text: '😀a' },
      { kind: 'escaped', from: 4, to: 10, text: '\ud83d' },
      { kind: 'escaped', from: 10, to: 16, text: '\ude00' },
      { kind: 'escaped', from: 16, to: 18, text: '"' },
      { kind: 'verbatim', from: 18, to: 19, text: 'b' },
    ]);
  });

  it('reads what JSON.stringify writes', () => {
    const texts = fc.oneof(prose, oddText, fc.string({ unit: 'binary' }));
    const check = (text: string): void => {
      const literal = JSON.stringify(text);
      const pieces = jsonStringCodec.decode(literal);
      expect(textOf(pieces)).toBe(text);
      expect(faultOfPieces(pieces, literal)).toBeUndefined();
    };
    fc.assert(fc.property(texts, check), { numRuns: 2000 });
  });

  it('reads malformed strings as jsonc-parser does', () => {
    const check = (source: string): void => {
      const scanner = createScanner(`"${source}"`);
      scanner.scan();
      const literal = `"${source}"`.slice(0, scanner.getTokenLength());
      expect(textOf(jsonStringCodec.decode(literal))).toBe(scanner.getTokenValue());
    };
    fc.assert(fc.property(oddSource, check), { numRuns: 3000 });
  });
});

describe('edit', () => {
  const layerOf = (document: string, literal: string): DecodedLayer => {
    const start = document.indexOf(literal);
    const file = new FileLayer(new SourceFile('test.json', document));
    return new DecodedLayer(file, { start, end: start + literal.length }, jsonStringCodec);
  };

  it.each([
    ['in place', '"a b"', 'b', 'c', '"a c"'],
    ['with escapes', '"a b"', 'b', '"c"\n\\', '"a \\"c\\"\\n\\\\"'],
    ['with control characters', '"a"', 'a', '\u0007\u0000', '"\\u0007\\u0000"'],
    ['of a whole escape', '"a\\u00e9b"', 'é', 'e', '"aeb"'],
    ['into an empty string', '""', '', 'a', '"a"'],
    ['of half a pair that is escaped', '"\\ud83d\\ude00"', '\ude00', '', '"\\ud83d"'],
    ['of half a pair that is not', '"a😀"', '\ude00', '', '"a\\ud83d"'],
  ])('%s', (_name, literal, from, to, changed) => {
    const document = `{"k": ${literal}, "z": 1}`;
    const layer = layerOf(document, literal);
    const start = layer.text.indexOf(from);
    const edit = lowerOne(layer, { start, end: start + from.length }, to);
    if (isRefusal(edit)) throw new Error(edit.reason);
    expect(applyEdit(edit)).toBe(`{"k": ${changed}, "z": 1}`);
  });

  it('always reads back as intended', () => {
    const texts = fc.oneof(prose, oddText, fc.string({ unit: 'binary' }));
    const check = (text: string, rangeIn: (text: string) => Range, replacement: string): void => {
      const literal = JSON.stringify(text);
      const layer = layerOf(`[0, ${literal}, "z"]`, literal);
      const range = rangeIn(text);
      const edit = lowerOne(layer, range, replacement);
      if (isRefusal(edit)) throw new Error(edit.reason);
      const wanted = text.slice(0, range.start) + replacement + text.slice(range.end);
      expect(JSON.parse(applyEdit(edit))).toEqual([0, wanted, 'z']);
    };
    fc.assert(fc.property(texts, anyRange, texts, check), { numRuns: 3000 });
  });
});
