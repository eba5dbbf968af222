/** The one task that stands in the place of a function with one call, and the states that its catchers lead to. */
import type { TaskState } from '../asl/model.ts';
import type { Expr, Json, Summary } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import type { HandlersOfErrors } from './error-names.ts';
import type { FailurePlan } from './failures.ts';
import type { LoweredCall } from './lower.ts';
import { keptFields, nativeResource, retryAndCatch, timeoutOf, withFields } from './state-fields.ts';
import { variablesOf } from './target.ts';
import type { Target } from './target.ts';
import {
  assumptionsOf,
  callChanges,
  digitGuards,
  failureGuards,
  outputGuards,
  payloadGuards,
  timeGuards,
} from './target-changes.ts';

export interface LoweredTask {
  readonly event: Expr;
  readonly summary: Summary;
  readonly lowered: LoweredCall;
  readonly failing: FailurePlan;
}

export interface CallHandling {
  readonly handlers: HandlersOfErrors;
  /** Of the function. */
  readonly seconds: number;
  /** What is known of the input of the task. */
  readonly known: KnownKinds;
}

export function callTarget(task: TaskState, made: LoweredTask, handling: CallHandling): Target {
  const { event, lowered, summary, failing } = made;
  const { handlers, seconds, known } = handling;
  const { native } = lowered;
  return {
    states: [
      { name: task.name, state: callState(task, lowered, handling) },
      ...failing.rescues.map(({ name, state }) => ({ name, state })),
    ],
    permissions: native.permissions,
    substitutions: variablesOf([...lowered.deployed, ...failing.rescues.flatMap(({ deployed }) => deployed)]),
    functions: [],
    files: [],
    guards: [
      ...new Set(lowered.differences.map(({ what }) => what)),
      ...handlers.guards,
      ...payloadGuards(task, event, known),
      ...outputGuards(task, lowered.expectedOutput),
      ...timeGuards(native, seconds),
      ...digitGuards([summary.result, ...summary.call.parameters.values()]),
      ...failureGuards(summary, failing),
    ],
    changes: callChanges(summary.notes, handlers, failing),
    assumptions: assumptionsOf(summary.notes),
  };
}

function callState(task: TaskState, lowered: LoweredCall, { handlers, seconds }: CallHandling): Json {
  const kept = keptFields(task);
  return withFields([
    ['Type', 'Task'],
    ['Comment', kept.Comment],
    ['QueryLanguage', 'JSONata'],
    ['Resource', nativeResource(task, lowered.native)],
    ['Arguments', lowered.arguments],
    ['Output', lowered.output],
    ['Assign', kept.Assign],
    ['TimeoutSeconds', timeoutOf(task, seconds)],
    ...retryAndCatch(handlers),
    ['Next', kept.Next],
    ['End', kept.End],
  ]);
}
