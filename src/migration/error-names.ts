/**
 * Retry and Catch of a task whose function is replaced: every entry keeps its names, and gains those under which the
 * same failures arrive when the state makes the call itself. Which prefix the names of an optimised call have is not
 * documented, so both spellings are given: a name that never comes does no harm.
 */
import type { TaskState } from '../asl/model.ts';
import { AI_ERRORS } from '../aws/ai-errors.ts';
import type { NativeCall } from '../aws/handler-calls.ts';
import type { Json } from '../handlers/ir.ts';
import type { Node } from '../tree/node.ts';
import { plainJson } from './payload.ts';
import { reasonAt } from './reason.ts';
import type { Reason } from './reason.ts';

export interface HandlersOfErrors {
  readonly retry: readonly Json[];
  readonly catch: readonly Json[];
  readonly reasons: readonly Reason[];
  /** What changes, in words. */
  readonly changes: readonly string[];
}

const QUERY_ERROR = 'States.QueryEvaluationError';

const TRANSIENT: readonly string[] = [
  'InternalServerException',
  'ServiceUnavailableException',
  'ModelNotReadyException',
  'SdkClientException',
];

/** Names of failures of a function, and what they are called when the state makes the call. */
const COUNTERPARTS: Readonly<Record<string, readonly string[]>> = {
  'Lambda.TooManyRequestsException': ['ThrottlingException'],
  'Lambda.ServiceException': TRANSIENT,
  'Lambda.AWSLambdaException': TRANSIENT,
  'Lambda.SdkClientException': TRANSIENT,
  'Lambda.ClientExecutionTimeoutException': TRANSIENT,
  'Lambda.Unknown': TRANSIENT,
};

/** How a function that runs out of time fails. */
const TIMED_OUT: readonly string[] = ['Sandbox.Timedout', 'Lambda.Unknown', 'States.TaskFailed'];

interface Entry {
  readonly node: Node;
  readonly json: Readonly<Record<string, Json>>;
  readonly names: readonly string[];
}

export interface ErrorContext {
  readonly native: NativeCall;
  /** Errors that the handler raises of itself. */
  readonly raised: readonly string[];
  /** Attempts that the client of the handler makes for one call. */
  readonly attempts: number;
}

export function errorHandlers(state: TaskState, context: ErrorContext): HandlersOfErrors {
  const reasons: Reason[] = [];
  const read = (nodes: readonly Node[]): readonly Entry[] => nodes.flatMap((node) => entryOf(node, reasons));
  const retriers = read(state.retriers.map(({ node }) => node));
  const catchers = read(state.catchers.map(({ node }) => node));
  if (!state.retriersKnown || !state.catchersKnown) {
    reasons.push(reasonAt('errors', 'Retry or Catch of the state cannot be read', 'Write both out.', state.key));
  }
  const retry = withNewNames(retriers, context, reasons).map(({ json }) => json);
  const caught = withNewNames(catchers, context, reasons);
  const isJsonata = state.queryLanguage === 'JSONata';
  const catches = caught.map((entry) => (isJsonata ? entry.json : inJsonata(entry, reasons)));
  const added = retryOfClient(retriers, context);
  return {
    retry: added === undefined ? retry : [...retry, added],
    catch: catches,
    reasons,
    changes: changesOf(retriers, added, context),
  };
}

function entryOf(node: Node, reasons: Reason[]): readonly Entry[] {
  const json = plainJson(node);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    reasons.push(reasonAt('errors', 'an entry of Retry or Catch is known at deployment only', 'Write it out.', node));
    return [];
  }
  const entry = json as Readonly<Record<string, Json>>;
  const { ErrorEquals: names } = entry;
  const isList = Array.isArray(names) && names.every((name) => typeof name === 'string' && !name.includes('${'));
  if (!isList)
    reasons.push(reasonAt('errors', 'ErrorEquals is known at deployment only', 'Write its names out.', node));
  return [{ node, json: entry, names: isList ? (names as readonly string[]) : [] }];
}

function prefixed(names: readonly string[], { native }: ErrorContext): readonly string[] {
  return names.flatMap((name) => native.errorPrefixes.map((prefix) => `${prefix}.${name}`));
}

function withNewNames(entries: readonly Entry[], context: ErrorContext, reasons: Reason[]): readonly Entry[] {
  const isForQueries = queryEntry(entries, context, reasons);
  const timeoutEntry = timeoutIndex(entries);
  const taken = new Set(entries.flatMap(({ names }) => names));
  return entries.map((entry, i) => {
    if (entry.names.includes('States.ALL')) return entry;
    const news = entry.names.flatMap((name) => newNames(name, context));
    const more = [
      ...news,
      ...(i === isForQueries ? [QUERY_ERROR] : []),
      ...(i === timeoutEntry ? ['States.Timeout'] : []),
    ];
    // The first entry that has a name is the one that is used.
    const added = [...new Set(more)].filter((name) => !taken.has(name));
    for (const name of added) taken.add(name);
    return { ...entry, json: { ...entry.json, ErrorEquals: [...entry.names, ...added] } };
  });
}

function newNames(name: string, context: ErrorContext): readonly string[] {
  const known = AI_ERRORS[context.native.operation].map((error) => error.name);
  if (name === 'ClientError') {
    const unmodelled = context.native.errorPrefixes.map((prefix) => `${prefix}.${prefix}Exception`);
    return [...prefixed(known, context), ...unmodelled];
  }
  const counterparts = COUNTERPARTS[name]?.filter((one) => known.includes(one) || one === 'SdkClientException');
  if (counterparts !== undefined) return prefixed(counterparts, context);
  return known.includes(name) ? prefixed([name], context) : [];
}

/** All failures of the handler's own code become one error: which entry is for it, if all of them have the same. */
function queryEntry(entries: readonly Entry[], { raised }: ErrorContext, reasons: Reason[]): number | undefined {
  const indexOf = (name: string): number =>
    entries.findIndex(
      ({ names }) => names.includes(name) || names.includes('States.ALL') || names.includes('States.TaskFailed'),
    );
  const indices = new Set(raised.map(indexOf));
  if (indices.size > 1) {
    const named = raised.filter((name) => entries.some(({ names }) => names.includes(name)));
    const entry = entries.find(({ names }) => named.some((name) => names.includes(name)));
    reasons.push(
      reasonAt(
        'errors',
        `${named.join(', ')} is handled otherwise than the other errors of the handler (${raised.filter((name) => !named.includes(name)).join(', ')}); a state has one error for all of them, ${QUERY_ERROR}`,
        'Handle all of them in one entry.',
        entry?.node,
      ),
    );
  }
  const [only] = indices;
  const isNamed = only !== undefined && entries[only]?.names.some((name) => raised.includes(name)) === true;
  return indices.size === 1 && isNamed ? only : undefined;
}

function timeoutIndex(entries: readonly Entry[]): number | undefined {
  if (entries.some(({ names }) => names.includes('States.Timeout'))) return undefined;
  const index = entries.findIndex(({ names }) => names.some((name) => TIMED_OUT.includes(name)));
  const wildcard = entries.findIndex(({ names }) => names.includes('States.ALL'));
  return index < 0 || (wildcard >= 0 && wildcard < index) ? undefined : index;
}

/** The client of the handler tries again by itself; a task does not. */
function retryOfClient(retriers: readonly Entry[], context: ErrorContext): Json | undefined {
  const handles = retriers.some(({ names }) =>
    names.some(
      (name) =>
        name === 'States.ALL' ||
        name === 'States.TaskFailed' ||
        newNames(name, context).some((one) => one.endsWith('.ThrottlingException')),
    ),
  );
  if (handles || context.attempts < 2) return undefined;
  const known = AI_ERRORS[context.native.operation].map(({ name }) => name);
  const names = ['ThrottlingException', ...TRANSIENT.filter((name) => known.includes(name))];
  return {
    ErrorEquals: prefixed(names, context),
    IntervalSeconds: 1,
    MaxAttempts: context.attempts - 1,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  };
}

function changesOf(retriers: readonly Entry[], added: Json | undefined, context: ErrorContext): readonly string[] {
  const attempts = String(context.attempts);
  if (added !== undefined) {
    return [
      `the client made up to ${attempts} attempts unseen; the state retries throttling and server errors as often, visibly`,
    ];
  }
  if (context.attempts < 2) return [];
  const few = retriers.length === 0 ? 'the state makes one' : 'the state makes those of its own Retry';
  return [`the client made up to ${attempts} attempts for each attempt of the state; now ${few}`];
}

/** A catcher of a JSONPath state, as one of a JSONata state. */
function inJsonata({ json, node }: Entry, reasons: Reason[]): Json {
  const { ResultPath: path, ...rest } = json;
  const assign = rest.Assign;
  if (assign !== undefined && JSON.stringify(assign).includes('.$":')) {
    reasons.push(
      reasonAt('errors', 'a catcher assigns by a path', 'Assign in the state that the catcher leads to.', node),
    );
  }
  return { ...rest, Output: catcherOutput(path, node, reasons) };
}

function catcherOutput(path: Json | undefined, node: Node, reasons: Reason[]): string {
  if (path === undefined || path === '$') return '{% $states.errorOutput %}';
  if (path === null) return '{% $states.input %}';
  const [, name] = typeof path === 'string' ? (/^\$\.([A-Za-z_]\w*)$/.exec(path) ?? []) : [];
  if (name === undefined) {
    reasons.push(
      reasonAt('errors', 'a catcher puts its error deep into the input', 'Put it under one name: "$.error".', node),
    );
    return '';
  }
  return `{% $merge([$states.input, {${JSON.stringify(name)}: $states.errorOutput}]) %}`;
}
