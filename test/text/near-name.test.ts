/** Near names against a plain reading of the distance, and the index of many names against one look-up at a time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NearNames, nearName, onlyNearName } from '../../src/text/near-name.ts';

/** Insertions, removals, replacements and swaps of neighbours, by the definition. */
function distance(from: string, to: string): number {
  const rows = Array.from({ length: from.length + 1 }, (_, i) =>
    Array.from({ length: to.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= from.length; i++) {
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const least = Math.min(at(i - 1, j - 1) + cost, at(i - 1, j) + 1, at(i, j - 1) + 1);
      rows[i]?.splice(j, 1, isSwap ? Math.min(least, at(i - 2, j - 2) + 1) : least);
    }
  }
  return at(from.length, to.length);
}

function expected(name: string, known: readonly string[]): string | undefined {
  const limit = Math.min(2, Math.floor(name.length / 3));
  const distances = known.map((candidate) =>
    candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate),
  );
  const least = Math.min(...distances);
  const nearest = known.filter((_, i) => distances[i] === least);
  return least <= limit && nearest.length === 1 ? nearest[0] : undefined;
}

const NAME = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'c'), maxLength: 12 });
const NAMES = fc.uniqueArray(NAME, { maxLength: 12 });

describe('a near name', () => {
  it('is what the definition of the distance says', () => {
    fc.assert(
      fc.property(NAME, NAMES, (name, known) => {
        expect(nearName(name, known)).toBe(expected(name, known));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same when many are looked up', () => {
    fc.assert(
      fc.property(NAMES, NAMES, (names, known) => {
        const index = new NearNames(known, 1_000);
        for (const name of [...names, ...names]) expect(index.near(name)).toBe(nearName(name, known));
      }),
    );
  });

  it.each([
    ['Summarise', 'Sumarise'],
    ['Summarise', 'Summaries'],
    ['Summarise', 'summarise'],
  ])('of %s is found for %s', (known, name) => {
    expect(nearName(name, ['Translate', known])).toBe(known);
  });

  it('is not guessed between two', () => {
    expect(nearName('Step 3', ['Step 1', 'Step 2'])).toBeUndefined();
  });

  it('is found again and again, but for as many comparisons as allowed only', () => {
    const index = new NearNames(['Summarise', 'Summarize', 'Translate'], 4);
    expect(index.near('Translat')).toBe('Translate');
    expect(index.near('Translat')).toBe('Translate');
    expect(index.near('Transalte')).toBeUndefined();
  });
});

describe('the only near name', () => {
  it.each([
    ['Secnd', ['First', 'Second'], 'Second'],
    ['second', ['Second', 'Seconds'], 'Second'],
    ['Secont', ['Second', 'Seconds'], undefined],
    ['Step 3', ['Step 1', 'Step 2'], undefined],
    ['Nowhere', ['First'], undefined],
  ] as const)('of %s among %j is %s', (name, known, expected) => {
    expect(onlyNearName(name, known)).toBe(expected);
    expect(new NearNames(known, 1000).onlyNear(name)).toBe(expected);
  });
});
