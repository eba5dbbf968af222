/** The analyses of one whole machine: computed when a rule first asks, once, and shared by all rules. */
import type { Machine, State } from '../asl/model.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import { ErrorFlow, mainPathStates } from './error-flow.ts';

export interface Analyses {
  readonly errorFlow: ErrorFlow;
  /** States that are reached otherwise than by catching what may be a quota error of another AI task. */
  readonly mainPathStates: ReadonlySet<State>;
  /** Present when some state of the machine is a JSONata state. */
  readonly parseJsonata: ParseJsonata | undefined;
}

export class MachineAnalyses implements Analyses {
  readonly errorFlow = new ErrorFlow();
  readonly parseJsonata: ParseJsonata | undefined;
  readonly #machine: Machine;
  #mainPathStates: ReadonlySet<State> | undefined;

  constructor(machine: Machine, parseJsonata: ParseJsonata | undefined) {
    this.#machine = machine;
    this.parseJsonata = parseJsonata;
  }

  get mainPathStates(): ReadonlySet<State> {
    this.#mainPathStates ??= mainPathStates(this.#machine);
    return this.#mainPathStates;
  }
}
