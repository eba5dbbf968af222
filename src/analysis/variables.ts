/**
 * Workflow variables: which state assigns which, on which of its transitions, and what is assigned by the time that a
 * state is entered.
 *
 * Facts (developer guide, page on variables; recorded 2024-11): all that a state reads are the values at its entry, so
 * that its own `Assign` counts for the states after it only. `Assign` of a state takes effect when it succeeds, that of a
 * catcher when it catches, that of a choice rule when the rule matches; a Choice state's own with `Default` alone. Branches
 * and item processors are scopes of their own, whose variables end with them. They read the variables around them as
 * they were when the Parallel or Map was entered; the states of a Distributed Map read none of those.
 *
 * Conditions of Choice states are not looked at: a path is a path. A definition with parts that are not known gives
 * "unknown", and so does a machine so large that looking at each variable would take long.
 */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, State, Transition } from '../asl/model.ts';
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';
import { reachableFrom, startState } from './graph.ts';

/** One member of an `Assign`. */
export interface Assignment {
  readonly name: string;
  readonly key: StringNode;
  readonly value: Node;
  /** The state that assigns it; its machine is the scope of the variable. */
  readonly state: State;
  /** Those of its transitions after which the variable has this value. */
  readonly on: readonly Transition[];
}

/** On how many of the paths to a state a variable has been assigned. */
export type Assigned = 'all' | 'some' | 'none' | 'unknown';

/** What one machine's own states assign. */
interface Scope {
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
  /** False when there may be assignments that are not seen. */
  readonly isComplete: boolean;
  readonly flows: Map<string, Flow | undefined>;
}

/** The states of a scope that are entered with a variable assigned on some path, and without it on some path. */
interface Flow {
  readonly having: ReadonlySet<State>;
  readonly lacking: ReadonlySet<State>;
}

/** States that may be visited for one whole machine, over all of its variables; twice that at worst. */
const MOST_VISITS = 1_000_000;

export class Variables {
  readonly #root: Machine | undefined;
  readonly #reached: (machine: Machine) => ReadonlySet<State> | undefined;
  readonly #scopes = new Map<Machine, Scope>();
  #byName: ReadonlyMap<string, readonly Assignment[]> | undefined;
  #visits = MOST_VISITS;

  /** `reached`: the states that a machine reaches, or undefined when its transitions are not known. */
  constructor(root: Machine | undefined, reached: (machine: Machine) => ReadonlySet<State> | undefined) {
    this.#root = root;
    this.#reached = reached;
  }

  /** Every variable that some state assigns, in whatever scope, with its assignments in writing order. */
  get byName(): ReadonlyMap<string, readonly Assignment[]> {
    this.#byName ??= groupByName(
      this.#root === undefined ? [] : [...machinesWithin(this.#root)].flatMap((machine) => assignmentsIn(machine)),
    );
    return this.#byName;
  }

  /** What the states of a machine assign themselves, without those of nested ones. */
  assignedIn(machine: Machine): ReadonlyMap<string, readonly Assignment[]> {
    return this.#scope(machine).assignments;
  }

  /** Whether every variable that the states of a machine can read, its own and those around it, is seen. */
  areKnownIn(machine: Machine): boolean {
    for (let scope: Machine | 'unknown' | undefined = machine; scope !== undefined; scope = readableAround(scope)) {
      if (scope === 'unknown' || !this.#scope(scope).isComplete) return false;
    }
    return true;
  }

  /** Whether a variable has been assigned when a state is entered, in its scope or in one around it that it can read. */
  atEntry(state: State, name: string): Assigned {
    const own = this.#inScope(state, name);
    return own === 'all' ? own : either(own, this.#around(state.machine, name));
  }

  /** Whether a variable certainly has no value when a state is entered for the first time, though later it may. */
  lacksAtFirstEntry(state: State, name: string): boolean {
    const { machine } = state;
    const { assignments, isComplete } = this.#scope(machine);
    const start = startState(machine);
    if (start === undefined || !isComplete || this.#reached(machine)?.has(state) !== true) return false;
    if (this.#around(machine, name) !== 'none' || !this.#affords(machine)) return false;
    const before = reachableFrom(machine, [start], (_, from) => from !== state);
    return (assignments.get(name) ?? []).every((each) => each.state === state || !before.has(each.state));
  }

  /** The same as `atEntry` for what the states of a machine can read around it. */
  #around(machine: Machine, name: string): Assigned {
    let assigned: Assigned = 'none';
    for (let inner = machine; inner.owner !== undefined; inner = inner.owner.machine) {
      const around = readableAround(inner);
      if (around === undefined) return assigned;
      if (around === 'unknown') return 'unknown';
      assigned = either(assigned, this.#inScope(inner.owner, name));
    }
    return assigned;
  }

  #inScope(state: State, name: string): Assigned {
    const scope = this.#scope(state.machine);
    if (!scope.isComplete) return 'unknown';
    if (!scope.assignments.has(name)) return 'none';
    if (this.#reached(state.machine)?.has(state) !== true) return 'unknown';
    const flow = this.#flow(state.machine, scope, name);
    if (flow === undefined) return 'unknown';
    if (!flow.having.has(state)) return 'none';
    return flow.lacking.has(state) ? 'some' : 'all';
  }

  #flow(machine: Machine, scope: Scope, name: string): Flow | undefined {
    if (!scope.flows.has(name)) scope.flows.set(name, this.#computeFlow(machine, scope.assignments.get(name) ?? []));
    return scope.flows.get(name);
  }

  #computeFlow(machine: Machine, assignments: readonly Assignment[]): Flow | undefined {
    const start = startState(machine);
    if (start === undefined || !this.#affords(machine)) return undefined;
    const assigning = new Set(assignments.flatMap(({ on }) => on));
    const after = [...assigning].flatMap(({ target }) => machine.stateByName.get(target ?? '') ?? []);
    return {
      having: reachableFrom(machine, after, () => true),
      lacking: reachableFrom(machine, [start], (transition) => !assigning.has(transition)),
    };
  }

  /** Whether its states may be visited once more. */
  #affords({ states }: Machine): boolean {
    this.#visits -= states.length;
    return this.#visits >= 0;
  }

  #scope(machine: Machine): Scope {
    const known = this.#scopes.get(machine);
    if (known !== undefined) return known;
    const isComplete = hasOnlyKnownStates(machine) && machine.states.every(showsAllAssignments);
    const scope = { assignments: groupByName(assignmentsIn(machine)), isComplete, flows: new Map<string, Flow>() };
    this.#scopes.set(machine, scope);
    return scope;
  }
}

/** The machine around this one whose variables its states can read; undefined when there is none. */
export function readableAround({ owner }: Machine): Machine | 'unknown' | undefined {
  if (owner === undefined) return undefined;
  if (owner.type === 'Parallel' || owner.mode === 'INLINE') return owner.machine;
  return owner.mode === 'DISTRIBUTED' ? undefined : 'unknown';
}

/** The name that a key of an `Assign` stands for: `x` of `x.$`, and of `x.y`, which no assignment can name. */
export function assignedName(key: string): string {
  return key.split(/[.[]/, 1)[0] ?? key;
}

function either(own: Assigned, outer: Assigned): Assigned {
  for (const answer of ['all', 'unknown', 'some'] as const) if (own === answer || outer === answer) return answer;
  return 'none';
}

function groupByName(assignments: readonly Assignment[]): ReadonlyMap<string, readonly Assignment[]> {
  const groups = new Map<string, Assignment[]>();
  for (const assignment of assignments) {
    const group = groups.get(assignment.name);
    if (group === undefined) groups.set(assignment.name, [assignment]);
    else group.push(assignment);
  }
  return groups;
}

function assignmentsIn(machine: Machine): readonly Assignment[] {
  return machine.states.flatMap((state) =>
    assigningParts(state).flatMap(({ node, on }) => {
      const assign = node.get('Assign');
      if (assign?.kind !== 'object') return [];
      return assign.entries.map(({ key, value }) => ({ name: assignedName(key.value), key, value, state, on }));
    }),
  );
}

/** The state, its choice rules and its catchers, each with the transitions that come with its `Assign`. */
function assigningParts(state: State): readonly { readonly node: ObjectNode; readonly on: readonly Transition[] }[] {
  const { node, transitions } = state;
  const byPlace = new Map(transitions.map((each) => [each.catcher?.node ?? each.node, each]));
  const leadingFrom = (place: Node | undefined): readonly Transition[] => {
    const transition = place === undefined ? undefined : byPlace.get(place);
    return transition === undefined ? [] : [transition];
  };
  const catchers = 'catchers' in state ? state.catchers : [];
  return [
    { node, on: transitions.filter(({ kind }) => kind === 'Next' || kind === 'Default') },
    ...rulesOf(state).map((rule) => ({ node: rule, on: leadingFrom(rule.get('Next')) })),
    ...catchers.map((catcher) => ({ node: catcher.node, on: leadingFrom(catcher.node) })),
  ];
}

function rulesOf({ node }: State): readonly ObjectNode[] {
  const choices = node.get('Choices');
  return choices?.kind === 'array' ? choices.items.filter((rule) => rule.kind === 'object') : [];
}

function hasOnlyKnownStates(machine: Machine): boolean {
  const states = machine.node.get('States');
  return states?.kind === 'object' && !states.isOpen && states.entries.length === machine.states.length;
}

function showsAllAssignments(state: State): boolean {
  if ('catchersKnown' in state && !state.catchersKnown) return false;
  const choices = state.node.get('Choices');
  if (choices !== undefined && choices.kind !== 'array') return false;
  if (choices?.items.some(({ kind }) => kind !== 'object') === true) return false;
  return assigningParts(state).every(({ node }) => {
    const assign = node.get('Assign');
    return !node.isOpen && (assign === undefined || (assign.kind === 'object' && !assign.isOpen));
  });
}
