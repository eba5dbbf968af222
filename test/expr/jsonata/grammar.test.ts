/** Our trees against those of the library, on random text: the same structure, the same ends, the same refusals. */
import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { childrenOf, coreOf } from '../../../src/expr/jsonata/expression.ts';
import type { Expression } from '../../../src/expr/jsonata/expression.ts';
import { readExpression } from '../../../src/expr/jsonata/grammar.ts';
import { isPlain } from '../../../src/expr/jsonata/plain.ts';
import { parseJsonata } from '../../../src/expr/jsonata/parse.ts';
import { ExpressionFault } from '../../../src/expr/jsonata/tokens.ts';
import { expressionText, plainHeap, tokenHeap } from './arbitrary-expression.ts';
import { shapeOf, shapeOfLibrary } from './library-shape.ts';
import type { LibraryNode } from './library-shape.ts';

const RUNS = 1000;

/** What the library finds wrong once a text is parsed: a number as a step, two groupings of one value, a signature. */
const AFTER_PARSING = ['S0209', 'S0210', 'S0213', 'S0215', 'S0216', 'S0217', 'S0401', 'S0402'];

function readOrFault(text: string): Expression | ExpressionFault {
  try {
    return readExpression(text);
  } catch (error) {
    if (error instanceof ExpressionFault) return error;
    throw error;
  }
}

function libraryCode(text: string): string | undefined {
  try {
    jsonata(text);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? 'regex';
  }
}

/** A colon too many, as in `{a ? b : c}`, makes some of them no expressions. */
const readableText = expressionText.filter((text) => !(readOrFault(text) instanceof ExpressionFault));

function everyPart(expression: Expression): readonly Expression[] {
  return [expression, ...childrenOf(expression).flatMap(everyPart)];
}

/** The tree without its offsets. */
function withoutRanges(expression: Expression): unknown {
  return JSON.parse(
    JSON.stringify(expression, (key, value: unknown) =>
      ['start', 'end', 'operatorRange'].includes(key) ? undefined : value,
    ),
  );
}

function checkAgainstLibrary(text: string): void {
  const own = readOrFault(text);
  const code = libraryCode(text);
  if (own instanceof ExpressionFault) {
    expect({ text, kind: own.kind, refused: code !== undefined }).toEqual({ text, kind: 'syntax', refused: true });
    expect(own.range.start).toBeLessThanOrEqual(own.range.end);
    return;
  }
  if (code !== undefined) {
    expect({ text, code }).toEqual({ text, code: expect.toBeOneOf([...AFTER_PARSING, 'regex']) as string });
    return;
  }
  const library = jsonata(text).ast() as unknown as LibraryNode;
  expect({ text, shape: shapeOf(own) }).toEqual({ text, shape: shapeOfLibrary(library) });
}

describe('readExpression', () => {
  it('reads what the library reads, to the same tree', () => {
    fc.assert(fc.property(expressionText, checkAgainstLibrary), { numRuns: RUNS });
  });

  it('is given mostly what the library reads', () => {
    const texts = fc.sample(expressionText, 500);
    expect(texts.filter((text) => libraryCode(text) === undefined).length).toBeGreaterThan(250);
  });

  it('refuses what the library refuses', () => {
    fc.assert(fc.property(tokenHeap, checkAgainstLibrary), { numRuns: 4 * RUNS });
  });

  it('is enough by itself for what is plain: the library takes all of that', () => {
    let plain = 0;
    const check = (text: string): void => {
      const own = readOrFault(text);
      if (own instanceof ExpressionFault || !isPlain(own)) return;
      plain++;
      expect({ text, code: libraryCode(text) }).toEqual({ text, code: undefined });
    };
    fc.assert(fc.property(fc.oneof(expressionText, tokenHeap, plainHeap), check), { numRuns: 10 * RUNS });
    expect(plain).toBeGreaterThan(RUNS / 5);
  });

  it('gives ranges that nest, in writing order', () => {
    const check = (expression: Expression, text: string): void => {
      expect(expression.start).toBeLessThan(expression.end);
      let from = expression.start;
      for (const child of childrenOf(expression)) {
        expect({ text, expression, isInOrder: child.start >= from && child.end <= expression.end }).toMatchObject({
          isInOrder: true,
        });
        from = child.end;
        check(child, text);
      }
    };
    fc.assert(
      fc.property(readableText, (text) => check(readExpression(text), text)),
      { numRuns: RUNS },
    );
  });

  it('gives leaves the range of their spelling', () => {
    fc.assert(
      fc.property(readableText, (text) => {
        for (const part of everyPart(readExpression(text))) {
          const written = text.slice(part.start, part.end);
          if (part.kind === 'variable') expect(written).toBe(`$${part.name}`);
          if (part.kind === 'number') expect(Number(written)).toBe(part.value);
          if (part.kind === 'string') expect(readExpression(written)).toMatchObject({ value: part.value });
          if (part.kind === 'name' && part.spelling === 'plain') expect(written).toBe(part.name);
          if (part.kind === 'name' && part.spelling === 'backticks') expect(written).toBe(`\`${part.name}\``);
          if (part.kind === 'regex') expect(written).toBe(`/${part.pattern}/${part.flags}`);
          if (part.kind === 'call') expect(written.at(-1)).toBe(')');
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('reads a part alone to the same tree', () => {
    fc.assert(
      fc.property(readableText, (text) => {
        for (const part of everyPart(readExpression(text))) {
          // These mean something else, or nothing, on their own.
          const core = coreOf(part);
          if (core.kind === 'placeholder' || (core.kind === 'name' && core.spelling === 'string')) continue;
          if (part.kind === 'binary' && part.operator === '..') continue;
          const alone = readExpression(text.slice(part.start, part.end));
          expect({ text, alone: withoutRanges(alone) }).toEqual({ text, alone: withoutRanges(part) });
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('parseJsonata', () => {
  it('never throws, and points inside the text', () => {
    const anything = fc.oneof(tokenHeap, fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(anything, (text) => {
        const { start, end } = ((parsed) => parsed.problem ?? parsed.expression)(parseJsonata(text));
        expect({ text, isInside: start >= 0 && start <= end && end <= text.length }).toEqual({ text, isInside: true });
      }),
      { numRuns: RUNS },
    );
  });
});
