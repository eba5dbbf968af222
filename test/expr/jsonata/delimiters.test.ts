/** Which strings are expressions. */
import { describe, expect, it } from 'vitest';
import { readDelimiters } from '../../../src/expr/jsonata/delimiters.ts';

describe('readDelimiters', () => {
  it.each([
    ['{% $x %}', 'expression', ' $x '],
    ['{%$x%}', 'expression', '$x'],
    ['{%\n$x\n%}', 'expression', '\n$x\n'],
    ["{% '%}' & '{%' %}", 'expression', " '%}' & '{%' "],
    ['{%%}', 'empty', ''],
    ['{%  %}', 'empty', '  '],
    [' {% $x %}', 'paddedExpression', ' $x '],
    ['{% $x %} ', 'paddedExpression', ' $x '],
    ['\n{% $x %}\n', 'paddedExpression', ' $x '],
  ])('%j is an %s', (text, kind, inner) => {
    const read = readDelimiters(text);
    expect(read.kind).toBe(kind);
    if (!('inner' in read)) throw new Error('no range');
    expect(text.slice(read.inner.start, read.inner.end)).toBe(inner);
  });

  it.each([
    ['{% $x', 'openOnly'],
    ['{% $x %', 'openOnly'],
    ['{%}', 'openOnly'],
    ['{%', 'openOnly'],
    ['$x %}', 'closeOnly'],
    ['%}', 'closeOnly'],
    ['', 'plain'],
    [' ', 'plain'],
    ['$states.input', 'plain'],
    ['$.a', 'plain'],
    ['a {% $x %} b', 'plain'],
    ["States.Format('{}', 1)", 'plain'],
    ['{{% $x %}}', 'plain'],
    ['{ % $x % }', 'plain'],
  ])('%j is %s', (text, kind) => expect(readDelimiters(text).kind).toBe(kind));

  it('gives the part without blanks', () => {
    expect(readDelimiters('  {% 1 %} ')).toMatchObject({ outer: { start: 2, end: 9 } });
  });
});
