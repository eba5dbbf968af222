import { describe, expect, test } from 'vitest';
import { externalRegion } from '../../src/reporters/external-region.ts';
import { file, span, spanOf } from './build.ts';

function region(text: string, start: number, end: number): string {
  const { startLine, startColumn, endLine, endColumn } = externalRegion(span(file('a', text), start, end));
  return `${startLine}:${startColumn}-${endLine}:${endColumn}`;
}

describe('externalRegion', () => {
  test('counts UTF-16 units from one, the end exclusive', () => {
    const source = file('a', '{\n  "🚀": 1\n}');
    expect(externalRegion(spanOf(source, '1'))).toEqual({ startLine: 2, startColumn: 9, endLine: 2, endColumn: 10 });
  });

  test('keeps an empty range empty', () => {
    expect(region('abc', 1, 1)).toBe('1:2-1:2');
    expect(region('', 0, 0)).toBe('1:1-1:1');
  });

  test('takes a byte order mark for no column of the first line', () => {
    expect(region('\ufeffab\ncd', 0, 2)).toBe('1:1-1:2');
    expect(region('\ufeffab\ncd', 1, 6)).toBe('1:1-2:3');
    expect(region('\ufeff', 1, 1)).toBe('1:1-1:1');
  });

  test('puts the end of the file on its last line, after the line end', () => {
    expect(region('lmn\r\n', 5, 5)).toBe('1:6-1:6');
    expect(region('a\nb\n', 0, 4)).toBe('1:1-2:3');
    expect(region('a\nb\n', 0, 2)).toBe('1:1-2:1');
  });

  test('stays inside the file', () => {
    expect(region('abc', 5, 9)).toBe('1:4-1:4');
    expect(region('abc', 2, 1)).toBe('1:3-1:3');
  });
});
