/** Intrinsic calls: every part with its range, what is no call, and sizes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeIntrinsic, parseIntrinsic } from '../../../src/expr/intrinsic/parse.ts';
import type { IntrinsicArgument, IntrinsicCall } from '../../../src/expr/intrinsic/parse.ts';

function call(text: string): IntrinsicCall {
  const parsed = parseIntrinsic(text);
  if (parsed.call === undefined) throw new Error(parsed.problem.message);
  return parsed.call;
}

describe('arguments', () => {
  it('have the range they are written in', () => {
    const text = " States.Format( 'a {} b {}' , $.a[0]['x,y)'], States.Array( 1, -2.5e3,true , null ) )";
    const { arguments: list, ...whole } = call(text);
    expect(text.slice(whole.start, whole.end)).toBe(text.trim());
    expect(text.slice(whole.nameRange.start, whole.nameRange.end)).toBe('States.Format');
    expect(list.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['string', "'a {} b {}'"],
      ['path', "$.a[0]['x,y)']"],
      ['call', 'States.Array( 1, -2.5e3,true , null )'],
    ]);
    const inner = list[2] as IntrinsicCall;
    expect(inner.arguments.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['number', '1'],
      ['number', '-2.5e3'],
      ['boolean', 'true'],
      ['null', 'null'],
    ]);
  });

  it('that are paths are parsed, with ranges in the whole text', () => {
    const text = "States.Array($.a, $$.Execution.Id, $v.b, $.u[?(@.s == 'x')], $.[?(@.t)])";
    const paths = call(text).arguments.map((argument) => (argument.kind === 'path' ? argument.parse.path : undefined));
    expect(paths.map((path) => path?.root.kind)).toEqual(['input', 'context', 'variable', 'input', 'input']);
    const segments = paths.flatMap((path) => path?.segments ?? []);
    expect(segments.map(({ start, end }) => text.slice(start, end))).toEqual([
      '.a',
      '.Execution',
      '.Id',
      '.b',
      '.u',
      "[?(@.s == 'x')]",
      '.[?(@.t)]',
    ]);
  });

  it('that are paths with a problem do not keep the call from being read', () => {
    const text = 'States.Array($.a[x], 1)';
    const [first, second] = call(text).arguments;
    expect(second).toMatchObject({ kind: 'number', value: 1 });
    const problem = first?.kind === 'path' ? first.parse.problem : undefined;
    expect(text.slice(problem?.start, problem?.end)).toBe('x');
  });

  it.each([
    ['States.UUID()', 0],
    ['States.UUID( )', 0],
    ['States.StringToJson(\'{"a": 1}\')', 1],
    ["States.Format('{}', States.JsonToString($))", 2],
    ["States.Array('a, b', $.c)", 2],
    ["States.Array($.a['it\\'s, (odd)'], 1)", 2],
    ['States.Array($.a[?(@.b in [1, 2] && (@.c))], 1)', 2],
    ['States.ArrayContains($.list,\n\t$.item)', 2],
  ])('of %s are %i', (text, count) => expect(call(text).arguments).toHaveLength(count));
});

describe('a literal', () => {
  const literal = (text: string): Extract<IntrinsicArgument, { kind: 'string' }> => {
    const [argument] = call(text).arguments;
    if (argument?.kind !== 'string') throw new Error('no literal');
    return argument;
  };

  it('has its escapes resolved, and those the service knows told from others', () => {
    const text = String.raw`States.Format('it\'s \{\} \\ \"x\" \n')`;
    const { value, escapes, placeholders } = literal(text);
    expect(value).toBe(`it's {} \\ "x" n`);
    expect(placeholders).toEqual([]);
    expect(escapes.map(({ isKnown, start, end }) => [text.slice(start, end), isKnown])).toEqual([
      ["\\'", true],
      ['\\{', true],
      ['\\}', true],
      ['\\\\', true],
      ['\\"', false],
      ['\\"', false],
      ['\\n', false],
    ]);
  });

  it('has placeholders and lone braces, but for escaped ones', () => {
    const text = String.raw`States.Format('{}{} \{} { } {{}} \\{}')`;
    const { placeholders, loneBraces } = literal(text);
    expect(placeholders.map(({ start }) => start - 15)).toEqual([0, 2, 14, 20]);
    expect(placeholders.every(({ start, end }) => text.slice(start, end) === '{}')).toBe(true);
    expect(loneBraces.map(({ start, end }) => text.slice(start, end)).join('')).toBe('}{}{}');
  });

  it('may hold double quotes and line ends', () => {
    expect(literal('States.Format(\'say "hi"\n\')').value).toBe('say "hi"\n');
  });
});

describe('a problem', () => {
  it.each([
    ['', 'a function name such as States.Format is expected', ''],
    ['$.a', 'a function name such as States.Format is expected', '$'],
    ['Format(1)', 'a function name such as States.Format is expected', 'F'],
    ['States.Format', '"(" is expected', ''],
    ["States.Format('a', $.b", '")" is expected', ''],
    ["States.Format('a', $.b))", 'the text goes on after the call', ')'],
    ["States.Format('a') & 'b'", 'the text goes on after the call', "& 'b'"],
    ["States.Format('a, $.b)", 'this string is never closed', "'a, $.b)"],
    ["States.Format('a\\", 'this string is never closed', "'a\\"],
    ['States.Format("a")', 'a literal is written in single quotes', '"'],
    ['States.Array(1,)', 'a function name such as States.Format is expected', ')'],
    ['States.Array(1 2)', '")" is expected', '2'],
    ['States.Array(truely)', 'a function name such as States.Format is expected', 't'],
  ])('of %j: %s', (text, message, at) => {
    const { problem } = parseIntrinsic(text);
    expect(problem).toMatchObject({ kind: 'syntax', message });
    expect(text.slice(problem?.start, problem?.end)).toBe(at);
  });

  it('is a limit where a call nests too deeply', () => {
    expect(parseIntrinsic('States.Array('.repeat(10_000))).toMatchObject({ problem: { kind: 'limit' } });
    expect(parseIntrinsic(`${'States.Array('.repeat(90)}1${')'.repeat(90)}`).call).toBeDefined();
  });
});

describe('looksLikeIntrinsic', () => {
  it.each([
    ['States.Format(', true],
    [' States.Whatever (1)', true],
    ['States.Format', false],
    ['$.a', false],
    ['Format()', false],
  ])('%j: %s', (text, expected) => expect(looksLikeIntrinsic(text)).toBe(expected));
});

describe('parseIntrinsic', () => {
  const token = fc.constantFrom(
    ...[
      'States.Format',
      'States.',
      '(',
      ')',
      ',',
      "'",
      "\\'",
      '{}',
      '{',
      '}',
      '\\',
      '$',
      '$$',
      '.a',
      '[0]',
      '[?(',
      '@.x',
    ],
    ...['==', '1', '-', 'true', ' ', '"', ']', "'text'", '\n'],
  );
  const soup = fc.array(token, { maxLength: 20 }).map((tokens) => tokens.join(''));

  it('never throws, and points inside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          soup,
          soup.map((text) => `States.Format(${text})`),
          fc.string(),
        ),
        (text) => {
          const { start, end } = ((parsed) => parsed.problem ?? parsed.call)(parseIntrinsic(text));
          expect({ text, isInside: start >= 0 && start <= end && end <= text.length }).toEqual({
            text,
            isInside: true,
          });
        },
      ),
      { numRuns: 5000 },
    );
  });

  const argument: fc.Arbitrary<string> = fc.letrec<{ argument: string }>((tie) => ({
    argument: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('1', '-2.5', 'true', 'null', '$', '$.a', "$.a['b c']", '$$.Task.Token', '$v[0]', "'text'"),
      fc.string({ maxLength: 8 }).map((text) => `'${text.replace(/['{}\\]/g, '\\$&')}'`),
      fc
        .tuple(fc.constantFrom('States.Array', 'States.Format'), fc.array(tie('argument'), { maxLength: 3 }))
        .map(([name, list]) => `${name}(${list.join(', ')})`),
    ),
  })).argument;

  it('reads what it prints', () => {
    const print = (part: IntrinsicArgument, text: string): string => {
      if (part.kind === 'call') return `${part.name}(${part.arguments.map((each) => print(each, text)).join(', ')})`;
      if (part.kind === 'string') return `'${part.value.replace(/['{}\\]/g, '\\$&')}'`;
      return text.slice(part.start, part.end);
    };
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 4 }), (list) => {
        const text = `States.Array(${list.join(', ')})`;
        expect(print(call(text), text)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a megabyte in reasonable time', () => {
    const before = performance.now();
    call(`States.Array(${"$.a['b'][0], 'literal {}', ".repeat(37_000)}1)`);
    parseIntrinsic(`States.Format('${'{'.repeat(1_000_000)}`);
    parseIntrinsic(`States.Array(${'$.a['.repeat(250_000)})`);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
