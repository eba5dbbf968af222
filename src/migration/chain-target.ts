/** The states of a chain as they are written: with Retry and Catch of the task on each call, and its way on at every end. */
import type { TaskState } from '../asl/model.ts';
import { ownExprs, stepsFrom } from '../handlers/ir.ts';
import type { Expr, Program } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import { tasksOf } from './chain.ts';
import type { ChainState, LoweredChain } from './chain.ts';
import { isModelOperation } from './known-calls.ts';
import { keptFields, nativeResource, retryAndCatch, timeoutOf, withFields } from './state-fields.ts';
import type { Fields } from './state-fields.ts';
import { variablesOf } from './target.ts';
import type { Target } from './target.ts';
import { assumptionsOf, chainChanges, digitGuards, payloadGuards, timeGuards } from './target-changes.ts';
import type { ChainHandling } from './target-changes.ts';

export interface LoweredProgram {
  readonly event: Expr;
  readonly program: Program;
  readonly chain: LoweredChain;
}

type StateOf<K extends ChainState['kind']> = Extract<ChainState, { kind: K }>;

export function chainTarget(
  task: TaskState,
  { event, program, chain }: LoweredProgram,
  handling: ChainHandling,
  known: KnownKinds,
): Target {
  const models = tasksOf(chain).filter(({ call }) => isModelOperation(call.operation));
  const guards = [
    ...chain.differences.map(({ what }) => what),
    ...payloadGuards(task, event, known),
    ...models.flatMap(({ native }) => timeGuards(native, handling.seconds)),
    ...digitGuards([...stepsFrom(chain.first)].flatMap(ownExprs)),
  ];
  return {
    states: chain.states.map((state) => ({ name: state.name, state: withFields(fieldsOf(task, state, handling)) })),
    permissions: permissionsOf(chain),
    substitutions: variablesOf(chain.deployed),
    functions: [],
    files: [],
    guards: [...new Set(guards)],
    changes: chainChanges(program.notes, chain, handling),
    assumptions: assumptionsOf(program.notes),
  };
}

export function permissionsOf(chain: LoweredChain): readonly string[] {
  return [...new Set(tasksOf(chain).flatMap(({ native }) => native.permissions))];
}

function fieldsOf(task: TaskState, state: ChainState, handling: ChainHandling): Fields {
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
function checkFields(task: TaskState, state: StateOf<'check'>, { checks }: ChainHandling): Fields {
  const nothing = { Type: 'Pass', QueryLanguage: 'JSONata', End: true };
  return [
    ['Type', 'Parallel'],
    ['Comment', keptFields(task).Comment],
    ['QueryLanguage', 'JSONata'],
    ['Branches', [{ StartAt: state.inner, States: { [state.inner]: nothing } }]],
    ['Output', state.output],
    ...retryAndCatch(checks),
    ['Next', state.next],
  ];
}

function taskFields(task: TaskState, state: StateOf<'task'>, { handlers, seconds }: ChainHandling): Fields {
  const kept = keptFields(task);
  const isLast = state.next === undefined;
  return [
    ['QueryLanguage', 'JSONata'],
    ['Resource', nativeResource(task, state.native)],
    ['Arguments', state.arguments],
    ['Output', state.output],
    ['Assign', isLast ? kept.Assign : state.assign],
    ['TimeoutSeconds', timeoutOf(task, seconds)],
    ...retryAndCatch(handlers.get(state.name) ?? { retry: [], catch: [] }),
    ['Next', isLast ? kept.Next : state.next],
    ['End', isLast ? kept.End : undefined],
  ];
}
