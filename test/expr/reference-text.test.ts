/** Which texts look like references of a JSONPath state, and which were meant as JSONata. */
import { describe, expect, it } from 'vitest';
import { delimitedWithin, mentionsJsonata } from '../../src/expr/jsonata/mentions.ts';
import { isIntrinsicText, isPathText, isTemplateMember, pathsOfText } from '../../src/expr/reference-text.ts';

describe('a path as text', () => {
  it.each(['$.a', '$.a.b[0]', '$$.Task.Token', "$['a b']", '$[0]', '$..a'])('is %s', (text) => {
    expect(isPathText(text)).toBe(true);
  });

  it.each(['$', '$$', '$5', '$5.00', '$a.b', '$. a', 'a $.b', '$.', ''])('is not %s', (text) => {
    expect(isPathText(text)).toBe(false);
  });
});

it('an intrinsic call is one that can be read', () => {
  expect(isIntrinsicText("States.Format('{}', $.a)")).toBe(true);
  expect(isIntrinsicText('States.ALL')).toBe(false);
  expect(isIntrinsicText('States of the union (1)')).toBe(false);
});

it('a member of a payload template has a key with .$ and a reference as value', () => {
  expect(isTemplateMember('a.$', '$.a')).toBe(true);
  expect(isTemplateMember('a.$', '$')).toBe(true);
  expect(isTemplateMember('a.$', '$x.y')).toBe(true);
  expect(isTemplateMember('a.$', 'States.UUID()')).toBe(true);
  expect(isTemplateMember('a.$', 'text')).toBe(false);
  expect(isTemplateMember('a', '$.a')).toBe(false);
});

it('the paths of a text are its own or those of its arguments, with their places', () => {
  const text = "States.Format('{}{}', $.a, States.Hash($x, $$.Execution.Id))";
  expect(pathsOfText(text).map(({ start, end }) => text.slice(start, end))).toEqual(['$.a', '$x', '$$.Execution.Id']);
  expect(pathsOfText('$.a').length).toBe(1);
  expect(pathsOfText('plain')).toEqual([]);
});

describe('a text that was meant as JSONata', () => {
  const variables = new Set(['name']);

  it.each(['$states.input', 'a $states.result.x b', '$name', 'Hello {% $name.x %}', '$uuid()', '$count ($x)'])(
    'is %s',
    (text) => expect(mentionsJsonata(text, variables)).toBe(true),
  );

  it.each(['$states', '$states.other', '$other', '$5', '$.name', '$names', 'uuid()', '$HOME/$PATH', '$foo(1)'])(
    'is not %s',
    (text) => expect(mentionsJsonata(text, variables)).toBe(false),
  );

  it('holds the stretches between delimiters', () => {
    const text = 'a {% b %} c {% d %}{% e';
    expect(delimitedWithin(text).map(({ start, end }) => text.slice(start, end))).toEqual(['{% b %}', '{% d %}']);
    expect(delimitedWithin('%} {%')).toEqual([]);
  });
});
