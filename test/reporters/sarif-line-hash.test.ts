import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineHashes } from '../../src/reporters/sarif-line-hash.ts';

/** The definition, word by word and in big integers: the hash of the hundred units from the line's first on. */
function reference(text: string): readonly string[] {
  const units = `${text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '')}\uffff`;
  const seen = new Map<string, number>();
  const hashes: string[] = [];
  for (let index = 0; index < units.length; index++) {
    if (index > 0 && units[index - 1] !== '\n') continue;
    let hash = 0n;
    for (let i = 0; i < 100; i++) {
      hash = BigInt.asUintN(64, hash * 37n + BigInt(units.charCodeAt(index + i) || 0));
    }
    const hex = hash.toString(16);
    seen.set(hex, (seen.get(hex) ?? 0) + 1);
    hashes.push(`${hex}:${seen.get(hex) ?? 0}`);
  }
  return hashes;
}

describe('lineHashes', () => {
  test('matches the published vectors', () => {
    expect(lineHashes('')).toEqual(['c129715d7a2bc9a3:1']);
    expect(lineHashes(' a\nb\n  \t\tc\n d')).toEqual([
      '271789c17abda88f:1',
      '54703d4cd895b18:1',
      '180aee12dab6264:1',
      'a23a3dc5e078b07b:1',
    ]);
    expect(lineHashes('Lorem ipsum dolor sit amet.\n'.repeat(10))).toEqual([
      'a7f2ff13bc495cf2:1',
      'a7f2ff13bc495cf2:2',
      'a7f2ff13bc495cf2:3',
      'a7f2ff13bc495cf2:4',
      'a7f2ff13bc495cf2:5',
      'a7f2ff13bc495cf2:6',
      'a7f2ff1481e87703:1',
      'a9cf91f7bbf1862b:1',
      '55ec222b86bcae53:1',
      'cc97dc7b1d7d8f7b:1',
      'c129715d7a2bc9a3:1',
    ]);
  });

  test('is blind to indentation and to the kind of line end', () => {
    const lines = lineHashes('{\n  "a": 1\n}\n');
    expect(lineHashes('{\r\n\t"a":1\r\n}\r\n')).toEqual(lines);
    expect(lineHashes('{\r"a":1\r}\r')).toEqual(lines);
  });

  test('counts a byte order mark as a character', () => {
    expect(lineHashes('\ufeff{}')).not.toEqual(lineHashes('{}'));
    expect(lineHashes('\ufeff{}')).toEqual(reference('\ufeff{}'));
  });

  test('gives a hash for every line', () => {
    expect(lineHashes('\n\n\n')).toHaveLength(4);
    expect(lineHashes('a\n \n\t\nb')).toHaveLength(4);
    expect(lineHashes(`${'x'.repeat(1000)}\ny`)).toHaveLength(2);
  });

  test('agrees with the definition on any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\r', '\r\n', ' ', '\t', '\uffff', '\ud800', 'abc'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        expect(lineHashes(pieces.join(''))).toEqual(reference(pieces.join('')));
      }),
    );
  });

  test('takes a megabyte in its stride', () => {
    const text = '      "Resource": "arn:aws:states:::bedrock:invokeModel",\n'.repeat(20_000);
    const started = performance.now();
    expect(lineHashes(text)).toHaveLength(20_001);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
