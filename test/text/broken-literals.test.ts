/** Literals of any kind: decoding never throws, pieces stay in order, and large ones take no time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cfnSubCodec } from '../../src/text/codecs/cfn-sub.ts';
import { jsonStringCodec } from '../../src/text/codecs/json-string.ts';
import { yamlScalarCodec } from '../../src/text/codecs/yaml-scalar.ts';
import { DecodedLayer, FileLayer, isRefusal } from '../../src/text/layer.ts';
import type { Codec } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import { anyRange, oddSource, oddText, styles } from './arbitraries.ts';
import { faultOfPieces, textOf } from './yaml-documents.ts';
import { lowerOne } from './lower-one.ts';

const codecs: readonly (readonly [name: string, codec: Codec, prefix: string])[] = [
  ['JSON string', jsonStringCodec, '"'],
  ['Fn::Sub', cfnSubCodec, ''],
  ...styles.map((style, i): readonly [string, Codec, string] => {
    const place = { parentIndent: i % 3, blankLineFollows: i % 2 === 0, inFlow: i % 2 === 1 };
    return [style, yamlScalarCodec(style, place), ['', "'", '"', '|', '>'][i] ?? ''];
  }),
];

describe.each(codecs)('%s', (_name, codec, prefix) => {
  const literals = fc
    .tuple(fc.oneof(oddSource, fc.string({ unit: 'binary' }), oddText), fc.nat(3))
    .map(([source, mode]) => (mode === 0 ? source : `${prefix}${source}${mode === 1 ? prefix : ''}`));

  it('decodes anything', () => {
    const check = (literal: string): void => {
      expect(faultOfPieces(codec.decode(literal), literal)).toBeUndefined();
    };
    fc.assert(fc.property(literals, check), { numRuns: 1000 });
  });

  it('edits anything or refuses', () => {
    const check = (literal: string, rangeIn: (text: string) => { start: number; end: number }, text: string): void => {
      const layer = new DecodedLayer(
        new FileLayer(new SourceFile('f', literal)),
        { start: 0, end: literal.length },
        codec,
      );
      const range = rangeIn(layer.text);
      const lowered = lowerOne(layer, range, text);
      if (isRefusal(lowered)) return;
      const changed = literal.slice(0, lowered.start) + lowered.text + literal.slice(lowered.end);
      expect(textOf(codec.decode(changed))).toBe(layer.text.slice(0, range.start) + text + layer.text.slice(range.end));
    };
    fc.assert(fc.property(literals, anyRange, oddText, check), { numRuns: 1000 });
  });

  it('keeps a broken escape from taking in what is written behind it', () => {
    const literal = `${prefix}\\u12\\"${prefix}`;
    const layer = new DecodedLayer(
      new FileLayer(new SourceFile('f', literal)),
      { start: 0, end: literal.length },
      codec,
    );
    for (let at = 0; at <= layer.text.length; at++) {
      const lowered = lowerOne(layer, { start: at, end: at }, 'a');
      if (isRefusal(lowered)) continue;
      const changed = literal.slice(0, lowered.start) + lowered.text + literal.slice(lowered.end);
      expect(textOf(codec.decode(changed))).toBe(`${layer.text.slice(0, at)}a${layer.text.slice(at)}`);
    }
  });

  it.each([
    ['long lines', `${'word '.repeat(20_000)}\n  `, 10],
    ['short lines', '  a\n', 250_000],
    ['blank lines', '\n', 1_000_000],
    ['spaces', ' ', 1_000_000],
    ['escapes', '\\n', 500_000],
    ['backslashes', '\\', 1_000_000],
    ['openings', '${', 500_000],
    ['literal openings', '${!', 300_000],
    ['quotes', "''", 500_000],
    ['CRLF', '\r\n', 500_000],
  ])('decodes a megabyte of %s', (_what, part, times) => {
    const literal = `${prefix}${part.startsWith('  ') ? '\n' : ''}${part.repeat(times)}${prefix}`;
    const started = performance.now();
    codec.decode(literal);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
