/**
 * The scan that keeps deep YAML from the parser, beside the parser itself: text that merely looks deep is read, and
 * nothing that stands before a deep collection hides it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { jsonValue, writeYaml, yamlStyle } from '../hosts/random-values.ts';
import { valueOf, yamlProblem, yamlTrees } from '../hosts/trees.ts';

const MANY = '['.repeat(600);
const BRACES = '{'.repeat(600);
const DASHES = '- '.repeat(600);

describe('a text that merely looks deep is read', () => {
  it.each<[string, string]>([
    ['brackets in double quotes', `a: "${MANY}"\n`],
    ['brackets in single quotes', `a: '${MANY}'\n`],
    ['brackets after a quote in single quotes', `a: 'it''s ${MANY}'\n`],
    ['brackets after a quote in single quotes in flow', `a: ['it''s ${MANY}', 'x''', '''${BRACES}']\n`],
    ['brackets after an escaped quote', `a: "\\"${MANY}"\nb: "\\\\"\nc: "${BRACES}"\n`],
    ['brackets in flow in double quotes', `a: ["${MANY}", {"${BRACES}": "\\"${MANY}"}]\n`],
    ['brackets in a quoted key', `"${MANY}": 1\n'${BRACES}': 2\n`],
    ['brackets in a comment', `# ${MANY}\na: 1 # ${BRACES}\n  # ${MANY}\n`],
    ['brackets in a comment in flow', `a: [1, # ${MANY}\n  2] # ${BRACES}\n`],
    ['brackets in a comment after a quote', `a: "x" # ${MANY}\nb: 'y' # ${MANY}\n`],
    ['brackets in plain text', `a: x ${MANY}\nb: x${BRACES}y\n`],
    ['brackets in plain text over lines', `a: see\n  ${MANY}\n  ${BRACES}\nb: 1\n`],
    ['brackets in plain text in a list', `- x ${MANY}\n- y\n  ${MANY}\n`],
    ['brackets after quotes in plain text', `a: x "${MANY}\nb: it's ${MANY}\n`],
    ['brackets in quotes over lines', `a: "x\n  ${MANY}\n\n  ${BRACES}"\nb: 'y\n  ${MANY}'\n`],
    ['brackets in a literal block', `a: |\n  ${MANY}\n    ${BRACES}\n\n  "\nb: 1\n`],
    ['brackets in a folded block', `a: >-\n  ${MANY}\n  ${BRACES}\nb: 1\n`],
    ['brackets in a block with an indentation', `a: |2\n   ${MANY}\n  ${BRACES}\nb: 1\n`],
    ['brackets in a block with a comment', `a: |- # x\n  ${MANY}\n`],
    ['brackets in a block with a tag', `a: !Sub |\n  ${MANY}\nb: &x >\n  ${MANY}\n`],
    ['brackets in a block in a list', `- |\n  ${MANY}\n- - >\n    ${MANY}\n- a: |\n    ${MANY}\n`],
    ['brackets in a block of the whole document', `--- |\n  ${MANY}\n`],
    ['brackets in a block of the whole document, not indented', `--- |\n${MANY}\n`],
    ['brackets in a block with CRLF', `a: |\r\n  ${MANY}\r\nb: >\r\n  ${MANY}\r\n`],
    ['brackets in an explicit key', `? |\n  ${MANY}\n: |\n  ${BRACES}\n`],
    ['dashes in a literal block', `a: |\n  ${DASHES}\nb: 1\n`],
    ['dashes in plain text', `a: x ${DASHES}x\n`],
    ['dashes in quotes', `a: "${DASHES}"\nb: "x\n  ${DASHES}"\n`],
    ['dashes in a comment', `# ${DASHES}\n- x # ${DASHES}\n`],
    ['many lists beside each other', '- [[]]\n'.repeat(2000)],
    ['many keys beside each other', Array.from({ length: 2000 }, (_, i) => `k${i}:\n  x:\n    y: []\n`).join('')],
    ['many documents', '---\na:\n  b: 1\n'.repeat(1000)],
    [
      'a staircase that starts again',
      Array.from({ length: 2000 }, (_, i) => `${'  '.repeat(i % 100)}- k${i}:\n`).join(''),
    ],
    ['brackets in an anchor and a tag', `a: &${'x'.repeat(600)} 1\nb: !x 2\n`],
  ])('%s', (_, text) => {
    const documents = parseAllDocuments(text, { version: '1.1', strict: false, uniqueKeys: false, logLevel: 'silent' });
    expect('empty' in documents ? 'nothing' : documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(yamlProblem(text)).toBeUndefined();
  });
});

const LEVELS = [600, 1500, 20_000] as const;

describe('a deep collection is refused for its depth', () => {
  it.each<[string, string]>([
    ['after a comment that ends like a block', 'a: # |\n  '],
    ['after a comment line that ends like a block', 'a:\n  # x >\n  '],
    ['after quoted text and a comment that ends like a block', 'a: "x" # |\nb:\n  '],
    ['after plain text that ends like a block', 'a: x |\nb:\n  '],
    ['after a block with nothing in it', 'a: |\nb:\n  '],
    ['after a block in a list', '- |\n  x\n- '],
    ['after plain text over lines with a bracket', 'a: x\n  [\nb:\n  '],
    ['after plain text over lines with a quote', 'a: x\n  "y\nb:\n  '],
    ['after plain text over lines with a single quote', "a: x\n  'y\nb:\n  "],
    ['after plain text with a quote', 'a: x "y\nb:\n  '],
    ['after plain text with brackets', 'a: x [ {\nb:\n  '],
    ['after quotes in single quotes', "a: 'x''y'\nb: '''['\nc:\n  "],
    ['after an escaped quote', 'a: "\\""\nb:\n  '],
    ['after quotes over lines', 'a: "x\n  y"\nb:\n  '],
    ['after a closed flow collection', 'a: [{b: "]"}, c]\nb:\n  '],
    ['after an anchor', 'a: &x\n  '],
    ['after a tag', 'a: !x\n  '],
    ['after an explicit key', '? a\n:\n  '],
    ['after a document mark', 'a: |\n---\n'],
    ['after a document mark with a block', '--- |\n x\n---\n'],
    ['after plain text with a colon and a quote', 'a:b: "\nc:\n  '],
    ['after CRLF', 'a: |\r\n  x\r\nb:\r\n  '],
  ])('%s', (_, before) => {
    for (const levels of LEVELS) {
      expectRefused(`${before}${'- '.repeat(levels)}x\n`);
      expectRefused(`${before}${'[ '.repeat(levels)}`);
      expectRefused(`${before}${'['.repeat(levels)}${']'.repeat(levels)}`);
    }
  });

  it.each<[string, string, string]>([
    ['quotes in single quotes', '', "[ 'a'']', "],
    ['plain text with a quote', '[a:"x, ', '['],
    ['plain text with a quote inside', '[a"x, it\'s, ', '['],
    ['brackets in quotes', '', '[ "]", '],
    ['escaped quotes', '', '[ "\\"]", '],
    ['keys in quotes', '', '{ "}": '],
    ['keys with colons', '', '{a: {b: '],
    ['comments', '', '[ # ]\n '],
    ['tags and anchors', '', '!a &b [ '],
    ['tags with brackets behind them', '', '!a ['],
    ['empty collections', '', '[ [], {}, '],
    ['line ends', '', '[\n '],
    ['questions', '', '{ ? '],
    ['aliases', '&a x\n---\n', '[ '],
  ])('in flow with %s', (_, before, unit) => {
    for (const levels of LEVELS) expectRefused(`k: ${before}${unit.repeat(levels)}`);
  });

  it.each<[string, (i: number) => string]>([
    ['keys', () => 'k:'],
    ['keys with comments', () => 'k: # |'],
    ['quoted keys', () => '"k":'],
    ['keys with anchors', (i) => `k: &a${i}`],
    ['keys with tags', () => 'k: !x'],
    ['dashes', () => '-'],
    ['dashes and keys', (i) => (i % 2 === 0 ? '-' : 'k:')],
    ['questions', () => '?'],
    ['explicit values', () => '? k\n:'],
  ])('by indentation with %s', (_, line) => {
    for (const levels of [600, 1500]) {
      const lines = Array.from({ length: levels }, (_, i) =>
        line(i)
          .split('\n')
          .map((part) => ' '.repeat(i) + part)
          .join('\n'),
      );
      expectRefused(`${lines.join('\n')}\n`);
    }
  });
});

/** Refused by the scan, or a plain syntax error; never by a parser that ran out of stack. */
function expectRefused(text: string): void {
  const problem = yamlProblem(text);
  expect(problem, text.slice(0, 60)).toBeDefined();
  expect(problem!.message).not.toMatch(/stack/i);
}

/** A block mapping of some size, at the top of a document. */
const mapping = fc
  .tuple(jsonValue, yamlStyle)
  .map(([value, style]) => writeYaml({ before: value }, { ...style, flow: [false, ...style.flow] }))
  .filter((text) => text.startsWith('before'));

it('the scan finds the 501st bracket, whatever stands before it', () => {
  fc.assert(
    fc.property(mapping, (before) => {
      fc.pre(yamlProblem(`${before}after: 1\n`) === undefined);
      expect(yamlProblem(`${before}after: ${MANY}\n`)).toMatchObject({ start: before.length + 'after: '.length + 499 });
    }),
    { numRuns: 300 },
  );
});

const bracketText = fc
  .array(fc.constantFrom('[', '{', '- ', '"', "'", '\n', '\\', ' ', 'x', ': ', '#', ' # ', '|', '>', ',', '}', ']'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join('').repeat(520));

it('the scan takes no text for depth, however it is written', () => {
  const value = fc.record({ a: bracketText, b: fc.array(bracketText, { maxLength: 2 }) });
  fc.assert(
    fc.property(value, yamlStyle, (written, style) => {
      const text = writeYaml(written, style);
      const documents = parseAllDocuments(text, { version: '1.1', strict: false, logLevel: 'silent' });
      fc.pre(!('empty' in documents) && documents.every(({ errors }) => errors.length === 0));
      expect(yamlTrees(text).map(valueOf)).toEqual([documents[0]!.toJS()]);
    }),
    { numRuns: 150 },
  );
});

/** A value of so many levels, of sequences and mappings in some order, with scalars beside the way down. */
function nested(levels: number, kinds: readonly number[]): unknown {
  let value: unknown = 'end';
  for (let i = 0; i < levels; i++) {
    const kind = kinds[i % kinds.length];
    value = kind === 0 ? [value] : kind === 1 ? { k: value } : kind === 2 ? ['a', value] : { a: '[{', k: value, z: 1 };
  }
  return value;
}

it('the scan counts levels as the parser makes them, block, flow and both', () => {
  const levels = fc.constantFrom(498, 499, 500, 501, 502);
  const kinds = fc.array(fc.nat(3), { minLength: 1, maxLength: 6 });
  const flowFrom = fc.constantFrom(0, 1, 250, 499, 500, 600);
  fc.assert(
    fc.property(levels, kinds, flowFrom, (count, order, from) => {
      const flow = Array.from({ length: 4000 }, (_, i) => i >= from);
      const options = { indent: 2, lineWidth: 0, indentSeq: true } as const;
      const text = writeYaml(nested(count, order), { options, carriageReturns: false, flow, scalars: [undefined] });
      expect(yamlProblem(text) === undefined).toBe(count <= 500);
    }),
    { numRuns: 40 },
  );
});
