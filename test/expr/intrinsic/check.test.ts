/** What is found about a call, and where. */
import { describe, expect, it } from 'vitest';
import { SHIPPED_FACTS } from '../../../src/aws/facts.ts';
import { INTRINSIC_FUNCTIONS } from '../../../src/aws/intrinsic-functions.ts';
import { checkIntrinsic, pathArguments } from '../../../src/expr/intrinsic/check.ts';
import type { IntrinsicFinding } from '../../../src/expr/intrinsic/check.ts';
import { parseIntrinsic } from '../../../src/expr/intrinsic/parse.ts';

function findings(text: string): readonly IntrinsicFinding[] {
  const { call, problem } = parseIntrinsic(text);
  if (call === undefined) throw new Error(problem.message);
  return checkIntrinsic(call, SHIPPED_FACTS.limits);
}

function found(text: string): readonly string[] {
  return findings(text).map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);
}

const LONG = 'x'.repeat(10_000);

describe('checkIntrinsic', () => {
  it.each([
    ['States.Array()', []],
    ['States.Array(1, $.a, null)', []],
    ['States.ArrayPartition($.a, 4)', []],
    ['States.ArrayPartition($.a, $.n)', []],
    ['States.ArrayPartition($.a, 0)', ['partition-size 0']],
    ['States.ArrayPartition($.a, -1)', ['partition-size -1']],
    ['States.ArrayPartition($.a)', ['wrong-arity States.ArrayPartition']],
    ['States.ArrayContains($.a, 1)', []],
    ['States.ArrayContains($.a, 1, 2)', ['wrong-arity States.ArrayContains']],
    ['States.ArrayRange(1, 9, 2)', []],
    ['States.ArrayRange(9, 1, -2)', []],
    ['States.ArrayRange(1, 9, 0)', ['range-step-zero 0']],
    ['States.ArrayRange($.a, $.b, 0)', ['range-step-zero 0']],
    ['States.ArrayRange(1, 1000, 1)', []],
    ['States.ArrayRange(0, 1000, 1)', ['range-too-long 0, 1000, 1']],
    ['States.ArrayRange(1000, 0, -1)', ['range-too-long 1000, 0, -1']],
    ['States.ArrayRange(0, 2000, 2)', ['range-too-long 0, 2000, 2']],
    ['States.ArrayRange(0, $.b, 1)', []],
    ['States.ArrayRange(1, 9)', ['wrong-arity States.ArrayRange']],
    ['States.ArrayGetItem($.a, 0)', []],
    ['States.ArrayLength($.a)', []],
    ['States.ArrayUnique($.a)', []],
    ['States.ArrayUnique()', ['wrong-arity States.ArrayUnique']],
    [`States.Base64Encode('${LONG}')`, []],
    [`States.Base64Encode('${LONG}x')`, [`text-too-long '${LONG}x'`]],
    [`States.Base64Decode('${LONG}x')`, [`text-too-long '${LONG}x'`]],
    [`States.Hash('${LONG}x', 'MD5')`, [`text-too-long '${LONG}x'`]],
    ["States.Hash($.a, 'MD5')", []],
    ["States.Hash($.a, 'SHA-1')", []],
    ["States.Hash($.a, 'SHA-256')", []],
    ["States.Hash($.a, 'SHA-384')", []],
    ["States.Hash($.a, 'SHA-512')", []],
    ["States.Hash($.a, 'SHA256')", ["unknown-algorithm 'SHA256'"]],
    ['States.Hash($.a, $.b)', []],
    ['States.JsonMerge($.a, $.b, false)', []],
    ['States.JsonMerge($.a, $.b, true)', ['deep-merge true']],
    ['States.JsonMerge($.a, $.b)', ['wrong-arity States.JsonMerge']],
    ['States.StringToJson($.a)', []],
    ['States.JsonToString($.a)', []],
    ['States.MathRandom(1, 10)', []],
    ['States.MathRandom(1, 10, 7)', []],
    ['States.MathRandom(1)', ['wrong-arity States.MathRandom']],
    ['States.MathRandom(1, 2, 3, 4)', ['wrong-arity States.MathRandom']],
    ['States.MathAdd($.a, -1)', []],
    ['States.MathAdd($.a, 2147483647)', []],
    ['States.MathAdd($.a, 2147483648)', ['number-out-of-range 2147483648']],
    ['States.MathAdd(-2147483649, $.a)', ['number-out-of-range -2147483649']],
    ["States.StringSplit($.a, ',')", []],
    ['States.UUID()', []],
    ['States.UUID(1)', ['wrong-arity States.UUID']],
    ["States.Format('no placeholder')", []],
    ["States.Format('{} {}', $.a, $.b)", []],
    ["States.Format('{} {}', $.a)", ["placeholder-count '{} {}'"]],
    ["States.Format('{}', $.a, $.b)", ["placeholder-count '{}'"]],
    ["States.Format('\\{\\} {}', $.a)", []],
    ['States.Format($.template, $.a)', []],
    ['States.Format()', ['wrong-arity States.Format']],
    ['States.Format(\'{"a": {}}\', $.a)', ['lone-brace {', 'lone-brace }']],
    ['States.StringToJson(\'{"a": 1}\')', []],
    ['States.StringToJson(\'{\\"a\\": 1}\')', ['illegal-escape \\"', 'illegal-escape \\"']],
    ["States.Format('a\\nb')", ['illegal-escape \\n']],
    ['States.Formatt($.a)', ['unknown-function States.Formatt']],
    ['states.format($.a)', ['unknown-function states.format']],
    ['States.Array(States.Nope(States.UUID(1)))', ['unknown-function States.Nope', 'wrong-arity States.UUID']],
    ['States.Array($.a[x])', ['bad-path x']],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected));

  it('gives the numbers behind a finding', () => {
    expect(findings("States.Format('{}')")).toMatchObject([{ placeholders: 1, given: 0 }]);
    expect(findings('States.UUID(1)')).toMatchObject([{ given: 1, min: 0, max: 0 }]);
    expect(findings('States.Format()')).toMatchObject([{ given: 0, min: 1, max: undefined }]);
    expect(findings('States.ArrayRange(0, 5000, 2)')).toMatchObject([{ count: 2501, limit: 1000 }]);
  });

  it('counts how deep calls nest, and how many there are', () => {
    const nested = (depth: number): string => `${'States.Array('.repeat(depth)}1${')'.repeat(depth)}`;
    expect(findings(nested(10))).toEqual([]);
    expect(findings(nested(11))).toMatchObject([
      { code: 'nesting-depth', depth: 11, limit: 10, start: 130, end: 142 },
      { code: 'call-count', count: 11, limit: 10, start: 0 },
    ]);
    const wide = `States.Array(${Array.from({ length: 10 }, () => 'States.UUID()').join(', ')})`;
    expect(findings(wide)).toMatchObject([{ code: 'call-count', count: 11 }]);
  });

  it('knows the eighteen functions', () => {
    expect(INTRINSIC_FUNCTIONS.size).toBe(18);
  });

  it('of a very long call does not run out of stack', () => {
    expect(findings(`States.Array(${"'\\n', ".repeat(150_000)}1)`)).toHaveLength(150_000);
  });
});

describe('pathArguments', () => {
  it('are those at any depth', () => {
    const { call } = parseIntrinsic("States.Format('{}', $.a, States.Array($$.Execution.Id, States.UUID(), $b))");
    expect(call === undefined ? [] : pathArguments(call).map(({ text }) => text)).toEqual([
      '$.a',
      '$$.Execution.Id',
      '$b',
    ]);
  });
});
