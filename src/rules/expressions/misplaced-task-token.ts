/**
 * The task token, read where there is none. Tasks whose integration is not known are left alone, and so is an expression
 * that asks first whether there is a token.
 */
import { pathStringsOf } from '../../analysis/expressions.ts';
import { rangeInString } from '../../analysis/jsonata-scopes.ts';
import type { Analyses } from '../../analysis/index.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { State } from '../../asl/model.ts';
import type { Part } from '../../asl/parts.ts';
import { pathReadsTaskToken } from '../../expr/context-object.ts';
import { pathsOfText } from '../../expr/reference-text.ts';
import type { Range } from '../../text/source-file.ts';
import type { StringNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'misplaced-task-token',
    category: 'expressions',
    summary: 'A state reads the task token, but is no task that has one.',
    why:
      'The context object holds `Task.Token` only while a task waits for a callback or for a job: one that is called ' +
      'with `.waitForTaskToken` or `.sync`, or an activity. Anywhere else there is nothing: a JSONPath ends the ' +
      'execution with `States.Runtime`, and an expression that gives nothing fails with `States.QueryEvaluationError`. ' +
      'A task that sends a token and does not wait for it also goes on at once.',
    remedy: 'Add `.waitForTaskToken` to the `Resource` of the task that sends the token, and read the token there.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      task: {
        text: '{Part} reads the task token in {field}, but a task has one only when it is called with .waitForTaskToken or .sync: there is nothing to read.',
        help: 'Add .waitForTaskToken to the Resource if the task shall wait for a callback.',
      },
      state: {
        text: '{Part} reads the task token in {field}, but only Task states have one: there is nothing to read.',
        help: 'Read the token in the Task state that waits for it.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Accessing execution data from the Context object',
      'AWS Step Functions developer guide: Discover service integration patterns (wait for a callback with task token)',
    ],
  },
  {
    part(part, context) {
      const message = part.state === undefined ? undefined : reasonAgainst(part.state);
      if (message === undefined) return;
      for (const { node, field, range } of tokenReads(part, context.analyses)) {
        context.report({ at: { slice: node, range }, message, data: { Part: describePartFirst(part), field } });
      }
    },
  },
);

/** Undefined for a state that has a token, or may have one. */
function reasonAgainst(state: State): 'task' | 'state' | undefined {
  if (state.type === 'untyped') return undefined;
  if (state.type !== 'Task') return 'state';
  const { integration } = state;
  switch (integration.kind) {
    case 'optimised':
    case 'sdk':
      return integration.pattern === 'requestResponse' ? 'task' : undefined;
    case 'lambda':
      return 'task';
    default:
      return undefined;
  }
}

interface TokenRead {
  readonly node: StringNode;
  readonly field: string;
  readonly range: Range;
}

function* tokenReads(part: Part, { expressionsOf }: Analyses): Generator<TokenRead> {
  for (const read of expressionsOf(part)) {
    const { node, field, scope } = read;
    if (scope.variables.some(({ name }) => name === 'exists')) continue;
    for (const finding of scope.findings) {
      if (finding.code === 'task-token') yield { node, field, range: rangeInString(read, finding) };
    }
  }
  if (part.node.get('IsPresent') !== undefined) return;
  for (const { node, field } of pathStringsOf(part)) {
    for (const path of pathsOfText(node.value)) {
      if (pathReadsTaskToken(path) === 'yes') yield { node, field, range: { start: path.start, end: path.end } };
    }
  }
}
