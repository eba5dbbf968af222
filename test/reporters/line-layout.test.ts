import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/reporters/display-width.ts';
import { layOutLine } from '../../src/reporters/line-layout.ts';
import { printable } from '../../src/reporters/printable.ts';

/** Lays out a text that is one line, marking `[start, end)`. */
function layOut(text: string, start: number, end: number, budget = 80) {
  return layOutLine(text, { start: 0, end: text.length }, { start, end }, budget);
}

/** What stands above the underline: the characters that begin in its columns. */
function above(layout: { text: string; indent: number; width: number }): string {
  let column = 0;
  let text = '';
  for (const character of layout.text) {
    if (column >= layout.indent && column < layout.indent + layout.width) text += character;
    column += displayWidth(character);
  }
  return text;
}

describe('layOutLine', () => {
  test('underlines below the right columns after wide characters', () => {
    const text = '"料金 🚀": "X"';
    expect(layOut(text, text.indexOf('"X"'), text.length)).toEqual({ text, indent: 11, width: 3, cutLeft: false });
  });

  test('underlines wide characters with their full width', () => {
    expect(layOut('a料金b', 1, 3)).toMatchObject({ indent: 1, width: 4 });
    expect(layOut('a👍🏽b', 1, 5)).toMatchObject({ indent: 1, width: 2 });
  });

  test('an underline of a combining mark covers the letter it stands on', () => {
    expect(layOut('xe\u0301y', 2, 3)).toMatchObject({ indent: 1, width: 1 });
  });

  test('expands tabs to stops of four', () => {
    expect(layOut('\ta\tb', 3, 4)).toEqual({ text: '    a   b', indent: 8, width: 1, cutLeft: false });
  });

  test('shows control characters and underlines the whole escape', () => {
    expect(layOut('a\u001bb', 1, 2)).toEqual({ text: 'a\\u001bb', indent: 1, width: 6, cutLeft: false });
  });

  test('makes agent commands inert', () => {
    expect(layOut('x ##vso[a]', 2, 3).text).toBe('x \\u0023#vso[a]');
    expect(layOut('# ## x', 0, 1).text).toBe('# ## x');
  });

  test('gives a byte order mark no column, but only at the start of the file', () => {
    expect(layOut('\ufeff{"a"', 2, 5)).toEqual({ text: '{"a"', indent: 1, width: 3, cutLeft: false });
    expect(layOut('{\ufeff', 1, 2)).toEqual({ text: '{\\ufeff', indent: 1, width: 6, cutLeft: false });
  });

  test('an empty range is one caret, at the end of the line too', () => {
    expect(layOut('abc', 1, 1)).toMatchObject({ indent: 1, width: 1 });
    expect(layOut('abc', 3, 3)).toMatchObject({ indent: 3, width: 1 });
    expect(layOut('', 0, 0)).toEqual({ text: '', indent: 0, width: 1, cutLeft: false });
  });

  test('cuts a long line around the mark', () => {
    const text = `${'a'.repeat(500)}MARK${'b'.repeat(500)}`;
    const layout = layOut(text, 500, 504, 40);
    expect(layout).toEqual({ text: `…${'a'.repeat(17)}MARK${'b'.repeat(17)}…`, indent: 18, width: 4, cutLeft: true });
  });

  test('keeps the start of a long line when the mark is there', () => {
    const layout = layOut(`MARK${'b'.repeat(500)}`, 0, 4, 40);
    expect(layout).toEqual({ text: `MARK${'b'.repeat(35)}…`, indent: 0, width: 4, cutLeft: false });
  });

  test('keeps the end of a long line when the mark is there', () => {
    const layout = layOut(`${'a'.repeat(500)}MARK`, 500, 504, 40);
    expect(layout).toEqual({ text: `…${'a'.repeat(34)}MARK`, indent: 35, width: 4, cutLeft: true });
  });

  test('shows the start of a mark that is longer than the window, and underlines the ellipsis', () => {
    const layout = layOut(`${'a'.repeat(100)}${'M'.repeat(300)}`, 100, 400, 40);
    expect(layout.text).toBe(`…${'a'.repeat(8)}${'M'.repeat(30)}…`);
    expect(layout).toMatchObject({ indent: 9, width: 31 });
  });

  test('never cuts a surrogate pair in two', () => {
    for (let offset = 0; offset < 5; offset++) {
      const text = 'x'.repeat(offset) + '🚀'.repeat(400);
      const layout = layOut(text, offset + 400, offset + 402, 40);
      expect(layout.text).not.toContain('\\u');
      expect(above(layout)).toBe('🚀');
    }
  });

  test('costs little on a line of megabytes', () => {
    const text = '{"a":1},'.repeat(500_000);
    const started = performance.now();
    for (let i = 0; i < 200; i++) layOut(text, 2_000_000 + i, 2_000_003 + i);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

const PIECES = [
  'a',
  '"',
  ' ',
  '料',
  'カ',
  '🚀',
  '👍🏽',
  '⚠\ufe0f',
  'e\u0301',
  '🇩🇪',
  '\t',
  '\u001b',
  '\u200b',
  '\ud800',
  '\u{e0041}',
  '#',
  '한',
  'é',
  '\\',
];

/** A line of pieces that are not cut, and a mark from one piece to another. */
const markedLine = fc
  .tuple(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), fc.nat(60), fc.nat(60))
  .map(([pieces, a, b]) => {
    const from = Math.min(a, b, pieces.length);
    const to = Math.min(Math.max(a, b), pieces.length);
    const [before, marked, after] = [pieces.slice(0, from), pieces.slice(from, to), pieces.slice(to)];
    return { before: before.join(''), marked: marked.join(''), after: after.join('') };
  })
  // Agent commands have a test of their own; here every piece is shown by itself.
  .filter(({ before, marked, after }) => !(before + marked + after).includes('##'));

/** `text` as the layout should show it when it begins at `column`. */
function expected(text: string, column: number): string {
  let shown = '';
  for (const character of text) {
    const at = column + displayWidth(shown);
    shown += character === '\t' ? ' '.repeat(4 - (at % 4)) : printable(character);
  }
  return shown;
}

describe('alignment of the underline', () => {
  test('it begins and ends with the marked text, whatever the characters', () => {
    fc.assert(
      fc.property(markedLine, ({ before, marked, after }) => {
        const layout = layOut(before + marked + after, before.length, before.length + marked.length, 1000);
        const shownBefore = expected(before, 0);
        const shownMarked = expected(marked, displayWidth(shownBefore));
        expect(layout.text.startsWith(shownBefore + shownMarked)).toBe(true);
        expect(layout.indent).toBe(displayWidth(shownBefore));
        expect(layout.width).toBe(Math.max(1, displayWidth(shownMarked)));
      }),
      { numRuns: 2000 },
    );
  });

  test('a cut line stays within its budget and shows where the mark begins', () => {
    fc.assert(
      fc.property(markedLine, fc.integer({ min: 20, max: 60 }), ({ before, marked, after }, budget) => {
        const text = before.repeat(3) + marked + after.repeat(3);
        const start = before.length * 3;
        const layout = layOut(text, start, start + marked.length, budget);
        expect(displayWidth(layout.text)).toBeLessThanOrEqual(budget);
        expect(layout.indent).toBeGreaterThanOrEqual(0);
        expect(layout.indent + layout.width).toBeLessThanOrEqual(budget + 1);
      }),
      { numRuns: 2000 },
    );
  });
});
