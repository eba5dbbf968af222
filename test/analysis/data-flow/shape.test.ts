/** The laws that joining shapes keeps, and the bounds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FROM_INPUT, variesIn, variesWithin } from '../../../src/analysis/data-flow/marks.ts';
import {
  ANYTHING,
  BOOLEAN,
  MAX_FIELDS,
  MISSING,
  NOTHING,
  NULL,
  NUMBER,
  TEXT,
  anything,
  arrayOf,
  deepMarks,
  join,
  literalText,
  marked,
  objectOf,
  textOf,
  tupleOf,
} from '../../../src/analysis/data-flow/shape.ts';
import type { Shape } from '../../../src/analysis/data-flow/shape.ts';
import { describe as words } from './machines.ts';

const LEAVES: readonly Shape[] = [
  NOTHING,
  MISSING,
  NULL,
  NUMBER,
  BOOLEAN,
  TEXT,
  ANYTHING,
  literalText('a'),
  literalText('bé'),
  textOf({ content: 'model' }, FROM_INPUT),
  anything(FROM_INPUT | variesIn(1)),
];

const shapes: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...LEAVES),
    tie('shape').map((element) => arrayOf(element)),
    fc.array(tie('shape'), { maxLength: 3 }).map(tupleOf),
    fc
      .tuple(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('shape')), fc.constantFrom('none', 'any', 'dated'))
      .map(([fields, rest]) => objectOf(new Map(Object.entries(fields)), rest)),
  ),
})).shape;

describe('join', () => {
  it('brings nothing new the second time, by identity', () => {
    fc.assert(
      fc.property(shapes, shapes, (a, b) => {
        const joined = join(a, b);
        expect(join(joined, b)).toBe(joined);
        expect(join(joined, a)).toBe(joined);
        expect(join(a, a)).toBe(a);
      }),
    );
  });

  it('allows the same either way round', () => {
    // An open object may list a member that may be anything, or leave it to the rest.
    const sorted = (shape: Shape): string =>
      words(shape)
        .replaceAll(/[abc]: any/g, '')
        .split(/\W+/)
        .sort()
        .join(' ');
    fc.assert(
      fc.property(shapes, shapes, (a, b) => {
        expect(sorted(join(a, b))).toBe(sorted(join(b, a)));
      }),
    );
  });

  it('loses no mark by which a value may vary', () => {
    fc.assert(
      fc.property(shapes, shapes, (a, b) => {
        const varying = (shape: Shape): number => deepMarks(shape) & variesWithin(3);
        expect(varying(join(a, b))).toBe(varying(a) | varying(b));
      }),
    );
  });

  it('takes a member that one side lacks for optional, unless that side is open', () => {
    const a = objectOf(new Map([['x', NUMBER]]), 'none');
    expect(words(join(a, objectOf(new Map(), 'none')))).toBe('{x?: number}');
    expect(words(join(a, objectOf(new Map(), 'any')))).toBe('{x: any, …}');
  });

  it('grows to an end', () => {
    let shape = literalText('a');
    for (let i = 0; i < 40; i++) shape = join(shape, objectOf(new Map([['old', shape]]), 'none'));
    expect(join(shape, objectOf(new Map([['old', shape]]), 'none'))).toBe(shape);
  });
});

describe('objects', () => {
  it('are bounded in width, and open from there on', () => {
    const fields = new Map(
      Array.from({ length: MAX_FIELDS + 5 }, (_, i) => [`f${i}`, marked(TEXT, FROM_INPUT | variesIn(1))]),
    );
    const { object } = objectOf(fields, 'none');
    expect(object?.fields.size).toBe(MAX_FIELDS);
    expect(object?.rest).toBe('any');
    // Of a member that is not followed it is not known where it comes from.
    expect(object?.restMarks).toBe(variesIn(1));
  });
});

describe('marks', () => {
  it('have a bit for every depth, and one for all that is deeper', () => {
    expect(variesIn(0)).toBe(0);
    expect(variesIn(1) & variesIn(2)).toBe(0);
    expect(variesIn(40)).toBe(variesIn(41));
    expect(variesWithin(3) & variesIn(2)).toBe(variesIn(2));
    expect(variesWithin(2) & FROM_INPUT).toBe(0);
  });
});
