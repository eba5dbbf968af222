/**
 * Retry and Catch of a task whose function is replaced: every entry keeps its names, and gains those under which the
 * same failures arrive when the state makes the call itself. Which prefix the names of an optimised call have is not
 * documented, so both spellings are given: a name that never comes does no harm.
 */
import type { TaskState } from '../asl/model.ts';
import type { Failure } from '../handlers/caught-errors.ts';
import type { CallFailures, FailureCourse, Json } from '../handlers/ir.ts';
import type { Node } from '../tree/node.ts';
import { carefulRetries } from './careful-retries.ts';
import { isStoreOperation } from './known-calls.ts';
import type { TaskCall } from './known-calls.ts';
import { plainJson } from './payload.ts';
import { reasonAt } from './reason.ts';
import type { Reason } from './reason.ts';

export interface HandlersOfErrors {
  readonly retry: readonly Json[];
  readonly catch: readonly Json[];
  readonly reasons: readonly Reason[];
  /** What changes, in words. */
  readonly changes: readonly string[];
  /** What of it may change the outcome. */
  readonly guards: readonly string[];
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
  readonly native: TaskCall;
  /** Errors that the handler raises of itself. */
  readonly raised: readonly string[];
  /** Attempts that the client of the handler makes for one call. */
  readonly attempts: number;
  /** What the handler does about failures itself. */
  readonly handled?: HandledFailures;
}

export interface HandledFailures {
  readonly failures: CallFailures;
  readonly retriesOwn: boolean;
  readonly catchesOwn: boolean;
  /** States that catchers lead to, by the number of their rescue. */
  readonly rescueStates: readonly string[];
}

export function errorHandlers(state: TaskState, context: ErrorContext): HandlersOfErrors {
  const reasons: Reason[] = [];
  const read = (nodes: readonly Node[]): readonly Entry[] => nodes.flatMap((node) => entryOf(node, reasons));
  const retriers = read(state.retriers.map(({ node }) => node));
  const catchers = read(state.catchers.map(({ node }) => node));
  if (!state.retriersKnown || !state.catchersKnown) {
    reasons.push(reasonAt('errors', 'Retry or Catch of the state cannot be read', 'Write both out.', state.key));
  }
  const rescued = rescueCatchers(context);
  const caught = withNewNames(withoutShadowed(catchers, rescued), context, reasons, namesOf(rescued));
  const isJsonata = state.queryLanguage === 'JSONata';
  const catches = caught.map((entry) => (isJsonata ? entry.json : inJsonata(entry, reasons)));
  const first = loopRetriers(retriers, context);
  const retry = withNewNames(retriers, context, reasons, namesOf(first)).map(({ json }) => json);
  const added = retryOfClient(retriers, context, namesOf(first));
  const kept = new Set([...retriers.flatMap(({ names }) => names), ...namesOf(first)]);
  const all = [...first, ...retry, ...(added === undefined ? [] : [added])];
  const careful = carefulRetries(all, context.native, kept);
  return {
    retry: careful.retry,
    catch: [...rescued, ...catches],
    reasons,
    changes: [...changesOf(retriers, added, context), ...loopChanges(context), ...careful.changes],
    guards: careful.guards,
  };
}

// ---- what the handler does itself -------------------------------------------------------------------------------

type Entries = readonly Readonly<Record<string, Json>>[];

function namesOf(entries: Entries): readonly string[] {
  return entries.flatMap(({ ErrorEquals: names }) => (Array.isArray(names) ? (names as readonly string[]) : []));
}

/** Names under which a failure of the call arrives. */
function arrivingAs(failure: Failure, context: ErrorContext): readonly string[] {
  switch (failure.kind) {
    case 'code':
      return prefixed([failure.code], context);
    case 'otherCode':
      return context.native.errorPrefixes.map((prefix) => `${prefix}.${prefix}Exception`);
    case 'network':
      return prefixed(['SdkClientException'], context);
    case 'own':
      return [QUERY_ERROR];
    case 'raised':
      return [];
  }
}

function isOfClient(failure: Failure): boolean {
  return failure.kind === 'network' || (failure.kind === 'code' && CLIENT_RETRIED.includes(failure.code));
}

const CLIENT_RETRIED: readonly string[] = ['ThrottlingException', ...TRANSIENT];

/** What the client waits for at most, in seconds. */
const CLIENT_LONGEST_WAIT = 20;

/**
 * The attempts of the handler, in front of those of the state: the state never saw what the handler tried again or
 * swallowed. Where it retries what comes out of the handler, the attempts multiply.
 */
function loopRetriers(own: readonly Entry[], context: ErrorContext): Entries {
  const { handled } = context;
  if (handled === undefined) return [];
  const groups = new Map<string, { readonly entry: Readonly<Record<string, Json>>; readonly names: string[] }>();
  for (const course of handled.failures.courses) {
    for (const failure of course.failures) {
      const entry = retrierOf(course, failure, own, context);
      if (entry === undefined) continue;
      const key = JSON.stringify(entry);
      const group = groups.get(key) ?? { entry, names: [] };
      group.names.push(...arrivingAs(failure, context));
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ entry, names }) => ({ ErrorEquals: names, ...entry }));
}

function retrierOf(
  course: FailureCourse,
  failure: Failure,
  own: readonly Entry[],
  context: ErrorContext,
): Readonly<Record<string, Json>> | undefined {
  const made = attemptsMade(course, failure, context);
  const isRescued = course.end.kind === 'rescue';
  if (made === 0 || (made < 2 && !isRescued)) return undefined;
  const isClients = isOfClient(failure) && context.attempts > 1;
  const outer = isRescued ? 1 : attemptsOfState(leavingAs(course, failure, context), own);
  const attempts = made * (isClients ? context.attempts : 1) * outer;
  if (attempts < 2) return own.length === 0 ? undefined : { MaxAttempts: 0 };
  const interval = Math.max(1, Math.round(course.firstWaitSeconds));
  const longest = Math.max(course.longestWaitSeconds, isClients ? CLIENT_LONGEST_WAIT : 0);
  return {
    IntervalSeconds: interval,
    MaxAttempts: attempts - 1,
    BackoffRate: course.backoffRate > 1 ? Math.round(course.backoffRate * 100) / 100 : 2,
    MaxDelaySeconds: Math.max(Math.ceil(longest), interval + 1),
    JitterStrategy: 'FULL',
  };
}

/** 0: no expression of the state fails in a way that the handler does anything about. */
function attemptsMade({ attempts }: FailureCourse, { kind }: Failure, { handled }: ErrorContext): number {
  if (kind !== 'own' || handled?.retriesOwn === true) return attempts;
  return handled?.catchesOwn === true ? 1 : 0;
}

/** How often the state calls the function that fails so. */
function attemptsOfState(left: readonly string[], own: readonly Entry[]): number {
  const next = own.find(({ names }) => names.some((name) => WILDCARDS.includes(name) || left.includes(name)));
  if (next === undefined) return 1;
  const { MaxAttempts: more = 3 } = next.json;
  return typeof more === 'number' ? more + 1 : 1;
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];

/** Names under which a failure came out of the function. */
function leavingAs({ end }: FailureCourse, failure: Failure, { raised }: ErrorContext): readonly string[] {
  if (end.kind === 'raise') return [end.error];
  if (failure.kind === 'own') return raised;
  return failure.kind === 'code' ? [failure.code] : ['ClientError'];
}

/** In front of the state's own: it never saw what the handler swallowed. */
function rescueCatchers({ handled, ...context }: ErrorContext): Entries {
  if (handled === undefined) return [];
  const { courses } = handled.failures;
  return handled.rescueStates.map((name, i) => {
    const ended = courses
      .filter(({ end }) => end.kind === 'rescue' && end.rescue === i)
      .flatMap(({ failures }) => failures)
      .filter(({ kind }) => kind !== 'own' || handled.catchesOwn);
    const all = courses.flatMap(({ failures }) => failures);
    const names =
      ended.length === all.length
        ? ['States.TaskFailed', QUERY_ERROR]
        : ended.flatMap((failure) => arrivingAs(failure, context));
    return { ErrorEquals: names, Next: name, Output: '{% $states.input %}' };
  });
}

/** A catcher for nothing but what is swallowed before is reached by no error. */
function withoutShadowed(catchers: readonly Entry[], rescued: Entries): readonly Entry[] {
  if (!namesOf(rescued).includes('States.TaskFailed')) return catchers;
  return catchers.filter(({ names }) => names.some((name) => name.startsWith('States.') && name !== QUERY_ERROR));
}

function loopChanges({ handled }: ErrorContext): readonly string[] {
  if (handled?.failures.courses.some(({ attempts }) => attempts > 1) !== true) return [];
  return [
    'the attempts of the loop in the handler are made by Retry: with other waits, and each with the whole time limit of the function',
  ];
}

/** Errors of the service that come out of the handler under a name. */
function comingOutAs(name: string, context: ErrorContext): readonly string[] {
  const courses = context.handled?.failures.courses ?? [];
  return courses
    .filter(({ end }) => end.kind === 'raise' && end.error === name)
    .flatMap(({ failures }) => failures.filter(({ kind }) => kind !== 'own'))
    .flatMap((failure) => arrivingAs(failure, context));
}

/** Names that come out of the handler as they are; undefined: all. */
function keptNames({ handled }: ErrorContext): readonly string[] | undefined {
  return handled?.failures.courses
    .filter(({ end }) => end.kind === 'again')
    .flatMap(({ failures }) => failures.flatMap((failure) => (failure.kind === 'code' ? [failure.code] : [])));
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

function withNewNames(
  entries: readonly Entry[],
  context: ErrorContext,
  reasons: Reason[],
  before: readonly string[] = [],
): readonly Entry[] {
  const isForQueries = queryEntry(entries, context, reasons);
  const timeoutEntry = timeoutIndex(entries);
  const taken = new Set([...before, ...entries.flatMap(({ names }) => names)]);
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
  const { operation, errors, transient } = context.native;
  const kept = keptNames(context);
  const known = errors.filter((one) => kept?.includes(one) !== false);
  const raised = comingOutAs(name, context);
  if (raised.length > 0) return raised;
  if (name === 'ClientError') {
    const unmodelled = context.native.errorPrefixes.map((prefix) => `${prefix}.${prefix}Exception`);
    return [...prefixed(known, context), ...unmodelled];
  }
  const counterparts = COUNTERPARTS[name]?.filter((one) => known.includes(one) || one === 'SdkClientException');
  if (counterparts !== undefined) return prefixed(isStoreOperation(operation) ? transient : counterparts, context);
  // Boto3 has the name of the service (NoSuchKey), to which a task adds its suffix.
  return prefixed(
    [name, `${name}Exception`].filter((one) => known.includes(one)),
    context,
  );
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
function retryOfClient(retriers: readonly Entry[], context: ErrorContext, before: readonly string[]): Json | undefined {
  const { transient } = context.native;
  const handles = retriers.some(({ names }) =>
    names.some(
      (name) =>
        name === 'States.ALL' ||
        name === 'States.TaskFailed' ||
        newNames(name, context).some((one) => one.endsWith(`.${transient[0] ?? ''}`)),
    ),
  );
  if (handles || context.attempts < 2) return undefined;
  const names = prefixed(transient, context).filter((name) => !before.includes(name));
  if (names.length === 0) return undefined;
  return {
    ErrorEquals: names,
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
  if (context.attempts < 2 || context.handled !== undefined) return [];
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
