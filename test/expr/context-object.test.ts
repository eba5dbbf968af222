/** Fields of the context object, and who reads the task token. */
import { describe, expect, it } from 'vitest';
import { pathReadsTaskToken, unknownContextField } from '../../src/expr/context-object.ts';
import { parsePath } from '../../src/expr/jsonpath/parse.ts';
import { leadingMembers } from '../../src/expr/jsonpath/path.ts';
import type { JsonPath } from '../../src/expr/jsonpath/path.ts';

function path(text: string): JsonPath {
  const parsed = parsePath(text);
  if (parsed.path === undefined) throw new Error(parsed.problem.message);
  return parsed.path;
}

describe('unknownContextField', () => {
  it.each([
    '$$',
    '$$.Execution',
    '$$.Execution.Id',
    '$$.Execution.Input.a.b.c',
    '$$.Execution.Name',
    '$$.Execution.RedriveCount',
    '$$.Execution.RedriveTime',
    '$$.Execution.RoleArn',
    '$$.Execution.StartTime',
    '$$.State.EnteredTime',
    '$$.State.Name',
    '$$.State.RetryCount',
    '$$.StateMachine.Id',
    '$$.StateMachine.Name',
    '$$.Task.Token',
    '$$.Map.Item.Index',
    '$$.Map.Item.Key',
    '$$.Map.Item.Source',
    '$$.Map.Item.Value.anything',
    "$$['Execution']['Id']",
    '$$.*.Whatever',
  ])('is none in %s', (text) => expect(unknownContextField(leadingMembers(path(text)))).toBeUndefined());

  it.each([
    ['$$.execution.Id', 'execution', []],
    ['$$.Execution.Arn', 'Arn', ['Execution']],
    ['$$.Map.Item.value', 'value', ['Map', 'Item']],
    ['$$.Task.token', 'token', ['Task']],
  ])('of %s is %s', (text, name, parents) => {
    const unknown = unknownContextField(leadingMembers(path(text)));
    expect(unknown).toMatchObject({ name, parents });
    expect(text.slice(unknown?.start, unknown?.end)).toBe(name);
  });
});

describe('pathReadsTaskToken', () => {
  it.each([
    ['$$.Task.Token', 'yes'],
    ["$$['Task']['Token']", 'yes'],
    ['$$', 'maybe'],
    ['$$.Task', 'maybe'],
    ['$$.*', 'maybe'],
    ['$$..Token', 'maybe'],
    ['$$.Execution', 'no'],
    ['$$.Task.Other', 'no'],
    ['$.Task.Token', 'no'],
    ['$token', 'no'],
  ])('%s: %s', (text, expected) => expect(pathReadsTaskToken(path(text))).toBe(expected));
});
