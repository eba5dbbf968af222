/**
 * What is found while a handler is followed: checks, calls and choices in their order, reasons against it, notes. Everything is
 * collected; nothing stops at the first reason.
 */
import type { Range } from '../../text/source-file.ts';
import { Failing } from '../failing.ts';
import type { AgentFacts, Blocker, Check, Expr, Gate, NumberedCall, SeenCall, SideNote } from '../ir.ts';
import type { FunctionParts } from '../syntax.ts';

/** What happens, in its order; `taken` is the side of a fork that was followed. */
export type TraceEntry =
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'call'; readonly call: NumberedCall }
  | { readonly kind: 'choice'; readonly test: Expr; readonly taken: boolean };

/** In place of the name of an error: what was caught is raised as it is. */
export const SAME_ERROR = '(the same error)';

/** A loop whose body makes the call. */
export interface FollowedItems extends Range {
  readonly of: Expr;
  /** Of the item. */
  readonly name: string;
  readonly results: readonly Collected[];
  /** Where it stood in the trace. */
  readonly at: number;
  readonly trace: readonly TraceEntry[];
}

/** What is added to the list of results, on a condition, inside these `try` blocks. */
export interface Collected {
  /** The number of its box. */
  readonly list: number;
  readonly value: Expr;
  readonly when: Expr | undefined;
  readonly within: readonly number[] | undefined;
}

/** A function that a decorator may change. */
export interface WrappedFunction {
  readonly decorator: string;
  readonly parts: FunctionParts;
  readonly range: Range;
}

export class Findings {
  readonly blockers: Blocker[] = [];
  /** Reasons against a handler in which nothing else stands in the way: each may fail in the function alone. */
  readonly unsure: Blocker[] = [];
  readonly trace: TraceEntry[] = [];
  readonly notes: SideNote[] = [];
  readonly calls: SeenCall[] = [];
  /** Calls that are no model calls. */
  readonly storeCalls: Range[] = [];
  /** Where the tests start that decide whether a call is made. */
  readonly forks = new Set<number>();
  readonly raised = new Set<string>();
  /** Calls whose stream has been read: there is nothing left in it. */
  readonly readBodies = new Set<number>();
  readonly wrapped = new Map<string, WrappedFunction>();
  readonly failing = new Failing();
  /** Agents that are asked, and calls that offer tools, in their order. */
  readonly agents: AgentFacts[] = [];
  /** Whether the source gives a model what a tool returned. */
  readonly returnsToolResults: boolean;
  /** The loop with the call, if there is one. */
  items: FollowedItems | undefined;
  /** What the body of the loop that is followed has added to lists. */
  collected: Collected[] | undefined;

  constructor(returnsToolResults: boolean) {
    this.returnsToolResults = returnsToolResults;
  }

  /** The calls that were made on the way so far. */
  get made(): readonly NumberedCall[] {
    return this.trace.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []));
  }

  /** How many forks have been decided so far. */
  get choices(): number {
    return this.trace.filter(({ kind }) => kind === 'choice').length;
  }

  /** Checks before the first call, or after it. */
  checks(side: 'before' | 'after'): readonly Check[] {
    const first = this.trace.findIndex(({ kind }) => kind === 'call');
    const at = first < 0 ? this.trace.length : first;
    const part = side === 'before' ? this.trace.slice(0, at) : this.trace.slice(at);
    return part.flatMap((entry) => (entry.kind === 'check' ? [entry.check] : []));
  }

  block(gate: Gate, message: string, unblock: string, range: Range): void {
    const { start, end } = range;
    const isKnown = this.blockers.some(
      (known) => known.range.start === start && known.gate === gate && known.message === message,
    );
    if (!isKnown) this.blockers.push({ gate, message, unblock, range: { start, end } });
  }

  addCheck(check: Check): void {
    const { within } = this.failing;
    this.trace.push({ kind: 'check', check: within === undefined ? check : { ...check, within } });
  }

  /** Takes back what was noted since, where something else is to be made of it. */
  mark(): () => void {
    const lists = [this.trace, this.notes, this.calls, this.storeCalls, this.blockers, this.unsure];
    const lengths = lists.map(({ length }) => length);
    const sets: readonly (readonly [Set<unknown>, readonly unknown[]])[] = [
      [this.raised, [...this.raised]],
      [this.forks, [...this.forks]],
      [this.readBodies, [...this.readBodies]],
    ];
    const { items } = this;
    const forget = this.failing.save();
    const collected = this.collected?.length;
    return () => {
      forget();
      if (this.collected !== undefined) this.collected.length = collected ?? 0;
      this.items = items;
      for (const [i, list] of lists.entries()) list.length = lengths[i] ?? 0;
      for (const [set, kept] of sets) {
        set.clear();
        for (const item of kept) set.add(item);
      }
    };
  }

  /** Work of which neither the trace nor the names of raised errors are kept. */
  aside(work: () => void): void {
    const { length } = this.trace;
    const raised = [...this.raised];
    work();
    this.trace.length = length;
    this.raised.clear();
    for (const name of raised) this.raised.add(name);
  }
}
