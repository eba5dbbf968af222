/** The grammar of suppressions: verbs, lists of rules, reasons, and the place of each. */
import { describe, expect, it } from 'vitest';
import { directivesInComment, directivesInProse, readRuleList } from '../../src/suppression/directive.ts';

/** Verb, ids, reason; `?` before what is no verb. */
function read(text: string): readonly string[] {
  return directivesInComment(text).map((directive) =>
    directive.verb === undefined
      ? `?${directive.written}`
      : `${directive.verb} [${directive.ids.map(({ id }) => id).join(' ')}] ${directive.reason}`,
  );
}

describe('a comment', () => {
  it.each<[string, readonly string[]]>([
    ['# sfn-lint-ignore a-b -- why', ['sfn-lint-ignore [a-b] why']],
    ['#sfn-lint-ignore a-b -- why', ['sfn-lint-ignore [a-b] why']],
    ['## sfn-lint-ignore a-b -- why\r', ['sfn-lint-ignore [a-b] why']],
    ['// sfn-lint-ignore-line a,b , c -- x -- y', ['sfn-lint-ignore-line [a b c] x -- y']],
    ['/* sfn-lint-disable a -- why */', ['sfn-lint-disable [a] why']],
    ['/** sfn-lint-enable a */', ['sfn-lint-enable [a] ']],
    [
      '/*\n * sfn-lint-ignore a -- one\r\n * sfn-lint-ignore-file b -- two\n */',
      ['sfn-lint-ignore [a] one', 'sfn-lint-ignore-file [b] two'],
    ],
    ['# sfn-lint-ignore', ['sfn-lint-ignore [] ']],
    ['# sfn-lint-ignore -- why', ['sfn-lint-ignore [] why']],
    ['# sfn-lint-ignore a', ['sfn-lint-ignore [a] ']],
    ['# sfn-lint-ignore a --', ['sfn-lint-ignore [a] ']],
    ['# sfn-lint-ignore a - why', ['sfn-lint-ignore [a - why] ']],
    ['# sfn-lint-ignore a--b', ['sfn-lint-ignore [a--b] ']],
    ['# sfn-lint-ignore ,a,, -- why', ['sfn-lint-ignore [a] why']],
    ['# sfn-lint-ignore-next-line a -- why', ['?sfn-lint-ignore-next-line']],
    ['# see sfn-lint-ignore a -- why', []],
    ['# sfn-lint is run before this', []],
    ['# sfn-lint: ignore a', []],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));

  it('gives the places of the directive, the ids, and what goes with each', () => {
    const text = '/* sfn-lint-ignore one, two -- why */';
    const [directive] = directivesInComment(text);
    if (directive?.verb === undefined) throw new Error('no directive');
    const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    expect(slice(directive)).toBe('sfn-lint-ignore one, two -- why');
    expect(directive.ids.map(slice)).toEqual(['one', 'two']);
    const without = directive.ids.map(({ removal: { start, end } }) => text.slice(0, start) + text.slice(end));
    expect(without).toEqual(['/* sfn-lint-ignore two -- why */', '/* sfn-lint-ignore one -- why */']);
  });
});

describe('the text of a Comment field', () => {
  it.each<[string, readonly string[]]>([
    ['sfn-lint-ignore a -- why', ['a: why']],
    ['Asks the model. sfn-lint-ignore a, b -- why', ['a b: why']],
    ['One.\nsfn-lint-ignore a -- one\nsfn-lint-ignore b -- two\nMore.', ['a: one', 'b: two']],
    ['my-sfn-lint-ignore a -- why', []],
    ['checked by sfn-lint-ignored and sfn-lint-ci', []],
    ['sfn-lint', []],
  ])('%j', (text, expected) => {
    const found = directivesInProse(text).map(({ ids, reason }) => `${ids.map(({ id }) => id).join(' ')}: ${reason}`);
    expect(found).toEqual(expected);
  });
});

describe('an entry of Metadata', () => {
  it.each([
    ['a -- why', ['a'], 'why'],
    ['a, b -- why', ['a', 'b'], 'why'],
    ['a', ['a'], ''],
    ['-- why', [], 'why'],
    ['', [], ''],
  ])('%j', (text, ids, reason) => {
    const list = readRuleList(text);
    expect([list.ids.map(({ id }) => id), list.reason]).toEqual([ids, reason]);
  });
});
