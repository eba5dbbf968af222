/** Ways to spoil a text, its bytes, or the value it holds. */
import fc from 'fast-check';
import { define } from '../hosts/trees.ts';

const PIECES = [
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '/',
  '//',
  '/*',
  '*/',
  '#',
  '-',
  '- ',
  '? ',
  '|',
  '>',
  '&a ',
  '*a',
  '<<: ',
  '!Sub ',
  '!!str ',
  '%',
  '---\n',
  '...\n',
  '${',
  '}',
  '${X}',
  '${!X}',
  '{%',
  '%}',
  '\n',
  '\r',
  '\r\n',
  '\t',
  ' ',
  '  ',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '\ud83d',
  '🚀',
  'null',
  'true',
  '0',
  '1e999',
  '-',
  'States',
  'StartAt',
  'Type',
  'Ref',
  'Fn::Sub',
  'Fn::Join',
  'AWS::NoValue',
] as const;

type Edit = (text: string) => string;

function at(text: string, position: number): number {
  return position % (text.length + 1);
}

const cut: fc.Arbitrary<Edit> = fc.tuple(fc.nat(), fc.nat(20)).map(([from, length]) => (text) => {
  const start = at(text, from);
  return text.slice(0, start) + text.slice(start + length + 1);
});

const copy: fc.Arbitrary<Edit> = fc.tuple(fc.nat(), fc.nat(60), fc.nat()).map(([from, length, to]) => (text) => {
  const start = at(text, from);
  const target = at(text, to);
  return text.slice(0, target) + text.slice(start, start + length) + text.slice(target);
});

const put: fc.Arbitrary<Edit> = fc
  .tuple(fc.nat(), fc.nat(3), fc.constantFrom(...PIECES))
  .map(([from, length, piece]) => (text) => {
    const start = at(text, from);
    return text.slice(0, start) + piece + text.slice(start + length);
  });

const swapLines: fc.Arbitrary<Edit> = fc.tuple(fc.nat(), fc.nat()).map(([one, two]) => (text) => {
  const lines = text.split('\n');
  const [a, b] = [one % lines.length, two % lines.length];
  return lines.map((line, i) => (i === a ? lines[b] : i === b ? lines[a] : line)).join('\n');
});

/** Another token in the place of one: the text mostly stays well-formed, what it says does not. */
const swapTokens: fc.Arbitrary<Edit> = fc.tuple(fc.nat(), fc.nat()).map(([one, two]) => (text) => {
  const tokens = text.match(TOKEN) ?? [''];
  let count = 0;
  return text.replace(TOKEN, (token) => (count++ === one % tokens.length ? tokens[two % tokens.length]! : token));
});

const TOKEN = /"(?:[^"\\\n]|\\.)*"|\$\{[^}\n]*\}|[\w.$]+/g;

const breakOff: fc.Arbitrary<Edit> = fc.tuple(fc.nat(), fc.boolean()).map(
  ([from, end]) =>
    (text) =>
      end ? text.slice(0, at(text, from)) : text.slice(at(text, from)),
);

const rewrite = fc.constantFrom<Edit>(
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => `\uFEFF${text}`,
  (text) => text.replaceAll('"', "'"),
  (text) => text.replaceAll('    ', '\t'),
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: cut },
  { weight: 5, arbitrary: copy },
  { weight: 8, arbitrary: put },
  { weight: 4, arbitrary: swapLines },
  { weight: 12, arbitrary: swapTokens },
  { weight: 1, arbitrary: breakOff },
  { weight: 1, arbitrary: rewrite },
);

/** One to four edits, one after the other. */
export const edits: fc.Arbitrary<Edit> = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((list) => (text) => list.reduce((spoilt, one) => one(spoilt), text));

const ascii = fc.uint8Array({ min: 9, max: 126, maxLength: 2 });

/** Bytes put in, changed or taken out, which may leave no UTF-8. */
export const byteEdits: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc
  .array(
    fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.oneof({ weight: 4, arbitrary: ascii }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }) }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) => (bytes) => {
    let spoilt = Buffer.from(bytes);
    for (const [from, length, put] of list) {
      const start = from % (spoilt.length + 1);
      spoilt = Buffer.concat([spoilt.subarray(0, start), put, spoilt.subarray(start + length)]);
    }
    return spoilt;
  });

/** Values of every type, and the objects that templates give a meaning to. */
export const OTHER_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e300,
  '',
  'text',
  '${X}',
  '${X} and ${Y.Z}',
  '{% $x %}',
  '{% ( %}',
  '$.a[',
  'States.Format(',
  [],
  [null],
  [[[]]],
  {},
  { '': null },
  { __proto__: null },
  { Ref: 'X' },
  { Ref: null },
  { 'Fn::Sub': '${A}' },
  { 'Fn::Sub': [1] },
  { 'Fn::Sub': ['${a}', null] },
  { 'Fn::Join': ['', ['a', { Ref: 'B' }]] },
  { 'Fn::Join': ['', {}] },
  { 'Fn::GetAtt': [] },
  { 'Fn::GetAtt': ['A', { Ref: 'B' }] },
  { 'Fn::If': [] },
  { 'Fn::ToJsonString': null },
  { 'Fn::ForEach::X': 1 },
  { 'Fn::Transform': {} },
  { Ref: 'AWS::NoValue' },
  { Type: 'Task' },
  { StartAt: 1, States: [] },
];

export type Path = readonly (string | number)[];

/** The path of every member and item of a value. */
export function* pathsIn(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    yield* pathsIn(member, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** A copy with another value at a path, or without what is there. */
export function replaceAt(value: unknown, path: Path, replacement: { readonly value: unknown } | 'nothing'): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement === 'nothing' ? null : replacement.value;
  const removes = rest.length === 0 && replacement === 'nothing';
  if (Array.isArray(value)) {
    if (removes) return value.filter((_, i) => i !== step);
    return value.map((item, i): unknown => (i === step ? replaceAt(item, rest, replacement) : item));
  }
  const copy = {};
  for (const [key, member] of Object.entries(value as object)) {
    if (key !== String(step)) define(copy, key, member);
    else if (!removes) define(copy, key, replaceAt(member, rest, replacement));
  }
  return copy;
}
