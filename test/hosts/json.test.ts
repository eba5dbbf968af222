/** JSON as people write it: comments, trailing commas, a byte order mark, placeholders without quotes. */
import { describe, expect, it } from 'vitest';
import { pointerTo } from '../../src/tree/pointer.ts';
import {
  jsonProblem,
  jsonTree,
  nodeAt,
  nodesIn,
  objectAt,
  plain,
  textAt,
  valueOf,
  written,
  writtenPart,
} from './trees.ts';

describe('a JSON text', () => {
  it.each<[string, string, unknown]>([
    ['a byte order mark', '\uFEFF{"a": 1}', { a: 1 }],
    ['CRLF', '{\r\n"a": 1,\r\n"b": 2\r\n}\r\n', { a: 1, b: 2 }],
    ['lone CRs', '{\r"a": 1,\r"b": 2}', { a: 1, b: 2 }],
    ['line comments', '// x\n{"a": 1, // y\n"b": 2} // z', { a: 1, b: 2 }],
    [
      'line comments that end in CRs',
      '// x\r{"a": 1, // y\r"b": ${N}, // "z\r"c": [[1]]}',
      { a: 1, b: '${N}', c: [[1]] },
    ],
    ['block comments', '/* { */ {"a" /* : */ : 1 /* , */, /* } */ "b": 2}', { a: 1, b: 2 }],
    ['comments without a text to them', '//\n{/**/"a": 1}//', { a: 1 }],
    ['a comment inside a string', '{"a": "// no /* comment */"}', { a: '// no /* comment */' }],
    ['quotes inside comments', '{"a": 1 // don\'t say "x\n, "b": 2 /* " */}', { a: 1, b: 2 }],
    ['a trailing comma in an object', '{"a": 1,}', { a: 1 }],
    ['a trailing comma in an array', '[1, 2, ]', [1, 2]],
    ['escapes', '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude80"', '"\\/\b\f\n\r\té🚀'],
    ['half a surrogate pair', '"\\ud83d"', '\ud83d'],
    ['characters that are no line ends in JSON', '["\u2028", "\u0085", "\u00a0"]', ['\u2028', '\u0085', '\u00a0']],
    [
      'numbers',
      '[0, -0, 1.5, -2e3, 1E+2, 123456789012345678901234567890]',
      [0, -0, 1.5, -2000, 100, 1.2345678901234568e29],
    ],
    ['words', '[true, false, null]', [true, false, null]],
    ['empty collections', '{"a": {}, "b": [], "": ""}', { a: {}, b: [], '': '' }],
    ['a scalar alone', ' 5 ', 5],
  ])('with %s is read', (_, text, expected) => {
    expect(valueOf(jsonTree(text))).toEqual(expected);
  });

  it('keeps all of several members of one name, and answers with the last', () => {
    const tree = jsonTree('{"a": 1, "b": 2, "a": 3}');
    expect(plain(tree)).toEqual({
      object: [
        ['a', 1],
        ['b', 2],
        ['a', 3],
      ],
    });
    expect(written(nodeAt(tree, 'a'))).toBe('3');
    const long = jsonTree(`{${Array.from({ length: 20 }, (_, i) => `"k${i % 10}": ${i}`).join(', ')}}`);
    expect(written(nodeAt(long, 'k3'))).toBe('13');
    expect(objectAt(long).entry('k3')?.key.start).toBeGreaterThan(100);
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'length',
    '0',
    '-1',
    '',
    ' ',
    '\u0000',
    'x'.repeat(100_000),
  ])('has no members but its own: %#', (name) => {
    const quoted = JSON.stringify(name);
    for (const padding of ['', Array.from({ length: 10 }, (_, i) => `"pad${i}": 0, `).join('')]) {
      expect(objectAt(jsonTree(`{${padding}"x": 1}`)).get(name)).toBeUndefined();
      const tree = objectAt(jsonTree(`{${padding}${quoted}: {"inner": ${quoted}}}`));
      expect(valueOf(nodeAt(tree, name))).toEqual({ inner: name });
      expect(written(tree.entry(name)!.key)).toBe(quoted);
    }
  });

  it('places each node at its token', () => {
    const text = '\uFEFF{ "k\\u0065y" : [ 1.50 , "🚀\\n" , true , null , {} ] , "e" : {"x":[]} }';
    const tokens = [...nodesIn(jsonTree(text))].map(({ node }) => written(node));
    expect(tokens).toEqual([
      '{ "k\\u0065y" : [ 1.50 , "🚀\\n" , true , null , {} ] , "e" : {"x":[]} }',
      '"k\\u0065y"',
      '[ 1.50 , "🚀\\n" , true , null , {} ]',
      '1.50',
      '"🚀\\n"',
      'true',
      'null',
      '{}',
      '"e"',
      '{"x":[]}',
      '"x"',
      '[]',
    ]);
  });

  it('places parts of a string at their characters', () => {
    const node = textAt(jsonTree('{"a": "x\\n\\u00e9 y"}'), 'a');
    expect(writtenPart(node, 'é')).toEqual({ text: '\\u00e9', exact: true });
    expect(writtenPart(node, 'é y')).toEqual({ text: '\\u00e9 y', exact: true });
    expect(writtenPart(node, '\n')).toEqual({ text: '\\n', exact: true });
  });

  it('gives JSON pointers that lead back', () => {
    const tree = jsonTree('{"a/b": {"~": [1, {"": 2}]}}');
    expect(pointerTo(tree, nodeAt(tree, 'a/b', '~', 1, ''))).toBe('/a~1b/~0/1/');
    expect(pointerTo(tree, jsonTree('1'))).toBeUndefined();
  });
});

describe('a placeholder without quotes', () => {
  it.each<[string, string, unknown]>([
    ['as a value', '{"a": ${N}}', { a: '${N}' }],
    ['as a value in a list', '[1, ${N}, ${M}]', [1, '${N}', '${M}']],
    ['as the whole text', '${All}', '${All}'],
    ['with blanks in it', '{"a": ${ My N }}', { a: '${ My N }' }],
    ['with a dot or colons', '[${A.Arn}, ${AWS::Region}]', ['${A.Arn}', '${AWS::Region}']],
    ['before digits', '{"a": ${N}0}', { a: '${N}0' }],
    ['after digits', '{"a": 1${N}}', { a: '1${N}' }],
    ['between digits', '{"a": -1.${N}e${M}5, "b": 2}', { a: '-1.${N}e${M}5', b: 2 }],
    ['beside another', '{"a": ${N}${M}}', { a: '${N}${M}' }],
    ['before a trailing comma', '{"a": ${N},}', { a: '${N}' }],
    ['before a comment', '{"a": ${N} // ${M}\n}', { a: '${N}' }],
    ['before a line end', '{"a": ${N}\r\n}', { a: '${N}' }],
    ['as a key', '{${K}: 1, "b": 2}', { '${K}': 1, b: 2 }],
    ['as a key before a comment', '{${K} /* c */ : 1}', { '${K}': 1 }],
    ['as key and value', '{${K}: ${V}}', { '${K}': '${V}' }],
    ['as a member', '{"a": 1, ${Members}}', { a: 1 }],
    ['as the first member', '{${Members}, "a": 1}', { a: 1 }],
    ['as the only member', '{${Members}}', {}],
    ['as a member before a trailing comma', '{${Members},}', {}],
    ['as a member between members', '{"a": 1, ${Members}, "b": 2}', { a: 1, b: 2 }],
    ['in a comment', '{"a": 1 /* ${N} */}', { a: 1 }],
    ['in a string only', '{"a": "x ${N}"}', { a: 'x ${N}' }],
    ['in a quoted key', '{"${K}": 1}', { '${K}': 1 }],
  ])('is read %s', (_, text, expected) => {
    expect(valueOf(jsonTree(text))).toEqual(expected);
  });

  it('is an unknown value, placed at its characters', () => {
    const tree = jsonTree('{ "a" : 1${N}0 , "b": "x ${M}", ${K} : [ ${All} ] }');
    const bare = textAt(tree, 'a');
    expect(bare).toMatchObject({ kind: 'unknown', why: 'placeholder N', template: '1${N}0', bare: true });
    expect(written(bare)).toBe('1${N}0');
    expect(writtenPart(bare, '${N}')).toEqual({ text: '${N}', exact: true });
    const quoted = textAt(tree, 'b');
    expect(quoted).toMatchObject({ kind: 'unknown', template: 'x ${M}', bare: false });
    expect(written(quoted)).toBe('"x ${M}"');
    expect(writtenPart(quoted, '${M}')).toEqual({ text: '${M}', exact: true });
    expect(written(nodeAt(tree, '${K}', 0))).toBe('${All}');
    expect(objectAt(tree).entries.map(({ key }) => written(key))).toEqual(['"a"', '"b"', '${K}']);
  });

  it.each(['{"a": ${}}', '{"a": ${N}', '{"a": $N}', '{"a": {N}}', '{"a": x${N}}', '{"a": ${N} ${M}}', '{"a": ${N"}'])(
    'does not excuse what is malformed: %s',
    (text) => {
      expect(jsonProblem(text)).toBeDefined();
    },
  );
});

describe('a malformed JSON text', () => {
  it.each<[string, string, string]>([
    ['nothing', '', ''],
    ['blanks', ' \n\t', ''],
    ['a byte order mark alone', '\uFEFF', ''],
    ['a comment alone', '// x', ''],
    ['an open object', '{"a": 1', ''],
    ['an open array', '[1, 2', ''],
    ['an open string', '{"a": "x\n}', '"x'],
    ['a missing colon', '{"a" 1}', '1'],
    ['a missing comma', '{"a": 1 "b": 2}', '"b"'],
    ['a missing value', '{"a": , "b": 2}', ','],
    ['two commas', '[1,,2]', ','],
    ['a key without quotes', '{a: 1}', 'a'],
    ['single quotes', "{'a': 1}", "'a'"],
    ['a word', '{"a": nil}', 'nil'],
    ['a second value', '{} {}', '{'],
    ['a brace too many', '{"a": 1}}', '}'],
    ['the wrong bracket', '[1}', '}'],
    ['a leading zero', '[01]', '1'],
    ['a cut-off number', '[1.]', '1.'],
    ['an unknown escape', '["\\x"]', '"\\x"'],
    ['a malformed escape', '["\\u12G4"]', '"\\u12G4"'],
    ['a raw control character', '["\u0001"]', '"\u0001"'],
    ['a raw tab', '["\t"]', '"\t"'],
    ['an open comment', '{} /* x', '/* x'],
  ])('gives the first place where it goes wrong: %s', (_, text, at) => {
    const problem = jsonProblem(text);
    expect(problem?.message).toMatch(/^[a-z]/);
    expect(problem!.start).toBeLessThanOrEqual(problem!.end);
    expect(problem!.end).toBeLessThanOrEqual(text.length);
    expect(text.slice(problem!.start, problem!.end)).toBe(at);
  });

  it.each([
    '[}',
    '{]',
    '[},',
    '{"a":],',
    '}',
    ']',
    ',',
    ':',
    '[',
    '{',
    '{"',
    '"\\',
    '\\',
    '/',
    '/*',
    '{"a":{"b":[{',
    '${',
    '{${',
  ])('is never more than a problem, however often it is repeated: %s', (part) => {
    for (const times of [1, 2, 100, 20_000]) expect(jsonProblem(part.repeat(times))).toBeDefined();
  });
});
