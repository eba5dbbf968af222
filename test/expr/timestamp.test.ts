/** Timestamps: what RFC 3339 has, what some readers take besides, and what none does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTimestamp } from '../../src/expr/timestamp.ts';

describe('a timestamp', () => {
  it.each([
    '2026-03-14T01:59:00Z',
    '2026-03-14T01:59:00.1Z',
    '2026-03-14T01:59:00.123456789+14:00',
    '2026-03-14T23:59:59-23:59',
    '2016-12-31T23:59:60Z',
    '2024-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '0000-01-01T00:00:00Z',
  ])('%j is valid', (text) => expect(readTimestamp(text)).toEqual({ kind: 'valid' }));

  it.each([
    ['2023-02-29T00:00:00Z', 'no day 29'],
    ['2100-02-29T00:00:00Z', 'no day 29'],
    ['2026-06-31T00:00:00Z', 'no day 31'],
    ['2026-01-01T24:00:00Z', 'hour 24'],
    ['2026-03-14t01:59:00Z', 'capitals'],
    ['2026-03-14T01:59:00z', 'capitals'],
    ['2026-03-14T01:59Z', 'ISO 8601'],
    ['2026-03-14T01Z', 'ISO 8601'],
    ['20260314T015900Z', 'ISO 8601'],
    ['2026-03-14T01:59:00+01', 'ISO 8601'],
    ['2026-03-14T01:59:00+0100', 'ISO 8601'],
    ['2026-03-14T01:59:00,5Z', 'ISO 8601'],
    ['2026-W11-6T01:59:00Z', 'ISO 8601'],
    ['2026-073T01:59:00Z', 'ISO 8601'],
    ['+002026-03-14T01:59:00Z', 'ISO 8601'],
    ['2026-03-14T01:59:00Z\n', 'blanks around'],
  ])('%j is doubtful', (text, why) => {
    const reading = readTimestamp(text);
    expect(reading).toMatchObject({ kind: 'doubtful', why: expect.stringContaining(why) as string });
  });

  it('with a blank for its T is a case of its own', () => {
    expect(readTimestamp('2026-03-14 01:59:00Z').kind).toBe('blank');
    expect(readTimestamp('2026-13-14 01:59:00Z').kind).toBe('invalid');
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['2026-03-14', 'date without a time'],
    ['2026-03-14T01:59:00', 'no Z or offset'],
    ['2026-03-14 01:59', 'no Z or offset'],
    ['01:59:00Z', 'no date and time'],
    ['1773453540', 'no date and time'],
    ['2026-03-14T01:59:00ZZ', 'no date and time'],
    ['２０２６-03-14T01:59:00Z', 'no date and time'],
    ['2026-13-14T01:59:00Z', 'no month 13'],
    ['2026-03-32T01:59:00Z', 'day 32'],
    ['2026-03-14T25:00:00Z', 'hour'],
    ['2026-03-14T24:00:01Z', 'hour'],
    ['2026-03-14T01:60:00Z', 'minute 60'],
    ['2026-03-14T01:59:61Z', 'second 61'],
    ['2026-03-14T01:59:00+24:00', 'offset'],
    ['2026-03-14T01:59:00+01:60', 'offset'],
  ])('%j is invalid', (text, why) => {
    const reading = readTimestamp(text);
    expect(reading).toMatchObject({ kind: 'invalid', why: expect.stringContaining(why) as string });
  });

  it('of any real moment is valid', () => {
    const moments = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(moments, (moment) => readTimestamp(moment.toISOString()).kind === 'valid'));
  });

  it('is judged whatever the text, and in linear time', () => {
    fc.assert(fc.property(fc.string(), (text) => readTimestamp(text).kind !== 'valid'));
    const start = performance.now();
    expect(readTimestamp(`2026-03-14T01:59:00.${'1'.repeat(1_000_000)}x`).kind).toBe('invalid');
    expect(readTimestamp(' '.repeat(1_000_000)).kind).toBe('invalid');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
