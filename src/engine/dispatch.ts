/**
 * The one walk: for each kind of model part a table of the listeners that want it, so that a kind nobody listens to
 * costs nothing. Turns what rules report into diagnostics.
 */
import type { Analyses } from '../analysis/index.ts';
import { nestedMachines } from '../asl/model.ts';
import type { Declaration, Machine, MapState, ParallelState, State, TaskState } from '../asl/model.ts';
import { partsOfMachine, partsOfState } from '../asl/parts.ts';
import type { Part } from '../asl/parts.ts';
import type { Facts } from '../aws/facts.ts';
import type { MigrationOf, TaskMigration } from '../fixers/task-migration.ts';
import type { Listener, Report, RuleContext, RuleListeners } from '../rules/rule.ts';
import type { Diagnostic } from './diagnostic.ts';
import { toDiagnostic, whereaboutsOf } from './report.ts';
import type { Subject } from './report.ts';
import type { ActiveRule, Whereabouts } from './selection.ts';

export type FailureListener = (rule: ActiveRule, error: unknown) => void;

/** What is known of the machine that is walked. */
export interface Known {
  readonly analyses: Analyses;
  readonly migrationOf: MigrationOf;
}

interface Subscription<Part> {
  readonly rule: ActiveRule;
  readonly context: ActiveContext;
  readonly listen: Listener<Part>;
}

export class DispatchTable {
  readonly #declaration: readonly Subscription<Declaration>[];
  readonly #machine: readonly Subscription<Machine>[];
  readonly #anyMachine: readonly Subscription<Machine>[];
  readonly #part: readonly Subscription<Part>[];
  readonly #state: readonly Subscription<State>[];
  readonly #task: readonly Subscription<TaskState>[];
  readonly #map: readonly Subscription<MapState>[];
  readonly #parallel: readonly Subscription<ParallelState>[];

  readonly #walk = new Walk();

  constructor(rules: readonly ActiveRule[], facts: Facts) {
    const contexts = rules.map((rule) => new ActiveContext(rule, facts, this.#walk));
    this.#declaration = listenersOf(contexts, (listeners) => listeners.declaration);
    this.#machine = listenersOf(contexts, (listeners) => listeners.machine);
    this.#anyMachine = listenersOf(contexts, (listeners) => listeners.anyMachine);
    this.#part = listenersOf(contexts, (listeners) => listeners.part);
    this.#state = listenersOf(contexts, (listeners) => listeners.state);
    this.#task = listenersOf(contexts, (listeners) => listeners.task);
    this.#map = listenersOf(contexts, (listeners) => listeners.map);
    this.#parallel = listenersOf(contexts, (listeners) => listeners.parallel);
  }

  declaration(declaration: Declaration, onFailure: FailureListener): readonly Diagnostic[] {
    const walk = this.#walk.begin(undefined, onFailure);
    walk.call(this.#declaration, declaration, { kind: 'declaration', declaration });
    return walk.end();
  }

  machine(
    machine: Machine,
    known: Known,
    onFailure: FailureListener,
  ): { readonly diagnostics: readonly Diagnostic[]; readonly stateCount: number } {
    const walk = this.#walk.begin(known, onFailure);
    walk.call(this.#machine, machine, { kind: 'machine', machine });
    const stateCount = this.#states(machine, walk);
    return { diagnostics: walk.end(), stateCount };
  }

  #states(machine: Machine, walk: Walk): number {
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

function listenersOf<Part>(
  contexts: readonly ActiveContext[],
  pick: (listeners: RuleListeners) => Listener<Part> | undefined,
): readonly Subscription<Part>[] {
  const found: Subscription<Part>[] = [];
  for (const context of contexts) {
    const listen = pick(context.rule.module.listeners);
    if (listen !== undefined) found.push({ rule: context.rule, context, listen });
  }
  return found;
}

/** What one rule sees of the walk that is under way: made once, since there are as many calls as parts times rules. */
class ActiveContext implements RuleContext {
  readonly rule: ActiveRule;
  readonly facts: Facts;
  readonly #walk: Walk;

  constructor(rule: ActiveRule, facts: Facts, walk: Walk) {
    this.rule = rule;
    this.facts = facts;
    this.#walk = walk;
  }

  get analyses(): Analyses {
    return this.#walk.known.analyses;
  }

  migrationOf(state: State): TaskMigration | undefined {
    return this.#walk.known.migrationOf(state);
  }

  integerOption(name: string): number {
    return this.rule.integerOption(name, this.#whereabouts);
  }

  stringOption(name: string): string {
    return this.rule.stringOption(name, this.#whereabouts);
  }

  stringsOption(name: string): readonly string[] {
    return this.rule.stringsOption(name, this.#whereabouts);
  }

  /** Asked for only where it makes a difference. */
  get #whereabouts(): Whereabouts | undefined {
    return this.rule.isOverridden ? this.#walk.whereabouts : undefined;
  }

  report(report: Report): void {
    this.#walk.report(this.rule, report);
  }
}

/** The walk over one machine or declaration: its findings, and the rules that failed on it. One at a time. */
class Walk {
  #known: Known | undefined;
  #diagnostics: Diagnostic[] = [];
  #onFailure: FailureListener | undefined;
  readonly #failed = new Set<ActiveRule>();
  #subject: Subject | undefined;

  begin(known: Known | undefined, onFailure: FailureListener): this {
    this.#known = known;
    this.#diagnostics = [];
    this.#onFailure = onFailure;
    this.#failed.clear();
    return this;
  }

  /** What was found; keeps nothing of the machine. */
  end(): readonly Diagnostic[] {
    this.#known = undefined;
    this.#subject = undefined;
    return this.#diagnostics;
  }

  get known(): Known {
    if (this.#known === undefined) throw new TypeError('A declaration has no machine to analyse.');
    return this.#known;
  }

  get whereabouts(): Whereabouts | undefined {
    return this.#subject === undefined ? undefined : whereaboutsOf(this.#subject);
  }

  call<Part>(subscriptions: readonly Subscription<Part>[], part: Part, subject: Subject): void {
    this.#subject = subject;
    for (const { rule, context, listen } of subscriptions) {
      if (this.#failed.size > 0 && this.#failed.has(rule)) continue;
      try {
        listen(part, context);
      } catch (error) {
        this.#failed.add(rule);
        this.#onFailure?.(rule, error);
      }
    }
  }

  report(rule: ActiveRule, report: Report): void {
    const { declaration } = report;
    const subject: Subject | undefined = declaration ? { kind: 'declaration', declaration } : this.#subject;
    const diagnostic = subject && toDiagnostic(rule, report, subject);
    if (diagnostic !== undefined) this.#diagnostics.push(diagnostic);
  }
}
