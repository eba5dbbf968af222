/** The states of a chain as they are written: with Retry and Catch of the task on each call, and its way on at every end. */
import type { TaskState } from '../asl/model.ts';
import type { Json, Program } from '../handlers/ir.ts';
import type { ChainState, LoweredChain } from './chain.ts';
import type { HandlersOfErrors } from './error-names.ts';
import { plainJson } from './payload.ts';

export interface WrittenState {
  readonly name: string;
  readonly state: Json;
}

/** What may be another once the task is several states. */
export interface ChainChange {
  readonly aspect: 'result' | 'failures' | 'retries' | 'timeout' | 'logs' | 'history' | 'cost';
  readonly text: string;
}

type TaskOfChain = Extract<ChainState, { kind: 'task' }>;

interface Handling {
  /** By the name of the state. */
  readonly handlers: ReadonlyMap<string, HandlersOfErrors>;
  /** Of a state that makes no call. */
  readonly checks: HandlersOfErrors;
  /** Of the function. */
  readonly seconds: number;
}

export function distinctCalls({ states }: LoweredChain): readonly TaskOfChain[] {
  return states.flatMap((state) => (state.kind === 'task' ? [state] : []));
}

export function chainStates(task: TaskState, chain: LoweredChain, handling: Handling): readonly WrittenState[] {
  return chain.states.map((state) => ({ name: state.name, state: withFields(fieldsOf(task, state, handling)) }));
}

type Fields = readonly (readonly [name: string, value: Json | undefined])[];

function fieldsOf(task: TaskState, state: ChainState, handling: Handling): Fields {
  const kept = keptFields(task);
  const comment = state.name === task.name ? kept.Comment : undefined;
  switch (state.kind) {
    case 'choice':
      return [
        ['Type', 'Choice'],
        ['Comment', comment],
        ['QueryLanguage', 'JSONata'],
        ['Choices', [{ Condition: state.condition, Next: state.then }]],
        ['Default', state.otherwise],
      ];
    case 'pass':
      return [
        ['Type', 'Pass'],
        ['QueryLanguage', 'JSONata'],
        ['Output', state.output],
        ['Assign', kept.Assign],
        ['Next', kept.Next],
        ['End', kept.End],
      ];
    case 'check':
      return checkFields(task, state, handling);
    case 'task':
      return [['Type', 'Task'], ['Comment', comment], ...taskFields(task, state, handling)];
  }
}

/** A Parallel has Retry and Catch, and makes no call. Its branch does nothing; its own output is what may fail. */
function checkFields(task: TaskState, state: Extract<ChainState, { kind: 'check' }>, { checks }: Handling): Fields {
  const nothing = { Type: 'Pass', QueryLanguage: 'JSONata', End: true };
  return [
    ['Type', 'Parallel'],
    ['Comment', keptFields(task).Comment],
    ['QueryLanguage', 'JSONata'],
    ['Branches', [{ StartAt: state.inner, States: { [state.inner]: nothing } }]],
    ['Output', state.output],
    ['Retry', checks.retry.length > 0 ? checks.retry : undefined],
    ['Catch', checks.catch.length > 0 ? checks.catch : undefined],
    ['Next', state.next],
  ];
}

function taskFields(task: TaskState, state: TaskOfChain, { handlers, seconds }: Handling): Fields {
  const kept = keptFields(task);
  const { retry, catch: caught } = handlers.get(state.name) ?? { retry: [], catch: [] };
  const isLast = state.next === undefined;
  return [
    ['QueryLanguage', 'JSONata'],
    ['Resource', `arn:${partitionOf(task)}:states:::${state.native.resource}`],
    ['Arguments', state.arguments],
    ['Output', state.output],
    ['Assign', isLast ? kept.Assign : state.assign],
    ['TimeoutSeconds', timeoutOf(task, seconds)],
    ['Retry', retry.length > 0 ? retry : undefined],
    ['Catch', caught.length > 0 ? caught : undefined],
    ['Next', isLast ? kept.Next : state.next],
    ['End', isLast ? kept.End : undefined],
  ];
}

/** What goes over from the task as it is. */
export function keptFields({
  node,
}: TaskState): Readonly<Record<'Comment' | 'Assign' | 'Next' | 'End', Json | undefined>> {
  const text = (name: string): Json | undefined => {
    const value = node.get(name);
    return value?.kind === 'string' || value?.kind === 'boolean' ? value.value : undefined;
  };
  const assign = node.get('Assign');
  return {
    Comment: text('Comment'),
    Assign: assign === undefined ? undefined : plainJson(assign),
    Next: text('Next'),
    End: text('End'),
  };
}

export function withFields(fields: Fields): Json {
  return Object.fromEntries(fields.filter((field): field is readonly [string, Json] => field[1] !== undefined));
}

/** The shorter one of the task and of the function. */
export function timeoutOf({ node }: TaskState, seconds: number): number {
  const own = node.get('TimeoutSeconds');
  return own?.kind === 'number' ? Math.min(own.value, seconds) : seconds;
}

export function partitionOf({ node }: TaskState): string {
  const resource = node.get('Resource');
  const text = resource?.kind === 'string' ? resource.value : '';
  return /^arn:(aws[a-z-]*):/.exec(text)?.[1] ?? 'aws';
}

// ---- what changes -------------------------------------------------------------------------------------------------

export function chainChanges(
  { notes }: Program,
  chain: LoweredChain,
  { handlers, seconds }: Handling,
): readonly ChainChange[] {
  const calls = distinctCalls(chain);
  const logs = notes.filter(({ kind }) => kind === 'log').length;
  const changes: ChainChange[] = [];
  const add = (aspect: ChainChange['aspect'], text: string): void => {
    changes.push({ aspect, text });
  };
  if (calls.some(({ call }) => call.operation === 'PutObject'))
    add('result', 'what is written to S3 is the same JSON; its blanks, its escapes and its content type may be others');
  add(
    'failures',
    "failures of the handler's own code arrive as States.QueryEvaluationError, those of a call with the prefix of its service",
  );
  if (chain.states.some((state) => isUnderRetry(state, handlers)) && calls.length > 1)
    add(
      'retries',
      'a retry of the task made all calls of the function again; a retry of a state makes its own call again',
    );
  for (const text of new Set([...handlers.values()].flatMap((made) => made.changes))) add('retries', text);
  if (calls.length > 1)
    add('timeout', `each call may take ${String(seconds)} seconds; the function had them for all of its calls`);
  add(
    'logs',
    logs === 0
      ? 'the log group and the metrics of the function stay empty'
      : `${String(logs)} log line${logs === 1 ? '' : 's'} of the function ${logs === 1 ? 'is' : 'are'} no longer written`,
  );
  add(
    'history',
    'prompts, answers, objects and items appear in the history of the execution, and in its log if that includes execution data',
  );
  add('cost', 'no Lambda time is paid for; each new state is one more transition');
  return changes;
}

function isUnderRetry(state: ChainState, handlers: Handling['handlers']): boolean {
  return state.kind === 'task' && (handlers.get(state.name)?.retry.length ?? 0) > 0;
}
