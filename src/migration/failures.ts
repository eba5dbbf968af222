/**
 * What a handler does about failures of its call, as Retry, Catch and states of their own: attempts of a loop become a
 * retrier, a value that is returned in place of an answer becomes a Pass state that a catcher leads to. All failures of
 * the handler's own operations arrive as one error, so where some of them are caught and others are not, it stays.
 */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, TaskState } from '../asl/model.ts';
import type { Blocker, CallFailures, Check, Json, Rescue, Summary } from '../handlers/ir.ts';
import { mayFail } from '../handlers/fallible.ts';
import { lowerRescue } from './lower.ts';
import type { Composition, LoweredCall, LoweredRescue, LoweringContext } from './lower.ts';
import { plainJson } from './payload.ts';

export interface FailurePlan {
  /** The states that catchers lead to, by the number of their rescue. */
  readonly rescues: readonly RescueState[];
  /** Whether the attempts of the loop, and the catcher, are for failures of expressions as well. */
  readonly retriesOwn: boolean;
  readonly catchesOwn: boolean;
  readonly reasons: readonly Blocker[];
}

export interface RescueState extends LoweredRescue {
  readonly name: string;
  readonly rescue: Rescue;
  readonly state: Json;
}

export interface FailureContext {
  readonly state: TaskState;
  readonly summary: Summary;
  readonly lowered: LoweredCall;
  readonly compose: Composition;
  readonly lowering: LoweringContext;
  /** In the processor of a Map, whose own handlers take what fails in it. */
  readonly isInner?: boolean;
}

const NO_PLAN: FailurePlan = { rescues: [], retriesOwn: false, catchesOwn: false, reasons: [] };

export function planFailures(context: FailureContext): FailurePlan {
  const { failures, before } = context.summary;
  if (failures === undefined) return NO_PLAN;
  const { own, courses } = failures;
  const late = context.lowered.fallibleAfter;
  const isLate = (level: number | undefined): boolean => late.some((check) => !isOutside(level)(check));
  const isEarly = before.some((check) => !isOutside(own.caughtWithin)(check) && mayFailEarly(check));
  const retriesOwn = isLate(own.retriedWithin);
  const ownCourse = courses.find((course) => course.failures.some(({ kind }) => kind === 'own'));
  const isCaught = own.caughtWithin !== undefined && (isLate(own.caughtWithin) || isEarly);
  const catchesOwn = isCaught && ownCourse?.end.kind === 'rescue';
  const reasons: Blocker[] = [];
  if (isCaught && own.unknown !== undefined) reasons.push(own.unknown);
  const stray = strayOf(context, { retriesOwn, catchesOwn });
  if (stray !== undefined) reasons.push(strayBlocker(stray, failures));
  if (catchesOwn && context.lowered.refused === undefined) reasons.push(refusedBlocker(failures));
  const rescues =
    reasons.length > 0 ? [] : failures.rescues.map((rescue, i) => rescueState(rescue, i, context, catchesOwn));
  reasons.push(...nestedReasons(failures));
  const uncaught = context.isInner !== true && isHandled(context) ? firstUncaught(context, catchesOwn) : undefined;
  if (uncaught !== undefined) reasons.push(uncaughtBlocker(uncaught, failures));
  return { rescues, retriesOwn, catchesOwn, reasons };
}

function isOutside(level: number | undefined): (check: Check) => boolean {
  return ({ within }) => level === undefined || within?.includes(level) !== true;
}

/** What fails after the call, and is not handled as what else fails there. */
function strayOf(
  { summary, lowered }: FailureContext,
  { retriesOwn, catchesOwn }: { readonly retriesOwn: boolean; readonly catchesOwn: boolean },
): Check | undefined {
  const own = summary.failures?.own;
  return lowered.fallibleAfter.find(
    (check) =>
      (retriesOwn && isOutside(own?.retriedWithin)(check)) ||
      (catchesOwn && isOutside(own?.caughtWithin)(check)) ||
      (isOutside(own?.caughtWithin)(check) && own?.alsoWithin.some((level) => !isOutside(level)(check)) === true),
  );
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];

/** Whether Retry or Catch of the task is for failures of the function's own code. */
function isHandled({ state, summary }: FailureContext): boolean {
  return [...state.retriers, ...state.catchers].some(({ errors }) =>
    errors.some(
      (node) => node.kind !== 'string' || WILDCARDS.includes(node.value) || summary.errorNames.includes(node.value),
    ),
  );
}

/** A Pass state has no Catch: what fails in it ends the execution. */
function firstUncaught({ summary, lowered }: FailureContext, catchesOwn: boolean): Check | undefined {
  const level = summary.failures?.own.caughtWithin;
  const outside = summary.before.find(
    (check) => check.start < check.end && check.within?.includes(level ?? -1) !== true && mayFailEarly(check),
  );
  return lowered.fallibleRescues.flat()[0] ?? (catchesOwn ? outside : undefined);
}

function uncaughtBlocker({ start, end }: Check, whole: { start: number; end: number }): Blocker {
  return {
    gate: 'errors',
    message:
      'this may fail on the way to the value that is returned after a failed call, and Retry or Catch of the task could no longer handle that',
    unblock: 'Use values that are there for sure, such as `event.get("id")`.',
    range: end > start ? { start, end } : { start: whole.start, end: whole.end },
  };
}

function mayFailEarly(check: Check): boolean {
  return check.kind === 'refuse' || mayFail(check.value);
}

function strayBlocker({ start, end }: Check, whole: { start: number; end: number }): Blocker {
  const range = end > start ? { start, end } : { start: whole.start, end: whole.end };
  return {
    gate: 'errors',
    message: 'this may fail outside of the `try`, and a state has one error for it and for what fails inside',
    unblock: 'Put it into the `try`, or catch the errors of the client alone (ClientError).',
    range,
  };
}

function refusedBlocker({ start, end }: { start: number; end: number }): Blocker {
  return {
    gate: 'errors',
    message: 'every error is swallowed here, also that of a guard which the state needs for the items of a list',
    unblock: 'Catch the errors of the client alone (ClientError).',
    range: { start, end },
  };
}

function nestedReasons({ rescues }: CallFailures): readonly Blocker[] {
  const nested = rescues.flatMap(({ checks }) => checks).find(({ within }) => within !== undefined);
  return nested === undefined ? [] : [nestedBlocker(nested)];
}

function nestedBlocker({ start, end }: Check): Blocker {
  return {
    gate: 'errors',
    message: 'what is done after a failed call may fail itself, and an outer `try` catches that',
    unblock: 'Handle the failure in one place.',
    range: { start, end },
  };
}

function rescueState(rescue: Rescue, i: number, context: FailureContext, catchesOwn: boolean): RescueState {
  const { state, summary, lowered, compose, lowering } = context;
  const level = summary.failures?.own.caughtWithin;
  // What fails before the `try` fails here as well: the catcher cannot tell the two.
  const outside = catchesOwn
    ? summary.before.filter(({ within }) => level === undefined || within?.includes(level) !== true)
    : [];
  const parts = {
    checks: [...outside, ...rescue.checks],
    result: rescue.result,
    refused: catchesOwn ? (lowered.refused ?? []) : [],
  };
  const made = lowerRescue(summary, parts, compose, lowering);
  const name = freshName(state, i);
  const written = context.isInner === true ? endState(made.output) : passState(state, made.output);
  return { ...made, name, rescue, state: written };
}

function endState(output: Json): Json {
  return { Type: 'Pass', QueryLanguage: 'JSONata', Output: output, End: true };
}

function passState({ node }: TaskState, output: Json): Json {
  const assign = node.get('Assign');
  const next = node.get('Next');
  return {
    Type: 'Pass',
    QueryLanguage: 'JSONata',
    Output: output,
    ...(assign === undefined ? {} : { Assign: plainJson(assign) ?? null }),
    ...(next?.kind === 'string' ? { Next: next.value } : { End: true }),
  };
}

/** Names are unique in the whole machine, its branches included. */
export function freshName({ name, machine }: TaskState, i: number): string {
  let root: Machine = machine;
  while (root.owner !== undefined) root = root.owner.machine;
  const taken = new Set([...machinesWithin(root)].flatMap(({ states }) => states.map((state) => state.name)));
  const ending = i === 0 ? ' failed' : ` failed ${String(i + 1)}`;
  for (let more = 0; ; more++) {
    const tail = more === 0 ? ending : `${ending} (${String(more + 1)})`;
    const made = name.slice(0, MOST_CHARACTERS - tail.length) + tail;
    if (!taken.has(made)) return made;
  }
}

const MOST_CHARACTERS = 80;
