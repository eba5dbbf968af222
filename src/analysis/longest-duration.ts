/**
 * The longest that an execution can take: the longest way through the machine by the time limits of its tasks, with
 * their retries and the waits between them. One state on the way whose time nobody bounds makes the whole unbounded, but
 * for the limit of the machine itself and that of the service; those states are named, each with the reason. The
 * moments that Step Functions itself takes are left out.
 */
import type { Machine, MachineType, MapState, ParallelState, State, TaskState } from '../asl/model.ts';
import { nestedMachines } from '../asl/model.ts';
import { isHarnessCall } from '../asl/harness.ts';
import type { Limits } from '../aws/limits.ts';
import type { Factor } from './call-budget.ts';
import { longestWay } from './longest-way.ts';
import { loopRounds } from './loops.ts';
import type { Rounds } from './loops.ts';
import { knownItems } from './step-count.ts';
import type { WayAnalyses } from './step-count.ts';

/** Why nothing is known of how long a state may take. */
export type OpenReason = 'noTimeout' | 'unknownTime' | 'loop' | 'items' | 'retries' | 'unknownState';

export interface OpenState {
  readonly state: State;
  readonly why: OpenReason;
}

export interface LongestDuration {
  /** By the states alone; undefined when one of them has no bound. */
  readonly seconds: number | undefined;
  /** States on the way that have none. */
  readonly open: readonly OpenState[];
  /** False when some transition is not known, so that there may be longer ways; then `seconds` is not known either. */
  readonly isWhole: boolean;
  /** Whether it rests on a loop's count of rounds, which may be one more. */
  readonly hasLoops: boolean;
  /** What ends the execution in any case; undefined when it is not known. */
  readonly limit: { readonly seconds: number; readonly by: 'machine' | 'service' } | undefined;
}

export function longestDuration(machine: Machine, analyses: WayAnalyses): LongestDuration {
  const reader = new DurationReader(analyses);
  const seconds = reader.longest(machine);
  const { open, isWhole, hasLoops } = reader;
  return {
    seconds: isWhole && open.length === 0 ? seconds : undefined,
    open,
    isWhole,
    hasLoops,
    limit: limitOf(machine, analyses.facts.limits),
  };
}

function limitOf(machine: Machine, limits: Limits): LongestDuration['limit'] {
  const own = machine.node.get('TimeoutSeconds');
  const service = serviceLimit(machine.type, limits);
  if (own === undefined && !machine.node.isOpen) {
    return service === undefined ? undefined : { seconds: service, by: 'service' };
  }
  if (own?.kind !== 'number') return undefined;
  return service !== undefined && service < own.value
    ? { seconds: service, by: 'service' }
    : { seconds: own.value, by: 'machine' };
}

function serviceLimit(type: MachineType, limits: Limits): number | undefined {
  if (type === 'unknown') return undefined;
  return type === 'EXPRESS' ? limits.expressExecutionSeconds : limits.standardExecutionSeconds;
}

class DurationReader {
  readonly open: OpenState[] = [];
  hasLoops = false;
  isWhole = true;
  readonly #analyses: WayAnalyses;

  constructor(analyses: WayAnalyses) {
    this.#analyses = analyses;
  }

  longest(machine: Machine): number | undefined {
    if (this.#analyses.reachedStates(machine) === undefined) this.isWhole = false;
    const rounds = loopRounds(machine, this.#analyses.parseJsonata);
    const weigh = (state: State, isOnCycle: boolean): number =>
      this.#secondsOf(state, isOnCycle ? rounds.get(state) : undefined);
    return longestWay(machine, weigh, () => true);
  }

  #secondsOf(state: State, rounds: Rounds | undefined): number {
    const once = this.#secondsOnce(state);
    if (rounds === undefined || once === 0) return once;
    if (rounds.kind === 'unknown') return this.#openAt(state, 'loop');
    this.hasLoops = true;
    return once * rounds.count;
  }

  #secondsOnce(state: State): number {
    switch (state.type) {
      case 'Task':
        return this.#task(state);
      case 'Wait':
        return this.#wait(state);
      case 'Parallel':
        return this.#parallel(state);
      case 'Map':
        return this.#map(state);
      case 'untyped':
        return this.#openAt(state, 'unknownState');
      default:
        return 0;
    }
  }

  #task(state: TaskState): number {
    const timeout = timeoutOf(state, this.#analyses.facts.limits);
    if (typeof timeout !== 'number') return this.#openAt(state, timeout);
    return this.#withRetries(state, timeout, this.#analyses.callBudgets.of(state).factors);
  }

  #wait(state: State): number {
    const seconds = state.node.get('Seconds');
    return seconds?.kind === 'number' ? seconds.value : this.#openAt(state, 'unknownTime');
  }

  #parallel(state: ParallelState): number {
    const longest = state.branches.reduce((most, branch) => Math.max(most, this.longest(branch) ?? 0), 0);
    const [branch] = state.branches;
    return branch === undefined
      ? 0
      : this.#withRetries(state, longest, this.#analyses.callBudgets.around(branch).factors);
  }

  #map(state: MapState): number {
    const [processor] = nestedMachines(state);
    if (processor === undefined) return this.#openAt(state, 'unknownState');
    const once = this.longest(processor) ?? 0;
    const items = knownItems(state, this.#analyses.callBudgets);
    const { concurrency, factors } = this.#analyses.callBudgets.around(processor);
    const atOnce = concurrency.find((level) => level.state === state)?.count;
    if (items === undefined || atOnce === undefined) return once === 0 ? 0 : this.#openAt(state, 'items');
    return this.#withRetries(state, once * Math.ceil(items / Math.max(1, atOnce)), factors);
  }

  #withRetries(state: TaskState | MapState | ParallelState, once: number, factors: readonly Factor[]): number {
    const attempts = factors.find((factor) => factor.kind === 'attempts' && factor.state === state);
    if (attempts?.kind !== 'attempts') return once;
    const { count, waitSeconds } = attempts;
    if (count === undefined || waitSeconds === undefined) return this.#openAt(state, 'retries');
    return once * count + waitSeconds;
  }

  #openAt(state: State, why: OpenReason): number {
    this.open.push({ state, why });
    return 0;
  }
}

/** One attempt at most; a task that waits for an agent is given up after the service's own time. */
function timeoutOf(state: TaskState, { harnessTaskSeconds }: Limits): number | OpenReason {
  const own = state.node.get('TimeoutSeconds');
  const limit = isHarnessCall(state) ? harnessTaskSeconds : undefined;
  if (own?.kind === 'number') return Math.min(own.value, limit ?? own.value);
  if (limit !== undefined) return limit;
  const isUnknown = own !== undefined || state.node.get('TimeoutSecondsPath') !== undefined || state.node.isOpen;
  return isUnknown ? 'unknownTime' : 'noTimeout';
}
