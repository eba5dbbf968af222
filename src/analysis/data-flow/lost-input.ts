/**
 * What becomes of executions whose input a catcher has replaced by the error: which states read from it what was in the
 * input. Walks from all such catchers of a machine at once, with nothing but the error as input, so that states which
 * are reached with their input as well are judged by what the catcher leaves.
 */
import { machinesWithin, nestedMachines } from '../../asl/model.ts';
import type { Catcher, Machine, State } from '../../asl/model.ts';
import { startState } from '../graph.ts';
import type { DataFlow } from './data-flow.ts';
import type { Read } from './field-reader.ts';
import type { MissedStep } from './read-log.ts';
import { NULL, join, objectOf, sourced, textOf } from './shape.ts';
import type { Shape } from './shape.ts';
import type { Handover } from './transfer.ts';

/** A catcher after which a state reads what is gone. */
export interface LostInput {
  readonly state: State;
  readonly catcher: Catcher;
  readonly reader: State;
  readonly read: Read;
  readonly step: MissedStep;
}

const MAX_CHANGES = 8;

interface Loss {
  readonly reader: State;
  readonly read: Read;
  readonly step: MissedStep;
}

/** By the state whose catcher it is. */
export function lostInputs(root: Machine, dataFlow: DataFlow): ReadonlyMap<State, readonly LostInput[]> {
  const found = new Map<State, LostInput[]>();
  if (dataFlow.isOpen) return found;
  for (const machine of machinesWithin(root)) {
    const catchers = discardingCatchers(machine, dataFlow);
    if (catchers.length === 0) continue;
    const losses = new ErrorWalk(dataFlow).from(catchers.map(({ target }) => target));
    for (const { state, catcher, target } of catchers) {
      const loss = losses.get(target);
      if (loss !== undefined) found.set(state, [...(found.get(state) ?? []), { state, catcher, ...loss }]);
    }
  }
  return found;
}

interface Discarding {
  readonly state: State;
  readonly catcher: Catcher;
  readonly target: State;
}

function discardingCatchers(machine: Machine, dataFlow: DataFlow): readonly Discarding[] {
  return machine.states.flatMap((state) => {
    if (!('catchers' in state) || state.queryLanguage !== 'JSONPath' || state.node.isOpen) return [];
    if (state.catchers.length === 0 || dataFlow.inputOf(state) === undefined) return [];
    return state.catchers.flatMap((catcher) => {
      const target = catcher.next?.kind === 'string' ? machine.stateByName.get(catcher.next.value) : undefined;
      return target === undefined || !discards(catcher) ? [] : [{ state, catcher, target }];
    });
  });
}

function discards({ node }: Catcher): boolean {
  if (node.isOpen) return false;
  const path = node.get('ResultPath');
  return path === undefined || (path.kind === 'string' && path.value === '$');
}

/** The error as a catcher without `ResultPath` leaves it. Its own state is not told apart: all leave the same. */
function errorFrom(state: State): Shape {
  const text = join(textOf({}), NULL);
  const fields = new Map([
    ['Error', text],
    ['Cause', text],
  ]);
  return sourced(objectOf(fields, 'none'), [{ state, kind: 'error', path: '' }]);
}

class ErrorWalk {
  readonly #dataFlow: DataFlow;
  readonly #inputs = new Map<State, { shape: Shape; changes: number }>();
  readonly #origins = new Map<State, Set<State>>();
  readonly #waiting: State[] = [];

  constructor(dataFlow: DataFlow) {
    this.#dataFlow = dataFlow;
  }

  /** For each state on the way, a read that it leads to. */
  from(targets: readonly State[]): ReadonlyMap<State, Loss> {
    const [first] = targets;
    if (first === undefined) return new Map();
    const error = errorFrom(first);
    for (const target of targets) this.#arrive(target, error, undefined);
    for (let state = this.#waiting.pop(); state !== undefined; state = this.#waiting.pop()) this.#pass(state);
    return this.#spread();
  }

  #arrive(state: State, shape: Shape, from: State | undefined): void {
    if (!isError(shape)) return;
    if (from !== undefined) {
      const origins = this.#origins.get(state) ?? new Set();
      this.#origins.set(state, origins.add(from));
    }
    const known = this.#inputs.get(state);
    if (known === undefined) {
      this.#inputs.set(state, { shape, changes: 0 });
      this.#waiting.push(state);
      return;
    }
    const joined = join(known.shape, shape);
    if (joined === known.shape || ++known.changes > MAX_CHANGES) return;
    known.shape = joined;
    this.#waiting.push(state);
  }

  #pass(state: State): void {
    const input = this.#inputs.get(state)?.shape;
    if (input === undefined || state.type === 'untyped' || state.node.isOpen) return;
    const transfer = this.#dataFlow.transferWith(state, input);
    if (state.type === 'Map' || state.type === 'Parallel') {
      const within = transfer.enter(state);
      for (const machine of nestedMachines(state)) {
        const start = startState(machine);
        if (start !== undefined) this.#arrive(start, within, state);
      }
    }
    transfer.leave(this.#handover(state));
  }

  #handover(state: State): Handover {
    const to: Handover['to'] = (target, shape) => {
      const next = target?.kind === 'string' ? state.machine.stateByName.get(target.value) : undefined;
      if (next !== undefined) this.#arrive(next, shape, state);
    };
    return { next: (shape) => to(state.node.get('Next'), shape), to, assign: () => undefined };
  }

  #spread(): ReadonlyMap<State, Loss> {
    const losses = new Map<State, Loss>();
    for (const [state, { shape }] of this.#inputs) {
      const loss = this.#lossIn(state, shape);
      if (loss !== undefined) losses.set(state, loss);
    }
    const waiting = [...losses];
    for (const [state, loss] of waiting) {
      for (const origin of this.#origins.get(state) ?? []) {
        if (losses.has(origin)) continue;
        losses.set(origin, loss);
        waiting.push([origin, loss]);
      }
    }
    return losses;
  }

  #lossIn(reader: State, input: Shape): Loss | undefined {
    for (const read of this.#dataFlow.readsWith(reader, input)) {
      const step = read.missed.find(({ miss, base, fails }) => fails && miss.kind === 'field' && isError(base));
      if (step !== undefined) return { reader, read, step };
    }
    return undefined;
  }
}

/** The error itself, with what may have been put beside it. */
function isError({ sources }: Shape): boolean {
  return sources.length > 0 && sources.every(({ kind, path }) => kind === 'error' && path === '');
}
