/** The analyses of one whole machine: computed when a rule first asks, once, and shared by all rules. */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, State } from '../asl/model.ts';
import type { Part } from '../asl/parts.ts';
import { SHIPPED_FACTS } from '../aws/facts.ts';
import type { Facts } from '../aws/facts.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import { DataFlow } from './data-flow/data-flow.ts';
import { Decisions } from './data-flow/decisions.ts';
import { lostInputs } from './data-flow/lost-input.ts';
import type { LostInput } from './data-flow/lost-input.ts';
import type { ObjectNode } from '../tree/node.ts';
import { CallBudgets } from './call-budget.ts';
import { ElapsedWaits } from './elapsed-waits.ts';
import { ErrorFlow, mainPathStates } from './error-flow.ts';
import { EscapingErrors } from './escaping-errors.ts';
import { cyclesAmong } from './graph.ts';
import { readExpressionsOf } from './jsonata-scopes.ts';
import type { ReadExpression } from './jsonata-scopes.ts';
import { reachedByActingCatchers } from './shadowed-entries.ts';
import { reachedFromStart, statesLeadingAnywhere } from './reached-states.ts';
import { unfilledPlaceholders } from './unfilled-placeholders.ts';
import type { UnfilledByState } from './unfilled-placeholders.ts';
import { VariableUses } from './variable-uses.ts';
import { Variables } from './variables.ts';
import { MissingPermissions } from './permissions/missing-permissions.ts';
import { CalledParametersTable } from './called-parameters.ts';
import { MissingTeardowns } from './missing-teardowns.ts';
import { UnreviewedActions } from './unreviewed-actions.ts';
import { BranchWaits } from './branch-waits.ts';
import { NameIndex } from './name-index.ts';
import { onlyEnd } from './only-end.ts';
import { hasTerminalState } from './terminal-state.ts';

/** All states of a machine that lead to one another. */
export interface Cycle {
  readonly states: ReadonlySet<State>;
  /** Whether one of them is a Wait. */
  readonly waits: boolean;
}

export interface Analyses {
  /** What the data of the machine looks like at run time. */
  readonly dataFlow: DataFlow;
  /** What the machine decides by. */
  readonly decisions: Decisions;
  /** States whose catchers replace an input that is read later. */
  readonly lostInputs: ReadonlyMap<State, readonly LostInput[]>;
  readonly branchWaits: BranchWaits;
  readonly errorFlow: ErrorFlow;
  /** Which errors leave the machines inside a Map or Parallel. */
  readonly escapingErrors: EscapingErrors;
  /** How often and how many at once AI tasks are called at worst. */
  readonly callBudgets: CallBudgets;
  /** How long an execution has certainly waited when it comes to a state. */
  readonly elapsedWaits: ElapsedWaits;
  /** The first state of each name in the whole machine, nested ones included. */
  readonly firstStateByName: ReadonlyMap<string, State>;
  /** Whether some state at the top level ends the whole machine; undefined when that is not known. */
  readonly hasTerminalState: boolean | undefined;
  /** Labels of Maps, and near names of states. */
  readonly names: NameIndex;
  /** States that are reached otherwise than by catching what may be a quota error of another AI task. */
  readonly mainPathStates: ReadonlySet<State>;
  /** The state of a machine within this one that must be its end, though it does not say so. */
  readonly onlyEndOf: (machine: Machine) => State | undefined;
  /** The states that a machine within this one reaches from its start; undefined when a transition is not known. */
  readonly reachedStates: (machine: Machine) => ReadonlySet<State> | undefined;
  /** The states that a machine within this one certainly reaches when its shadowed catchers are taken away. */
  readonly reachedByActingCatchers: (machine: Machine) => ReadonlySet<State>;
  /** Whether an execution may come to a state, every transition around it being known. */
  readonly isSurelyReached: (state: State) => boolean;
  /** Where what a state made is left behind. */
  readonly missingTeardowns: MissingTeardowns;
  /** What is done after an agent without a look at what it did. */
  readonly unreviewedActions: UnreviewedActions;
  /** Whether some path from a state leads over what is not known, and so perhaps anywhere. */
  readonly mayLeadAnywhere: (state: State) => boolean;
  /** The cycles that a state is on; undefined when it is on none. */
  readonly cycleOf: (state: State) => Cycle | undefined;
  /** Placeholders that nothing gives a value to. */
  readonly unfilledPlaceholders: UnfilledByState;
  /** Present when some state of the machine is a JSONata state. */
  readonly parseJsonata: ParseJsonata | undefined;
  /** The JSONata expressions of a part that parse, with what each reads and calls. */
  readonly expressionsOf: (part: Part) => readonly ReadExpression[];
  /** Which variables are assigned where, and by when. */
  readonly variables: Variables;
  /** Where they are read. */
  readonly variableUses: VariableUses;
  /** Limits, models and prices, with the user's own entries. */
  readonly facts: Facts;
  /** What is known of AWS services. */
  readonly services: ServiceTables;
  /** Which permissions the roles of the machine lack for its calls. */
  readonly missingPermissions: MissingPermissions;
  /** What is known of the parameters of calls. */
  readonly calledParameters: CalledParametersTable;
}

export class MachineAnalyses implements Analyses {
  readonly branchWaits = new BranchWaits();
  readonly errorFlow = new ErrorFlow();
  readonly escapingErrors = new EscapingErrors();
  readonly missingTeardowns = new MissingTeardowns();
  readonly unreviewedActions = new UnreviewedActions();
  readonly callBudgets: CallBudgets;
  readonly elapsedWaits: ElapsedWaits;
  readonly parseJsonata: ParseJsonata | undefined;
  readonly services: ServiceTables;
  readonly facts: Facts;
  readonly #machine: Machine;
  #dataFlow: DataFlow | undefined;
  #decisions: Decisions | undefined;
  #lostInputs: ReadonlyMap<State, readonly LostInput[]> | undefined;
  #calledParameters: CalledParametersTable | undefined;
  #mainPathStates: ReadonlySet<State> | undefined;
  readonly #onlyEnds = new Map<Machine, State | undefined>();
  readonly #reachedStates = new Map<Machine, ReadonlySet<State> | undefined>();
  readonly #reachedByActing = new Map<Machine, ReadonlySet<State>>();
  readonly #leadingAnywhere = new Map<Machine, ReadonlySet<State>>();
  readonly #cycles = new Map<Machine, ReadonlyMap<State, Cycle>>();
  #variables: Variables | undefined;
  #variableUses: VariableUses | undefined;
  readonly #expressions = new Map<ObjectNode, readonly ReadExpression[]>();
  #firstStateByName: ReadonlyMap<string, State> | undefined;
  #unfilledPlaceholders: UnfilledByState | undefined;
  #hasTerminalState: { readonly answer: boolean | undefined } | undefined;
  #names: NameIndex | undefined;
  #missingPermissions: MissingPermissions | undefined;

  constructor(
    machine: Machine,
    parseJsonata: ParseJsonata | undefined,
    services: ServiceTables,
    facts: Facts = SHIPPED_FACTS,
  ) {
    this.#machine = machine;
    this.parseJsonata = parseJsonata && rememberingParse(parseJsonata);
    this.services = services;
    this.facts = facts;
    this.elapsedWaits = new ElapsedWaits((within) => this.reachedStates(within));
    this.callBudgets = new CallBudgets(this.escapingErrors, parseJsonata, facts.limits);
  }

  get dataFlow(): DataFlow {
    this.#dataFlow ??= new DataFlow(this.#machine, this.parseJsonata, this.services);
    return this.#dataFlow;
  }

  get decisions(): Decisions {
    this.#decisions ??= new Decisions(this.#machine, this.dataFlow);
    return this.#decisions;
  }

  get lostInputs(): ReadonlyMap<State, readonly LostInput[]> {
    this.#lostInputs ??= lostInputs(this.#machine, this.dataFlow);
    return this.#lostInputs;
  }

  get calledParameters(): CalledParametersTable {
    this.#calledParameters ??= new CalledParametersTable(this.services);
    return this.#calledParameters;
  }

  get firstStateByName(): ReadonlyMap<string, State> {
    this.#firstStateByName ??= firstStateByName(this.#machine);
    return this.#firstStateByName;
  }

  get unfilledPlaceholders(): UnfilledByState {
    this.#unfilledPlaceholders ??= unfilledPlaceholders(this.#machine);
    return this.#unfilledPlaceholders;
  }

  get hasTerminalState(): boolean | undefined {
    this.#hasTerminalState ??= { answer: hasTerminalState(this.#machine) };
    return this.#hasTerminalState.answer;
  }

  get missingPermissions(): MissingPermissions {
    this.#missingPermissions ??= new MissingPermissions(this.#machine);
    return this.#missingPermissions;
  }

  get names(): NameIndex {
    this.#names ??= new NameIndex(this.#machine);
    return this.#names;
  }

  readonly onlyEndOf = (machine: Machine): State | undefined => {
    if (!this.#onlyEnds.has(machine)) this.#onlyEnds.set(machine, onlyEnd(machine));
    return this.#onlyEnds.get(machine);
  };

  readonly reachedStates = (machine: Machine): ReadonlySet<State> | undefined => {
    if (!this.#reachedStates.has(machine)) this.#reachedStates.set(machine, reachedFromStart(machine));
    return this.#reachedStates.get(machine);
  };

  readonly reachedByActingCatchers = (machine: Machine): ReadonlySet<State> => {
    const known = this.#reachedByActing.get(machine) ?? reachedByActingCatchers(machine);
    this.#reachedByActing.set(machine, known);
    return known;
  };

  readonly isSurelyReached = (state: State): boolean => {
    let holder: State | undefined = state;
    for (; holder !== undefined; holder = holder.machine.owner) {
      const machine: Machine = holder.machine;
      if (this.reachedStates(machine)?.has(holder) !== true) return false;
    }
    return true;
  };

  readonly mayLeadAnywhere = (state: State): boolean => {
    const known = this.#leadingAnywhere.get(state.machine) ?? statesLeadingAnywhere(state.machine);
    this.#leadingAnywhere.set(state.machine, known);
    return known.has(state);
  };

  readonly cycleOf = (state: State): Cycle | undefined => {
    const known = this.#cycles.get(state.machine) ?? cycleByState(state.machine);
    this.#cycles.set(state.machine, known);
    return known.get(state);
  };

  readonly expressionsOf = (part: Part): readonly ReadExpression[] => {
    if (this.parseJsonata === undefined || part.language !== 'JSONata') return [];
    const known = this.#expressions.get(part.node);
    if (known !== undefined) return known;
    const read = readExpressionsOf(part, this.parseJsonata, this.variables);
    this.#expressions.set(part.node, read);
    return read;
  };

  get variables(): Variables {
    this.#variables ??= new Variables(this.#machine, this.reachedStates);
    return this.#variables;
  }

  get variableUses(): VariableUses {
    this.#variableUses ??= new VariableUses(this.#machine, this.expressionsOf);
    return this.#variableUses;
  }

  get mainPathStates(): ReadonlySet<State> {
    this.#mainPathStates ??= mainPathStates(this.#machine);
    return this.#mainPathStates;
  }
}

/** Enough for what several rules ask of one state; few enough for a machine of any size. */
const REMEMBERED = 256;

function rememberingParse(parse: ParseJsonata): ParseJsonata {
  const known = new Map<string, ReturnType<ParseJsonata>>();
  return (text) => {
    const parsed = known.get(text) ?? parse(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}

function firstStateByName(root: Machine): ReadonlyMap<string, State> {
  const first = new Map<string, State>();
  for (const machine of machinesWithin(root)) {
    for (const state of machine.states) if (!first.has(state.name)) first.set(state.name, state);
  }
  return first;
}

function cycleByState(machine: Machine): ReadonlyMap<State, Cycle> {
  const byState = new Map<State, Cycle>();
  for (const states of cyclesAmong(machine, machine.states, () => true)) {
    const cycle = { states, waits: [...states].some(({ type }) => type === 'Wait') };
    for (const state of states) byState.set(state, cycle);
  }
  return byState;
}
