/**
 * How often the states of one machine can run at most because of its loops. A loop is known when its only way on is a
 * Choice that compares a counter with a constant, the counter starts from a constant, and each round adds to it. Of any
 * other loop nobody can tell how often it goes round.
 */
import type { Machine, State, Transition } from '../asl/model.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import type { Node } from '../tree/node.ts';
import { CounterReader, isVariable } from './counters.ts';
import type { Bound, Counter, Effect } from './counters.ts';
import { cyclesAmong } from './graph.ts';

export type Rounds =
  | {
      readonly kind: 'known';
      /** The most rounds that can run. */
      readonly count: number;
      /** The Choice that decides on another round, and where its limit is written. */
      readonly guard: State;
      readonly limit: Node;
    }
  | { readonly kind: 'unknown' };

/** More guards or starting values than this are not tried: a loop with so many is nobody's counter. */
const MAX_CANDIDATES = 8;

/** For each state on a cycle, how often the cycle may bring it round. */
export function loopRounds(machine: Machine, parseJsonata: ParseJsonata | undefined): ReadonlyMap<State, Rounds> {
  const rounds = new Map<State, Rounds>();
  const cycles = cyclesAmong(machine, machine.states, () => true);
  if (cycles.length === 0) return rounds;
  const reader = new LoopReader(machine, new CounterReader(parseJsonata));
  for (const cycle of cycles) {
    for (const state of cycle) rounds.set(state, { kind: 'unknown' });
    for (const [state, known] of reader.boundedStates(cycle)) rounds.set(state, known);
  }
  return rounds;
}

interface Start {
  readonly state: State;
  readonly effect: Effect;
}

class LoopReader {
  readonly #machine: Machine;
  readonly #counters: CounterReader;
  #starts: ReadonlyMap<Counter, readonly Start[]> | undefined;

  constructor(machine: Machine, counters: CounterReader) {
    this.#machine = machine;
    this.#counters = counters;
  }

  boundedStates(cycle: ReadonlySet<State>): ReadonlyMap<State, Rounds> {
    const bounded = new Map<State, Rounds>();
    let tried = 0;
    for (const guard of cycle) {
      if (guard.type !== 'Choice') continue;
      const bounds = this.#boundsWithin(guard, cycle);
      const first = bounds.values().next().value;
      if (first === undefined) continue;
      if (++tried > MAX_CANDIDATES) return bounded;
      const count = this.#count(cycle, bounds, first);
      if (count === undefined) continue;
      const free = this.#onCycle(cycle, (transition) => !bounds.has(transition));
      const rounds: Rounds = { kind: 'known', count, guard, limit: first.node };
      for (const state of cycle) if (!free.has(state) && !bounded.has(state)) bounded.set(state, rounds);
    }
    return bounded;
  }

  /** The transitions of a Choice that go on with the loop and are bounded by one counter. */
  #boundsWithin(guard: State, cycle: ReadonlySet<State>): ReadonlyMap<Transition, Bound> {
    const all = this.#counters.boundsOf(guard);
    const staying = [...all].filter(([{ target }]) => {
      const next = target === undefined ? undefined : this.#machine.stateByName.get(target);
      return next !== undefined && cycle.has(next);
    });
    const first = staying[0]?.[1];
    return new Map(staying.filter(([, bound]) => bound.counter === first?.counter && bound.limit === first.limit));
  }

  /** How many rounds the bound allows; undefined unless the counter is known to start low and to grow each time. */
  #count(cycle: ReadonlySet<State>, bounds: ReadonlyMap<Transition, Bound>, bound: Bound): number | undefined {
    const growing = new Set<Transition>();
    let step: number | undefined;
    for (const state of cycle) {
      for (const transition of state.transitions) {
        if (!this.#stays(transition, cycle)) continue;
        const effect = this.#counters.effectOf(state, transition, bound.counter);
        if (effect.kind === 'none') continue;
        if (effect.kind !== 'add' || (step !== undefined && step !== effect.step)) return undefined;
        step = effect.step;
        growing.add(transition);
      }
    }
    const start = step === undefined ? undefined : this.#startOf(bound.counter, cycle);
    if (step === undefined || start === undefined) return undefined;
    // Any cycle over the bound that adds nothing would never end by it.
    const still = this.#onCycle(cycle, (transition) => !growing.has(transition));
    if ([...bounds.keys()].some(({ target }) => this.#isAmong(target, still))) return undefined;
    return roundsOf(bound, start, step);
  }

  #stays({ target }: Transition, cycle: ReadonlySet<State>): boolean {
    return this.#isAmong(target, cycle);
  }

  #isAmong(target: string | undefined, states: ReadonlySet<State>): boolean {
    const next = target === undefined ? undefined : this.#machine.stateByName.get(target);
    return next !== undefined && states.has(next);
  }

  #onCycle(states: ReadonlySet<State>, follow: (transition: Transition) => boolean): ReadonlySet<State> {
    return new Set(cyclesAmong(this.#machine, states, follow).flatMap((cycle) => [...cycle]));
  }

  /** The one constant that the counter has when the loop begins. */
  #startOf(counter: Counter, cycle: ReadonlySet<State>): number | undefined {
    this.#starts ??= this.#findStarts();
    const all = this.#starts.get(counter) ?? [];
    if (all.length > MAX_CANDIDATES) return undefined;
    const before = all.filter(({ state }) => !cycle.has(state));
    const [first] = before;
    if (first?.effect.kind !== 'set') return undefined;
    const { value } = first.effect;
    if (!before.every(({ effect }) => effect.kind === 'set' && effect.value === value)) return undefined;
    if (isVariable(counter)) return value;
    return before.every(({ state }) => this.#keepsUntil(state, cycle, counter)) ? value : undefined;
  }

  #findStarts(): ReadonlyMap<Counter, readonly Start[]> {
    const starts = new Map<Counter, Start[]>();
    for (const state of this.#machine.states) {
      for (const { counter, effect } of this.#counters.settings(state)) {
        const known = starts.get(counter);
        if (known === undefined) starts.set(counter, [{ state, effect }]);
        else known.push({ state, effect });
      }
    }
    return starts;
  }

  /** Whether a field of the data comes unchanged from where it is set into the loop, over a straight chain. */
  #keepsUntil(from: State, cycle: ReadonlySet<State>, counter: Counter): boolean {
    let state: State | undefined = from;
    for (let steps = 0; state !== undefined && steps <= MAX_CANDIDATES; steps++) {
      const next: Transition | undefined = state.transitions.find(({ kind }) => kind === 'Next');
      if (next === undefined || state.transitions.length > 1) return false;
      if (steps > 0 && this.#counters.effectOf(state, next, counter).kind !== 'none') return false;
      state = next.target === undefined ? undefined : this.#machine.stateByName.get(next.target);
      if (state !== undefined && cycle.has(state)) return true;
    }
    return false;
  }
}

/** At least this many rounds: one more where the counter grows only after it is compared. */
function roundsOf({ limit, isInclusive, mustHit }: Bound, start: number, step: number): number | undefined {
  const distance = (limit - start) / step;
  if (mustHit === true && (distance < 0 || !Number.isInteger(distance))) return undefined;
  const rounds = isInclusive ? Math.floor(distance) + 1 : Math.ceil(distance);
  return Math.max(1, rounds);
}
