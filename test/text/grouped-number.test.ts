/** Numbers as people read them, beside what the language itself would write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedNumber } from '../../src/text/grouped-number.ts';

describe('groupedNumber', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_048_576, '1,048,576'],
    [-1234.5, '-1,234.5'],
    [0.12345, '0.123'],
    [1e21, '1e+21'],
    [Infinity, 'Infinity'],
  ])('%d is %s', (value, text) => expect(groupedNumber(value)).toBe(text));

  it('is what English writes, for whole numbers of any sign', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(groupedNumber(value)).toBe(new Intl.NumberFormat('en-US').format(value));
      }),
    );
  });
});
