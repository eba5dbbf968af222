/** Bytes that are no UTF-8 text, and texts that hold nothing. */
import { describe, expect, it } from 'vitest';
import { lintSoundly, placesOf } from './lint.ts';

const FLOW = '{"StartAt":"Ä🚀","States":{"Ä🚀":{"Type":"Pass","End":true}}}';
const NAMES = ['a.asl.json', 'a.asl.yaml', 'a.json', 'a.yaml', 'stdin'] as const;

function join(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
}

const BAD: readonly (readonly [string, readonly number[]])[] = [
  ['a byte that begins nothing', [0xff]],
  ['a lone continuation', [0x80]],
  ['an overlong form', [0xc0, 0x80]],
  ['an overlong form of three bytes', [0xe0, 0x80, 0x80]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a character above the last one', [0xf4, 0x90, 0x80, 0x80]],
  ['a character of two bytes cut off', [0xc3]],
  ['a character of three bytes cut off', [0xe2, 0x82]],
  ['a character of four bytes cut off', [0xf0, 0x9f, 0x9a]],
  ['Latin-1', [0xe4, 0x20, 0xf6]],
];

describe('bytes that are no UTF-8', () => {
  it.each(BAD)('are found at their very place: %s', async (_, bytes) => {
    for (const [before, after] of [
      ['', FLOW],
      [FLOW.slice(0, 14), FLOW.slice(14)],
      [FLOW, ''],
      [`// ${'Ä🚀'.repeat(5000)}\r\n`, FLOW],
      [`\uFEFF${FLOW.slice(0, 3)}`, FLOW.slice(3)],
    ] as const) {
      for (const name of NAMES) {
        const found = placesOf(await lintSoundly({ [name]: join(before, bytes, after) }));
        expect(found).toEqual([`parse-error ${before.length}-${before.length + 1}`]);
      }
    }
  });

  it('in a walk matter only where they spoil what would be read', async () => {
    const result = await lintSoundly({ 'a.asl.json': FLOW, 'b.asl.json': join([0xfe], FLOW) });
    expect(result.diagnostics.map(({ primary }) => primary.file.path)).toEqual(['b.asl.json']);
    expect(result.machineCount).toBe(1);
  });

  it.each([
    ['little-endian with a mark', Buffer.from(`\uFEFF${FLOW}`, 'utf16le')],
    ['little-endian without a mark', Buffer.from(FLOW.replaceAll('Ä🚀', 'A'), 'utf16le')],
    ['big-endian with a mark', Buffer.from(`\uFEFF${FLOW}`, 'utf16le').swap16()],
  ])('are found at once in UTF-16, %s', async (_, bytes) => {
    for (const name of NAMES) {
      const found = placesOf(await lintSoundly({ [name]: bytes }));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^parse-error [01]-[12]$/);
    }
  });
});

describe('NUL characters', () => {
  it.each([0, 1, 20, FLOW.length])('are found at their very place: %i', async (at) => {
    for (const name of NAMES) {
      const found = placesOf(await lintSoundly({ [name]: `${FLOW.slice(0, at)}\u0000${FLOW.slice(at)}` }));
      expect(found).toEqual([`parse-error ${at}-${at + 1}`]);
    }
  });

  it('alone are one finding', async () => {
    expect(placesOf(await lintSoundly({ 'a.asl.json': '\u0000'.repeat(1000) }))).toEqual(['parse-error 0-1']);
  });

  it('written as escapes are characters like any other', async () => {
    const result = await lintSoundly({ 'a.asl.json': '{"StartAt":"\\u0000","States":{"\\u0000":{"Type":"Succeed"}}}' });
    expect(result.diagnostics.filter(({ rule }) => rule === 'parse-error')).toEqual([]);
    expect(result.stateCount).toBe(1);
  });
});

describe('a file of nothing', () => {
  it.each(['', ' ', '\n', '\r\n\r\n', '\t \n', '\uFEFF', '\uFEFF\n'])('is a parse error: %j', async (text) => {
    for (const name of NAMES) {
      const found = placesOf(await lintSoundly({ [name]: text }));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^parse-error /);
    }
  });
});
