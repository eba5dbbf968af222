/** A retrier or catcher for an error that its Task can never raise. */
import { deadName } from '../../analysis/dead-error-names.ts';
import type { DeadName } from '../../analysis/dead-error-names.ts';
import { handlerEntriesOf } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'dead-error-name',
    category: 'errors',
    summary: 'A retrier or catcher of a Task names an error that the integration never raises.',
    why:
      'Names in `ErrorEquals` are compared letter by letter, and any text is accepted. Each integration has a prefix of ' +
      'its own: `BedrockRuntime.ThrottlingException` for `aws-sdk:bedrockruntime`, ' +
      '`BedrockAgentCore.ThrottlingException` for a harness, while a Lambda function raises the bare class name of its ' +
      'exception. A name of another integration never matches: the retry or fallback that was written for it does not ' +
      'happen, and nobody notices before the error comes up.',
    remedy: 'Write the name as the integration raises it; the message gives it where one is near.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      misspelt: {
        text: 'State "{state}" has a {entry} for {error}, but the name is {instead}: the {entry} never matches it.',
        help: 'Write {instead}.',
      },
      onFunction: {
        text: 'State "{state}" has a {entry} for {error}, but a Lambda function raises the class name of its exception without a service prefix: the {entry} never matches it.',
        help: 'Name the exception as the function raises it, such as {instead}.',
      },
      bare: {
        text: 'State "{state}" has a {entry} for {error}, but every error of this call starts with "{prefix}.": the {entry} never matches it.',
        help: 'Write {instead}.',
      },
      foreign: {
        text: 'State "{state}" has a {entry} for {error}, which belongs to another integration: errors of this call start with "{prefix}.", and the {entry} never matches it.',
        help: 'Write {instead}.',
      },
      foreignUnprefixed: {
        text: 'State "{state}" has a {entry} for {error}, which belongs to another integration: this call never raises it.',
        help: 'Name an error that this call raises, or remove the name.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Learning to use AWS service SDK integrations in Step Functions',
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
      'AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions',
    ],
  },
  {
    task(state, context) {
      for (const { kind, matcher } of handlerEntriesOf(state)) {
        for (const entry of matcher.errors) {
          if (entry.kind !== 'string') continue;
          const dead = deadName(state, entry.value, context.analyses.services);
          if (dead === undefined) continue;
          const data = { state: state.name, entry: kind, error: entry.value, ...wordsOf(dead) };
          context.report({ at: entry, message: messageOf(dead), data });
        }
      }
    },
  },
);

function messageOf(dead: DeadName): string {
  if (dead.kind === 'serviceNameOnFunction') return 'onFunction';
  return dead.kind === 'foreign' && dead.prefix === '' ? 'foreignUnprefixed' : dead.kind;
}

function wordsOf(dead: DeadName): Readonly<Record<string, string>> {
  if (dead.kind === 'misspelt' || dead.kind === 'serviceNameOnFunction') return { instead: dead.instead };
  return { prefix: dead.prefix, instead: dead.instead ?? `the name with the prefix "${dead.prefix}."` };
}
