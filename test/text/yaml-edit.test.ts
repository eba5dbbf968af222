/** Edits through the YAML codecs: read back as intended by the library, everything else as it was. */
import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/text/layer.ts';
import type { Range } from '../../src/text/source-file.ts';
import { anyRange, documentIn, documentWith, handMadeDocument, oddText, prose, styles } from './arbitraries.ts';
import { applyEdit, layerOf, scalarWithValue, scalarsOf } from './yaml-documents.ts';
import { lowerOne } from './lower-one.ts';

/** Replaces the first `from` in the value at `k`; the changed document, or the reason for a refusal. */
function edit(document: string, from: string, to: string): string {
  const value = (parse(document) as { k: string }).k;
  const layer = layerOf(document, scalarWithValue(document, value));
  const start = value.indexOf(from);
  expect(start).toBeGreaterThanOrEqual(0);
  const lowered = lowerOne(layer, { start, end: start + from.length }, to);
  if (isRefusal(lowered)) return lowered.reason;
  const changed = applyEdit(lowered);
  expect((parse(changed) as { k: string }).k).toBe(value.replace(from, () => to));
  return changed;
}

/** Document, what is replaced in the value at `k`, by what, and the changed document. */
const edits: readonly (readonly [name: string, document: string, from: string, to: string, changed: string])[] = [
  ['plain stays plain', 'k: a b # c', 'b', "it's", "k: a it's # c"],
  ['plain over lines stays so', 'k: a\n   b c\n', 'c', 'd\ne', 'k: a\n   b d\n\n   e\n'],
  ['plain would hold a comment', 'k: a b', 'b', 'x #y', 'k: "a x #y"'],
  ['plain would be a mapping', 'k: a b', 'b', 'x: y', 'k: "a x: y"'],
  ['plain would be a boolean', 'k: truest', 'truest', 'true', 'k: "true"'],
  ['plain would be a number', 'k: 12a', 'a', '', 'k: "12"'],
  ['plain would be a YAML 1.1 boolean', 'k: none', 'none', 'no', 'k: "no"'],
  ['plain would end its list', 'k: {k: 1}\n'.replace('{k: 1}', 'a, b'), 'b', '[c]', 'k: a, [c]\n'],
  ['plain would begin with an indicator', 'k: a b', 'a ', '*', 'k: "*b"'],
  ['plain would lose spaces', 'k: a b', ' b', ' ', 'k: "a "'],
  ['plain with a new line', 'k: a b', 'b', 'c\nd', 'k: "a c\\nd"'],
  ['plain with quotes', 'k: a b', 'b', '"c" \\d', 'k: a "c" \\d'],
  ['plain becomes a quoted text', 'k: ab', 'ab', '"ab"', 'k: "\\"ab\\""'],
  ['single quotes are doubled', "k: 'a b'", 'b', "it's #1: \\", "k: 'a it''s #1: \\'"],
  ['single quotes with a new line', "k: 'a b'", 'b', 'c\nd', 'k: "a c\\nd"'],
  ['single quotes over lines', "k: 'a\n\n   b'", 'b', 'c\nd', "k: 'a\n\n   c\n\n   d'"],
  ['single quotes cannot escape', "k: 'a b'", 'b', '\u0007', 'k: "a \\u0007"'],
  ['double quotes are escaped', 'k: "a b"', 'b', '"c"\n\\', 'k: "a \\"c\\"\\n\\\\"'],
  ['a whole escape is replaced', 'k: "a\\u00e9b"', 'é', 'e', 'k: "aeb"'],
  ['emoji stay as they are', 'k: "a 😀"', 'a', '😀é', 'k: "😀é 😀"'],
  ['spaces before a fold are kept', 'k: "a b\n  c"', 'b', 'd ', 'k: "a d\\x20\n  c"'],
  ['text goes into empty quotes', 'k: ""', '', 'a', 'k: "a"'],
  ['literal keeps its layout', 'k: |\n  a\n\n  b\n', 'b', 'c: "d" #e', 'k: |\n  a\n\n  c: "d" #e\n'],
  ['literal indents new lines', 'k: |\n    a\nz: 1', 'a', 'b\n\n  c', 'k: |\n    b\n\n      c\nz: 1'],
  ['literal uses its own line ends', 'k: |\r\n  a\r\n', 'a', 'b\nc', 'k: |\r\n  b\r\n  c\r\n'],
  ['literal loses a line', 'k: |\n  a\n  b\n  c\n', 'b\n', '', 'k: |\n  a\n  c\n'],
  ['literal loses its first line', 'k: |\n  a\n  b\n', 'a\n', '', 'k: |\n  b\n'],
  ['literal gains a first line', 'k: |\n  b\n', 'b', 'a\nb', 'k: |\n  a\n  b\n'],
  ['literal gains a last line', 'k: |\n  a\nz: 1', '\n', '\nb\n', 'k: |\n  a\n  b\nz: 1'],
  ['literal, text on a blank line', 'k: |\n  a\n\n  b\n', '\n\n', '\nx\n', 'k: |\n  a\n  x\n  b\n'],
  ['literal loses the final break', 'k: | # c\n  a\nz: 1', '\n', '', 'k: |- # c\n  a\nz: 1'],
  ['literal gains final breaks', 'k: |\n  a\nz: 1', '\n', '\n\n', 'k: |+\n  a\n\nz: 1'],
  ['literal begins with spaces', 'k: |\n  a\n', 'a', ' b', 'k: |2\n   b\n'],
  ['literal begins with spaces in a list', 'k: |-\n     a\n   # c\n', 'a', ' b', 'k: |5-\n      b\n   # c\n'],
  ['literal becomes empty before a comment', 'k: |-\n    a\n  # c\n', 'a', '', 'k: |4-\n  # c\n'],
  ['empty literal', 'k: |\nz: 1', '', 'a\n', 'k: |\n  a\nz: 1'],
  ['folded keeps its layout', 'k: >\n  a\n  b c\n', 'c', '"d" #e', 'k: >\n  a\n  b "d" #e\n'],
  ['folded doubles new line breaks', 'k: >\n  a\n  b\n', 'b', 'c\nd', 'k: >\n  a\n  c\n\n  d\n'],
  ['folded, more-indented lines do not fold', 'k: >\n  a\n', 'a', 'b\n  c\nd', 'k: >\n  b\n    c\n  d\n'],
  ['folded, a fold is replaced', 'k: >\n  a\n  b\n', ' ', '-', 'k: >\n  a-b\n'],
  [
    'folded keeps the paragraphs that stay and wraps the others',
    'k: >-\n  one two\n  three four\n\n  five\n  six\n',
    'five six',
    'five seven eight \nnine\n',
    'k: >\n  one two\n  three four\n\n  five seven\n  eight \n\n  nine\n',
  ],
];

describe('edits', () => {
  it.each(edits)('%s', (_name, document, from, to, changed) => {
    expect(edit(document, from, to)).toBe(changed);
  });

  it.each([
    ['escape sequences in a block', 'k: |\n  a\n', 'a', '\u0007', /escape sequence/],
    ['carriage returns in a block', 'k: |\n  a\n', 'a', 'b\r\nc', /escape sequence/],
    ['nothing but spaces in a block', 'k: |-\n  a\n', 'a', '  ', /cannot hold/],
    ['keep chomping before blank lines', 'k: |\n  a\n\nz: 1', '\n', '\n\n', /cannot hold/],
    ['indentation beyond what an indicator says', `k: |\n${' '.repeat(10)}a\n`, 'a', ' b', /cannot hold/],
    ['half of a character in a block', 'k: |\n  a😀\n', '\ude00', '', /escape sequence/],
  ])('refused: %s', (_name, document, from, to, reason) => {
    expect(edit(document, from, to)).toMatch(reason);
  });

  it('refuses a key that is too long', () => {
    const document = 'k: 1';
    const layer = layerOf(document, scalarWithValue(document, 'k'));
    expect(lowerOne(layer, { start: 0, end: 1 }, 'k'.repeat(2000))).toMatchObject({ refused: true });
  });

  it('gives text no place where an empty value is not written', () => {
    const document = 'k: !!str\nz: 1';
    const layer = layerOf(document, scalarWithValue(document, ''));
    expect(lowerOne(layer, { start: 0, end: 0 }, 'a')).toMatchObject({ refused: true });
  });

  it('quotes text in a flow list where its end is near', () => {
    const document = '[a b, c]';
    const layer = layerOf(document, scalarWithValue(document, 'a b'));
    expect(lowerOne(layer, { start: 2, end: 3 }, 'x,y')).toMatchObject({ start: 1, end: 4, text: '"a x,y"' });
  });
});

interface Outcome {
  readonly style: string;
  readonly reason: string | undefined;
}

type RangeIn = (text: string) => Range;

/** Edits one scalar and checks the whole document; undefined when there is nothing to edit. */
function tryEdit(document: string, pick: number, rangeIn: RangeIn, text: string): Outcome | undefined {
  const before = scalarsOf(document) ?? [];
  const index = pick % before.length;
  const scalar = before[index];
  if (scalar === undefined || typeof scalar.value !== 'string') return undefined;
  const layer = layerOf(document, scalar);
  const range = rangeIn(layer.text);
  const lowered = lowerOne(layer, range, text);
  if (isRefusal(lowered)) return { style: scalar.style, reason: lowered.reason };
  expect(lowered.start).toBeGreaterThanOrEqual(scalar.start);
  expect(lowered.end).toBeLessThanOrEqual(scalar.end);
  const wanted = before.map(({ value }) => value);
  wanted[index] = layer.text.slice(0, range.start) + text + layer.text.slice(range.end);
  const changed = applyEdit(lowered);
  expect(scalarsOf(changed)?.map(({ value }) => value)).toEqual(wanted);
  return { style: scalar.style, reason: undefined };
}

/** The range widened so that it cuts no surrogate pair. */
function wholeCharacters(text: string, { start, end }: Range): Range {
  const cuts = (offset: number): boolean => /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, offset - 1)));
  return { start: start > 0 && cuts(start) ? start - 1 : start, end: end > 0 && cuts(end) ? end + 1 : end };
}

describe('random edits', () => {
  const run = (documents: fc.Arbitrary<string>, texts: fc.Arbitrary<string>, numRuns: number): readonly Outcome[] => {
    const outcomes: Outcome[] = [];
    const check = (document: string, pick: number, rangeIn: RangeIn, text: string): void => {
      const outcome = tryEdit(document, pick, rangeIn, text);
      if (outcome !== undefined) outcomes.push(outcome);
    };
    fc.assert(fc.property(documents, fc.nat(), anyRange, texts, check), { numRuns });
    return outcomes;
  };

  it('never go wrong, whatever the text and the document', () => {
    const texts = fc.oneof(oddText, prose, fc.string({ unit: 'binary' }));
    expect(run(fc.oneof(documentWith(oddText), handMadeDocument), texts, 4000).length).toBeGreaterThan(1500);
  });

  it('are hardly ever refused for prose', () => {
    const check = (document: string, rangeIn: RangeIn, text: string): Outcome | undefined =>
      tryEdit(document, 0, (whole) => wholeCharacters(whole, rangeIn(whole)), text);
    for (const style of styles) {
      const outcomes: Outcome[] = [];
      fc.assert(
        fc.property(documentIn(style, prose), anyRange, prose, (document, rangeIn, text) => {
          const outcome = check(document, rangeIn, text);
          if (outcome?.style === style) outcomes.push(outcome);
        }),
        { numRuns: 600 },
      );
      const reasons = outcomes.flatMap((outcome) => outcome.reason ?? []);
      expect(outcomes.length).toBeGreaterThan(100);
      expect(reasons.length / outcomes.length).toBeLessThan(0.01);
    }
  });
});
