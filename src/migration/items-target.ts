/** The Map state that stands in the place of a task whose handler makes one call for each item of a list. */
import type { TaskState } from '../asl/model.ts';
import { SDK_CALL_SECONDS } from '../aws/handler-calls.ts';
import type { Json, PerItem } from '../handlers/ir.ts';
import { ChainNames } from './chain-names.ts';
import { keptFields, partitionOf, timeoutOf, withFields } from './chain-states.ts';
import type { Change, Target } from './decide.ts';
import type { HandlersOfErrors } from './error-names.ts';
import type { LoweredItems } from './per-item.ts';

export interface ItemHandling {
  /** Of one item. */
  readonly inner: HandlersOfErrors;
  /** Of the Map. */
  readonly outer: HandlersOfErrors;
  readonly seconds: number;
}

export function itemsTarget(task: TaskState, perItem: PerItem, made: LoweredItems, handling: ItemHandling): Target {
  const { native } = made.lowered;
  const { seconds } = handling;
  const isLong = !native.isOptimised && seconds > SDK_CALL_SECONDS;
  return {
    states: [{ name: task.name, state: mapState(task, made, handling) }],
    permissions: native.permissions,
    substitutions: made.deployed.map((variable) => ({ kind: 'variable', name: variable, variable })),
    functions: [],
    files: [],
    guards: [
      ...made.guards,
      'the items and their results go through a Map state: each of the lists must be smaller than 256 KiB',
      ...made.failing.rescues.map(() => 'what the handler made of an item whose call failed comes from a Pass state'),
      ...(isLong
        ? [
            `the function may run ${String(seconds)} seconds, and a call through an SDK integration may be cut off after ${String(SDK_CALL_SECONDS)}`,
          ]
        : []),
    ],
    changes: changes(perItem, handling),
    assumptions: [...new Set(perItem.body.notes.flatMap(({ kind, text }) => (kind === 'assumption' ? [text] : [])))],
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
    ['Retry', outer.retry.length > 0 ? outer.retry : undefined],
    ['Catch', outer.catch.length > 0 ? outer.catch : undefined],
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
    ['Resource', `arn:${partitionOf(task)}:states:::${lowered.native.resource}`],
    ['Arguments', lowered.arguments],
    ['Output', lowered.output],
    ['TimeoutSeconds', timeoutOf(task, seconds)],
    ['Retry', inner.retry.length > 0 ? inner.retry : undefined],
    ['Catch', inner.catch.length > 0 ? inner.catch : undefined],
    ['End', true],
  ]);
}

function changes({ body }: PerItem, { inner }: ItemHandling): readonly Change[] {
  const logs = body.notes.filter(({ kind }) => kind === 'log').length;
  return [
    {
      aspect: 'failures',
      text: `failures of the handler's own code arrive as States.QueryEvaluationError, those of the call with a prefix`,
    },
    ...inner.changes.map((text): Change => ({ aspect: 'retries', text })),
    {
      aspect: 'timeout',
      text: 'each call may take as long as the whole loop did; items are done one after the other (MaxConcurrency 1), and several at a time would be quicker',
    },
    {
      aspect: 'logs',
      text:
        logs === 0
          ? 'the log group and the metrics of the function stay empty'
          : `${String(logs)} log line${logs === 1 ? '' : 's'} of the function ${logs === 1 ? 'is' : 'are'} no longer written`,
    },
    {
      aspect: 'history',
      text: 'prompts and answers of every item appear in the history of the execution, which is limited in its length',
    },
    {
      aspect: 'cost',
      text: 'no Lambda time is paid for while the model answers, and each item is a transition of its own',
    },
  ];
}
