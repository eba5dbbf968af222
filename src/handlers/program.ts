/**
 * Follows a handler along every side of the branches that decide whether a call is made, one run of the interpreter for
 * each, and makes one tree of the runs: what is checked, called and chosen, in its order.
 *
 * Limits: a bounded number of ways; branches in loops and in the handling of errors are no forks.
 */
import type { Findings } from './follow/findings.ts';
import type { Route } from './follow/surroundings.ts';
import type { Blocker, Check, Expr, Step } from './ir.ts';

/** Ways through a handler that are followed at most. */
const MAX_WAYS = 24;

/** What one run of the interpreter gives. */
export interface Way {
  readonly findings: Findings;
  readonly result: Expr | undefined;
}

export interface Exploration {
  /** Undefined where there are too many ways. */
  readonly first: Step | undefined;
  readonly ways: readonly Way[];
  readonly blockers: readonly Blocker[];
}

/** `follow` runs the handler along a route; `forks` are those that a run without a route has noted. */
export function explore(forks: ReadonlySet<number>, follow: (route: Route) => Way): Exploration {
  let known = forks;
  for (;;) {
    const explorer = new Explorer(known, follow);
    const first = explorer.tree([], 0);
    const all = new Set([...known, ...explorer.ways.flatMap(({ findings }) => [...findings.forks])]);
    // A branch that mattered on one way only is followed on all of them.
    if (all.size === known.size) return { first, ways: explorer.ways, blockers: explorer.blockers() };
    known = all;
  }
}

class Explorer {
  readonly ways: Way[] = [];
  readonly #forks: ReadonlySet<number>;
  readonly #follow: (route: Route) => Way;
  #isTooWide = false;

  constructor(forks: ReadonlySet<number>, follow: (route: Route) => Way) {
    this.#forks = forks;
    this.#follow = follow;
  }

  blockers(): readonly Blocker[] {
    const found = this.ways.flatMap(({ findings }) => findings.blockers);
    if (!this.#isTooWide) return found;
    const range = { start: Math.min(...this.#forks), end: Math.min(...this.#forks) + 1 };
    const message = `calls depend on so many branches that there are more than ${String(MAX_WAYS)} ways through the handler`;
    return [...found, { gate: 'pure-ops', message, unblock: 'Split the function into smaller ones.', range }];
  }

  /** The steps of the way with these decisions, from its entry number `from` on. */
  tree(decisions: readonly boolean[], from: number): Step | undefined {
    if (this.ways.length >= MAX_WAYS) {
      this.#isTooWide = true;
      return undefined;
    }
    const way = this.#follow({ forks: this.#forks, decisions });
    this.ways.push(way);
    return this.#steps(way, from);
  }

  #steps(way: Way, from: number): Step | undefined {
    const { trace } = way.findings;
    const before: Check[] = [];
    for (const [i, entry] of trace.entries()) {
      if (i < from) continue;
      switch (entry.kind) {
        case 'check':
          before.push(entry.check);
          if (alwaysRaises(entry.check)) return { kind: 'fail', before, error: entry.check.error };
          break;
        case 'call': {
          const then = this.#steps(way, i + 1);
          return then === undefined ? undefined : { kind: 'call', before, call: entry.call, then };
        }
        case 'choice':
          return this.#choice(way, { at: i, before }, entry.test);
      }
    }
    return way.result === undefined ? undefined : { kind: 'end', before, result: way.result };
  }

  /** The run went along the true side; the other side needs a run of its own. */
  #choice(
    way: Way,
    { at, before }: { readonly at: number; readonly before: readonly Check[] },
    test: Expr,
  ): Step | undefined {
    const earlier = way.findings.trace.slice(0, at).flatMap((entry) => (entry.kind === 'choice' ? [entry.taken] : []));
    const then = this.#steps(way, at + 1);
    const otherwise = this.tree([...earlier, false], at + 1);
    return then === undefined || otherwise === undefined
      ? undefined
      : { kind: 'choice', before, test, then, otherwise };
  }
}

function alwaysRaises(check: Check): check is Extract<Check, { kind: 'refuse' }> {
  return check.kind === 'refuse' && check.when.kind === 'literal' && check.when.value === true;
}
