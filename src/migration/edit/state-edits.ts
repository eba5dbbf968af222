/**
 * The states of a target in the place of the task: its own fields are changed where they are written, further states come
 * behind it. Names that the definition has already are made others.
 */
import { machinesWithin } from '../../asl/model.ts';
import type { Machine, TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Intent } from '../../fixers/fix.ts';
import { freeName } from '../../fixers/move-to-template.ts';
import { changesOfObject } from '../../fixers/structural-change.ts';
import type { Json } from '../../handlers/ir.ts';
import type { DataObject } from '../../tree/syntax.ts';
import type { NewState } from '../target.ts';
import { keptStart } from './deployed-parts.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';

export interface StateEdits {
  readonly edits: readonly Intent[];
  readonly reasons: readonly Reason[];
}

export function stateEdits(task: TaskState, states: readonly NewState[]): StateEdits {
  const section = task.machine.node.get('States');
  const [first, ...others] = withFreeNames(task, states).map(({ name, state }) => ({
    name,
    data: fieldsOf(task, state),
  }));
  const own = first === undefined ? undefined : changesOfTask(task, first.data);
  if (section?.kind !== 'object' || own === undefined) {
    const why = 'the state cannot be changed where it is written';
    return { edits: [], reasons: [reasonAt('form', why, 'Write each field of it once.', task.key)] };
  }
  // Each goes directly behind the task; what is inserted at one place keeps its order.
  const added = others.map(({ name, data }) => edit.insertBehind(section, task.name, name, data));
  return { edits: [...own, ...added], reasons: [] };
}

function changesOfTask(task: TaskState, wanted: DataObject): readonly Intent[] | undefined {
  const kept = keptStart(task, wanted.Resource);
  const changes = changesOfObject(task.node, wanted);
  if (kept === undefined || changes === undefined) return changes;
  const place = task.node.entries.findIndex(({ key }) => key.value === 'Resource');
  return changes.map((one) => (one.op === 'replace' && one.within === task.node && one.index === place ? kept : one));
}

/** The query language is said where it is not that of the machine. */
export function fieldsOf(task: TaskState, state: Json): DataObject {
  const fields = state as DataObject;
  const saysIt = task.node.get('QueryLanguage') !== undefined;
  if (task.machine.queryLanguage !== 'JSONata' || saysIt || fields.QueryLanguage !== 'JSONata') return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'QueryLanguage'));
}

function withFreeNames(task: TaskState, states: readonly NewState[]): readonly NewState[] {
  const [first, ...others] = states;
  if (first === undefined || others.length === 0) return states;
  const taken = new Set(
    [...machinesWithin(wholeOf(task.machine))].flatMap(({ states: all }) => all.map(({ name }) => name)),
  );
  const names = new Map<string, string>();
  for (const { name } of others) {
    const free = freeName(name, taken);
    taken.add(free);
    names.set(name, free);
  }
  const renamed = (state: Json): Json => withTargets(state, (target) => names.get(target) ?? target);
  return [
    { name: first.name, state: renamed(first.state) },
    ...others.map(({ name, state }) => ({ name: names.get(name) ?? name, state: renamed(state) })),
  ];
}

function wholeOf(machine: Machine): Machine {
  return machine.owner === undefined ? machine : wholeOf(machine.owner.machine);
}

/** The state with other names for the states that it leads to; not of states within it. */
function withTargets(state: Json, rename: (target: string) => string): Json {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return state;
  return Object.fromEntries(
    Object.entries(state).map(([key, value]): [string, Json] => {
      if ((key === 'Next' || key === 'Default') && typeof value === 'string') return [key, rename(value)];
      if ((key === 'Choices' || key === 'Catch') && Array.isArray(value))
        return [key, (value as readonly Json[]).map((entry) => withTargets(entry, rename))];
      return [key, value];
    }),
  );
}
