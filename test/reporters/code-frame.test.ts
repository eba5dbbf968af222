import { describe, expect, test } from 'vitest';
import { codeFrame, shortFrame, type FrameRow } from '../../src/reporters/code-frame.ts';
import type { HostSpan } from '../../src/text/layer.ts';
import { file, span, spanOf } from './build.ts';

/** The rows as text: `>` before a line of a range over several lines. */
function draw(rows: readonly FrameRow[]): readonly string[] {
  return rows.map((row) => {
    switch (row.kind) {
      case 'code':
        return `${row.line}${row.spanned ? '>' : '|'}${row.text}`;
      case 'mark':
        return ` ${row.spanned ? '>' : '|'}${' '.repeat(row.indent)}${'^'.repeat(row.width)}`;
      case 'gap':
        return `...${row.lines}`;
    }
  });
}

function frame(primary: HostSpan): readonly string[] {
  return draw(codeFrame(primary, 80));
}

describe('codeFrame', () => {
  const source = file('a.json', '{\n  "A": 1,\n  "B": 2\n}\n');

  test('shows the line before and underlines the range', () => {
    expect(frame(spanOf(source, '"B"'))).toEqual(['2|  "A": 1,', '3|  "B": 2', ' |  ^^^']);
  });

  test('has no line before the first, and skips a blank one', () => {
    expect(frame(span(source, 0, 1))).toEqual(['1|{', ' |^']);
    const blank = file('a.json', '{\n \n  "A": 1\n}');
    expect(frame(spanOf(blank, '"A"'))).toEqual(['3|  "A": 1', ' |  ^^^']);
  });

  test('underlines both ends of a range over several lines', () => {
    const range = span(source, source.text.indexOf('"A"'), source.text.indexOf('}') + 1);
    expect(frame(range)).toEqual(['1|{', '2>  "A": 1,', ' >  ^^^^^^^', '3>  "B": 2', '4>}', ' >^']);
  });

  test('underlines the last line from its first character that is not blank', () => {
    const range = span(source, 0, source.text.indexOf('"B"') + 3);
    expect(frame(range)).toEqual(['1>{', ' >^', '2>  "A": 1,', '3>  "B": 2', ' >  ^^^']);
  });

  test('leaves out the middle of a long range and says how much', () => {
    const text = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`).join('\n');
    const rows = frame(span(file('a.json', text), 7, text.indexOf('line 30') + 4));
    expect(rows).toEqual(['1|line 1', '2>line 2', ' >^^^^^^', '3>line 3', '4>line 4', '...25', '30>line 30', ' >^^^^']);
  });

  test('never has more than eight rows', () => {
    const text = 'x\n'.repeat(50);
    for (let lines = 0; lines < 20; lines++) {
      expect(frame(span(file('a.json', text), 4, 5 + 2 * lines)).length).toBeLessThanOrEqual(8);
    }
  });

  test('a range that ends with the line end stays on its line', () => {
    expect(frame(spanOf(source, '"A": 1,\n'))).toEqual(['1|{', '2|  "A": 1,', ' |  ^^^^^^^']);
  });

  test.each(['\r\n', '\r'])('reads lines that end in %j', (end) => {
    const other = file('a.json', `{${end}  "A": 1,${end}  "B": 2${end}}`);
    expect(frame(spanOf(other, '"B"'))).toEqual(['2|  "A": 1,', '3|  "B": 2', ' |  ^^^']);
    expect(frame(spanOf(other, `"A": 1,${end}`))).toEqual(['1|{', '2|  "A": 1,', ' |  ^^^^^^^']);
  });

  test('shows a caret for an empty range, at the end of a line and of the file', () => {
    expect(frame(span(source, 2))).toEqual(['1|{', '2|  "A": 1,', ' |^']);
    expect(frame(span(source, 1))).toEqual(['1|{', ' | ^']);
    expect(frame(span(source, source.text.length))).toEqual(['4|}', '5|', ' |^']);
    const open = file('a.json', '{');
    expect(frame(span(open, 1))).toEqual(['1|{', ' | ^']);
  });

  test('shows an empty file', () => {
    expect(frame(span(file('a.json', ''), 0))).toEqual(['1|', ' |^']);
    expect(frame(span(file('a.json', '\ufeff'), 1))).toEqual(['1|', ' |^']);
  });

  test('does not fail on a range outside the file', () => {
    expect(frame(span(source, 1000, 2000))).toEqual(['4|}', '5|', ' |^']);
    expect(frame(span(source, 5, 1))).toEqual(['1|{', '2|  "A": 1,', ' |   ^']);
  });

  test('leaves out the line before when the line itself is cut on the left', () => {
    const long = file('a.json', `${'a'.repeat(300)}\n${'b'.repeat(300)}MARK`);
    expect(frame(spanOf(long, 'MARK'))).toHaveLength(2);
    expect(frame(span(long, 301, 302))).toHaveLength(3);
  });

  test('cuts every line to the budget', () => {
    const long = file('a.json', Array.from({ length: 5 }, () => 'x'.repeat(200)).join('\n'));
    for (const row of codeFrame(span(long, 210, 900), 60)) {
      if (row.kind === 'code') expect(row.text.length).toBeLessThanOrEqual(60);
    }
  });
});

describe('shortFrame', () => {
  test('shows the first line of the range only', () => {
    const source = file('a.json', '{\n  "A": {\n  }\n}');
    const range = span(source, source.text.indexOf('"A"'), source.text.length);
    expect(draw(shortFrame(range, 80))).toEqual(['2|  "A": {', ' |  ^^^^^^']);
  });
});
