/**
 * How often an execution calls an AI task at worst, how many of the calls run at once, and why: a product of factors,
 * each with the place where it is written. Attempts of several retriers on one state add up, for each counts alone;
 * levels multiply. A factor whose number is not known stays in the list without one, so that the product of the others
 * is what happens at least.
 */
import type { Machine, MapState, ParallelState, Retrier, State, TaskState } from '../asl/model.ts';
import { MAP_BOUNDARY_ERRORS } from '../aws/ai-errors.ts';
import type { Limits } from '../aws/limits.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import type { Node } from '../tree/node.ts';
import { longestWait } from '../asl/retry-timing.ts';
import type { EscapingErrors } from './escaping-errors.ts';
import { loopRounds } from './loops.ts';
import type { Rounds } from './loops.ts';
import { raisedErrors, retriersTaking } from './raised-errors.ts';

export type Factor =
  | {
      /** A state and its retries. */
      readonly kind: 'attempts';
      readonly state: TaskState | MapState | ParallelState;
      readonly count: number | undefined;
      readonly retriers: readonly Retrier[];
      /** The waits between the attempts, together; undefined when one is not known. */
      readonly waitSeconds: number | undefined;
    }
  | {
      readonly kind: 'loop';
      /** The state that the loop brings round. */
      readonly state: State;
      readonly count: number | undefined;
      readonly guard: State | undefined;
      readonly node: Node | undefined;
    }
  | {
      /** The items of a Map; a batch counts as one. */
      readonly kind: 'items';
      readonly state: MapState;
      readonly count: number | undefined;
      readonly node: Node | undefined;
    };

/** How many iterations of a Map run at once. */
export interface Concurrency {
  readonly state: MapState;
  /** At most; undefined when it is not known. */
  readonly count: number | undefined;
  /** What bounds it: a limit, the number of items, the service itself. */
  readonly by: 'limit' | 'items' | 'service';
  readonly node: Node | undefined;
}

export interface CallBudget {
  readonly task: TaskState;
  /** Innermost first. */
  readonly factors: readonly Factor[];
  /** Calls for one item of every Map around the task, at worst; at least this many when a factor is not known. */
  readonly callsPerItem: number;
  /** The same for the whole execution; undefined when the items of a Map are not known. */
  readonly calls: number | undefined;
  readonly isExact: boolean;
  /** The Maps around the task, innermost first. */
  readonly concurrency: readonly Concurrency[];
  /** One run of the state at worst, with its retries and the waits between them; undefined without a known timeout. */
  readonly secondsPerRun: number | undefined;
}

interface Level {
  readonly factors: readonly Factor[];
  readonly concurrency: readonly Concurrency[];
}

const OUTERMOST: Level = { factors: [], concurrency: [] };

export class CallBudgets {
  readonly #errors: EscapingErrors;
  readonly #limits: Limits;
  readonly #parseJsonata: ParseJsonata | undefined;
  readonly #around = new Map<Machine, Level>();
  readonly #rounds = new Map<Machine, ReadonlyMap<State, Rounds>>();

  constructor(errors: EscapingErrors, parseJsonata: ParseJsonata | undefined, limits: Limits) {
    this.#errors = errors;
    this.#limits = limits;
    this.#parseJsonata = parseJsonata;
  }

  of(task: TaskState): CallBudget {
    const own = [attemptsOf(task, retriersTaking(task.retriers, raisedErrors(task).names)), ...this.#loop(task)];
    const around = this.around(task.machine);
    const factors = [...own, ...around.factors].filter(({ count }) => count !== 1);
    const repeats = factors.filter(({ kind }) => kind !== 'items');
    const callsPerItem = product(repeats);
    const hasUnknown = factors.some(({ count }) => count === undefined);
    return {
      task,
      factors,
      callsPerItem,
      calls: hasUnknown ? undefined : product(factors),
      isExact: repeats.every(({ count }) => count !== undefined),
      concurrency: around.concurrency,
      secondsPerRun: secondsOf(task, factors),
    };
  }

  /** What multiplies the runs of every state of a machine. */
  around(machine: Machine): Level {
    const known = this.#around.get(machine);
    if (known !== undefined) return known;
    const owner = machine.owner;
    const level = owner === undefined ? OUTERMOST : this.#level(owner);
    this.#around.set(machine, level);
    return level;
  }

  #level(owner: MapState | ParallelState): Level {
    const outer = this.around(owner.machine);
    const items = owner.type === 'Map' ? [itemsOf(owner)] : [];
    const own = [...items, this.#attempts(owner), ...this.#loop(owner)];
    const concurrency = owner.type === 'Map' ? [concurrencyOf(owner, this.#limits)] : [];
    return {
      factors: [...own.filter(({ count }) => count !== 1), ...outer.factors],
      concurrency: [...concurrency, ...outer.concurrency],
    };
  }

  #attempts(owner: MapState | ParallelState): Factor {
    const names = [...this.#errors.within(owner).names].filter((name) => !MAP_BOUNDARY_ERRORS.includes(name));
    return attemptsOf(owner, retriersTaking(owner.retriers, names));
  }

  #loop(state: State): readonly Factor[] {
    const rounds = this.#roundsOf(state.machine).get(state);
    if (rounds === undefined) return [];
    if (rounds.kind === 'unknown')
      return [{ kind: 'loop', state, count: undefined, guard: undefined, node: undefined }];
    return [{ kind: 'loop', state, count: rounds.count, guard: rounds.guard, node: rounds.limit }];
  }

  #roundsOf(machine: Machine): ReadonlyMap<State, Rounds> {
    const known = this.#rounds.get(machine) ?? loopRounds(machine, this.#parseJsonata);
    this.#rounds.set(machine, known);
    return known;
  }
}

/** The one call and what each retrier adds to it. */
function attemptsOf(
  state: TaskState | MapState | ParallelState,
  taken: readonly { readonly retrier: Retrier }[],
): Factor {
  const retriers = taken.map(({ retrier }) => retrier).filter(({ maxAttempts }) => maxAttempts !== 0);
  const attempts = retriers.map(({ maxAttempts }) => maxAttempts);
  const isKnown = state.retriersKnown && attempts.every((count) => count !== undefined);
  const waits = retriers.map(longestWait);
  return {
    kind: 'attempts',
    state,
    count: isKnown ? sum(attempts) + 1 : undefined,
    retriers,
    waitSeconds: isKnown && waits.every((wait) => wait !== undefined) ? sum(waits) : undefined,
  };
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}

function product(factors: readonly Factor[]): number {
  return factors.reduce((total, { count }) => total * (count ?? 1), 1);
}

/** A literal list, or the most items that a reader takes, in batches where the batcher says how large they are. */
function itemsOf(map: MapState): Factor {
  const items = map.queryLanguage === 'JSONPath' ? undefined : map.node.get('Items');
  if (items?.kind === 'array') return { kind: 'items', state: map, count: items.items.length, node: items };
  const node = readerLimit(map);
  if (node?.kind !== 'number' || node.value === 0)
    return { kind: 'items', state: map, count: undefined, node: undefined };
  const batcher = map.node.get('ItemBatcher');
  const size = batcher?.kind === 'object' ? batcher.get('MaxItemsPerBatch') : undefined;
  if (batcher !== undefined && size?.kind !== 'number') {
    return { kind: 'items', state: map, count: undefined, node: undefined };
  }
  const perBatch = size?.kind === 'number' && size.value > 0 ? size.value : 1;
  return { kind: 'items', state: map, count: Math.ceil(node.value / perBatch), node };
}

function readerLimit(map: MapState): Node | undefined {
  const reader = map.node.get('ItemReader');
  const config = reader?.kind === 'object' ? reader.get('ReaderConfig') : undefined;
  return config?.kind === 'object' ? config.get('MaxItems') : undefined;
}

function concurrencyOf(map: MapState, limits: Limits): Concurrency {
  const items = map.queryLanguage === 'JSONPath' ? undefined : map.node.get('Items');
  const length = items?.kind === 'array' ? items.items.length : Number.POSITIVE_INFINITY;
  const limit = limitOf(map, limits);
  if (limit === undefined) return { state: map, count: undefined, by: 'limit', node: undefined };
  const count = Math.min(limit.count, length);
  if (length < limit.count) return { state: map, count, by: 'items', node: items };
  return { state: map, count, by: limit.by, node: limit.node };
}

type Limit = Omit<Concurrency, 'state' | 'count'> & { readonly count: number };

function limitOf(map: MapState, limits: Limits): Limit | undefined {
  if (map.mode === 'unknown' || map.node.get('MaxConcurrencyPath') !== undefined) return undefined;
  const ceiling = map.mode === 'DISTRIBUTED' ? limits.distributedMapConcurrency : limits.inlineMapConcurrency;
  const node = map.node.get('MaxConcurrency');
  if (node === undefined) return map.node.isOpen ? undefined : { count: ceiling, by: 'service', node: undefined };
  if (node.kind !== 'number') return undefined;
  if (node.value === 0 || node.value > ceiling) return { count: ceiling, by: 'service', node };
  return { count: node.value, by: 'limit', node };
}

function secondsOf(task: TaskState, factors: readonly Factor[]): number | undefined {
  const timeout = task.node.get('TimeoutSeconds');
  if (timeout?.kind !== 'number') return undefined;
  const [own] = factors.filter((factor) => factor.kind === 'attempts' && factor.state === task);
  if (own === undefined) return timeout.value;
  if (own.kind !== 'attempts' || own.count === undefined || own.waitSeconds === undefined) return undefined;
  return own.count * timeout.value + own.waitSeconds;
}
