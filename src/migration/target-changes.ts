/** What is told of a target: what it refuses, what is another with it, what is taken for granted. Each sentence stands here once. */
import type { TaskState } from '../asl/model.ts';
import { SDK_CALL_SECONDS } from '../aws/handler-calls.ts';
import { ALL_KINDS, somePart } from '../handlers/ir.ts';
import type { Expr, SideNote, Summary } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import { tasksOf } from './chain.ts';
import type { LoweredChain } from './chain.ts';
import type { HandlersOfErrors } from './error-names.ts';
import type { FailurePlan } from './failures.ts';
import type { Change } from './target.ts';

type Notes = readonly SideNote[];

// ---- what it refuses ----------------------------------------------------------------------------------------------

const CAUGHT_NOW =
  'a path of the payload that is missing was an error that nothing catches; now Retry and Catch of this state handle it';

const RESULT_CAUGHT_NOW =
  'a path of the result that is missing was an error that nothing catches; now Retry and Catch of this state handle it';

const MANY_DIGITS = 'numbers in the JSON that is parsed must not need more than 15 digits';

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed', 'States.QueryEvaluationError'];

/** Whether a payload that cannot be made would now be handled, where it ended the execution before. */
export function payloadGuards(task: TaskState, event: Expr, known: KnownKinds): readonly string[] {
  if (task.queryLanguage === 'JSONata') return [];
  const mayBeMissing = somePart(
    event,
    (part) => (part.kind === 'member' || part.kind === 'index') && known(part)?.includes('missing') !== false,
  );
  return mayBeMissing && handlesExpressions(task) ? [CAUGHT_NOW] : [];
}

/** The same of what the state takes of the result. */
export function outputGuards(task: TaskState, output: Expr): readonly string[] {
  if (task.queryLanguage === 'JSONata') return [];
  const mayBeMissing = somePart(output, (part) => part.kind === 'ensure' && part.kinds === ALL_KINDS);
  return mayBeMissing && handlesExpressions(task) ? [RESULT_CAUGHT_NOW] : [];
}

function handlesExpressions(task: TaskState): boolean {
  return [...task.retriers, ...task.catchers].some(({ errors }) =>
    errors.some((node) => node.kind === 'string' && WILDCARDS.includes(node.value)),
  );
}

/** For a call that may be cut off before the function would have been. */
export function timeGuards({ isOptimised }: { readonly isOptimised: boolean }, seconds: number): readonly string[] {
  if (isOptimised || seconds <= SDK_CALL_SECONDS) return [];
  return [
    `the function may run ${String(seconds)} seconds, and a call through an SDK integration may be cut off after ${String(SDK_CALL_SECONDS)}`,
  ];
}

export function digitGuards(exprs: readonly Expr[]): readonly string[] {
  return exprs.some((expr) => somePart(expr, ({ kind }) => kind === 'parseJson')) ? [MANY_DIGITS] : [];
}

/** What a handler does about failures is never the same to the letter: waits, limits of time, sizes of data. */
export function failureGuards({ failures }: Summary, { rescues }: FailurePlan): readonly string[] {
  if (failures === undefined) return [];
  const isTriedAgain = failures.courses.some(({ attempts }) => attempts > 1);
  return [
    ...(isTriedAgain ? ['the attempts that the handler made in a loop are made by Retry of the state'] : []),
    ...rescues.map(({ name }) => `what the handler returned after a failed call comes from the new state "${name}"`),
    ...(isTriedAgain || rescues.length > 0
      ? []
      : ['a failed call arrives under its own name, where the handler raised an error of another class']),
  ];
}

export function itemGuards({ rescues }: FailurePlan): readonly string[] {
  return [
    'the items and their results go through a Map state: each of the lists must be smaller than 256 KiB',
    ...rescues.map(() => 'what the handler made of an item whose call failed comes from a Pass state'),
  ];
}

// ---- what is another ----------------------------------------------------------------------------------------------

export function callChanges(notes: Notes, handlers: HandlersOfErrors, { rescues }: FailurePlan): readonly Change[] {
  return [
    failureChange('the call with a prefix'),
    ...rescueChanges(rescues),
    ...retryChanges(handlers.changes),
    logChange(notes),
    historyChange('prompts and answers'),
    change('cost', `${NO_LAMBDA_TIME} while the model answers`),
  ];
}

export function itemChanges(notes: Notes, handlers: HandlersOfErrors): readonly Change[] {
  return [
    failureChange('the call with a prefix'),
    ...retryChanges(handlers.changes),
    change(
      'timeout',
      'each call may take as long as the whole loop did; items are done one after the other (MaxConcurrency 1), and several at a time would be quicker',
    ),
    logChange(notes),
    change(
      'history',
      'prompts and answers of every item appear in the history of the execution, which is limited in its length',
    ),
    change('cost', `${NO_LAMBDA_TIME} while the model answers, and each item is a transition of its own`),
  ];
}

export interface ChainHandling {
  /** By the name of the state. */
  readonly handlers: ReadonlyMap<string, HandlersOfErrors>;
  /** Of a state that makes no call. */
  readonly checks: HandlersOfErrors;
  /** Of the function. */
  readonly seconds: number;
}

export function chainChanges(
  notes: Notes,
  chain: LoweredChain,
  { handlers, seconds }: ChainHandling,
): readonly Change[] {
  const tasks = tasksOf(chain);
  const isWritten = tasks.some(({ call }) => call.operation === 'PutObject');
  const areSeveral = tasks.length > 1;
  const isRetried = tasks.some(({ name }) => (handlers.get(name)?.retry.length ?? 0) > 0);
  return [
    ...(isWritten ? [change('result', WRITTEN_TO_S3)] : []),
    failureChange('a call with the prefix of its service'),
    ...(isRetried && areSeveral ? [change('retries', RETRIED_ALONE)] : []),
    ...retryChanges(new Set([...handlers.values()].flatMap(({ changes }) => changes))),
    ...(areSeveral
      ? [change('timeout', `each call may take ${String(seconds)} seconds; the function had them for all of its calls`)]
      : []),
    logChange(notes),
    historyChange('prompts, answers, objects and items'),
    change('cost', `${NO_LAMBDA_TIME}; each new state is one more transition`),
  ];
}

const NO_LAMBDA_TIME = 'no Lambda time is paid for';

const WRITTEN_TO_S3 =
  'what is written to S3 is the same JSON; its blanks, its escapes and its content type may be others';

const RETRIED_ALONE =
  'a retry of the task made all calls of the function again; a retry of a state makes its own call again';

function change(aspect: Change['aspect'], text: string): Change {
  return { aspect, text };
}

function failureChange(ofCalls: string): Change {
  return change(
    'failures',
    `failures of the handler's own code arrive as States.QueryEvaluationError, those of ${ofCalls}`,
  );
}

function rescueChanges(rescues: FailurePlan['rescues']): readonly Change[] {
  if (rescues.length === 0) return [];
  return [
    change(
      'failures',
      'an answer or a state beyond 256 KiB (States.DataLimitExceeded), States.Runtime and States.Timeout are not swallowed',
    ),
  ];
}

/** Also of the call of a split task. */
export function retryChanges(texts: Iterable<string>): readonly Change[] {
  return [...texts].map((text) => change('retries', text));
}

function logChange(notes: Notes): Change {
  const count = notes.filter(({ kind }) => kind === 'log').length;
  if (count === 0) return change('logs', 'the log group and the metrics of the function stay empty');
  const [lines, are] = count === 1 ? ['log line', 'is'] : ['log lines', 'are'];
  return change('logs', `${String(count)} ${lines} of the function ${are} no longer written`);
}

function historyChange(what: string): Change {
  return change(
    'history',
    `${what} appear in the history of the execution, and in its log if that includes execution data`,
  );
}

// ---- what is taken for granted ------------------------------------------------------------------------------------

export function assumptionsOf(notes: Notes): readonly string[] {
  return [...new Set(notes.flatMap(({ kind, text }) => (kind === 'assumption' ? [text] : [])))];
}
