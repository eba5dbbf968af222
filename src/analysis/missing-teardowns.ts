/**
 * Where an execution ends and leaves behind what one of its states made. Speaks only of ways that are wholly known and
 * on which nothing could have ended it: a function, a nested execution, a person, a Map or Parallel that holds one of
 * them, or a state that cannot be read is where a way is given up. Errors of the machine's own fields (a path that is
 * not there, no choice that matches) and the time limit of the machine are left aside.
 */
import { nestedMachines } from '../asl/model.ts';
import type { Catcher, Machine, MapState, ParallelState, State, TaskState, Transition } from '../asl/model.ts';
import { PROVISIONED_RESOURCES, RUNTIME_CALL, SELF_CONTAINED_SERVICES } from '../aws/provisioned-resources.ts';
import type { ProvisionedResource } from '../aws/provisioned-resources.ts';
import { toleratesFailures } from './error-flow.ts';
import { endsWell, onwardFrom, witnessBehind, witnessesFrom } from './witnesses.ts';

/** `end`: the execution comes to an end there; `error`: it fails there, and nothing catches it. */
export interface Leftover {
  readonly kind: 'end' | 'error';
  readonly state: State;
}

type Owner = MapState | ParallelState;

const CREATORS = new Map(PROVISIONED_RESOURCES.map((resource) => [resource.creator, resource]));

/** What a state makes that another call has to end. */
export function provisionedBy({ integration }: TaskState): ProvisionedResource | undefined {
  return integration.kind === 'sdk' ? CREATORS.get(`${integration.service}:${integration.action}`) : undefined;
}

/** The answers for one whole machine. */
export class MissingTeardowns {
  readonly #kinds = new Map<ProvisionedResource, KeptResource>();

  /** Where what `state` has made is left behind. */
  after(state: TaskState, resource: ProvisionedResource): Leftover | undefined {
    const kept = this.#kinds.get(resource) ?? new KeptResource(resource);
    this.#kinds.set(resource, kept);
    return kept.after(state);
  }
}

/** The same for one kind of resource. */
class KeptResource {
  readonly #resource: ProvisionedResource;
  readonly #enders: ReadonlySet<string>;
  readonly #ways = new Map<Machine, ReadonlyMap<State, Leftover>>();
  readonly #ending = new Map<Owner, readonly Machine[]>();
  readonly #fails = new Map<Owner, boolean>();

  constructor(resource: ProvisionedResource) {
    this.#resource = resource;
    this.#enders = new Set(resource.enders.map((call) => call.toLowerCase()));
  }

  /** Where what `state` has made is left behind; its own failure leaves nothing. */
  after(state: State): Leftover | undefined {
    if (endsWell(state)) return this.#beyondEnd(state);
    return witnessBehind(state.machine, onwardFrom(state), this.#waysOf(state.machine));
  }

  #waysOf(machine: Machine): ReadonlyMap<State, Leftover> {
    const known = this.#ways.get(machine);
    if (known !== undefined) return known;
    const ways = witnessesFrom(
      machine,
      (state) => (this.#isPassed(state) ? this.#leftIn(state) : undefined),
      (state) => (this.#isPassed(state) ? [...onwardFrom(state), ...catchesOf(state).transitions] : []),
    );
    this.#ways.set(machine, ways);
    return ways;
  }

  #leftIn(state: State): Leftover | undefined {
    if (state.type === 'Fail') return this.#beyondFailure(state, 'end');
    const ended = endsWell(state) ? this.#beyondEnd(state) : undefined;
    if (ended !== undefined) return ended;
    return this.#failsUncaught(state) ? this.#beyondFailure(state, 'error') : undefined;
  }

  /** What follows the end of the machine that a state is in. */
  #beyondEnd(state: State): Leftover | undefined {
    const { owner } = state.machine;
    if (owner === undefined) return { kind: 'end', state };
    return this.#siblingsPass(owner, state.machine) ? this.#beyondOwner(owner) : undefined;
  }

  #beyondOwner(owner: Owner): Leftover | undefined {
    if (endsWell(owner)) return this.#beyondEnd(owner);
    return witnessBehind(owner.machine, onwardFrom(owner), this.#waysOf(owner.machine));
  }

  /** What follows the failure of the machine that a state is in. */
  #beyondFailure(state: State, kind: Leftover['kind']): Leftover | undefined {
    const { owner } = state.machine;
    if (owner === undefined) return { kind, state };
    if (!this.#siblingsPass(owner, state.machine)) return undefined;
    if (owner.type === 'Map' && owner.mode !== 'INLINE') {
      if (owner.mode === 'unknown' || owner.node.isOpen) return undefined;
      if (toleratesFailures(owner)) return this.#beyondOwner(owner);
    }
    const { transitions, escapes } = catchesOf(owner);
    if (escapes) return this.#beyondFailure(owner, 'error');
    return witnessBehind(owner.machine, transitions, this.#waysOf(owner.machine));
  }

  /** Branches beside the one in question run at the same time, and may end it as well. */
  #siblingsPass(owner: Owner, machine: Machine): boolean {
    const [ending, ...others] = this.#endingWithin(owner);
    return others.length === 0 && (ending === undefined || ending === machine);
  }

  /** The machines within a state that may end it. */
  #endingWithin(owner: Owner): readonly Machine[] {
    const known = this.#ending.get(owner);
    if (known !== undefined) return known;
    const ending = nestedMachines(owner).filter((machine) => !machine.states.every((state) => this.#isPassed(state)));
    this.#ending.set(owner, ending);
    return ending;
  }

  /** Whether what was made is certainly still there after a state. */
  #isPassed(state: State): boolean {
    switch (state.type) {
      case 'untyped':
        return false;
      case 'Task':
        return this.#leavesAlone(state);
      case 'Map':
      case 'Parallel':
        return nestedMachines(state).length > 0 && this.#endingWithin(state).length === 0;
      default:
        return true;
    }
  }

  #leavesAlone({ integration }: TaskState): boolean {
    if (integration.kind !== 'sdk' && integration.kind !== 'optimised') return false;
    const call = `${integration.service}:${integration.action}`;
    if (integration.pattern === 'waitForTaskToken' || this.#enders.has(call.toLowerCase())) return false;
    if (this.#resource.isSession && call === RUNTIME_CALL) return false;
    return SELF_CONTAINED_SERVICES.includes(integration.service);
  }

  /** Whether an error of the call, or of one within the state, leaves the state. */
  #failsUncaught(state: State): boolean {
    if (state.type === 'Task') return catchesOf(state).escapes;
    if (state.type !== 'Map' && state.type !== 'Parallel') return false;
    const known = this.#fails.get(state);
    if (known !== undefined) return known;
    const fails = failurePasses(state) && nestedMachines(state).some((machine) => this.#someFails(machine));
    this.#fails.set(state, fails);
    return fails;
  }

  #someFails(machine: Machine): boolean {
    return machine.states.some((state) => this.#failsUncaught(state));
  }
}

/** Whether a failure within a Map or Parallel certainly is a failure of it that nothing catches. */
function failurePasses(owner: Owner): boolean {
  if (!catchesOf(owner).escapes) return false;
  if (owner.type === 'Parallel' || owner.mode === 'INLINE') return true;
  return owner.mode === 'DISTRIBUTED' && !owner.node.isOpen && !toleratesFailures(owner);
}

interface Catches {
  /** Those that some error certainly takes, as far as is known. */
  readonly transitions: readonly Transition[];
  /** Whether some error is certainly not caught. */
  readonly escapes: boolean;
}

const NONE: Catches = { transitions: [], escapes: false };
const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];

function catchesOf(state: State): Catches {
  if (!('catchers' in state) || !state.catchersKnown) return NONE;
  const reached: Catcher[] = [];
  let escapes = true;
  for (const catcher of state.catchers) {
    const names = catcher.errors.flatMap((entry) => (entry.kind === 'string' ? [entry.value] : []));
    const isKnown = catcher.errorsKnown && names.length === catcher.errors.length;
    if (isKnown) reached.push(catcher);
    escapes = isKnown && !names.some((name) => WILDCARDS.includes(name));
    if (!escapes) break;
  }
  const transitions = state.transitions.filter(({ catcher }) => catcher !== undefined && reached.includes(catcher));
  return { transitions, escapes };
}
