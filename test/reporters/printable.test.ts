import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/reporters/printable.ts';
import { HOSTILE } from './build.ts';

/** Written apart from the implementation: plain ranges instead of Unicode properties. */
const ACTING: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe0fff],
];

function actsOnATerminal(text: string): boolean {
  return Array.from(text).some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return ACTING.some(([first, last]) => code >= first && code <= last);
  });
}

describe('printable', () => {
  test.each([
    ['\u001b[31m', '\\u001b[31m'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u0000\u007f\u009b', '\\u0000\\u007f\\u009b'],
    ['\u202e\u2066\u200e\u200f\u061c', '\\u202e\\u2066\\u200e\\u200f\\u061c'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u200b\u200d\ufeff\u00ad', '\\u200b\\u200d\\ufeff\\u00ad'],
    ['\ud800x\udc00', '\\ud800x\\udc00'],
    ['\u{e0041}', '\\u{e0041}'],
    ['##[error]x', '\\u0023#[error]x'],
    ['##VSO[task]', '\\u0023#VSO[task]'],
    ['###[a', '#\\u0023#[a'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each([
    'plain "text" with \\ and %',
    'é ü ñ',
    '料金 カタカナ 한국어',
    '🚀 👍🏽 ⚠️ 🇩🇪',
    'עברית العربية',
    '# one ## two',
    'e\u0301',
  ])('leaves %j alone', (text) => {
    expect(printable(text)).toBe(text);
  });

  test('keeps tabs where asked, and only tabs', () => {
    expect(printable('a\tb\n', { keepTabs: true })).toBe('a\tb\\n');
  });

  test('leaves nothing that acts on a terminal, and is stable', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = printable(text);
        expect(actsOnATerminal(shown)).toBe(false);
        expect(printable(shown)).toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });

  test('handles every hostile sample', () => {
    for (const text of HOSTILE) {
      expect(actsOnATerminal(printable(text))).toBe(false);
      expect(printable(text)).not.toMatch(/##(vso)?\[/i);
    }
  });
});
