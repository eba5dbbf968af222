/**
 * Which errors a Task can raise, and which retrier takes each. The names that are known can come up; whether others can
 * is told apart, for a function, an Activity or whoever answers a task token raises what it likes.
 */
import type { AiCall } from '../asl/integrations.ts';
import { invokesFunction } from '../asl/integrations.ts';
import type { Retrier, TaskState } from '../asl/model.ts';
import { AI_ERRORS, LAMBDA_CALL_ERRORS } from '../aws/ai-errors.ts';
import type { AiErrorKind } from '../aws/ai-errors.ts';
import { firstMatch } from './error-matching.ts';

/**
 * Stands for an error of whatever name: every Task can fail in a way that nobody lists, such as on the network. Only
 * wildcards take it.
 */
export const UNLISTED_ERROR = '(any other error)';

export interface RaisedErrors {
  /** Names that can come up, `UNLISTED_ERROR` among them. */
  readonly names: readonly string[];
  /** Whether the code behind the task chooses names of its own. */
  readonly hasOwnNames: boolean;
}

const TIMEOUT = 'States.Timeout';

export function raisedErrors(task: TaskState): RaisedErrors {
  const names = [...listedErrors(task), UNLISTED_ERROR];
  if (canTimeOut(task)) names.push(TIMEOUT);
  return { names, hasOwnNames: choosesNames(task) };
}

function listedErrors(task: TaskState): readonly string[] {
  if (task.aiCall !== undefined) return aiErrorNames(task.aiCall);
  return invokesFunction(task.integration) ? LAMBDA_CALL_ERRORS : [];
}

/** An agent's task ends after 900 seconds at the latest; any other task by a time of its own. */
function canTimeOut(task: TaskState): boolean {
  if (task.aiCall?.operation.name === 'InvokeHarness') return true;
  return TIME_FIELDS.some((field) => task.node.get(field) !== undefined);
}

const TIME_FIELDS = ['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'] as const;

function choosesNames({ integration }: TaskState): boolean {
  if (integration.kind === 'optimised' || integration.kind === 'sdk') {
    return integration.pattern === 'waitForTaskToken' || invokesFunction(integration);
  }
  return true;
}

/** The names of an AI call's errors, in every spelling that counts as its own; those of some kinds alone. */
export function aiErrorNames(call: AiCall, kinds?: readonly AiErrorKind[]): readonly string[] {
  const errors = AI_ERRORS[call.operation.name].filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  return call.errorPrefixes.flatMap((prefix) => errors.map(({ name }) => `${prefix}.${name}`));
}

export interface TakenErrors {
  readonly retrier: Retrier;
  readonly names: readonly string[];
}

/** The retriers that certainly take some of `names`, each with what it takes. */
export function retriersTaking(retriers: readonly Retrier[], names: Iterable<string>): readonly TakenErrors[] {
  const taken = new Map<Retrier, string[]>();
  for (const name of names) {
    const match = firstMatch(retriers, name);
    if (match.kind !== 'match') continue;
    const known = taken.get(match.matcher);
    if (known === undefined) taken.set(match.matcher, [name]);
    else known.push(name);
  }
  return [...taken].map(([retrier, errors]) => ({ retrier, names: errors }));
}
