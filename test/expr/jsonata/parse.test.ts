/** What does not parse, and where; what is too much to be read; sizes. */
import { describe, expect, it } from 'vitest';
import { coreOf, valueParts } from '../../../src/expr/jsonata/expression.ts';
import type { Expression } from '../../../src/expr/jsonata/expression.ts';
import { parseJsonata } from '../../../src/expr/jsonata/parse.ts';
import { analyzeScope } from '../../../src/expr/jsonata/scope.ts';

function expressionOf(text: string): Expression {
  const { expression, problem } = parseJsonata(text);
  if (expression === undefined) throw new Error(problem.message);
  return expression;
}

describe('a problem', () => {
  it.each([
    ['', 'S0207', '', 'Unexpected end of expression'],
    ['  ', 'S0207', '', 'Unexpected end of expression'],
    ['/* only a note */', 'S0207', '', 'Unexpected end of expression'],
    ["'abc", 'S0101', "'abc", 'String literal must be terminated by a matching quote'],
    ["$x & 'don\\'t'", 'S0103', "\\'", 'Unsupported escape sequence: \\"\'"'],
    ["'\\u12'", 'S0104', '\\u', 'The escape sequence \\u must be followed by 4 hex digits'],
    ['`a', 'S0105', '`a', 'Quoted property name must be terminated with a backquote (`)'],
    ['1 /* a', 'S0106', '/* a', 'Comment has no closing tag'],
    ['1e999', 'S0102', '1e999', 'Number out of range: "1e999"'],
    ['$states.input x', 'S0201', 'x', 'Syntax error: "x"'],
    ['$f(1]', 'S0202', ']', 'Expected ")", got "]"'],
    ['$f(1', 'S0203', '', 'Expected ")" before end of expression'],
    ['1 +', 'S0207', '', 'Unexpected end of expression'],
    ['$a ~ $b', 'S0204', '~', 'Unknown operator: "~"'],
    ['$a == 1', 'S0211', '=', 'The symbol "=" cannot be used as a unary operator'],
    ['$a && $b', 'S0211', '&', 'The symbol "&" cannot be used as a unary operator'],
    ['function(a){1}', 'S0208', 'a', 'Parameter 1 of function definition must be a variable name (start with $)'],
    ['a := 1', 'S0212', 'a', 'The left side of := must be a variable name (start with $)'],
    ['$x@1', 'S0214', '1', 'The right side of "@" must be a variable name (start with $)'],
    ['$x.1', 'S0213', '1', 'The literal value 1 cannot be used as a step within a path expression'],
    ['$x{"a": 1}{"b": 2}', 'S0210', '{', 'Each step can only have one grouping expression'],
    ["$split('a', //)", 'S0301', '//', 'Empty regular expressions are not allowed'],
    ["$split('a', /b)", 'S0302', '/b)', 'No terminating / in regular expression'],
    ['%', 'S0217', '%', "The object representing the 'parent' cannot be derived from this expression"],
  ])('of %j is %s at %j', (text, code, at, message) => {
    const { problem } = parseJsonata(text);
    expect(problem).toMatchObject({ kind: 'syntax', code, message });
    expect(text.slice(problem?.start, problem?.end)).toBe(at);
    expect(problem?.message).not.toMatch(/S0\d\d\d/);
  });

  it('is none for a regular expression that JavaScript cannot read: the service runs another engine', () => {
    const text = "$match('a', /(?>a)b/)";
    const call = expressionOf(text);
    expect(call).toMatchObject({ kind: 'call', arguments: [{}, { kind: 'regex', compiles: false }] });
  });
});

describe('ranges', () => {
  const at = (text: string, pick: (expression: never) => Expression | undefined): string => {
    const part = pick(expressionOf(text) as never);
    return text.slice(part?.start, part?.end);
  };
  type Any = Record<string, Expression> & Record<string, Expression[]>;

  it.each<[string, (e: Any) => Expression | undefined, string]>([
    [' $f( 1, 2 ) ', (e) => e as never, '$f( 1, 2 )'],
    ['$f($g(1), 2)', (e) => e.arguments?.[0], '$g(1)'],
    ['a + (b) * c', (e) => e.right, '(b) * c'],
    ['a.b[0].c', (e) => e.steps?.[1], 'b[0]'],
    ['$x[a = 1]', (e) => e.predicate, 'a = 1'],
    ['$x ~> $f(1)', (e) => e.right, '$f(1)'],
    ['(1; $x := 2; 3)', (e) => e.expressions?.[1], '$x := 2'],
    ['function($x){ $x + 1 }', (e) => e.body, '$x + 1'],
    ['$a ? "b" : {"c": 1}', (e) => e.otherwise, '{"c": 1}'],
    ['-  5', (e) => e as never, '-  5'],
    ['-5', (e) => e.operand, '5'],
    ['|$a|{"b": 1}|', (e) => e.update, '{"b": 1}'],
    ['$x^(>a)', (e) => e as never, '$x^(>a)'],
    ['"😀" & $größe', (e) => e.right, '$größe'],
    ['/* note */ a /* note */', (e) => e as never, 'a'],
  ])('of %s', (text, pick, expected) => {
    expect(at(text, pick as never)).toBe(expected);
  });

  it('of a string are those of its quotes, and its value is without escapes', () => {
    const text = String.raw`$x & "say \"hi\"é"`;
    const { right } = expressionOf(text) as Extract<Expression, { kind: 'concatenation' }>;
    expect(right).toMatchObject({ kind: 'string', value: 'say "hi"é', start: 5, end: text.length });
  });
});

describe('valueParts', () => {
  const parts = (text: string): readonly string[] =>
    valueParts(expressionOf(text)).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['$a ? $b : $c', ['$b', '$c']],
    ['$a ? $b', ['$b']],
    ['$a ?: $b', ['$a', '$b']],
    ['{"k": $v}', ['$v']],
    ['$f($a, $b)', ['$a', '$b']],
    ['$a[$b > 1]', ['$a']],
    ['$a > $b', []],
    ['$x := $y', ['$y']],
    ['"a" & $b', ['"a"', '$b']],
    ['function($x){ $x }', ['$x']],
    ['"text"', []],
  ])('of %s', (text, expected) => expect(parts(text)).toEqual(expected));

  it('leave what is written behind a value aside', () => {
    expect(coreOf(expressionOf('{"a": 1}[0]^(b)'))).toMatchObject({ kind: 'object' });
  });
});

describe('depth', () => {
  const nested: readonly (readonly [string, (count: number) => string])[] = [
    ['brackets', (n) => '['.repeat(n) + ']'.repeat(n)],
    ['open brackets', (n) => '('.repeat(n)],
    ['objects', (n) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`],
    ['calls', (n) => `${'$f('.repeat(n)}1${')'.repeat(n)}`],
    ['lambdas', (n) => `${'function(){'.repeat(n)}1${'}'.repeat(n)}`],
    ['signs', (n) => `${'-'.repeat(n)}1`],
    ['conditions', (n) => `${'$a ? 1 : '.repeat(n)}1`],
    ['a chain of &', (n) => Array.from({ length: n }, () => "'a'").join(' & ')],
    ['predicates', (n) => `$a${'[0]'.repeat(n)}`],
    ['bindings', (n) => `${'$a := '.repeat(n)}1`],
    ['defaults', (n) => `${'('.repeat(n)}$a${' ?: $b)'.repeat(n)}`],
  ];

  it.each(nested)('of 10,000 %s is given up, and is no fault of the text', (_, make) => {
    expect(parseJsonata(make(10_000))).toMatchObject({ problem: { kind: 'limit', code: '' } });
  });

  it.each(nested.filter(([name]) => name !== 'open brackets'))('of 100 %s is read and analysed', (_, make) => {
    const expression = expressionOf(make(100));
    expect(() => analyzeScope(expression, { result: 'no', errorOutput: 'no' })).not.toThrow();
  });

  it('at its bound leaves the stack to those who walk the tree', () => {
    const expression = expressionOf(Array.from({ length: 999 }, () => '$a').join(' & '));
    expect(analyzeScope(expression, { result: 'no', errorOutput: 'no' }).variables).toHaveLength(999);
  });

  it('does not count in long lists, blocks and paths', () => {
    for (const text of [`[${'1,'.repeat(20_000)}1]`, `(${'1;'.repeat(20_000)})`, `$a${'.b'.repeat(900)}`]) {
      expect(expressionOf(text).end).toBe(text.length);
    }
  });
});

describe('a megabyte', () => {
  it.each([
    ['of a list', (n: number) => `[${'$states.input.a,'.repeat(n / 16)}1]`],
    ['of an object', (n: number) => `{${'"key": $f("text", 1.5),'.repeat(n / 23)} "z": 1}`],
    ['of one string', (n: number) => `'${'words '.repeat(n / 6)}'`],
    ['of a block', (n: number) => `(${'$x := $y + 1; '.repeat(n / 14)})`],
    ['of opening quotes', (n: number) => '"\\"'.repeat(n / 3)],
    ['of names', (n: number) => 'a '.repeat(n / 2)],
    ['of slashes', (n: number) => '/'.repeat(n)],
  ])('%s takes seconds at most', (_, make) => {
    const text = make(1_000_000);
    const before = performance.now();
    const { expression } = parseJsonata(text);
    if (expression !== undefined) analyzeScope(expression, { result: 'no', errorOutput: 'no' });
    expect(performance.now() - before).toBeLessThan(8000);
  });
});
