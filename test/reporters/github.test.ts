import { describe, expect, test } from 'vitest';
import { renderGithub } from '../../src/reporters/github.ts';
import { printable } from '../../src/reporters/printable.ts';
import { diagnostic, file, HOSTILE, plain, result, span, spanOf } from './build.ts';

const source = file('flows/order.asl.json', '{\n  "StartAt": "A",\n  "States": {}\n}\n');

function render(...findings: Parameters<typeof result>[0]): string {
  return renderGithub(result(findings), plain);
}

interface Command {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly message: string;
}

/** Reads a line the way the runner does: up to the second `::`, then undoing the escapes. */
function parse(line: string): Command {
  const end = line.indexOf('::', 2);
  const [name = '', ...rest] = line.slice(2, end).split(' ');
  const pairs = rest
    .join(' ')
    .split(',')
    .map((pair) => pair.split('='));
  const unescape = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  return {
    name,
    properties: new Map(pairs.map(([key = '', ...value]) => [key, unescape(value.join('='))] as const)),
    message: unescape(line.slice(end + 2)),
  };
}

describe('the github format', () => {
  test('writes a command per finding', () => {
    expect(render(diagnostic(spanOf(source, '"A"')))).toBe(
      '::error file=flows/order.asl.json,line=2,endLine=2,col=14,endColumn=17,title=some-rule::State "A" is wrong.\n',
    );
  });

  test('leaves the columns out when the range spans lines', () => {
    expect(render(diagnostic(span(source, 0, 10)))).toBe(
      '::error file=flows/order.asl.json,line=1,endLine=2,title=some-rule::State "A" is wrong.\n',
    );
  });

  test('puts the gravest first and keeps the order otherwise', () => {
    const at = spanOf(source, '"A"');
    const text = render(
      diagnostic(at, { severity: 'note', rule: 'r1' }),
      diagnostic(at, { severity: 'error', rule: 'r2' }),
      diagnostic(at, { severity: 'warning', rule: 'r3' }),
      diagnostic(at, { severity: 'error', rule: 'r4' }),
    );
    const order = text.trimEnd().split('\n').map(parse);
    expect(order.map(({ name, properties }) => `${name} ${properties.get('title') ?? ''}`)).toEqual([
      'error r2',
      'error r4',
      'warning r3',
      'notice r1',
    ]);
  });

  test('adds the help on a line of its own', () => {
    expect(render(diagnostic(spanOf(source, '"A"'), { message: 'Wrong.', help: 'Do it: 100%, now.' }))).toMatch(
      /::Wrong\.%0Ahelp: Do it: 100%25, now\.\n$/,
    );
  });

  test('escapes data and properties', () => {
    const odd = file('a,b:c%d.json', '1');
    expect(render(diagnostic(span(odd, 0, 1), { message: '50%: a, b' }))).toBe(
      '::error file=a%2Cb%3Ac%25d.json,line=1,endLine=1,col=1,endColumn=2,title=some-rule::50%25: a, b\n',
    );
  });

  test('counts no column for a byte order mark, and no line after the last', () => {
    const marked = file('a.json', '\ufeff{}\n');
    expect(render(diagnostic(span(marked, 1, 2)))).toContain('line=1,endLine=1,col=1,endColumn=2,');
    expect(render(diagnostic(span(marked, 4)))).toContain('line=1,endLine=1,col=4,endColumn=4,');
    expect(render(diagnostic(span(file('e.json', ''), 0)))).toContain('line=1,endLine=1,col=1,endColumn=1,');
  });

  test('cannot be made to hold another command', () => {
    for (const hostile of HOSTILE) {
      const bad = file(`${hostile}.json`, '1');
      const text = render(diagnostic(span(bad, 0, 1), { message: hostile, help: hostile, rule: 'r' }));
      expect(text.split(/[\r\n\u2028\u2029\u0085]/)).toHaveLength(2);
      const command = parse(text.trimEnd());
      expect(command.name).toBe('error');
      expect(command.properties.get('file')).toBe(`${printable(hostile)}.json`);
      expect(command.message).toBe(`${printable(hostile)}\nhelp: ${printable(hostile)}`);
    }
  });

  test('is empty when there is nothing to say', () => {
    expect(render()).toBe('');
  });
});
