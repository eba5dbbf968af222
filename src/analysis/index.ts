/** The analyses of one whole machine: computed when a rule first asks, once, and shared by all rules. */
import type { Machine, State } from '../asl/model.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import { fallbackStates } from './error-flow.ts';

export interface Analyses {
  /** States that run only because the quota of another AI task was spent. */
  readonly fallbackStates: ReadonlySet<State>;
  /** Present when some state of the machine is a JSONata state. */
  readonly parseJsonata: ParseJsonata | undefined;
}

export class MachineAnalyses implements Analyses {
  readonly parseJsonata: ParseJsonata | undefined;
  readonly #machine: Machine;
  #fallbackStates: ReadonlySet<State> | undefined;

  constructor(machine: Machine, parseJsonata: ParseJsonata | undefined) {
    this.#machine = machine;
    this.parseJsonata = parseJsonata;
  }

  get fallbackStates(): ReadonlySet<State> {
    this.#fallbackStates ??= fallbackStates(this.#machine);
    return this.#fallbackStates;
  }
}
