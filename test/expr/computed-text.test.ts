/** Texts that are hardly meant as they stand, and those that may well be. */
import { describe, expect, it } from 'vitest';
import { readComputedText } from '../../src/expr/computed-text.ts';

describe('a text that looks computed', () => {
  it.each([
    '$.a',
    '$.a.b-c.d_e',
    '$.größe',
    '$.items[0].name',
    "$['a b'].c",
    '$["a"]',
    '$[0]',
    '$[0].a',
    '$.items[*].id',
    '$.a..b',
    '$.a.length()',
    "$.u[?(@.s == 'x')]",
    '$$.Execution.Id',
    '$$.Map.Item.Value',
    "$$['State']",
  ])('%j is a path', (text) => expect(readComputedText(text)).toBe('path'));

  it.each(['States.UUID()', "States.Format('{}', $.a)", 'States.Array(States.Array(1), $.b)'])('%j is a call', (text) =>
    expect(readComputedText(text)).toBe('call'),
  );

  it.each([
    '',
    '$',
    '$$',
    '$5',
    '$.5',
    '$.99',
    '$.',
    '$..',
    '$..a',
    '$.*',
    '$[*]',
    '$[a]',
    '$[',
    '$.a[',
    '$LATEST',
    '$default',
    '$name',
    '$name.first',
    '$states.input',
    '$.a b',
    '$.a, $.b',
    '$.a|$.b',
    '$.a = 1',
    '$.a + 1',
    '$.name is the name',
    '$(date)',
    '${Name}',
    '^$.a',
    '$.ajax(url)',
    '$$.Nothing',
    '$$.nothing.Id',
    '$$.',
    'States.Nothing()',
    'States.Format',
    "States.Format('{}'",
    "States.Format('x') is text",
  ])('%j may be meant as it stands', (text) => expect(readComputedText(text)).toBeUndefined());

  it('is judged in linear time', () => {
    const start = performance.now();
    for (const part of ['.a', '[0]', "['a']", '..a', '.*', '[', '()', '.', 'a']) {
      readComputedText(`$.a${part.repeat(100_000)}`);
      readComputedText(`$.a${part.repeat(100_000)} `);
    }
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
