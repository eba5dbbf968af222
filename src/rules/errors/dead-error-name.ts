/** A retrier or catcher for an error that its Task can never raise. */
import { deadName, isKeptBeside } from '../../analysis/dead-error-names.ts';
import type { DeadName } from '../../analysis/dead-error-names.ts';
import { firstMatch } from '../../analysis/error-matching.ts';
import { aiErrorNames } from '../../analysis/raised-errors.ts';
import { handlerEntriesOf } from '../../asl/model.ts';
import type { ErrorMatcher, HandlerEntry, State, TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import type { ArrayNode, Node, StringNode } from '../../tree/node.ts';
import { enumerate } from '../wording.ts';
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
    fix: 'unsafe',
    fixSafety: 'A retrier or catcher that never acted starts to act.',
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
      const entries = handlerEntriesOf(state);
      const all = namesOfAll(state, entries);
      for (const handler of entries) {
        const { kind, matcher } = handler;
        const names = new Set(matcher.errors.flatMap(textOf));
        const handled = { task: state, handler, names };
        for (const entry of matcher.errors) {
          if (entry.kind !== 'string') continue;
          const dead = deadName(state, entry.value, context.analyses.services);
          if (dead === undefined || isKeptBeside(state, { kind: dead.kind, name: entry.value }, all)) continue;
          const data = { state: state.name, entry: kind, error: entry.value, ...wordsOf(dead) };
          context.report({ at: entry, message: messageOf(dead), data, fix: renamed(handled, entry, dead) });
        }
      }
    },
  },
);

/** Undefined where some are not known. */
function namesOfAll(state: State, entries: readonly HandlerEntry[]): ReadonlySet<string> | undefined {
  if ('retriersKnown' in state && !(state.retriersKnown && state.catchersKnown)) return undefined;
  const isKnown = entries.every(
    ({ matcher }) => matcher.errorsKnown && matcher.errors.every(({ kind }) => kind !== 'unknown'),
  );
  return isKnown ? new Set(entries.flatMap(({ matcher }) => matcher.errors.flatMap(textOf))) : undefined;
}

function textOf(node: Node): readonly string[] {
  return node.kind === 'string' ? [node.value] : [];
}

function messageOf(dead: DeadName): string {
  if (dead.kind === 'serviceNameOnFunction') return 'onFunction';
  return dead.kind === 'foreign' && dead.prefix === '' ? 'foreignUnprefixed' : dead.kind;
}

function wordsOf(dead: DeadName): Readonly<Record<string, string>> {
  if (dead.kind === 'misspelt' || dead.kind === 'serviceNameOnFunction') return { instead: dead.instead };
  return { prefix: dead.prefix, instead: dead.instead ?? `the name with the prefix "${dead.prefix}."` };
}

/** What stands in one entry of `Retry` or `Catch` besides the names that are looked at. */
interface Handled {
  readonly task: TaskState;
  readonly handler: HandlerEntry;
  /** The names that it has, and those that fixes of earlier entries write. */
  readonly names: Set<string>;
}

/** None where no real name is near, where a wildcard would be refused, or where the real one would do harm. */
function renamed({ task, handler, names }: Handled, entry: StringNode, dead: DeadName): Fix | undefined {
  const { matcher, isLast } = handler;
  const list = matcher.node.get('ErrorEquals');
  const { instead } = dead;
  if (instead === undefined || list?.kind !== 'array' || NEVER_WRITTEN.includes(instead)) return undefined;
  if (instead === WILDCARD && !(isLast && matcher.errors.length === 1)) return undefined;
  if (retriesInVain(handler, task, instead)) return undefined;
  const takers = firstMatch(earlierThan(handler, task), instead);
  if (takers.kind === 'unknown') return undefined;
  if (takers.kind === 'match') {
    const title = `Remove ${entry.value}, for an earlier ${handler.kind} takes ${instead}`;
    return { title, safety: 'plan', edits: [] };
  }
  const added = spellingsOf(task, dead, instead).filter((name) => !names.has(name));
  for (const name of added) names.add(name);
  const title = added.length === 0 ? `Remove ${entry.value}` : `Write ${enumerate(added)}`;
  return { title, safety: 'unsafe', edits: rewritten(list, entry, added) };
}

function rewritten(list: ArrayNode, entry: StringNode, [first, ...others]: readonly string[]): Fix['edits'] {
  if (first === undefined) return [edit.removeItem(list, entry)];
  const after = list.items.indexOf(entry) + 1;
  return [edit.replaceItem(list, entry, first), ...others.map((name) => edit.insertItem(list, after, name))];
}

const WILDCARD = 'States.ALL';

/** No entry for it acts, or none is recorded to. */
const NEVER_WRITTEN: readonly string[] = ['States.Runtime', 'States.DataLimitExceeded'];

/** Whether the call fails with this error again however often it is made. */
function retriesInVain({ matcher }: HandlerEntry, { retriers, aiCall }: TaskState, name: string): boolean {
  const retrier = retriers.find((candidate) => candidate === matcher);
  if (retrier === undefined || retrier.maxAttempts === 0 || aiCall === undefined) return false;
  return aiErrorNames(aiCall, ['permanent']).includes(name);
}

function earlierThan({ kind, matcher }: HandlerEntry, task: TaskState): readonly ErrorMatcher[] {
  const all: readonly ErrorMatcher[] = kind === 'retrier' ? task.retriers : task.catchers;
  return all.slice(0, all.indexOf(matcher));
}

/** Where it is not certain under which of two prefixes an error comes up, both; a slip keeps the prefix it has. */
function spellingsOf({ aiCall }: TaskState, { kind }: DeadName, name: string): readonly string[] {
  if (kind === 'misspelt' || aiCall === undefined) return [name];
  const [prefix = '', ...rest] = name.split('.');
  if (!aiCall.errorPrefixes.includes(prefix)) return [name];
  return aiCall.errorPrefixes.map((own) => [own, ...rest].join('.'));
}
