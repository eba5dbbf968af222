/**
 * What a machine does after a state with nothing between that could look at the result: no Choice, no task that waits
 * for a token, no activity. A function, a nested execution, and whatever cannot be read, may look at it as well: a way
 * is given up there. A record or a message that may be looked at later in the machine is no action yet.
 */
import { invokesFunction, startsExecution } from '../asl/integrations.ts';
import { nestedMachines } from '../asl/model.ts';
import type { Machine, MapState, ParallelState, State, TaskState } from '../asl/model.ts';
import { memberOf } from '../asl/payload.ts';
import {
  ACTING_VERBS,
  BOOKKEEPING_SERVICES,
  HTTP_CALLS,
  PLAIN_SERVICES,
  RECORDING_CALLS,
  WRITING_METHODS,
} from '../aws/agent-tools.ts';
import { statesLeadingTo } from './graph.ts';
import { actingToolOf } from './acting-agents.ts';
import { endsWell, onwardFrom, witnessBehind, witnessesFrom } from './witnesses.ts';

type Owner = MapState | ParallelState;

/**
 * `acts`: changes something outside; `records`: writes down or tells, which a later review makes harmless; `plain`:
 * neither, and looks at nothing; `unknown`: may be a review.
 */
type Effect = 'acts' | 'records' | 'plain' | 'unknown';

/** The answers for one whole machine. */
export class UnreviewedActions {
  readonly #ways = new Map<Machine, ReadonlyMap<State, TaskState>>();
  readonly #reviewed = new Map<Machine, ReadonlySet<State>>();
  readonly #reviewing = new Map<Owner, readonly Machine[]>();

  /** The next action that certainly comes, on some way, after a state that did not fail. */
  after(state: State): TaskState | undefined {
    const { machine } = state;
    if (endsWell(state)) return this.#beyondEnd(machine);
    return witnessBehind(machine, onwardFrom(state), this.#waysOf(machine));
  }

  #waysOf(machine: Machine): ReadonlyMap<State, TaskState> {
    const known = this.#ways.get(machine);
    if (known !== undefined) return known;
    const ways = witnessesFrom(
      machine,
      (state) => this.#actionAt(state),
      (state) => (this.#isPassed(state) ? onwardFrom(state) : []),
    );
    this.#ways.set(machine, ways);
    return ways;
  }

  #actionAt(state: State): TaskState | undefined {
    if (state.type === 'Task') {
      const effect = effectOf(state);
      if (effect === 'acts' || (effect === 'records' && !this.#mayBeReviewedAfter(state))) return state;
    }
    return this.#isPassed(state) && endsWell(state) ? this.#beyondEnd(state.machine) : undefined;
  }

  /** What follows a nested machine; branches beside it may hold a review. */
  #beyondEnd(machine: Machine): TaskState | undefined {
    const { owner } = machine;
    if (owner === undefined || this.#reviewingWithin(owner).some((other) => other !== machine)) return undefined;
    if (endsWell(owner)) return this.#beyondEnd(owner.machine);
    return witnessBehind(owner.machine, onwardFrom(owner), this.#waysOf(owner.machine));
  }

  #isPassed(state: State): boolean {
    switch (state.type) {
      case 'Task':
        return isPlainOrRecord(effectOf(state)) && actingToolOf(state) === undefined;
      case 'Map':
      case 'Parallel':
        return nestedMachines(state).length > 0 && this.#reviewingWithin(state).length === 0;
      case 'Pass':
      case 'Wait':
      case 'Succeed':
        return true;
      default:
        return false;
    }
  }

  /** The machines within a state that do more than compute and keep: they may hold a review. */
  #reviewingWithin(owner: Owner): readonly Machine[] {
    const known = this.#reviewing.get(owner);
    if (known !== undefined) return known;
    const reviewing = nestedMachines(owner).filter(({ states }) => !states.every((state) => this.#isPassed(state)));
    this.#reviewing.set(owner, reviewing);
    return reviewing;
  }

  #mayBeReviewedAfter(state: State): boolean {
    if (this.#reviewedIn(state.machine).has(state)) return true;
    let { machine } = state;
    for (let { owner } = machine; owner !== undefined; owner = machine.owner) {
      const within = machine;
      if (this.#reviewingWithin(owner).some((other) => other !== within)) return true;
      if (this.#leadsToReview(owner)) return true;
      machine = owner.machine;
    }
    return false;
  }

  /** What a Map or Parallel itself holds is left aside: the agent in question is in there. */
  #leadsToReview({ machine, transitions }: Owner): boolean {
    return transitions.some(({ target }) => {
      const next = target === undefined ? undefined : machine.stateByName.get(target);
      return next !== undefined && this.#reviewedIn(machine).has(next);
    });
  }

  #reviewedIn(machine: Machine): ReadonlySet<State> {
    const known = this.#reviewed.get(machine) ?? statesLeadingTo(machine, (state) => this.#mayReview(state));
    this.#reviewed.set(machine, known);
    return known;
  }

  #mayReview(state: State): boolean {
    if (state.type === 'Choice' || state.type === 'untyped') return true;
    if (state.type === 'Task') return effectOf(state) === 'unknown';
    return (state.type === 'Map' || state.type === 'Parallel') && !this.#isPassed(state);
  }
}

function isPlainOrRecord(effect: Effect): boolean {
  return effect === 'plain' || effect === 'records';
}

function effectOf(task: TaskState): Effect {
  const { integration } = task;
  if (integration.kind !== 'sdk' && integration.kind !== 'optimised') return 'unknown';
  if (integration.pattern === 'waitForTaskToken' || invokesFunction(integration) || startsExecution(integration)) {
    return 'unknown';
  }
  const { service, action } = integration;
  const call = `${service}:${action}`;
  if (HTTP_CALLS.includes(call)) return httpEffect(task);
  if (RECORDING_CALLS.includes(call)) return 'records';
  if (BOOKKEEPING_SERVICES.includes(service)) return 'plain';
  if (ACTING_VERBS.some((verb) => action.startsWith(verb))) return 'acts';
  return PLAIN_SERVICES.includes(service) ? 'plain' : 'unknown';
}

/** What an API that is only read gives may be a verdict. */
function httpEffect(task: TaskState): Effect {
  const method = memberOf(task.arguments, 'Method', task.queryLanguage);
  const isWriting = method.kind === 'literal' && method.node.kind === 'string';
  return isWriting && WRITING_METHODS.includes(method.node.value) ? 'acts' : 'unknown';
}
