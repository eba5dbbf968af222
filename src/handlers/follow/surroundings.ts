/**
 * What stands around the statement that is being followed: the tests it depends on, loops, the error that is handled. Branches
 * that decide whether a call is made are *forks*: without a route they are only noted; with one, each of them is followed on
 * one side, so that the trace has no conditions.
 */
import type { Range } from '../../text/source-file.ts';
import type { Blocker, Expr } from '../ir.ts';

/** Branches that are gone on with at most. */
const MAX_LEAVES = 48;

/** One way through the forks of a handler; past its decisions, the side where the test is true. */
export interface Route {
  /** Where the tests of the forks start in the source. */
  readonly forks: ReadonlySet<number>;
  readonly decisions: readonly boolean[];
}

export interface Condition {
  readonly test: Expr;
  /** Where the test stands of a branch that can be followed on one side; undefined: a loop, or the handling of an error. */
  readonly origin: number | undefined;
}

const LOOP: Blocker = { gate: 'one-call', message: 'a loop', unblock: '', range: { start: 0, end: 0 } };

/** How often the code there runs, if it does, is not known. */
export function unknownTimes({ start, end }: Range): Condition {
  return { test: { kind: 'opaque', blocker: LOOP, start, end }, origin: undefined };
}

export class Surroundings {
  readonly #route: Route | undefined;
  readonly #conditions: Condition[] = [];
  #loops = 0;
  #leaves = 0;
  #mustRun = false;
  #handled: string | undefined;

  constructor(route: Route | undefined) {
    this.#route = route;
  }

  /** Whether several calls may be made on the way. */
  get hasRoute(): boolean {
    return this.#route !== undefined;
  }

  get isConditional(): boolean {
    return this.#conditions.length > 0;
  }

  get inLoop(): boolean {
    return this.#loops > 0;
  }

  /** Not while modules are loaded, where there is no input, and not in what is done about an error. */
  get mustRun(): boolean {
    return this.#mustRun;
  }

  /** The name of the error that is being handled. */
  get handled(): string | undefined {
    return this.#handled;
  }

  /** All tests around; undefined where there are none. */
  when(): Expr | undefined {
    return this.#conditions.reduce<Expr | undefined>(
      (all, { test }) =>
        all === undefined ? test : { kind: 'both', left: all, right: test, start: test.start, end: test.end },
      undefined,
    );
  }

  /** Where the branches start that decide whether a call here is made, if all of them can be followed on one side. */
  forks(): readonly number[] {
    const origins = this.#conditions.flatMap(({ origin }) => (origin === undefined ? [] : [origin]));
    return origins.length < this.#conditions.length || this.inLoop ? [] : origins;
  }

  /** Which side of a branch is followed alone, if one is; `earlier` decisions have been made. */
  decision(origin: number, earlier: number): boolean | undefined {
    return this.#route?.forks.has(origin) === true ? (this.#route.decisions[earlier] ?? true) : undefined;
  }

  /** Counts one more branch that is gone on with; false where there are too many. */
  takeBranch(): boolean {
    return ++this.#leaves <= MAX_LEAVES;
  }

  under<T>(condition: Condition | undefined, work: () => T): T {
    if (condition === undefined) return work();
    this.#conditions.push(condition);
    try {
      return work();
    } finally {
      this.#conditions.pop();
    }
  }

  looping<T>(work: () => T): T {
    this.#loops++;
    const made = work();
    this.#loops--;
    return made;
  }

  handling<T>(error: string, work: () => T): T {
    const outer = this.#handled;
    this.#handled = error;
    const made = work();
    this.#handled = outer;
    return made;
  }

  surely<T>(work: () => T): T {
    return this.#running(true, work);
  }

  atEase<T>(work: () => T): T {
    return this.#running(false, work);
  }

  #running<T>(mustRun: boolean, work: () => T): T {
    const outer = this.#mustRun;
    this.#mustRun = mustRun;
    const made = work();
    this.#mustRun = outer;
    return made;
  }
}
