/** The `Fn::Sub` codec: literal `${`, unknown values, and edits that never make one out of the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cfnSubCodec, subHoles } from '../../src/text/codecs/cfn-sub.ts';
import { DecodedLayer, FileLayer, isRefusal } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import type { Range } from '../../src/text/source-file.ts';
import { anyRange, prose } from './arbitraries.ts';
import { applyEdit, faultOfPieces, textOf } from './yaml-documents.ts';
import { lowerOne } from './lower-one.ts';

function layerOf(text: string): DecodedLayer {
  const file = new FileLayer(new SourceFile('test.txt', text));
  return new DecodedLayer(file, { start: 0, end: text.length }, cfnSubCodec);
}

describe('decode', () => {
  it.each([
    ['no placeholder', 'a $ b', 'a $ b', []],
    ['a parameter', 'a ${Name} b', 'a ${Name} b', ['Name']],
    ['an attribute', '${Table.Arn}', '${Table.Arn}', ['Table.Arn']],
    ['a pseudo parameter', '😀${AWS::Region}', '😀${AWS::Region}', ['AWS::Region']],
    ['spaces around the name', 'a${ Name }b', 'a${Name}b', ['Name']],
    ['a literal', 'a ${!Name} b', 'a ${Name} b', []],
    ['a literal with any content', '${!"a": {b}', '${"a": {b}', []],
    ['an exclamation mark in a literal', '${!!a}', '${!a}', []],
    ['side by side', '${A}${!B}${C}', '${A}${B}${C}', ['A', 'C']],
    ['no closing brace', 'a ${Name', 'a ${Name', []],
    ['an unclosed literal', 'a ${!Name', 'a ${!Name', []],
    ['empty braces', '${} ${ }', '${} ${ }', []],
    ['two dollars', '$${A}', '$${A}', ['A']],
    ['nested', '${!a ${B}}', '${!a ${B}}', ['B']],
    ['a quote inside', '{"${a"}', '{"${a"}', []],
    ['a line break inside', '${a\n}', '${a\n}', []],
  ])('%s', (_name, source, text, names) => {
    expect(textOf(cfnSubCodec.decode(source))).toBe(text);
    expect(subHoles(source).map((hole) => hole.name)).toEqual(names);
  });

  it('drops the exclamation mark only', () => {
    expect(cfnSubCodec.decode('a${!B}c${ D }')).toEqual([
      { kind: 'verbatim', from: 0, to: 3, text: 'a${' },
      { kind: 'verbatim', from: 4, to: 7, text: 'B}c' },
      { kind: 'hole', from: 7, to: 13, text: '${D}' },
    ]);
  });

  it('says where placeholders are', () => {
    expect(subHoles('a${B}${!C}${ D.E }')).toEqual([
      { name: 'B', start: 1, end: 5 },
      { name: 'D.E', start: 10, end: 18 },
    ]);
    expect(layerOf('a${!B}${ C }').holes).toMatchObject([{ start: 5, end: 9 }]);
  });
});

describe('edit', () => {
  const edit = (source: string, [start, end]: readonly [number, number], text: string): string => {
    const lowered = lowerOne(layerOf(source), { start, end }, text);
    return isRefusal(lowered) ? `refused: ${lowered.reason}` : applyEdit(lowered);
  };

  it.each([
    ['plain text beside a placeholder', 'a${B}', [0, 1], 'c', 'c${B}'],
    ['a new literal', 'ab${C}', [1, 1], '${x}', 'a${!x}b${C}'],
    ['inside a literal', '${!abc}${D}', [3, 4], 'x', '${!axc}${D}'],
    ['text that joins a dollar before it', 'a$${B}', [2, 2], '{x}', 'a${!x}${B}'],
    ['text that fills braces', '${"N}${B}', [2, 3], '', '${!N}${B}'],
    ['text that closes braces', 'a${b', [4, 4], '}', 'a${!b}'],
    ['odd braces', 'a${B}', [0, 1], '${ } ${"x"}', '${! } ${!"x"}${B}'],
    ['an exclamation mark', 'a${B}', [0, 1], '${!x}', '${!!x}${B}'],
    ['no closing brace', 'a', [1, 1], '${x', 'a${x'],
    ['into nothing', '', [0, 0], 'a ${b}', 'a ${!b}'],
  ] as const)('%s', (_name, source, range, text, changed) => {
    expect(edit(source, range, text)).toBe(changed);
  });

  it.each([
    ['a placeholder', 'a${Name}b', [1, 8], 'x'],
    ['part of a placeholder', 'a${Name}b', [3, 4], 'x'],
    ['the inside of a placeholder', 'a${Name}b', [4, 4], 'x'],
    ['text with a placeholder in it', 'a${Name}b', [0, 9], 'x'],
    ['a dollar that would join a brace after it', '{b}${Name}', [0, 0], '$'],
    ['a brace that would close one before it', '${b ${Name}', [3, 3], '}'],
    ['a brace that would close odd text before it', '${A}${"b', [8, 8], '}'],
    ['a placeholder in a literal', 'a${Name}', [0, 0], '${a ${b}}'],
  ] as const)('refused: %s', (_name, source, range, text) => {
    expect(edit(source, range, text)).toMatch(/^refused: /);
  });

  /** `Fn::Sub` as most tools do it: `${` to the next `}`, whatever is between. */
  const substitute = (source: string): string =>
    source.replace(/\$\{([^}]*)\}/g, (_all, inside: string) =>
      inside.startsWith('!') ? `\${${inside.slice(1)}}` : `<${inside.trim()}>`,
    );

  it('never changes the placeholders', () => {
    const sources = fc
      .array(fc.constantFrom('a', '$', '{', '}', '${A}', '${ B.C }', '${!d}', '!', ' ', '"', '😀', '\n', '${!', '${'))
      .map((parts) => parts.join(''))
      .filter((source) =>
        [...source.matchAll(/\$\{([^}]*)\}/g)].every(([, inside = '']) => /^(?: ?[A-Z.]+ ?|![^$]*)$/.test(inside)),
      );
    const check = (source: string, rangeIn: (text: string) => Range, text: string): void => {
      const layer = layerOf(source);
      expect(faultOfPieces(cfnSubCodec.decode(source), source)).toBeUndefined();
      const { start, end } = rangeIn(layer.text);
      const lowered = lowerOne(layer, { start, end }, text);
      if (isRefusal(lowered)) return;
      // Placeholders as `<Name>`, the rest as it is.
      const marked = (from: number, to: number): string =>
        layer.segments
          .filter((segment) => segment.end > from && segment.start < to)
          .map((segment) => {
            const kept = layer.text.slice(Math.max(from, segment.start), Math.min(to, segment.end));
            return segment.kind === 'hole' ? `<${kept.slice(2, -1)}>` : kept;
          })
          .join('');
      const wanted = marked(0, start) + text + marked(end, layer.text.length);
      expect(substitute(applyEdit(lowered))).toBe(wanted);
    };
    const texts = fc.oneof(
      prose,
      fc.array(fc.constantFrom('a', '$', '{', '}', '!', '${', '${!')).map((all) => all.join('')),
    );
    fc.assert(fc.property(sources, anyRange, texts, check), { numRuns: 5000 });
  });
});
