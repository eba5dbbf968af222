/** The analyses of one whole machine: computed when a rule first asks, once, and shared by all rules. */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, State } from '../asl/model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import { CalledParametersTable } from './called-parameters.ts';
import { BranchWaits } from './branch-waits.ts';
import { ErrorFlow, mainPathStates } from './error-flow.ts';
import { NameIndex } from './name-index.ts';
import { reachedFromStart } from './reached-states.ts';
import { hasTerminalState } from './terminal-state.ts';

export interface Analyses {
  readonly branchWaits: BranchWaits;
  readonly errorFlow: ErrorFlow;
  /** The first state of each name in the whole machine, nested ones included. */
  readonly firstStateByName: ReadonlyMap<string, State>;
  /** Whether some state at the top level ends the whole machine; undefined when that is not known. */
  readonly hasTerminalState: boolean | undefined;
  /** Labels of Maps, and near names of states. */
  readonly names: NameIndex;
  /** States that are reached otherwise than by catching what may be a quota error of another AI task. */
  readonly mainPathStates: ReadonlySet<State>;
  /** The states that a machine within this one reaches from its start; undefined when a transition is not known. */
  readonly reachedStates: (machine: Machine) => ReadonlySet<State> | undefined;
  /** Present when some state of the machine is a JSONata state. */
  readonly parseJsonata: ParseJsonata | undefined;
  /** What is known of AWS services. */
  readonly services: ServiceTables;
  /** What is known of the parameters of calls. */
  readonly calledParameters: CalledParametersTable;
}

export class MachineAnalyses implements Analyses {
  readonly branchWaits = new BranchWaits();
  readonly errorFlow = new ErrorFlow();
  readonly parseJsonata: ParseJsonata | undefined;
  readonly services: ServiceTables;
  readonly #machine: Machine;
  #calledParameters: CalledParametersTable | undefined;
  #mainPathStates: ReadonlySet<State> | undefined;
  readonly #reachedStates = new Map<Machine, ReadonlySet<State> | undefined>();
  #firstStateByName: ReadonlyMap<string, State> | undefined;
  #hasTerminalState: { readonly answer: boolean | undefined } | undefined;
  #names: NameIndex | undefined;

  constructor(machine: Machine, parseJsonata: ParseJsonata | undefined, services: ServiceTables) {
    this.#machine = machine;
    this.parseJsonata = parseJsonata && rememberingParse(parseJsonata);
    this.services = services;
  }

  get calledParameters(): CalledParametersTable {
    this.#calledParameters ??= new CalledParametersTable(this.services);
    return this.#calledParameters;
  }

  get firstStateByName(): ReadonlyMap<string, State> {
    this.#firstStateByName ??= firstStateByName(this.#machine);
    return this.#firstStateByName;
  }

  get hasTerminalState(): boolean | undefined {
    this.#hasTerminalState ??= { answer: hasTerminalState(this.#machine) };
    return this.#hasTerminalState.answer;
  }

  get names(): NameIndex {
    this.#names ??= new NameIndex(this.#machine);
    return this.#names;
  }

  readonly reachedStates = (machine: Machine): ReadonlySet<State> | undefined => {
    if (!this.#reachedStates.has(machine)) this.#reachedStates.set(machine, reachedFromStart(machine));
    return this.#reachedStates.get(machine);
  };

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
