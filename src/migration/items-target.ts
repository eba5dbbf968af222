/** The Map state that stands in the place of a task whose handler makes one call for each item of a list. */
import type { TaskState } from '../asl/model.ts';
import type { Json, PerItem } from '../handlers/ir.ts';
import { ChainNames } from './chain-names.ts';
import type { HandlersOfErrors } from './error-names.ts';
import type { LoweredItems } from './per-item.ts';
import { keptFields, nativeResource, retryAndCatch, timeoutOf, withFields } from './state-fields.ts';
import { variablesOf } from './target.ts';
import type { Target } from './target.ts';
import { assumptionsOf, itemChanges, itemGuards, timeGuards } from './target-changes.ts';

export interface ItemHandling {
  /** Of one item. */
  readonly inner: HandlersOfErrors;
  /** Of the Map. */
  readonly outer: HandlersOfErrors;
  readonly seconds: number;
}

export function itemsTarget(task: TaskState, perItem: PerItem, made: LoweredItems, handling: ItemHandling): Target {
  const { native } = made.lowered;
  const { notes } = perItem.body;
  return {
    states: [{ name: task.name, state: mapState(task, made, handling) }],
    permissions: native.permissions,
    substitutions: variablesOf(made.deployed),
    functions: [],
    files: [],
    guards: [...made.guards, ...itemGuards(made.failing), ...timeGuards(native, handling.seconds)],
    changes: itemChanges(notes, handling.inner),
    assumptions: assumptionsOf(notes),
  };
}

function mapState(task: TaskState, made: LoweredItems, { inner, outer, seconds }: ItemHandling): Json {
  const kept = keptFields(task);
  const start = new ChainNames(task).state('item');
  return withFields([
    ['Type', 'Map'],
    ['Comment', kept.Comment],
    ['QueryLanguage', 'JSONata'],
    ['Items', made.items],
    ['ItemSelector', made.selector],
    ['MaxConcurrency', 1],
    [
      'ItemProcessor',
      {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: start,
        States: {
          [start]: itemState(task, made, { inner, seconds }),
          ...Object.fromEntries(made.failing.rescues.map(({ name, state }) => [name, state])),
        },
      },
    ],
    ['Output', made.output],
    ['Assign', kept.Assign],
    ...retryAndCatch(outer),
    ['Next', kept.Next],
    ['End', kept.End],
  ]);
}

function itemState(
  task: TaskState,
  { lowered }: LoweredItems,
  { inner, seconds }: { readonly inner: HandlersOfErrors; readonly seconds: number },
): Json {
  return withFields([
    ['Type', 'Task'],
    ['QueryLanguage', 'JSONata'],
    ['Resource', nativeResource(task, lowered.native)],
    ['Arguments', lowered.arguments],
    ['Output', lowered.output],
    ['TimeoutSeconds', timeoutOf(task, seconds)],
    ...retryAndCatch(inner),
    ['End', true],
  ]);
}
