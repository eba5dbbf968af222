/** `not`, `and` and `or` as Python binds them, for expressions of every shape up to a size, against Python itself. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readPython } from '../../src/handlers/python/read.ts';
import type { Expression } from '../../src/handlers/syntax.ts';
import { HAS_PYTHON } from './python-host.ts';

const NAMES = ['a', 'b', 'c', 'd'];

/** All ways to put `not` or nothing before each name, and `and` or `or` between them; some have parentheses. */
function expressions(): readonly string[] {
  let found = ['a', 'not a', 'not not a'];
  const all = [...found];
  for (const name of NAMES.slice(1)) {
    found = found.flatMap((text) =>
      ['and', 'or'].flatMap((operator) =>
        ['', 'not ', 'not not '].map((prefix) => `${text} ${operator} ${prefix}${name}`),
      ),
    );
    all.push(...found);
  }
  return [
    ...all,
    'not (a or b) and c',
    'a and (not b or c) or d',
    'not a == b or c',
    'c or not a != b and d',
    'not (not a or b)',
  ];
}

function valueOf(expression: Expression, names: Readonly<Record<string, boolean>>): boolean {
  switch (expression.kind) {
    case 'name':
      return names[expression.name]!;
    case 'not':
      return !valueOf(expression.of, names);
    case 'logical': {
      const left = valueOf(expression.left, names);
      const isDecided = expression.operator === 'and' ? !left : left;
      return isDecided ? left : valueOf(expression.right, names);
    }
    case 'binary': {
      const isSame = valueOf(expression.left, names) === valueOf(expression.right, names);
      return expression.operator === '==' ? isSame : !isSame;
    }
    default:
      throw new TypeError(`no logic: ${expression.kind}`);
  }
}

const ASSIGNMENTS = Array.from({ length: 16 }, (_, bits) =>
  Object.fromEntries(NAMES.map((name, i) => [name, (bits & (1 << i)) !== 0])),
);

function ownTable(text: string): string {
  const { tree } = readPython(`x = ${text}\n`);
  const [statement] = tree?.body ?? [];
  if (statement?.kind !== 'assign') throw new TypeError(text);
  return ASSIGNMENTS.map((names) => (valueOf(statement.value, names) ? '1' : '0')).join('');
}

describe.skipIf(!HAS_PYTHON)('logic in Python', () => {
  it('is read as Python reads it', () => {
    const texts = expressions();
    const program =
      'import sys, json\n' +
      'texts, tables = json.load(sys.stdin)\n' +
      'print(json.dumps(["".join("1" if eval(t, dict(n)) else "0" for n in tables) for t in texts]))';
    const { stdout } = spawnSync('python3', ['-c', program], { input: JSON.stringify([texts, ASSIGNMENTS]) });
    const wanted = JSON.parse(stdout.toString()) as readonly string[];
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.map((text) => `${text}: ${ownTable(text)}`)).toEqual(texts.map((text, i) => `${text}: ${wanted[i]!}`));
  });
});
