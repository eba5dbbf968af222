/** The index of ranges, against a search through all of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntervalIndex } from '../../src/suppression/interval-index.ts';
import type { Range } from '../../src/text/source-file.ts';

const range = fc.tuple(fc.nat(30), fc.nat(12)).map(([start, length]): Range => ({ start, end: start + length }));
const ranges = fc.array(range, { maxLength: 25 });

function indexOf(all: readonly Range[]): IntervalIndex<Range> {
  const index = new IntervalIndex<Range>();
  for (const item of all) index.add(item);
  return index;
}

/** The start and end of the one that begins last, the shortest of those that begin there. */
function innermost(all: readonly Range[], { start, end }: Range): Range | undefined {
  const holding = all.filter((item) => item.start <= start && item.end >= end);
  return holding.sort((a, b) => b.start - a.start || a.end - b.end)[0];
}

describe('the index of ranges', () => {
  it('finds the innermost one that holds a stretch', () => {
    fc.assert(
      fc.property(ranges, range, (all, wanted) => {
        expect(indexOf(all).innermost(wanted)).toEqual(innermost(all, wanted));
      }),
    );
  });

  it('finds those that follow an offset, outer ones first', () => {
    fc.assert(
      fc.property(ranges, fc.nat(45), (all, offset) => {
        const sorted = [...all].sort((a, b) => a.start - b.start || b.end - a.end);
        expect(indexOf(all).following(offset, 2)).toEqual(sorted.filter(({ start }) => start >= offset).slice(0, 2));
      }),
    );
  });

  it('takes more after it has answered', () => {
    const index = indexOf([{ start: 0, end: 9 }]);
    expect(index.innermost({ start: 3, end: 4 })).toEqual({ start: 0, end: 9 });
    index.add({ start: 2, end: 5 });
    expect(index.innermost({ start: 3, end: 4 })).toEqual({ start: 2, end: 5 });
  });

  it('answers at the same speed beside many siblings', () => {
    const count = 100_000;
    const index = indexOf([{ start: 0, end: 3 * count + 3 }]);
    for (let i = 0; i < count; i++) index.add({ start: 3 * i + 1, end: 3 * i + 2 });
    const between = Array.from(
      { length: count },
      (_, i) => index.innermost({ start: 3 * i + 2, end: 3 * i + 3 })?.start,
    );
    expect(new Set(between)).toEqual(new Set([0]));
  });
});
