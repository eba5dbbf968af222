/** JSONPaths: what is read, with the range of every part; what is refused, where and why; random and huge ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePath } from '../../../src/expr/jsonpath/parse.ts';
import { isDefinite, isReferencePath, leadingMembers, pathsWithin } from '../../../src/expr/jsonpath/path.ts';
import type { JsonPath, PathCondition, PathOperand, PathSegment } from '../../../src/expr/jsonpath/path.ts';

function path(text: string): JsonPath {
  const parsed = parsePath(text);
  if (parsed.path === undefined) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.path;
}

/** One word for each segment. */
function outline(text: string): readonly string[] {
  return path(text).segments.map((segment) => {
    switch (segment.kind) {
      case 'member':
        return segment.member.name;
      case 'members':
        return segment.members.map(({ name }) => name).join('|');
      case 'index':
        return `#${segment.index}`;
      case 'indices':
        return `#${segment.indices.join('|')}`;
      case 'slice':
        return `#${segment.from ?? ''}:${segment.to ?? ''}:${segment.step ?? ''}`;
      case 'wildcard':
        return '*';
      case 'descent':
        return '..';
      case 'filter':
        return '?';
      case 'function':
        return `${segment.name}(${segment.arguments.length})`;
      case 'computed':
        return `=${segment.text}`;
    }
  });
}

describe('a path', () => {
  it.each<[string, readonly string[]]>([
    ['$', []],
    ['$$', []],
    ['$.a', ['a']],
    ['$.a.b.c', ['a', 'b', 'c']],
    ['$.a-b.c_d.e1', ['a-b', 'c_d', 'e1']],
    ['$.größe.日本語.😀', ['größe', '日本語', '😀']],
    ['$.detail-type', ['detail-type']],
    ['$.1.2a', ['1', '2a']],
    ['$.a:b.c@d.e/f,g', ['a:b', 'c@d', 'e/f,g']],
    ["$['a']['b']", ['a', 'b']],
    ['$["a"]', ['a']],
    ["$.a['b c'].d", ['a', 'b c', 'd']],
    ["$.abc.['def ghi']", ['abc', 'def ghi']],
    ["$['it\\'s']", ["it's"]],
    ['$["say \\"hi\\""]', ['say "hi"']],
    ["$['back\\\\slash']", ['back\\slash']],
    ["$['\\u0041b']", ['Ab']],
    ["$['a.b[0]']", ['a.b[0]']],
    ["$[ 'a' ]", ['a']],
    ["$['']", ['']],
    ['$.store\\.book', ['store.book']],
    ['$.\\stor\\e.boo\\k', ['store', 'book']],
    ['$.foo\\@bar.baz\\[\\[.\\?pretty', ['foo@bar', 'baz[[', '?pretty']],
    ['$.a[0]', ['a', '#0']],
    ['$[0][22][315].foo', ['#0', '#22', '#315', 'foo']],
    ['$.a[-1]', ['a', '#-1']],
    ['$.a[ 0 ]', ['a', '#0']],
    ['$.[0]', ['#0']],
    ['$.a[0,1]', ['a', '#0|1']],
    ['$.a[-1, 2]', ['a', '#-1|2']],
    ["$['a', 'b']", ['a|b']],
    ['$.a[1:3]', ['a', '#1:3:']],
    ['$.a[:2]', ['a', '#:2:']],
    ['$.a[-2:]', ['a', '#-2::']],
    ['$.a[0:10:2]', ['a', '#0:10:2']],
    ['$.a[:]', ['a', '#::']],
    ['$.*', ['*']],
    ['$.a[*]', ['a', '*']],
    ['$[*][*]', ['*', '*']],
    ['$..a', ['..', 'a']],
    ['$..*', ['..', '*']],
    ['$..[0]', ['..', '#0']],
    ["$.a..['b']", ['a', '..', 'b']],
    ['$.a.length()', ['a', 'length(0)']],
    ['$.a[*].b.min()', ['a', '*', 'b', 'min(0)']],
    ["$.sum($.a, $.b, 3, 'x')", ['sum(4)']],
    ['$.u[?(@.s == 0)]', ['u', '?']],
    ['$.[?(@.s == 0)]', ['?']],
    ['$[?(@.a)].b', ['?', 'b']],
    ['$[?(@.a)][0]', ['?', '#0']],
    ['$.a[?@.b > 1]', ['a', '?']],
    ['$.a[(@.length-1)]', ['a', '=(@.length-1)']],
    ['$.a[$.i]', ['a', '=$.i']],
    ['  $.a  ', ['a']],
    ['$.a\n', ['a']],
  ])('%j', (text, expected) => expect(outline(text)).toEqual(expected));

  it.each([
    ['$.a', { kind: 'input', start: 0, end: 1 }],
    [' $$.Execution.Id', { kind: 'context', start: 1, end: 3 }],
    ['$name', { kind: 'variable', name: 'name', start: 0, end: 5 }],
    ['$größe_1.x', { kind: 'variable', name: 'größe_1' }],
    ["$name['x']", { kind: 'variable', name: 'name', end: 5 }],
    ['$name[0]', { kind: 'variable', name: 'name', end: 5 }],
    ['$states.input', { kind: 'variable', name: 'states' }],
  ])('%j begins with', (text, expected) => expect(path(text).root).toMatchObject(expected));

  it('has ranges of its segments and names', () => {
    const text = ' $.a["b c"].[\'d\', "e"]..f[0:1].length() ';
    const { segments, start, end } = path(text);
    expect(text.slice(start, end)).toBe(text.trim());
    expect(segments.map((segment) => text.slice(segment.start, segment.end))).toEqual([
      '.a',
      '["b c"]',
      '.[\'d\', "e"]',
      '..',
      'f',
      '[0:1]',
      '.length()',
    ]);
    const names = segments.flatMap((segment) => {
      if (segment.kind === 'members') return segment.members;
      return segment.kind === 'member' ? [segment.member] : [];
    });
    expect(names.map((name) => text.slice(name.start, name.end))).toEqual(['a', '"b c"', "'d'", '"e"', 'f']);
  });

  it('is read in a window of a text, with ranges in all of it', () => {
    const text = "f($.a['b'], 1)";
    const { path: read } = parsePath(text, { start: 2, end: 10 });
    expect(read?.segments.map(({ start, end }) => text.slice(start, end))).toEqual(['.a', "['b']"]);
    expect(parsePath(text, { start: 2, end: 9 }).problem).toMatchObject({ end: 9 });
  });
});

/** A condition with its operands in brackets. */
function shown(condition: PathCondition, text: string): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.operands.map((each) => shown(each, text)).join(` ${condition.kind} `)})`;
    case 'not':
      return `not ${shown(condition.operand, text)}`;
    case 'group':
      return shown(condition.condition, text);
    case 'exists':
      return text.slice(condition.start, condition.end);
    case 'comparison':
      return `[${[condition.left, condition.operatorRange, condition.right].map(({ start, end }) => text.slice(start, end)).join('|')}]`;
  }
}

function condition(text: string): PathCondition {
  const [segment] = path(text).segments;
  if (segment?.kind !== 'filter') throw new Error('no filter');
  return segment.condition;
}

describe('a filter', () => {
  it.each([
    ['$[?(@.x > 1)]', '[@.x|>|1]'],
    ["$[?(@.x > 1 && @.y == 'a' || !(@.z))]", "(([@.x|>|1] and [@.y|==|'a']) or not @.z)"],
    ['$[?(@.a && (@.b || @.c))]', '(@.a and (@.b or @.c))'],
    ['$[?(!@.a)]', 'not @.a'],
    ['$[?(!!@.a)]', 'not not @.a'],
    ['$[?(@.a==1&&@.b!=2)]', '([@.a|==|1] and [@.b|!=|2])'],
    ['$[?(@.price <= $.max)]', '[@.price|<=|$.max]'],
    ['$[?($.max >= @.price)]', '[$.max|>=|@.price]'],
    ['$[?(@.a =~ /foo.*\\/]/i)]', '[@.a|=~|/foo.*\\/]/i]'],
    ["$[?(@.a in ['x', 'y)]'])]", "[@.a|in|['x', 'y)]']]"],
    ["$[?('x' in @.list)]", "['x'|in|@.list]"],
    ['$[?(@.a nin [1, 2])]', '[@.a|nin|[1, 2]]'],
    ["$[?(@.a subsetof ['x'])]", "[@.a|subsetof|['x']]"],
    ["$[?(@.a contains 'x')]", "[@.a|contains|'x']"],
    ['$[?(@.a size 3)]', '[@.a|size|3]'],
    ['$[?(@.a empty true)]', '[@.a|empty|true]'],
    ['$[?(@.a == null)]', '[@.a|==|null]'],
    ['$[?(@.a == -1.5e3)]', '[@.a|==|-1.5e3]'],
    ['$[?(@.a == "it\'s")]', '[@.a|==|"it\'s"]'],
    ["$[?(@['a b'][0].c == 1)]", "[@['a b'][0].c|==|1]"],
    ['$[?(@.a.length() > 3)]', '[@.a.length()|>|3]'],
    ['$[?(@.a[?(@.b == 1)].c)]', '@.a[?(@.b == 1)].c'],
    ['$[?(@ == 1)]', '[@|==|1]'],
    ['$[?(@)]', '@'],
    ['$[?( @.a )]', '@.a'],
    ['$[?($$.Execution.Id == @.id)]', '[$$.Execution.Id|==|@.id]'],
    ['$[?(@.id == $wanted)]', '[@.id|==|$wanted]'],
    ['$[?(@.a-b == 1)]', '[@.a-b|==|1]'],
    ['$[?(@.a == {"b": ["]"]})]', '[@.a|==|{"b": ["]"]}]'],
  ])('%s', (text, expected) => expect(shown(condition(text), text)).toBe(expected));

  it('has operands with their values', () => {
    const values = (text: string): PathOperand | undefined => {
      const whole = condition(text);
      const read = whole.kind === 'group' ? whole.condition : whole;
      return read.kind === 'comparison' ? read.right : undefined;
    };
    expect(values("$[?(@.a == 'it\\'s')]")).toMatchObject({ kind: 'string', value: "it's" });
    expect(values('$[?(@.a == 1.5)]')).toMatchObject({ kind: 'number', value: 1.5 });
    expect(values('$[?(@.a == false)]')).toMatchObject({ kind: 'boolean', value: false });
    expect(values('$[?(@.a == null)]')).toMatchObject({ kind: 'null' });
    expect(values('$[?(@.a =~ /x/)]')).toMatchObject({ kind: 'pattern', text: '/x/' });
    expect(values('$[?(@.a in [1])]')).toMatchObject({ kind: 'json', text: '[1]' });
  });
});

describe('a problem', () => {
  it.each([
    ['', 'a path begins with "$"', ''],
    ['a.b', 'a path begins with "$"', 'a'],
    ['@.a', 'a path begins with "$"', '@'],
    ['$.', 'a name is missing after the dot', '.'],
    ['$.a.', 'a name is missing after the dot', '.'],
    ['$..', 'a name is missing after the dot', '.'],
    ['$.a..', 'a name is missing after the dot', '.'],
    ['$...a', 'there is a dot too many', '.'],
    ['$. a', 'there is a blank after the dot', ' '],
    ['$.a b', "a name with a blank needs brackets and quotes: ['my name']", ' b'],
    ['$.a == 1', "a name with a blank needs brackets and quotes: ['my name']", ' == 1'],
    ['$1', '"." or "[" is expected after the dollar sign', '$1'],
    ['$-a', '"." or "[" is expected after the dollar sign', '$-'],
    ['${Name}', '"." or "[" is expected after the dollar sign', '${'],
    ['$$a', '"." or "[" is expected after the dollar sign', '$$a'],
    ['$name-x.y', '"." or "[" is expected after the variable $name', '$name-'],
    ["$['a']b", '"." or "[" is expected', 'b'],
    ['$.*a', '"." or "[" is expected', 'a'],
    ['$.a[', 'this bracket is never closed', '['],
    ['$.a[]', 'there is nothing in these brackets', '[]'],
    ['$.a[0', '"]" is expected', ''],
    ['$.a[0}', '"]" is expected', '}'],
    ['$.a[x]', 'a number, "*", a filter or a name in quotes is expected in brackets, not x', 'x'],
    ["$['a]", 'this quote is never closed', "'a]"],
    ["$['a' 'b']", '"]" is expected', "'"],
    ["$['a', b]", 'a name in quotes is expected', 'b'],
    ['$.a[0,]', 'a whole number is expected', ']'],
    ['$.a[-]', 'a whole number is expected', '-'],
    ['$.a[1.5]', '"]" is expected', '.'],
    ['$.a[?()]', 'a value is expected', ')'],
    ['$.a[?]', 'the filter has no condition', ']'],
    ['$.a[?(@.b = 1)]', 'equality is written ==', '='],
    ['$.a[?(@.b like 1)]', 'like is no operator of a filter', 'like'],
    ['$.a[?(@.b == )]', 'a value is expected', ')'],
    ['$.a[?(@.b == 1]', '")" is expected', ']'],
    ['$.a[?(@.b == 1)', '"]" is expected', ''],
    ['$.a[?(1)]', 'a comparison is expected', '1'],
    ['$.a[?(@.b &&)]', 'a value is expected', ')'],
    ['$.a[?(@.b =~ /x)]', 'this regular expression is never closed', '/x)]'],
    ['$.a.length(', 'the arguments of this function are not closed', '('],
  ])('of %j: %s', (text, message, at) => {
    const { problem } = parsePath(text);
    expect(problem).toMatchObject({ kind: 'syntax', message });
    expect(text.slice(problem?.start, problem?.end)).toBe(at);
  });

  it.each([
    ['filters', (n: number) => `$${'[?(@'.repeat(n)}${')]'.repeat(n)}`],
    ['parentheses', (n: number) => `$[?${'('.repeat(n)}@.a${')'.repeat(n)}]`],
    ['negations', (n: number) => `$[?(${'!'.repeat(n)}@.a)]`],
    ['functions', (n: number) => `$${'.f($'.repeat(n)}${')'.repeat(n)}`],
  ])('of 10,000 %s in each other is a limit, and ten are fine', (_, make) => {
    expect(parsePath(make(10_000))).toMatchObject({ problem: { kind: 'limit' } });
    expect(path(make(10))).toBeDefined();
  });
});

describe('isReferencePath and isDefinite', () => {
  it.each([
    ['$', true, true],
    ['$.a.b[0]', true, true],
    ["$['a b'][-1]", true, true],
    ['$name.a', true, true],
    ['$$.Execution.Id', true, true],
    ['$.a.length()', false, true],
    ['$.*', false, false],
    ['$.a[*]', false, false],
    ['$..a', false, false],
    ['$.a[0,1]', false, false],
    ["$['a','b']", false, false],
    ['$.a[0:1]', false, false],
    ['$.a[?(@.b)]', false, false],
    ['$.a[(@.length-1)]', false, false],
  ])('%s: %s, %s', (text, isReference, definite) => {
    expect(isReferencePath(path(text))).toBe(isReference);
    expect(isDefinite(path(text))).toBe(definite);
  });
});

describe('leadingMembers and pathsWithin', () => {
  it('give the names up to the first other segment, and every path inside', () => {
    expect(leadingMembers(path("$.a['b'].c[0].d")).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const text = '$.a[?(@.b == $.c && @.d[?(@.e)])].sum($.f, 1)';
    expect(pathsWithin(path(text)).map(({ start, end }) => text.slice(start, end))).toEqual([
      '@.b',
      '$.c',
      '@.d[?(@.e)]',
      '@.e',
      '$.f',
    ]);
  });
});

describe('random paths', () => {
  const name = fc.stringMatching(/^[\p{L}_][\p{L}\p{N}_-]{0,5}$/u);
  const quoted = fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => `'${text.replace(/['\\]/g, '\\$&')}'`);
  const integer = fc.integer({ min: -20, max: 20 }).map(String);
  const end = fc.option(integer, { nil: '' });
  const { segment, filterPath } = fc.letrec<{ segment: string; filterPath: string; condition: string }>((tie) => ({
    segment: fc.oneof(
      { depthSize: 'small' },
      name.map((text) => `.${text}`),
      fc.constantFrom('.*', '[*]', '..a', "..['b']"),
      integer.map((text) => `[${text}]`),
      quoted.map((text) => `[${text}]`),
      fc.array(quoted, { minLength: 2, maxLength: 3 }).map((list) => `[${list.join(', ')}]`),
      fc.array(integer, { minLength: 2, maxLength: 3 }).map((list) => `[${list.join(',')}]`),
      fc.tuple(end, end).map(([from, to]) => `[${from}:${to}]`),
      tie('condition').map((text) => `[?(${text})]`),
    ),
    filterPath: fc
      .tuple(fc.constantFrom('@', '$', '$v', '$$'), fc.array(tie('segment'), { maxLength: 2 }))
      .map(([root, segments]) => root + segments.join('')),
    condition: fc.oneof(
      { depthSize: 'small' },
      tie('filterPath'),
      fc
        .tuple(tie('filterPath'), fc.constantFrom('==', '>', 'in', '!='), fc.oneof(quoted, integer, tie('filterPath')))
        .map((parts) => parts.join(' ')),
      fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map((parts) => parts.join(' ')),
      tie('condition').map((text) => `!(${text})`),
    ),
  }));
  const anyPath = fc
    .tuple(fc.constantFrom('$', '$$', '$v'), fc.array(segment, { maxLength: 5 }), fc.constantFrom('', '.length()'))
    .map(([root, segments, last]) => [root, ...segments, last].filter((part) => part !== ''));

  it('are read to the segments they are made of', () => {
    fc.assert(
      fc.property(anyPath, (parts) => {
        const text = parts.join('');
        const { root, segments } = path(text);
        const written = [root, ...segments].map((each) => text.slice(each.start, each.end));
        // A descent is a segment of its own.
        const expected = parts.flatMap((part) => (part.startsWith('..') ? ['..', part.slice(2)] : [part]));
        expect(written).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('print back', () => {
    fc.assert(
      fc.property(anyPath, (parts) => {
        const printed = print(path(parts.join('')));
        expect(print(path(printed))).toBe(printed);
      }),
      { numRuns: 2000 },
    );
    expect(filterPath).toBeDefined();
  });

  const token = fc.constantFrom(
    ...['$', '$$', '@', '.', '..', '[', ']', '[?(', ')]', '(', ')', "'", '"', '\\', '*', ',', ':', '-', '1', 'a', ' '],
    ...['&&', '||', '!', '==', '=~', '/', 'in', '{', '}', '\n'],
  );
  const soup = fc.array(token, { maxLength: 16 }).map((tokens) => `$${tokens.join('')}`);

  it('and what is no path never throws, and is pointed at inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const { start, end } = ((parsed) => parsed.problem ?? parsed.path)(parsePath(text));
        expect({ text, isInside: start >= 0 && start <= end && end <= text.length }).toEqual({ text, isInside: true });
      }),
      { numRuns: 10_000 },
    );
  });

  it('of a megabyte are read in reasonable time', () => {
    const before = performance.now();
    path(`$${'.abc[0]'.repeat(140_000)}`);
    path(`$[?(${'@.abc == 1 && '.repeat(70_000)}@.d)]`);
    path(`$[${"'name', ".repeat(120_000)}'last']`);
    parsePath(`$${'['.repeat(1_000_000)}`);
    parsePath(`$[?(@.a in ${'['.repeat(1_000_000)}`);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

function print({ root, segments }: JsonPath): string {
  const roots = { input: '$', context: '$$', item: '@', variable: root.kind === 'variable' ? `$${root.name}` : '' };
  return roots[root.kind] + segments.map(printSegment).join('');
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function printSegment(segment: PathSegment): string {
  switch (segment.kind) {
    case 'member':
      return `[${quote(segment.member.name)}]`;
    case 'members':
      return `[${segment.members.map(({ name }) => quote(name)).join(',')}]`;
    case 'index':
      return `[${segment.index}]`;
    case 'indices':
      return `[${segment.indices.join(',')}]`;
    case 'slice':
      return `[${segment.from ?? ''}:${segment.to ?? ''}${segment.step === undefined ? '' : `:${segment.step}`}]`;
    case 'wildcard':
      return '[*]';
    case 'descent':
      return '..';
    case 'filter':
      return `[?${printCondition(segment.condition)}]`;
    case 'function':
      return `.${segment.name}(${segment.arguments.map(({ text }) => text).join(',')})`;
    case 'computed':
      return `[${segment.text}]`;
  }
}

function printCondition(condition: PathCondition): string {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map(printCondition).join(' && ');
    case 'or':
      return condition.operands.map(printCondition).join(' || ');
    case 'not':
      return `!${printCondition(condition.operand)}`;
    case 'group':
      return `(${printCondition(condition.condition)})`;
    case 'exists':
      return print(condition.path);
    case 'comparison':
      return `${printOperand(condition.left)} ${condition.operator} ${printOperand(condition.right)}`;
  }
}

function printOperand(operand: PathOperand): string {
  switch (operand.kind) {
    case 'path':
      return print(operand.path);
    case 'string':
      return quote(operand.value);
    case 'number':
    case 'boolean':
      return String(operand.value);
    case 'null':
      return 'null';
    case 'json':
    case 'pattern':
      return operand.text;
  }
}
