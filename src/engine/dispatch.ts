/**
 * The one walk: for each kind of model part a table of the listeners that want it, so that a kind nobody listens to
 * costs nothing. Turns what rules report into diagnostics.
 */
import type { Analyses } from '../analysis/index.ts';
import { nestedMachines } from '../asl/model.ts';
import type { Declaration, Machine, MapState, ParallelState, State, TaskState } from '../asl/model.ts';
import { partsOfMachine, partsOfState } from '../asl/parts.ts';
import type { Part } from '../asl/parts.ts';
import type { Listener, Report, ReportContext, RuleContext } from '../rules/rule.ts';
import type { Diagnostic } from './diagnostic.ts';
import { toDiagnostic } from './report.ts';
import type { Subject } from './report.ts';
import type { ActiveRule } from './selection.ts';

export type FailureListener = (rule: ActiveRule, error: unknown) => void;

interface Subscription<Part, Context extends ReportContext = RuleContext> {
  readonly rule: ActiveRule;
  readonly listen: Listener<Part, Context>;
}

export class DispatchTable {
  readonly #declaration: readonly Subscription<Declaration, ReportContext>[];
  readonly #machine: readonly Subscription<Machine>[];
  readonly #anyMachine: readonly Subscription<Machine>[];
  readonly #part: readonly Subscription<Part>[];
  readonly #state: readonly Subscription<State>[];
  readonly #task: readonly Subscription<TaskState>[];
  readonly #map: readonly Subscription<MapState>[];
  readonly #parallel: readonly Subscription<ParallelState>[];

  constructor(rules: readonly ActiveRule[]) {
    this.#declaration = listenersOf(rules, (rule) => rule.module.listeners.declaration);
    this.#machine = listenersOf(rules, (rule) => rule.module.listeners.machine);
    this.#anyMachine = listenersOf(rules, (rule) => rule.module.listeners.anyMachine);
    this.#part = listenersOf(rules, (rule) => rule.module.listeners.part);
    this.#state = listenersOf(rules, (rule) => rule.module.listeners.state);
    this.#task = listenersOf(rules, (rule) => rule.module.listeners.task);
    this.#map = listenersOf(rules, (rule) => rule.module.listeners.map);
    this.#parallel = listenersOf(rules, (rule) => rule.module.listeners.parallel);
  }

  declaration(declaration: Declaration, onFailure: FailureListener): readonly Diagnostic[] {
    const walk = new Walk<ReportContext>((context) => context, onFailure);
    walk.call(this.#declaration, declaration, { kind: 'declaration', declaration });
    return walk.diagnostics;
  }

  machine(
    machine: Machine,
    analyses: Analyses,
    onFailure: FailureListener,
  ): { readonly diagnostics: readonly Diagnostic[]; readonly stateCount: number } {
    const walk = new Walk<RuleContext>((context) => ({ ...context, analyses }), onFailure);
    walk.call(this.#machine, machine, { kind: 'machine', machine });
    const stateCount = this.#states(machine, walk);
    return { diagnostics: walk.diagnostics, stateCount };
  }

  #states(machine: Machine, walk: Walk<RuleContext>): number {
    const own: Subject =
      machine.owner === undefined ? { kind: 'machine', machine } : { kind: 'state', state: machine.owner };
    walk.call(this.#anyMachine, machine, own);
    if (this.#part.length > 0) for (const part of partsOfMachine(machine)) walk.call(this.#part, part, own);
    let count = machine.states.length;
    for (const state of machine.states) {
      const subject: Subject = { kind: 'state', state };
      if (this.#part.length > 0) for (const part of partsOfState(state)) walk.call(this.#part, part, subject);
      walk.call(this.#state, state, subject);
      if (state.type === 'Task') walk.call(this.#task, state, subject);
      else if (state.type === 'Map') walk.call(this.#map, state, subject);
      else if (state.type === 'Parallel') walk.call(this.#parallel, state, subject);
      for (const nested of nestedMachines(state)) count += this.#states(nested, walk);
    }
    return count;
  }
}

function listenersOf<Part, Context extends ReportContext>(
  rules: readonly ActiveRule[],
  pick: (rule: ActiveRule) => Listener<Part, Context> | undefined,
): readonly Subscription<Part, Context>[] {
  return rules.flatMap((rule) => {
    const listen = pick(rule);
    return listen === undefined ? [] : [{ rule, listen }];
  });
}

/** One walk over one machine or declaration: its findings, and the rules that failed on it. */
class Walk<Context extends ReportContext> {
  readonly diagnostics: Diagnostic[] = [];
  readonly #complete: (context: ReportContext) => Context;
  readonly #onFailure: FailureListener;
  readonly #contexts = new Map<ActiveRule, Context>();
  readonly #failed = new Set<ActiveRule>();
  #subject: Subject | undefined;

  constructor(complete: (context: ReportContext) => Context, onFailure: FailureListener) {
    this.#complete = complete;
    this.#onFailure = onFailure;
  }

  call<Part>(listeners: readonly Subscription<Part, Context>[], part: Part, subject: Subject): void {
    this.#subject = subject;
    for (const { rule, listen } of listeners) {
      if (this.#failed.size > 0 && this.#failed.has(rule)) continue;
      try {
        listen(part, this.#context(rule));
      } catch (error) {
        this.#failed.add(rule);
        this.#onFailure(rule, error);
      }
    }
  }

  /** One for a rule, not one for a call: there are as many calls as parts times rules. */
  #context(rule: ActiveRule): Context {
    const known = this.#contexts.get(rule);
    if (known !== undefined) return known;
    const context = this.#complete({
      integerOption: (name) => rule.integerOption(name),
      stringOption: (name) => rule.stringOption(name),
      stringsOption: (name) => rule.stringsOption(name),
      report: (report) => this.#report(rule, report),
    });
    this.#contexts.set(rule, context);
    return context;
  }

  #report(rule: ActiveRule, report: Report): void {
    const { declaration } = report;
    const subject: Subject | undefined = declaration ? { kind: 'declaration', declaration } : this.#subject;
    const diagnostic = subject && toDiagnostic(rule, report, subject);
    if (diagnostic !== undefined) this.diagnostics.push(diagnostic);
  }
}
