/** The YAML codecs against the library: same text, and pieces that say where each character stands. */
import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { yamlScalarCodec } from '../../src/text/codecs/yaml-scalar.ts';
import { documentWith, handMadeDocument, oddText, prose } from './arbitraries.ts';
import { faultOfPieces, layerOf, scalarWithValue, scalarsOf, textOf } from './yaml-documents.ts';

/** Document, and the value at `k`. */
const spellings: readonly (readonly [name: string, document: string, value: string])[] = [
  ['plain', 'k: foo bar', 'foo bar'],
  ['plain with emoji', 'k: 😀 foo', '😀 foo'],
  ['plain over two lines', 'k: foo  \n  bar', 'foo bar'],
  ['plain with a paragraph', 'k: foo\n\n \n  bar\n  baz', 'foo\n\nbar baz'],
  ['plain with CRLF', 'k: foo\r\n  bar\r\n\r\n  baz\r\n', 'foo bar\nbaz'],
  ['plain with a tab before the break', 'k: foo\t\n  bar', 'foo bar'],
  ['plain with # and : inside', 'k: a#b c:d', 'a#b c:d'],
  ['plain before a comment', 'k: foo # c', 'foo'],
  ['single quotes', "k: 'it''s'", "it's"],
  ['single quotes only', "k: ''''''", "''"],
  ['empty single quotes', "k: ''", ''],
  ['single quotes keep backslashes', "k: 'a\\nb'", 'a\\nb'],
  ['single quotes folded', "k: ' a \n\n  b''\n  ''c '", " a\nb' 'c "],
  ['single quotes ending on their own line', "k: 'a\n  '", 'a '],
  ['double quotes', 'k: "a b"', 'a b'],
  ['empty double quotes', 'k: ""', ''],
  [
    'all short escapes',
    'k: "\\0\\a\\b\\t\\n\\v\\f\\r\\e\\"\\/\\\\\\N\\_\\L\\P\\ "',
    '\0\x07\b\t\n\v\f\r\x1b"/\\\u0085\u00a0\u2028\u2029 ',
  ],
  ['hexadecimal escapes', 'k: "\\x41\\u00e9\\U0001F600"', 'Aé😀'],
  ['an escaped surrogate pair', 'k: "\\ud83d\\ude00"', '😀'],
  ['emoji and an escape', 'k: "😀\\n😀"', '😀\n😀'],
  ['an escaped line break', 'k: "a \\\n   b"', 'a b'],
  ['an escaped line break before blank lines', 'k: "a\\\n\n\n  b"', 'a\nb'],
  ['an escaped CRLF', 'k: "a\\\r\n   b"', 'ab'],
  ['an escaped space at the line start', 'k: "a\n  \\  b"', 'a   b'],
  ['an escaped tab character', 'k: "a\\\tb"', 'a\tb'],
  ['double quotes folded', 'k: "a \t\n \t b\n\n\n  c"', 'a b\n\nc'],
  ['double quotes with CRLF', 'k: "a\r\n\r\n  b"', 'a\nb'],
  ['a break before the closing quote', 'k: "a\n  "', 'a '],
  ['literal', 'k: |\n  a\n  b\n', 'a\nb\n'],
  ['literal without a final break', 'k: |\n  a', 'a\n'],
  ['literal, strip', 'k: |-\n  a\n  b\n\n', 'a\nb'],
  ['literal, keep', 'k: |+\n  a\n\n \nz: 1', 'a\n\n\n'],
  ['literal, keep without a final break', 'k: |+\n  a', 'a\n'],
  ['literal, indicator', 'k: |2\n    a\n   b\n', '  a\n b\n'],
  ['literal, both indicators', 'k: |-1\n  a\n b\n', ' a\nb'],
  ['literal, more-indented line', 'k: |\n  a\n    b\n', 'a\n  b\n'],
  ['literal, blank lines first', 'k: |\n\n \n  a\n', '\n\na\n'],
  ['literal, short blank line within', 'k: |\n    a\n \n    b\n', 'a\n\nb\n'],
  ['literal, long blank line within', 'k: |\n  a\n     \n  b\n', 'a\n   \nb\n'],
  ['literal, long blank line last', 'k: |-\n  a\n    \n', 'a\n  '],
  ['literal with CRLF', 'k: |\r\n  a\r\n\r\n  b\r\n', 'a\n\nb\n'],
  ['literal with tabs', 'k: |\n  \ta\n  b\t\n', '\ta\nb\t\n'],
  ['literal with a comment in the header', 'k: |- # why\n  # text\n', '# text'],
  ['literal before a comment', 'k: |\n    a\n  # c\n', 'a\n'],
  ['literal with anchor and tag', 'k: &a !!str |\n  a\n', 'a\n'],
  ['literal with emoji', 'k: |\n  😀 a\n  😀\n', '😀 a\n😀\n'],
  ['empty literal', 'k: |\nz: 1', ''],
  ['literal of blank lines, keep', 'k: |+\n\n  \nz: 1', '\n\n'],
  ['folded', 'k: >\n  a\n  b\n', 'a b\n'],
  ['folded, paragraphs', 'k: >\n  a\n  b\n\n  c\n\n\n  d\n', 'a b\nc\n\nd\n'],
  ['folded, more-indented lines', 'k: >\n  a\n    b\n    c\n  d\n', 'a\n  b\n  c\nd\n'],
  ['folded, more-indented after blank', 'k: >\n  a\n\n    b\n\n  c\n', 'a\n\n  b\n\nc\n'],
  ['folded, more-indented first', 'k: >1\n   a\n b\n', '  a\nb\n'],
  ['folded, tab first', 'k: >\n  a\n  \tb\n  c\n', 'a\n\tb\nc\n'],
  ['folded, trailing space', 'k: >\n  a \n  b\n', 'a  b\n'],
  ['folded, blank lines first', 'k: >\n\n  a\n  b\n', '\na b\n'],
  ['folded, strip', 'k: >-\n  a\n\n  b\n\n\n', 'a\nb'],
  ['folded, keep', 'k: >+\n  a\n  b\n\n', 'a b\n\n'],
  ['folded with CRLF', 'k: >\r\n  a\r\n  b\r\n\r\n  c\r\n', 'a b\nc\n'],
];

describe('spellings', () => {
  it.each(spellings)('%s', (_name, document, value) => {
    expect((parse(document) as { k: string }).k).toBe(value);
    const scalar = scalarWithValue(document, value);
    const pieces = scalar.codec.decode(scalar.literal);
    expect(faultOfPieces(pieces, scalar.literal)).toBeUndefined();
    expect(textOf(pieces)).toBe(value);
  });
});

/** Document with `‹…›` around the characters of the file that the marked slice of the text stands for. */
const places: readonly (readonly [name: string, marked: string, slice: string])[] = [
  ['plain', 'k: 😀 foo ‹bar›', 'bar'],
  ['plain, second line', 'k: foo\n  b‹ar›', 'ar'],
  ['the space of a fold', 'k: foo‹ \n  ›bar', ' '],
  ['a doubled quote', "k: 'it‹''›s'", "'"],
  ['an escape', 'k: "a‹\\u00e9›b"', 'é'],
  ['after escapes', 'k: "\\n\\"😀‹b›"', 'b'],
  ['a whole long escape', 'k: "‹\\U0001F600›"', '😀'],
  ['literal, second line', 'k: |\n  a\n  😀 ‹bc›\n', 'bc'],
  ['literal, over two lines', 'k: |\n  a‹b\n  c›d\n', 'b\nc'],
  ['literal, more-indented', 'k: |\n  a\n‹    b›\n'.replace('‹    ', '  ‹  '), '  b'],
  ['folded', 'k: >\n  a\n  ‹b›\n', 'b'],
  ['folded, over a fold', 'k: >\n  a ‹b\n  c› d\n', 'b c'],
  ['folded, paragraph', 'k: >\r\n  a\r\n\r\n  ‹b›\r\n', 'b'],
];

describe('places', () => {
  it.each(places)('%s', (_name, marked, slice) => {
    const start = marked.indexOf('‹');
    const end = marked.indexOf('›') - 1;
    const document = marked.replace(/[‹›]/g, '');
    const value = (parse(document) as { k: string }).k;
    const layer = layerOf(document, scalarWithValue(document, value));
    const at = value.indexOf(slice);
    expect(layer.toHost({ start: at, end: at + slice.length })).toMatchObject({ start, end, exact: true });
  });
});

describe('literals as the library reports them', () => {
  const literals: readonly (readonly [name: string, document: string, value: string, literal: string])[] = [
    ['blank lines after clip are outside', 'k: |\n  a\n\nz: 1', 'a\n', '|\n  a\n'],
    ['blank lines after strip are outside', 'k: |-\n  a\n\n\n', 'a', '|-\n  a\n'],
    ['blank lines after keep are inside', 'k: |+\n  a\n\nz: 1', 'a\n\n', '|+\n  a\n\n'],
    ['anchor and tag are outside', 'k: &a !!str | # c\n  a\n', 'a\n', '| # c\n  a\n'],
    ['a long blank line is content', 'k: |\n  a\n    \nz: 1', 'a\n  \n', '|\n  a\n    \n'],
    ['the file may end without a break', 'k: |\n  a', 'a\n', '|\n  a'],
    ['a comment further left is outside', 'k: |\n    a\n  # c\nz: 1', 'a\n', '|\n    a\n'],
    ['quotes are inside', "k: 'a' # c", 'a', "'a'"],
    ['white space after plain is outside', 'k: a b  # c', 'a b', 'a b'],
  ];
  it.each(literals)('%s', (_name, document, value, literal) => {
    expect(scalarWithValue(document, value).literal).toBe(literal);
  });

  it.each([
    ['a mapping', 'k: |2\n   a\n', 0],
    ['the root', '|2\n   a\n', 0],
    ['a sequence in a mapping', 'k:\n- |2\n   a\n', 0],
    ['a sequence in a sequence', '- - |2\n     a\n', 2],
    ['a mapping in a sequence', '- k: |2\n     a\n', 2],
    ['a tag on its own line', 'k:\n  !!str\n  |2\n   a\n', 0],
  ])('the indicator counts from the parent: %s', (_name, document, parentIndent) => {
    const { literal } = scalarWithValue(document, ' a\n');
    const codec = yamlScalarCodec('BLOCK_LITERAL', { parentIndent });
    expect(textOf(codec.decode(literal))).toBe(' a\n');
  });
});

describe('random documents', () => {
  /** How many of them the library reads without errors. */
  const checkAll = (documents: fc.Arbitrary<string>, numRuns: number): number => {
    let read = 0;
    const check = (document: string): void => {
      const scalars = scalarsOf(document);
      if (scalars !== undefined) read++;
      for (const { value, literal, codec } of scalars ?? []) {
        const pieces = codec.decode(literal);
        expect(faultOfPieces(pieces, literal)).toBeUndefined();
        if (typeof value === 'string') expect(textOf(pieces)).toBe(value);
      }
    };
    fc.assert(fc.property(documents, check), { numRuns });
    return read;
  };

  it('decode as the library does when it wrote them', () => {
    const texts = fc.oneof(prose, oddText, fc.string({ unit: 'grapheme' }));
    // At the root the library may write an indicator that it does not read itself.
    expect(checkAll(documentWith(texts), 2000)).toBeGreaterThan(1800);
  });

  it('decode as the library does when written by hand', () => {
    expect(checkAll(handMadeDocument, 4000)).toBeGreaterThan(1500);
  });
});
