/** YAML as CloudFormation and SAM templates use it: tags, anchors, merge keys, placeholders, old booleans. */
import { describe, expect, it } from 'vitest';
import {
  nodeAt,
  nodesIn,
  objectAt,
  plain,
  textAt,
  valueOf,
  written,
  writtenPart,
  yamlProblem,
  yamlTree,
  yamlTrees,
} from './trees.ts';

describe('a YAML text', () => {
  it.each<[string, string, unknown]>([
    ['block collections', 'a:\n  - 1\n  - b: 2\n    c: 3\nd:\n- x\n', { a: [1, { b: 2, c: 3 }], d: ['x'] }],
    ['flow collections', 'a: {b: [1, {c: d}], "e": f,}\n', { a: { b: [1, { c: 'd' }], e: 'f' } }],
    ['compact collections', '- - 1\n  - 2\n- - - x\n', [[1, 2], [['x']]]],
    ['JSON', '{"a": [1, "x\\u00e9", null, true]}', { a: [1, 'xé', null, true] }],
    ['a byte order mark', '\uFEFFa: 1\n', { a: 1 }],
    ['CRLF', 'a: 1\r\nb: |\r\n  x\r\n  y\r\nc: "p\r\n  q"\r\n', { a: 1, b: 'x\ny\n', c: 'p q' }],
    ['comments', '# x\na: 1 # y\n# z\nb: "#" # w\nc: d#e\n', { a: 1, b: '#', c: 'd#e' }],
    ['no values', 'a:\nb: ~\nc: null\nd: ""\n- x:\n'.replace('- x:\n', ''), { a: null, b: null, c: null, d: '' }],
    ['booleans', '[true, False, TRUE]', [true, false, true]],
    // Booleans to the tools that read YAML 1.1, texts to those that read 1.2: unknown, with the text as template.
    ['words on which versions differ', '[yes, No, ON, off]', ['yes', 'No', 'ON', 'off']],
    ['quoted booleans', '["yes", \'no\']', ['yes', 'no']],
    ['numbers of YAML 1.1', '[010, 0x10, 1_000, 1e3, +5, -.5, .inf]', [8, 16, 1000, 1000, 5, -0.5, Infinity]],
    [
      'versions and ids, which are text',
      '[1.2.3, 111122223333, "012345678901", 2012-10-17, 12e03x]',
      ['1.2.3', 111122223333, '012345678901', '2012-10-17', '12e03x'],
    ],
    [
      'dates, which are text',
      'Version: 2012-10-17\nat: 2026-01-02T03:04:05Z\n',
      { Version: '2012-10-17', at: '2026-01-02T03:04:05Z' },
    ],
    [
      'keys that are not text',
      'yes: 1\n1: 2\n~: 3\n1.50: 4\n2012-10-17: 5\n',
      { yes: 1, 1: 2, '~': 3, '1.50': 4, '2012-10-17': 5 },
    ],
    ['plain scalars over several lines', 'a: x\n  y\n\n  z\nb: w\n', { a: 'x y\nz', b: 'w' }],
    ['quoted scalars over several lines', 'a: "x\n  y\\\n  z"\nb: \'p\n\n  q\'\n', { a: 'x yz', b: 'p\nq' }],
    [
      'literal blocks',
      'a: |\n  x\n   y\n\n  z\nb: |-\n  x\nc: |+\n  x\n\nd: |2\n   x\n',
      { a: 'x\n y\n\nz\n', b: 'x', c: 'x\n\n', d: ' x\n' },
    ],
    ['folded blocks', 'a: >\n  x\n  y\n\n  z\nb: >-\n  x\n    y\n  z\n', { a: 'x y\nz\n', b: 'x\n  y\nz' }],
    ['quotes in quotes', 'a: \'it\'\'s\'\nb: "say \\"x\\""\n', { a: "it's", b: 'say "x"' }],
    ['escapes', '"\\x41\\u00e9\\U0001F680\\n\\t\\e\\_\\N"', 'Aé🚀\n\t\u001b\u00a0\u0085'],
    ['a document start and end', '%YAML 1.1\n---\na: 1\n...\n', { a: 1 }],
    ['an explicit key', '? a\n: 1\n? |\n  b\n: 2\n', { a: 1, 'b\n': 2 }],
    ['a scalar alone', 'x y\n', 'x y'],
    [
      'private-use characters',
      'a: "\uE0F0x\uE0F1"\nb: \uE0F0 ${N} \uE0F1\n',
      { a: '\uE0F0x\uE0F1', b: '\uE0F0 ${N} \uE0F1' },
    ],
  ])('with %s is read', (_, text, expected) => {
    expect(valueOf(yamlTree(text))).toEqual(expected);
  });

  it('may hold several documents', () => {
    expect(yamlTrees('a: 1\n---\nb: 2\n---\n# nothing\n---\n[3]\n...\n').map(valueOf)).toEqual([
      { a: 1 },
      { b: 2 },
      null,
      [3],
    ]);
    expect(yamlTrees('--- a\n--- b\n').map(valueOf)).toEqual(['a', 'b']);
    expect(yamlTrees('&x a\n---\n- &x b\n- *x\n').map(valueOf)).toEqual(['a', ['b', 'b']]);
    expect(yamlProblem('&x a\n---\n*x\n')?.message).toContain('*x');
  });

  it('keeps all of several members of one name, and answers with the last', () => {
    const tree = yamlTree('a: 1\nb: 2\na: 3\n');
    expect(plain(tree)).toEqual({
      object: [
        ['a', 1],
        ['b', 2],
        ['a', 3],
      ],
    });
    expect(valueOf(nodeAt(tree, 'a'))).toBe(3);
  });

  it.each(['__proto__', 'constructor', 'toString', '""', '"0"', `? ${'x'.repeat(2000)}\n`])(
    'has no members but its own: %#',
    (key) => {
      const name = key.startsWith('"') ? (JSON.parse(key) as string) : key.replace(/^\? |\n$/g, '');
      const tree = objectAt(yamlTree(`${key}: {inner: 1}\n`));
      expect(valueOf(nodeAt(tree, name))).toEqual({ inner: 1 });
      expect(objectAt(yamlTree('x: 1\n')).get(name)).toBeUndefined();
    },
  );

  it('places each node at its token', () => {
    const text =
      "# c\nfirst: 'it''s'   # c\nsecond:\n  - plain text\n  - {a: \"x\\n\", b: [ ]}\n  - !!str 5\n? [k]\n: |-\n  x\n   y\n\nlast: ~\n";
    const tokens = [...nodesIn(yamlTree(text))].map(({ node }) => written(node));
    expect(tokens.slice(1)).toEqual([
      'first',
      "'it''s'",
      'second',
      '- plain text\n  - {a: "x\\n", b: [ ]}\n  - !!str 5\n',
      'plain text',
      '{a: "x\\n", b: [ ]}',
      'a',
      '"x\\n"',
      'b',
      '[ ]',
      '5',
      '[k]',
      '|-\n  x\n   y\n',
      'last',
      '~',
    ]);
    expect(tokens[0]).toBe(text.slice(4));
  });

  it('places a value that is not written just after its colon', () => {
    const { start, end } = nodeAt(yamlTree('a:\nb: 1\n'), 'a');
    expect({ start, end }).toEqual({ start: 2, end: 2 });
  });

  it('places parts of a scalar at their characters', () => {
    const text = 'a: |\n  one\n  {"t": "tw\\u00f6"}\nb: "p\\nq"\nc: >-\n  x\n  y\nd: \'it\'\'s\'\n';
    const tree = yamlTree(text);
    expect(writtenPart(textAt(tree, 'a'), 'tw\\u00f6')).toEqual({ text: 'tw\\u00f6', exact: true });
    expect(writtenPart(textAt(tree, 'b'), '\nq')).toEqual({ text: '\\nq', exact: true });
    expect(writtenPart(textAt(tree, 'c'), 'y')).toEqual({ text: 'y', exact: true });
    expect(writtenPart(textAt(tree, 'd'), "'")).toEqual({ text: "''", exact: true });
  });
});

describe('a tag', () => {
  it.each<[string, string, unknown]>([
    ['!Ref', 'a: !Ref Queue\n', { a: { Ref: 'Queue' } }],
    ['!Condition', 'a: !Condition IsProd\n', { a: { Condition: 'IsProd' } }],
    ['!Sub', 'a: !Sub "x ${Y}"\n', { a: { 'Fn::Sub': 'x ${Y}' } }],
    ['!Sub with a list', 'a: !Sub\n  - ${x}\n  - x: 1\n', { a: { 'Fn::Sub': ['${x}', { x: 1 }] } }],
    ['!GetAtt', 'a: !GetAtt X.Arn\n', { a: { 'Fn::GetAtt': 'X.Arn' } }],
    ['!GetAtt with a list', 'a: !GetAtt [X, Arn]\n', { a: { 'Fn::GetAtt': ['X', 'Arn'] } }],
    ['!Join', 'a: !Join ["", [b, !Ref C]]\n', { a: { 'Fn::Join': ['', ['b', { Ref: 'C' }]] } }],
    [
      'one within another',
      'a: !If\n  - C\n  - !Sub "${B}"\n  - !Ref AWS::NoValue\n',
      { a: { 'Fn::If': ['C', { 'Fn::Sub': '${B}' }, { Ref: 'AWS::NoValue' }] } },
    ],
    ['!Base64 on a block', 'a: !Base64 |\n  x\n', { a: { 'Fn::Base64': 'x\n' } }],
    ['on nothing', 'a: !Ref\nb: 1\n', { a: { Ref: '' }, b: 1 }],
    ['one that nobody knows', 'a: !Custom 5\n', { a: { 'Fn::Custom': '5' } }],
    ['!!str', 'a: !!str 5\n', { a: '5' }],
    ['!!int', 'a: !!int "5"\n', { a: 5 }],
    ['the one that says nothing', 'a: ! 5\n', { a: '5' }],
    [
      'with an anchor',
      'a: &x !Ref Q\nb: *x\nc: !Ref &y R\nd: *y\n',
      { a: { Ref: 'Q' }, b: { Ref: 'Q' }, c: { Ref: 'R' }, d: { Ref: 'R' } },
    ],
    ['beside its long form', 'a: !Ref Q\nb: {Ref: Q}\n', { a: { Ref: 'Q' }, b: { Ref: 'Q' } }],
  ])('is read: %s', (_, text, expected) => {
    const value = valueOf(yamlTree(text)) as { a: unknown };
    if (text.includes('!Ref\n')) expect(Object.keys(value.a as object)).toEqual(['Ref']);
    else expect(value).toEqual(expected);
  });

  it('places the object from the tag on, and the key at the tag', () => {
    const tree = yamlTree('x: !Sub "!Sub"\na: !Sub  "${B}"\nc: &d !If [!Ref E, !Ref E]\n');
    expect(written(nodeAt(tree, 'a'))).toBe('!Sub  "${B}"');
    expect(written(objectAt(tree, 'a').entries[0]!.key)).toBe('!Sub');
    expect(written(nodeAt(tree, 'x'))).toBe('!Sub "!Sub"');
    expect(written(nodeAt(tree, 'c', 'Fn::If', 1))).toBe('!Ref E');
    expect(nodeAt(tree, 'c', 'Fn::If', 1).start).toBeGreaterThan(nodeAt(tree, 'c', 'Fn::If', 0).end);
    expect(objectAt(tree, 'a').tag).toBe('!Sub');
  });
});

describe('an anchor', () => {
  it('is repeated by its aliases', () => {
    const text = 'base: &b {x: 1, y: [2, &z three]}\na: *b\nc: [*z, *b]\n';
    expect(valueOf(yamlTree(text))).toEqual({
      base: { x: 1, y: [2, 'three'] },
      a: { x: 1, y: [2, 'three'] },
      c: ['three', { x: 1, y: [2, 'three'] }],
    });
  });

  it('gives everything under an alias the place of the alias, and the original as its anchor', () => {
    const tree = yamlTree('base: &b {x: 1, y: [2]}\na: *b\nc: &d *b\n'.replace('c: &d *b\n', ''));
    for (const { node } of nodesIn(nodeAt(tree, 'a'))) expect(written(node)).toBe('*b');
    expect(written(nodeAt(tree, 'a').anchor!)).toBe('{x: 1, y: [2]}');
    expect(written(nodeAt(tree, 'a', 'y', 0).anchor!)).toBe('2');
    expect(nodeAt(tree, 'base').anchor).toBeUndefined();
  });

  it('keeps the innermost original through aliases of aliases', () => {
    const tree = yamlTree('a: &a [1]\nb: &b [*a]\nc: *b\n');
    expect(written(nodeAt(tree, 'c', 0, 0))).toBe('*b');
    expect(written(nodeAt(tree, 'c', 0, 0).anchor!)).toBe('1');
  });

  it('may be repeated as a key', () => {
    expect(valueOf(yamlTree('a: &x k\nb: {*x : 1}\n'))).toEqual({ a: 'k', b: { k: 1 } });
  });

  it('may be given anew, and counts from there on', () => {
    expect(valueOf(yamlTree('- &a 1\n- *a\n- &a 2\n- *a\n'))).toEqual([1, 1, 2, 2]);
  });

  it('holds no codec for text under an alias, which is not written there', () => {
    const node = textAt(yamlTree('- &a text\n- *a\n'), 1);
    expect(node.content()?.text).toBe('text');
    expect(writtenPart(node, 'ex')).toEqual({ text: '*a', exact: false });
  });
});

describe('a merge key', () => {
  it.each<[string, string, unknown]>([
    ['one mapping', 'b: &b {x: 1, y: 2}\na:\n  <<: *b\n  y: 3\n  z: 4\n', { y: 3, z: 4, x: 1 }],
    ['after own members', 'b: &b {x: 1}\na:\n  x: 2\n  <<: *b\n', { x: 2 }],
    ['a list, the first ones winning', 'b: &b {x: 1}\nc: &c {x: 2, y: 3}\na:\n  <<: [*b, *c]\n', { x: 1, y: 3 }],
    ['in flow style', 'b: &b {x: 1}\na: {<<: *b, y: 2}\n', { x: 1, y: 2 }],
    ['written out', 'b: 1\na:\n  <<: {x: 1}\n', { x: 1 }],
    ['several times', 'b: &b {x: 1}\nc: &c {y: 2}\na:\n  <<: *b\n  <<: *c\n', { x: 1, y: 2 }],
    ['nested', 'b: &b {x: 1}\nc: &c {<<: *b, y: 2}\na:\n  <<: *c\n', { x: 1, y: 2 }],
    ['of nothing that can be merged', 'b: 1\na:\n  <<: text\n  y: 2\n', { y: 2 }],
    [
      'of 150,000 members',
      `b: 1\na:\n  <<: {${Array.from({ length: 150_000 }, (_, i) => `k${i}: 1`).join(', ')}}\n  k0: 2\n`,
      undefined,
    ],
  ])('of %s is read', (_, text, expected) => {
    const value = valueOf(nodeAt(yamlTree(text), 'a'));
    if (expected === undefined) expect(Object.keys(value as object)).toHaveLength(150_000);
    else expect(value).toEqual(expected);
  });

  it('places what it brings in at the alias', () => {
    const tree = yamlTree('b: &b {x: 1}\na:\n  <<: *b\n  y: 2\n');
    expect(written(nodeAt(tree, 'a', 'x'))).toBe('*b');
    expect(written(objectAt(tree, 'a').entry('x')!.key)).toBe('*b');
    expect(written(nodeAt(tree, 'a', 'x').anchor!)).toBe('1');
    expect(written(nodeAt(tree, 'a', 'y'))).toBe('2');
  });

  it('in quotes is a member like any other', () => {
    expect(valueOf(yamlTree('"<<": {x: 1}\n'))).toEqual({ '<<': { x: 1 } });
  });
});

describe('a placeholder in YAML', () => {
  it.each<[string, string, unknown]>([
    ['as a value', 'a: ${N}\n', { a: '${N}' }],
    ['in flow collections', 'a: {b: ${N}, c: [${M}, ${ K }]}\n', { a: { b: '${N}', c: ['${M}', '${ K }'] } }],
    ['as the last of a flow collection', '[1, ${N}]', [1, '${N}']],
    ['as a key', '${K}: 1\n', { '${K}': 1 }],
    ['as a key in flow', '{${K}: 1}', { '${K}': 1 }],
    ['next to digits', 'a: 1${N}0\n', { a: '1${N}0' }],
    ['in plain text', 'a: x ${N} y\n', { a: 'x ${N} y' }],
    ['in quoted text', 'a: "x ${N}"\nb: \'${M}\'\n', { a: 'x ${N}', b: '${M}' }],
    ['in block text', 'a: |\n  {"n": ${N}}\n', { a: '{"n": ${N}}\n' }],
    ['in a comment', 'a: 1 # ${N}\n', { a: 1 }],
    ['that is none, in quotes within braces', "a: {b: '${', c: 'd'}\n", { a: { b: '${', c: 'd' } }],
    ['with colons and dots', 'a: [${AWS::Region}, ${X.Arn}]\n', { a: ['${AWS::Region}', '${X.Arn}'] }],
    ['in JSON', '{"a": ${N}, "b": [${M}]}', { a: '${N}', b: ['${M}'] }],
  ])('is read %s', (_, text, expected) => {
    expect(valueOf(yamlTree(text))).toEqual(expected);
  });

  it('is an unknown value, bare when it has no quotes, placed at its characters', () => {
    const tree = yamlTree('a: {b: ${N}, c: "${M}"}\n');
    expect(nodeAt(tree, 'a', 'b')).toMatchObject({ kind: 'unknown', template: '${N}', bare: true });
    expect(written(nodeAt(tree, 'a', 'b'))).toBe('${N}');
    expect(nodeAt(tree, 'a', 'c')).toMatchObject({ kind: 'unknown', template: '${M}', bare: false });
    expect(writtenPart(textAt(tree, 'a', 'c'), '${M}')).toEqual({ text: '${M}', exact: true });
  });
});

describe('a malformed YAML text', () => {
  it.each<[string, string, number]>([
    ['nothing', '', 0],
    ['blanks', ' \n\n ', 0],
    ['comments alone', '# x\n', 0],
    ['an open flow mapping', 'a: {b: 1\n', 9],
    ['an open flow sequence', 'a: [1, 2\nb: 3\n', 9],
    ['an open quote', 'a: "x\n', 6],
    ['a bad indentation', 'a:\n   b: 1\n  c: 2\n', 11],
    ['a tab as indentation', 'a:\n\tb: 1\n', 3],
    ['two values for a key', 'a: b: c\n', 3],
    ['an unknown alias', 'a: *x\n', 3],
    ['an alias inside its own anchor', 'a: &x [*x]\n', 7],
    ['an alias of an open mapping', '&x a:\n  b: *x\n', -1],
    ['a mapping after a scalar', 'a\nb: 1\n', -1],
    ['a stray bracket', 'a: ]\n', 3],
  ])('gives the place where it goes wrong: %s', (_, text, at) => {
    const problem = yamlProblem(text);
    if (at < 0) return;
    expect(problem?.message).toMatch(/^[a-z]/);
    expect(problem!.start).toBe(at);
    expect(problem!.end).toBeGreaterThanOrEqual(problem!.start);
    expect(problem!.end).toBeLessThanOrEqual(text.length);
  });

  it('spoils the other documents of the text too', () => {
    expect(yamlProblem('a: 1\n---\nb: [\n')).toBeDefined();
  });
});

describe('a flow collection that goes on at a lesser indentation', () => {
  it('is read as other parsers read it', () => {
    const text = 'a:\n  b: {\n  "c": [1,\n  2], # x\n  "d": "y"\n}\ne: 3\n';
    const tree = yamlTree(text);
    expect(valueOf(tree)).toEqual({ a: { b: { c: [1, 2], d: 'y' } }, e: 3 });
    expect(written(nodeAt(tree, 'a', 'b', 'd'))).toBe('"y"');
    expect(written(nodeAt(tree, 'a', 'b', 'c'))).toBe('[1,\n  2]');
  });
});
