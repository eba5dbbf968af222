/** Random values, and random ways to write them as JSON and YAML, for property tests of the readers. */
import fc from 'fast-check';
import { Document, isCollection, isScalar, visit } from 'yaml';
import type { Scalar, ToStringOptions } from 'yaml';
import { define } from './trees.ts';

/** Texts that some notation or other stumbles over. */
const TRICKY = [
  '',
  ' ',
  'yes',
  'No',
  'null',
  '~',
  'true',
  '1',
  '010',
  '1e3',
  '2012-10-17',
  '12:30:45',
  '- x',
  '# x',
  'a: b',
  'a #b',
  '"q"',
  "it's",
  '{x}',
  '[y]',
  '!Sub x',
  '&a',
  '*a',
  '%',
  '@',
  '`',
  '|',
  '>',
  'two\nlines',
  'three\n\n  lines\n',
  '\nleading',
  'trailing \n',
  '\ttab',
  'back\\slash',
  'é🚀日本',
  '\u0000\u0007\u001b\u007f',
  '\u0085\u00a0\u2028\ufeff',
  '\ud83d',
  '\r',
  'x\r\ny',
  '__proto__',
  'constructor',
  '//',
  '/*',
  '$',
  '$$',
  'a}b{c',
  'long '.repeat(30).trim(),
  'x'.repeat(100),
] as const;

const text = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.array(fc.constantFrom(...TRICKY), { maxLength: 3 }).map((parts) => parts.join(' ')),
);

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

function members(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.uniqueArray(fc.tuple(text, value), { maxLength: 5, selector: ([name]) => name }).map((entries) => {
    const object = {};
    for (const [name, member] of entries) define(object, name, member);
    return object;
  });
}

/** Any JSON value with names and texts that are hard to write. */
export const jsonValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 5 }),
    members(tie('value')),
  ),
})).value;

export interface JsonStyle {
  readonly indent: number | string;
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly escapes: boolean;
  readonly mark: boolean;
}

export const jsonStyle: fc.Arbitrary<JsonStyle> = fc.record({
  indent: fc.constantFrom(0, 1, 2, 4, '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  escapes: fc.boolean(),
  mark: fc.boolean(),
});

export function writeJson(value: unknown, { indent, lineEnd, escapes, mark }: JsonStyle): string {
  const json = JSON.stringify(value, undefined, indent).replaceAll('\n', lineEnd);
  const escaped = escapes ? json.replace(/[^\u0000-\u007f]/g, escapeUnit).replaceAll('/', '\\/') : json;
  return mark ? `\uFEFF${escaped}` : escaped;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`;
}

export interface YamlStyle {
  readonly options: ToStringOptions;
  readonly carriageReturns: boolean;
  /** Each node takes the next one, over and over. */
  readonly flow: readonly boolean[];
  readonly scalars: readonly (Scalar.Type | undefined)[];
}

const SCALAR_TYPES = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED', undefined] as const;

export const yamlStyle: fc.Arbitrary<YamlStyle> = fc.record({
  options: fc.record({
    indent: fc.constantFrom(2, 3, 4, 8),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 20, 40, 80),
    singleQuote: fc.constantFrom(true, false, null),
    doubleQuotedAsJSON: fc.boolean(),
    flowCollectionPadding: fc.boolean(),
    minContentWidth: fc.constantFrom(0, 20),
    blockQuote: fc.constantFrom<(boolean | 'folded' | 'literal')[]>(true, false, 'folded', 'literal'),
  }),
  carriageReturns: fc.boolean(),
  flow: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
  scalars: fc.array(fc.constantFrom(...SCALAR_TYPES), { minLength: 1, maxLength: 8 }),
});

export function writeYaml(value: unknown, style: YamlStyle): string {
  const document = new Document(value, { version: '1.1', strict: false, logLevel: 'silent' });
  let count = 0;
  visit(document, {
    Node(place, node) {
      const at = count++;
      if (isCollection(node)) node.flow = style.flow[at % style.flow.length] ?? false;
      const type = style.scalars[at % style.scalars.length];
      if (place === 'key' || type === undefined) return;
      if (isScalar(node) && typeof node.value === 'string') node.type = type;
    },
  });
  const written = document.toString(style.options);
  return style.carriageReturns ? written.replaceAll('\n', '\r\n') : written;
}
