/** What an expression may read, spelling by spelling as recorded, and what the report holds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSONATA_FUNCTIONS } from '../../../src/aws/jsonata-functions.ts';
import { readExpression } from '../../../src/expr/jsonata/grammar.ts';
import { analyzeScope } from '../../../src/expr/jsonata/scope.ts';
import type { ScopeFinding, ScopeOptions, ScopeReport } from '../../../src/expr/jsonata/scope.ts';
import { ExpressionFault } from '../../../src/expr/jsonata/tokens.ts';
import { expressionText } from './arbitrary-expression.ts';

const NOWHERE: ScopeOptions = { result: 'no', errorOutput: 'no' };

function report(text: string, options: Partial<ScopeOptions> = {}): ScopeReport {
  return analyzeScope(readExpression(text), { ...NOWHERE, ...options });
}

/** Each finding as its code and the text it points at. */
function found(text: string, options: Partial<ScopeOptions> = {}): readonly string[] {
  return report(text, options).findings.map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);
}

function finding(text: string, options: Partial<ScopeOptions> = {}): ScopeFinding | undefined {
  return report(text, options).findings[0];
}

describe('what is refused at the top level [2026-08]', () => {
  it.each([
    ['a', 'a'],
    ['a.b', 'a'],
    ['a[0].b', 'a'],
    ['-a', 'a'],
    ["a & 'x'", 'a'],
    ['a in [1, 2]', 'a'],
    ['1 in a', 'a'],
    ['(a).b', 'a'],
    ['[a].b', 'a'],
    ['a ~> $f()', 'a'],
    ['[1..a]', 'a'],
    ['a.**.b', 'a'],
    ['$count(a)', 'a'],
    ['true ? a : 1', 'a'],
    ['true ? 1 : a', 'a'],
    ['a ? 1 : 2', 'a'],
    ['(1; a)', 'a'],
    ['$x := a', 'a'],
    ['{a: 1}', 'a'],
    ["{'k': a}", 'a'],
    ['a(1)', 'a'],
    ['`a b`', '`a b`'],
    ['a[]', 'a'],
    ['a^(b)', 'a'],
    ['a{b: c}', 'a'],
    ['a@$v.b', 'a'],
    ['a#$i.b', 'a'],
    ['function($x){ a }', 'a'],
    ['$map($states.input, function($x){ a })', 'a'],
    ['$f(?, a)', 'a'],
    ['and', 'and'],
    ['a ~> |b|{}|', 'a'],
  ])('a bare name in %s', (text, name) => {
    expect(found(text, { variables: new Set(['f']) })).toEqual([`bare-name ${name}`]);
  });

  it.each(['$', '$.a', '$[0]', '$string($)', 'function($x){ $ }', '$ ~> $string()', '$^(a)', '$ = 1', '$.a.b[$ > 1]'])(
    'the context item in %s',
    (text) => expect(found(text)).toEqual(['context-item $']),
  );

  it.each(['$$', '$$.a', '$states.input[$$.x = a]', '$states.input.($$)', '$count($$)', '$states.input^($$.a)'])(
    'the root in %s',
    (text) => expect(found(text)).toEqual(['root-reference $$']),
  );

  it('gives every place of a name, in writing order', () => {
    expect(found('a + b * (a - c)')).toEqual(['bare-name a', 'bare-name b', 'bare-name a', 'bare-name c']);
  });
});

describe('what is accepted [2026-08]', () => {
  it.each([
    '$x.a',
    '$x[a > 1]',
    '$x[$ > 1]',
    '$x[$.b = 1]',
    '$x^(a)',
    '$x^(>a, <b)',
    "$x{'k': a}",
    '$x{a: b}',
    '$x.(a)',
    '$x.$v',
    '$x.$',
    '$x.$string($)',
    '$x.{a: b}',
    '$x.[a, b]',
    '$x.(a; b)',
    '$x.$f(a)',
    '$x ~> |a|{b: c}|',
    "$x ~> |a|{b: c}, 'd'|",
    '|a|{b: c}|',
    "{'a': 1}.a",
    '[1, 2].a',
    "'a'",
    "'a'.b",
    '"a"[0].b',
    '**.a',
    '$states',
    '$states.input.errorOutput',
    '$states.input.a.b[0].c',
    'function($x){ $x.a }',
    '$x.function($y){ a }',
    '$map($x, function($v, $i){ $v.a & $i })',
    '$x@$v.a[$v.b = b]',
    '$x#$i[$i = 1].a',
  ])('%s', (text) => {
    expect(found(text, { variables: new Set(['x', 'v', 'f']) })).toEqual([]);
  });

  it('a name, never by an assignment of a variable of that name', () => {
    expect(finding('a', { variables: new Set(['a']) })).toMatchObject({ code: 'bare-name', variable: 'a' });
    expect(found('$a', { variables: new Set(['a']) })).toEqual([]);
  });
});

describe('a bare name', () => {
  it.each([
    ['states.input.x', { name: 'states', variable: 'states' }],
    ['count($x)', { name: 'count', isCalled: true, variable: 'count' }],
    ['count', { name: 'count', isCalled: false, variable: undefined }],
    ['($a := 1; a)', { name: 'a', variable: 'a' }],
    ['b', { name: 'b', variable: undefined }],
  ])('of %s says what may be meant', (text, expected) => expect(finding(text)).toMatchObject(expected));

  it('and the roots say what is read', () => {
    expect(finding('$.a.b[0].c')).toMatchObject({ members: ['a', 'b'] });
    expect(finding('$$.Execution.Id')).toMatchObject({ members: ['Execution', 'Id'] });
  });
});

describe('$states', () => {
  it.each([
    ['$states.result', 'no', ['absent-result result']],
    ['$states.result', 'unknown', []],
    ['$states.result.a[0]', 'no', ['absent-result result']],
    ['$states.result[0].a', 'no', ['absent-result result']],
    ['$states."result"', 'no', ['absent-result "result"']],
    ['$states.`result`', 'no', ['absent-result `result`']],
    ['$states.result', 'yes', []],
    ['$x.($states.result)', 'no', ['absent-result result']],
    ['$states.input.result', 'no', []],
  ] as const)('%s where a result exists: %s', (text, result, expected) => {
    expect(found(text, { result })).toEqual(expected);
  });

  it.each([
    ['$states.errorOutput.Cause', 'no', ['absent-error-output errorOutput']],
    ['$states.errorOutput', 'yes', []],
    ['$states.errorOutput', 'unknown', []],
    ['$parse($states.errorOutput.Cause).errorMessage', 'no', ['absent-error-output errorOutput']],
  ] as const)('%s where an error exists: %s', (text, errorOutput, expected) => {
    expect(found(text, { errorOutput })).toEqual(expected);
  });

  it.each([
    ['$states.output', ['unknown-states-member output']],
    ['$states.Input.x', ['unknown-states-member Input']],
    ['$states.input', []],
    ['$states.context.Execution.Id', []],
    ['$states.context.Execution.Input.anything.at.all', []],
    ['$states.context.Map.Item.Value.x', []],
    ['$states.context.Machine.Id', ['unknown-context-field Machine']],
    ['$states.context.Execution.Arn', ['unknown-context-field Arn']],
    ['$states.*', []],
    ['$states[0].whatever', []],
    ['$lookup($states, "whatever")', []],
    ['($states := {"a": 1}; $states.a)', []],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected));
});

describe('the task token', () => {
  it.each([
    ['$states.context.Task.Token', 'yes'],
    ['{"t": $states.context.Task.Token, "all": $states.input}', 'yes'],
    ['$states.context.Task', 'maybe'],
    ['$states.context', 'maybe'],
    ['$states', 'maybe'],
    ['$states.context.*', 'maybe'],
    ['$states.context.(Task.Token)', 'maybe'],
    ['$merge([$states.context, {}])', 'maybe'],
    ['$states.context.Execution.Id', 'no'],
    ['$states.input.Task.Token', 'no'],
    ['$states.input', 'no'],
  ])('in %s: %s', (text, expected) => {
    expect(report(text).taskToken).toBe(expected);
    const tokens = found(text).filter((each) => each.startsWith('task-token'));
    expect(tokens).toEqual(expected === 'yes' ? ['task-token $states.context.Task.Token'] : []);
  });
});

describe('functions', () => {
  it.each([
    ['$foo(1)', ['unknown-function $foo']],
    ['$randomSeeded(1)', ['unknown-function $randomSeeded']],
    ["$eval('1')", ['unsupported-function $eval']],
    ["$map(['1'], $eval)", ['unsupported-function $eval']],
    ['($eval := function($x){ $x }; $eval(1))', []],
    ['($f := function($x){ $x }; $f(1))', []],
    ['($f := function($n){ $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))', []],
    ['($g := function(){ $h() }; $h := function(){ 1 }; $g())', []],
    ['($g(); $g := function(){ 1 })', ['unknown-function $g']],
    ['(($f := function(){ 1 }); $f())', ['unknown-function $f']],
    ['$map([1], function($f){ $f() })', []],
    ['$map([1], $string)', []],
    ['$foo', []],
    ['($sum := 1; $sum(1, 2, 3))', []],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected));

  it.each([
    ['$count()', { given: 0, min: 1, max: 1 }],
    ['$count([1], 2)', { given: 2 }],
    ['$now(1, 2, 3)', { given: 3, min: 0, max: 2 }],
    ["$hash('x')", { given: 1, min: 2 }],
    ['$range(1, 10)', { given: 2, min: 3 }],
    ['$partition([1])', { given: 1, min: 2 }],
    ['$uuid(1)', { given: 1, max: 0 }],
    ['$random(1, 2)', { given: 2, max: 1 }],
    ['$parse()', { given: 0, min: 1 }],
    ["'a' ~> $uppercase('b')", { given: 2, max: 1 }],
    ["'a' ~> $substringBefore('b', 'c')", { given: 3, max: 2 }],
    ['$uppercase(?, ?)', { given: 2, max: 1 }],
  ])('arity of %s', (text, expected) => {
    expect(finding(text)).toMatchObject({ code: 'wrong-arity', ...expected });
  });

  it.each([
    '$count([1])',
    '$now()',
    "$now('[Y]', '+0100')",
    '$random()',
    '$random(7)',
    '$uuid()',
    "$hash('x', 'SHA-256')",
    '$range(1, 9, 2)',
    '$zip([1], [2], [3], [4])',
    "$substring('x', 1)",
    "'a' ~> $uppercase()",
    "'a' ~> $uppercase",
    "'a' ~> $substringBefore('b')",
    '$substring(?, 1, 2)',
    '[1] ~> $map(function($x){ $x })',
    "$error('x')",
    '$millis()',
  ])('arity of %s is right', (text) => expect(found(text)).toEqual([]));

  it('a function that the machine assigns a variable over is not judged', () => {
    expect(found('$count(1, 2, 3)', { variables: new Set(['count']) })).toEqual([]);
  });

  it('are those of jsonata 2.0.6, without $eval, and six more', () => {
    const own = [...JSONATA_FUNCTIONS].filter(([, { ownToStepFunctions }]) => ownToStepFunctions === true);
    expect(own.map(([name]) => name).sort()).toEqual(['hash', 'parse', 'partition', 'random', 'range', 'uuid']);
    expect(JSONATA_FUNCTIONS.size).toBe(69);
    expect(JSONATA_FUNCTIONS.has('eval')).toBe(false);
  });
});

describe('what is not of this language', () => {
  it.each([
    ["States.Format('{}', $x.a)", ["intrinsic-call States.Format('{}', $x.a)"]],
    ["States.Format('{}', $.a)", ["intrinsic-call States.Format('{}', $.a)"]],
    ["'x' & States.UUID()", ['intrinsic-call States.UUID()']],
    ['States.ALL', ['bare-name States']],
    ['$x ?? 1', ['newer-operator ??']],
    ['$x ?: 1', ['newer-operator ?:']],
    ['$x ? 1 : 2', []],
  ])('%s', (text, expected) => expect(found(text, { variables: new Set(['x']) })).toEqual(expected));

  it('says whether an intrinsic stands where there is no context', () => {
    expect(finding('States.UUID()')).toMatchObject({ name: 'States.UUID', isAtTop: true });
    expect(finding('$x.(States.UUID())')).toMatchObject({ isAtTop: false });
  });
});

describe('variables', () => {
  const read = (text: string): readonly string[] =>
    report(text).variables.map(({ name, isCalled, isBuiltIn, start, end }) => {
      expect(text.slice(start, end)).toBe(`$${name}`);
      return `${name}${isCalled ? '()' : ''}${isBuiltIn ? ' built in' : ''}`;
    });

  it.each([
    ['$x', ['x']],
    ['$x.a + $y[$z = 1]', ['x', 'y', 'z']],
    ['($x := $y; $x)', ['y']],
    ['($x := $x + 1; $x)', ['x']],
    ['$x := 1', []],
    ['(($x := 1; $x); $x)', ['x']],
    ['function($x){ $x + $y }', ['y']],
    ['function($x){ ($y := 1; $y) }', []],
    ['($f := function(){ $late }; $late := 1; $f())', []],
    ['($late; $late := 1)', ['late']],
    ['$count($x)', ['count() built in', 'x']],
    ['$map($xs, $string)', ['map() built in', 'xs', 'string built in']],
    ['$unknown(1)', ['unknown()']],
    ['$states.input', []],
    ['$xs@$x#$i.{"x": $x, "i": $i}', ['xs']],
    ['|$x|{"a": $y}|', ['x', 'y']],
    ['$c ? $a : $b', ['c', 'a', 'b']],
    ['$ + $$', []],
  ])('of %s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('analyzeScope', () => {
  it('never throws, and points inside the text', () => {
    fc.assert(
      fc.property(expressionText, (text) => {
        try {
          for (const { start, end } of [...report(text).findings, ...report(text).variables]) {
            expect(start >= 0 && start < end && end <= text.length).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof ExpressionFault)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
