/** What paths, intrinsic calls and JSONata expressions give, and what they are found to miss. */
import { describe, expect, it } from 'vitest';
import { flowOf } from './machines.ts';
import type { Flow } from './machines.ts';

const DATA = {
  name: 'river',
  list: [
    { t: 'a', n: 1 },
    { t: 'b', n: 2 },
    { t: 'c', n: 3 },
  ],
  one: [{ t: 'a' }],
  empty: [],
  deep: { er: { x: null } },
};

async function jsonPath(text: string): Promise<Flow> {
  return flowOf({
    StartAt: 'Data',
    States: {
      Data: { Type: 'Pass', Result: DATA, Next: 'Read' },
      Read: { Type: 'Pass', Parameters: { 'v.$': text }, End: true },
    },
  });
}

async function jsonata(text: string): Promise<Flow> {
  return flowOf({
    QueryLanguage: 'JSONata',
    StartAt: 'Data',
    States: {
      Data: { Type: 'Pass', Output: DATA, Next: 'Read' },
      Read: { Type: 'Pass', Output: `{% ${text} %}`, End: true },
    },
  });
}

describe('JSONPath', () => {
  it.each([
    ['$.name', "'river'"],
    ['$.list[1].t', "'b'"],
    ["$['deep']['er'].x", 'null'],
    ['$.list[*].n', '[number…]'],
    ['$.list[0:2]', '[{t: text, n: number}…]'],
    ['$.list[?(@.n > 1)].t', '[text…]'],
    ['$..t', '[any…]'],
    ['$.list.length()', 'number'],
    ['$$.Execution.Name', 'text'],
    ['$$.Execution.Input', 'any'],
    ['$unassigned.x', 'any'],
    ["States.Format('{} flows', $.name)", 'text'],
    ['States.Array($.name, 1)', "['river', number]"],
    ['States.ArrayRange(1, 5, 2)', '[number…]'],
    ['States.ArrayPartition($.list, 2)', '[[{t: text, n: number}…]…]'],
    ['States.JsonToString($.deep)', 'json text'],
    ["States.StringToJson('[1]')", 'any'],
    ['States.MathAdd(1, 2)', 'number'],
    ['States.UUID()', 'text'],
    ['States.Hash($.name, $.name)', 'text'],
    ['not a path', 'any'],
  ])('%s gives %s', async (text, expected) => {
    expect((await jsonPath(text)).value('Read', 'Parameters.v.$')).toBe(expected);
  });

  it.each([
    ['$.names', 'field', 'names', undefined],
    ['$.Name', 'field', 'Name', 'name'],
    ['$.list.t', 'listed', 't', undefined],
    ['$.name.first', 'scalar', 'first', undefined],
    ['$.deep[0]', 'index', '0', undefined],
    ['$.deep.er.y.z', 'field', 'y', undefined],
  ])('%s misses a %s', async (text, kind, name, meant) => {
    const { missed } = (await jsonPath(text)).read('Read', 'Parameters.v.$');
    expect(missed).toHaveLength(1);
    expect(missed[0]).toMatchObject({ name, fails: true, miss: { kind, meant, isCertain: true } });
    expect(text.slice(missed[0]?.range.start, missed[0]?.range.end)).toContain(name);
  });

  it('fails on nothing behind a wildcard', async () => {
    const { missed } = (await jsonPath('$.list[*].nothing')).read('Read', 'Parameters.v.$');
    expect(missed).toMatchObject([{ name: 'nothing', fails: false }]);
  });
});

describe('JSONata', () => {
  it.each([
    ['$states.input.name', "'river'"],
    ['$states.input.list[1].t', "'b'"],
    ['$states.input.list[0]', "{t: 'a', n: number}"],
    ['$states.input.list[-1].t', "'c'"],
    ['$states.input.list.n', '[number…]'],
    ['$states.input.one.t', "'a'"],
    ['$states.input.one.t[]', "['a'…]"],
    ['$states.input.list[n > 1].t', 'text | [text…]'],
    ['$states.input.list.(t & t)', '[text…]'],
    ['[$states.input.list.n]', '[number…]'],
    ['[1, 2, "x"]', "[number, number, 'x']"],
    ['[1..3]', '[number…]'],
    ['{"a": $states.input.name, "b": true}', "{a: 'river', b: boolean}"],
    ['$states.input.name & "!"', "'river!'"],
    ['$states.input.deep.er.x = null ? "none" : 1', "number | 'none'"],
    ['($x := $states.input.name; $y := 2; $x)', "'river'"],
    ['$string($states.input.deep)', 'json text'],
    ['$string($states.input.name)', "'river'"],
    ['$states.input.name ~> $uppercase', 'text'],
    ['$split($states.input.name, "i")', '[text…]'],
    ['$count($states.input.list)', 'number'],
    ['$exists($states.input.nothing)', 'boolean'],
    ['$parse("1")', 'any'],
    ['$map($states.input.list, function($v) { $v.t })', 'text | [text…]'],
    ['$filter($states.input.list, function($v) { $v.n > 1 })', '[{t: text, n: number}…] | {t: text, n: number}'],
    ['$append($states.input.list, $states.input.one)', '[{t: text, n?: number}…] | {t: text, n?: number}'],
    ['$merge([$states.input.deep, {"a": 1, "er": true}])', '{er: boolean, a: number}'],
    ['$merge([$states.input.deep, {"er": $states.input.list[0].n}, {}])', '{er: number}'],
    ['$merge([$states.input.deep, {"er": $parse("1")}])', '{er: any}'],
    ['$merge([$parse("{}"), {"a": 1}])', '{a: number, …}'],
    ['$merge([{"a": 1}, $parse("{}")])', 'any'],
    ['$merge($states.input.list)', 'any'],
    ['$merge([$states.input.list, {"a": 1}])', 'any'],
    ['($merge := function($l) { 1 }; $merge([{"a": 1}]))', 'any'],
    ['$unassigned', 'any'],
    ['$states.context.Execution.Id', 'text'],
    ['$states.input.nothing ? 1 : "x"', "'x'"],
    ['$exists($states.input.nothing) ? 1 : "x"', "'x'"],
  ])('%s gives %s', async (text, expected) => {
    expect((await jsonata(text)).value('Read', 'Output')).toBe(expected);
  });

  it.each([
    ['$states.input.names', 'names', true],
    ['$uppercase($states.input.names)', 'names', true],
    ['$states.input.names & "x"', 'names', false],
    ['{"a": $states.input.names}', 'names', false],
    ['$states.input.names = 1', 'names', false],
    ['$count($states.input.names)', 'names', false],
    ['$states.input.list.m', 'm', true],
    ['$states.input.list[m = 1]', 'm', false],
    ['true ? $states.input.names : 1', 'names', false],
    ['$map($states.input.list, function($v) { $v.m })', 'm', false],
  ])('%s misses %s', async (text, name, fails) => {
    const { missed } = (await jsonata(text)).read('Read', 'Output');
    expect(missed).toMatchObject([{ name, fails }]);
    expect(`{% ${text} %}`.slice(missed[0]?.range.start, missed[0]?.range.end)).toBe(name);
  });

  it.each([
    '$exists($states.input.names) ? $states.input.names : 1',
    '$states.input.names ? $states.input.names.first : 1',
    '$exists($states.input.names) and $states.input.names.first = 1',
    '$boolean($states.input.names) ? $states.input.names : 1',
    '$unknown.anything.at.all',
    '$states.input.list[0].t',
    '$states.input.empty.x',
    '[$unassigned].x.y',
    '[$unassigned, $states.input.list].t.z[0]',
    '[[$unassigned]].x',
    '$append($unassigned, 1).x',
    '$split("a", "").($unassigned.x)',
    '$states.input.list.($unassigned).x',
    '$filter([$unassigned], function($v) { $v.x }).y',
    '($states.input.list.n > 1 ? $unassigned : $states.input.list).zz',
  ])('%s misses nothing', async (text) => {
    expect((await jsonata(text)).read('Read', 'Output').missed).toEqual([]);
  });

  it('gives up what asks again and again, in good time', async () => {
    let text = '$states.input.name';
    for (let i = 0; i < 60; i++) text = `($states.input.list[${text}] ? 1 : 2)`;
    expect((await jsonata(text)).read('Read', 'Output').missed).toEqual([]);
    const chain = Array.from({ length: 900 }, () => '$exists($states.input.name)').join(' and ');
    expect((await jsonata(chain)).value('Read', 'Output')).toMatch(/any|boolean/);
  });
});
