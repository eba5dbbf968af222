/** Random texts, scalars and documents for the codec tests: short, and full of what is special somewhere. */
import fc from 'fast-check';
import { Document, Scalar } from 'yaml';

/** What a fix could write: prose with quotes, line breaks, placeholders, comments, backslashes, emoji. */
export const prose: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...['The', 'model', "isn't", '"quoted"', '${Name}', '#1', 'key: value', 'C:\\temp', '\\n', '😀', 'é', '{% $x %}'],
      ...['[a, b]', 'a#b', 'a:b', "''", '--', '100%', '$.field', 'line\nbreak', 'new\n\nparagraph', '<b>', '- item'],
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((words) => words.join(' '));

/** Fragments in any order: mostly nothing anybody would write. */
export const oddText: fc.Arbitrary<string> = fragments(
  ...[
    'a',
    'foo',
    "it's",
    '"q"',
    '${Name}',
    '$',
    '{',
    '}',
    '#tag',
    ' # c',
    'key: v',
    ':',
    '\\',
    '\\n',
    '😀',
    'é',
    '[x]',
  ],
  ...[
    ',',
    '-',
    '- ',
    'true',
    '12',
    ' ',
    ' ',
    '  ',
    '\t',
    '\n',
    '\n',
    '\n\n',
    '---',
    '...',
    '%',
    '!',
    '&',
    '*',
    '|',
    '>',
  ],
  ...['\u00a0', '\u2028', '\r', '\u0007', '\ud83d', '~'],
);

/** Source characters: escapes, line ends and indicators, whether or not they make sense together. */
export const oddSource: fc.Arbitrary<string> = fragments(
  ...[
    'a',
    'word',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\n  ',
    '\n   ',
    '\n\n',
    '#',
    ' #',
    ':',
    ': ',
    '"',
    "'",
    "''",
    '\\',
    '\\n',
  ],
  ...[
    '\\"',
    '\\x41',
    '\\u00e9',
    '\\ud83d\\ude00',
    '\\U0001F600',
    '\\ ',
    '\\\n',
    '\\\t',
    '\\q',
    '\\x4',
    '\\u12',
    '|',
    '>',
  ],
  ...[
    '-',
    '+',
    '1',
    '2',
    '😀',
    'é',
    '---',
    '...',
    '%',
    '{',
    '}',
    '[',
    ']',
    ',',
    '!t ',
    '&a ',
    '\r',
    '\f',
    '\u2028',
    '${',
    '!',
  ],
);

const header = fc.constantFrom(
  ...['|', '>', '|-', '>-', '|+', '>+', '|2', '>2', '|1', '>1', '|2-', '>+2', '>1+', '| # c', '> # c', '|  ', '>\t# x'],
);

const blockLine = fc
  .tuple(
    fc.constantFrom('', '  ', '  ', '  ', '  ', '   ', '    ', '  \t'),
    fc.constantFrom('', 'foo', 'bar baz', '# no', 'a: b', 'x ', 'more words here', '---'),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
  )
  .map((parts) => parts.join(''));

/** A block scalar with its header, as it stands in a mapping at column 0. */
const blockSource = fc
  .tuple(
    header,
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.array(blockLine, { minLength: 1, maxLength: 8 }),
    fc.constantFrom('', '', '  end', ' # a comment further left\n'),
  )
  .map(([head, newline, lines, end]) => head + newline + lines.join('') + end);

const flowSource = fragments(
  ...[
    'a',
    'b',
    'word',
    ' ',
    '  ',
    '\n   ',
    '\n  ',
    '\n\n  ',
    '\r\n  ',
    "''",
    '\\n',
    '\\"',
    '\\x41',
    '\\u00e9',
    '\\U0001F600',
  ],
  ...['\\ ', '\\\n  ', '😀', 'é', '-', ','],
);

const flowPlaces: readonly ((source: string) => string)[] = [
  (source) => source,
  (source) => `k: ${source}\nz: 1\n`,
  (source) => `k: "${source}"\nz: 1\n`,
  (source) => `k: '${source}'\nz: 1\n`,
  (source) => `"${source}"`,
  (source) => `'${source}'`,
  (source) => `- ${source}\n- x\n`,
  (source) => `[ ${source} ]`,
  (source) => `{ a: "${source}", b: '${source}' }`,
  (source) => `a:\n  b: ${source}\nc: d`,
  (source) => `a:\n- "${source}"\n- z`,
  (source) => `--- ${source}\n...\n`,
  (source) => `"${source}": x`,
  (source) => `${source}: x`,
  (source) => `? ${source}\n: y`,
  (source) => `a: !!str &y ${source}\nb: 2`,
  (source) => `[a, ${source},"${source}",'${source}']`,
];

const blockPlaces: readonly ((source: string) => string)[] = [
  (source) => source,
  (source) => `k: ${source}z: 1\n`,
  (source) => `k: ${source}\nz: 1\n`,
  (source) => `- ${source}- x\n`,
  (source) => `- ${source}\n\n- x\n`,
  (source) => `a:\n  b: ${source}c: d\n`,
  (source) => `--- ${source}`,
  (source) => `a: !!str &y ${source}b: 2\n`,
  (source) => `- - ${source}  - b\n`,
  (source) => `? ${source}: x\n`,
];

/** Documents put together by hand; some have errors. */
export const handMadeDocument: fc.Arbitrary<string> = fc.oneof(
  placed(flowPlaces, fc.oneof(flowSource, oddSource)),
  placed(blockPlaces, fc.oneof(blockSource, blockSource, oddSource)),
);

export const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;

/** Documents that the library writes, with `text` in the wanted style wherever it can hold it. */
export function documentWith(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const width = fc.constantFrom(80, 20, 0);
  return fc.tuple(text, fc.constantFrom(...styles), width, fc.nat(5), fc.boolean()).map(writeDocument);
}

function writeDocument([text, style, lineWidth, shape, crlf]: readonly [string, Scalar.Type, number, number, boolean]) {
  const scalar = scalarOf(text, style);
  const other = scalarOf('other text\nmore\n', 'BLOCK_LITERAL');
  const shapes = [
    { k: scalar, z: 'x' },
    { a: 'b', k: { n: scalar }, z: other },
    ['x', scalar, other],
    scalar,
    { k: [[scalar]], o: other },
    { o: other, p: { q: [{ r: scalar, s: 1 }] } },
  ];
  const written = new Document(shapes[shape]).toString({ lineWidth, minContentWidth: 0 });
  return crlf ? written.replaceAll('\n', '\r\n') : written;
}

function scalarOf(text: string, style: Scalar.Type): Scalar<string> {
  const scalar = new Scalar(text);
  scalar.type = style;
  return scalar;
}

/** A document of one list whose first item is `text` in that style, or in quotes where it cannot be. */
export function documentIn(style: Scalar.Type, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.constantFrom(80, 20, 0)).map(([value, lineWidth]) => {
    const document = new Document([scalarOf(value, style), 'x', scalarOf('other text\n', 'BLOCK_LITERAL')]);
    return document.toString({ lineWidth, minContentWidth: 0 });
  });
}

/** A range of a given text, often an empty one: its ends are taken modulo the length. */
export const anyRange: fc.Arbitrary<(text: string) => { readonly start: number; readonly end: number }> = fc
  .tuple(fc.nat(), fc.nat(), fc.nat(3))
  .map(([first, second, mode]) => ({ length }) => {
    const ends = [first % (length + 1), mode === 0 ? first % (length + 1) : second % (length + 1)];
    return { start: Math.min(...ends), end: Math.max(...ends) };
  });

function fragments(...parts: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...parts), { maxLength: 15 }).map((chosen) => chosen.join(''));
}

function placed(places: readonly ((source: string) => string)[], source: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...places), source).map(([place, text]) => place(text));
}
