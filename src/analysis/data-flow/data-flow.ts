/**
 * The shapes of the data of one whole machine: what each state gets, what each of its paths and expressions reads.
 * Computed in the order of the transitions, again where a loop or a variable brings something new, until nothing does.
 * Where a transition or a field may hold what is not known here, anything may come in: such a machine's inputs are
 * unknown. Bounded: what grows too often is taken to be anything, and after too many rounds everything is.
 */
import { machinesWithin, nestedMachines } from '../../asl/model.ts';
import type { Machine, MapState, State, TaskState } from '../../asl/model.ts';
import type { ServiceTables } from '../../aws/services/tables.ts';
import type { ParseJsonata } from '../../expr/jsonata/expression.ts';
import type { Node } from '../../tree/node.ts';
import { startState } from '../graph.ts';
import { FieldReader, ParsedTexts } from './field-reader.ts';
import type { Read } from './field-reader.ts';
import { flowOrder } from './flow-order.ts';
import type { FlowStep } from './flow-order.ts';
import { FROM_INPUT } from './marks.ts';
import { readOtherFields } from './other-fields.ts';
import { Scope } from './scope.ts';
import { ANYTHING, NOTHING, anything, isNothing, join } from './shape.ts';
import type { Shape } from './shape.ts';
import { TaskResults } from './task-result.ts';
import { Transfer } from './transfer.ts';
import type { Handover, TransferContext } from './transfer.ts';

/** How often the input of a state may grow before it is taken to be anything. */
const MAX_CHANGES = 30;
const MAX_ROUNDS = 60;

interface Arrival {
  shape: Shape;
  changes: number;
}

export class DataFlow {
  readonly #root: Machine | undefined;
  readonly #texts: ParsedTexts;
  readonly #results: TaskResults;
  readonly #scopes = new Map<Machine, Scope>();
  readonly #inputs = new Map<State, Arrival>();
  readonly #outputs = new Map<Machine, Arrival>();
  readonly #dirty = new Set<State>();
  #isOpen = false;
  #isComputed = false;
  #gaveUp = false;
  #lastReads: { readonly state: State; readonly reads: readonly Read[] } | undefined;

  constructor(root: Machine | undefined, parseJsonata: ParseJsonata | undefined, services: ServiceTables) {
    this.#root = root;
    this.#texts = new ParsedTexts(parseJsonata);
    this.#results = new TaskResults(services);
  }

  /** Undefined for a state that nothing leads to. */
  inputOf(state: State): Shape | undefined {
    this.#compute();
    if (this.#gaveUp) return ANYTHING;
    const shape = this.#inputs.get(state)?.shape ?? NOTHING;
    return isNothing(shape) ? undefined : shape;
  }

  /** What a branch or an iteration leaves. */
  outputOf(machine: Machine): Shape {
    this.#compute();
    return this.#gaveUp ? ANYTHING : (this.#outputs.get(machine)?.shape ?? NOTHING);
  }

  /** What a Map goes over. */
  itemsOf(map: MapState): Shape {
    return this.#transfer(map, undefined).items(map);
  }

  /** Every path and expression of a state, with what it gives; in the order in which they are evaluated. */
  readsOf(state: State): readonly Read[] {
    this.#compute();
    if (this.#lastReads?.state === state) return this.#lastReads.reads;
    const reads: Read[] = [];
    const input = this.#inputs.get(state)?.shape ?? NOTHING;
    if (!this.#gaveUp && !isNothing(input)) this.#record(state, reads, input);
    const distinct = reads.length > 1 ? oneOfEachNode(reads) : reads;
    this.#lastReads = { state, reads: distinct };
    return distinct;
  }

  /** What a state would read if it got `input`. */
  readsWith(state: State, input: Shape): readonly Read[] {
    this.#compute();
    const reads: Read[] = [];
    if (!this.#gaveUp) this.#record(state, reads, input);
    return reads;
  }

  /** What a state would do with `input`; for walks of their own. */
  transferWith(state: State, input: Shape): Transfer {
    this.#compute();
    return new Transfer(state, input, this.#contextOf(state, undefined));
  }

  /** What a Task is called with. */
  argumentsOf(state: TaskState): Shape {
    const transfer = this.#transfer(state, undefined);
    const { reader } = this.#contextOf(state, undefined);
    const { arguments: template, queryLanguage } = state;
    if (template === undefined) return NOTHING;
    if (queryLanguage === 'JSONata') return reader.jsonata(template, 'Arguments', transfer.jsonataRoots());
    return reader.template(template, 'Parameters', transfer.pathRoots(transfer.effective()));
  }

  /** Whether what the states get may come from what is not known here. */
  get isOpen(): boolean {
    this.#compute();
    return this.#gaveUp || this.#isOpen;
  }

  scopeOf(machine: Machine): Scope {
    this.#compute();
    const scope = this.#scopes.get(machine);
    if (scope === undefined) throw new TypeError('a machine of another definition');
    return scope;
  }

  #record(state: State, reads: Read[], input: Shape): void {
    const transfer = new Transfer(state, input, this.#contextOf(state, reads));
    if (state.type === 'Map' || state.type === 'Parallel') transfer.enter(state);
    transfer.leave(IGNORED);
    readOtherFields(
      state.type === 'Choice' ? transfer.loosened(IGNORED, 'asked') : transfer,
      this.#contextOf(state, reads).reader,
    );
  }

  #contextOf(state: State, reads: Read[] | undefined): TransferContext {
    const scope = this.#scopes.get(state.machine);
    if (scope === undefined) throw new TypeError('a state of another definition');
    return {
      scope,
      reader: new FieldReader(this.#texts, reads),
      texts: this.#texts,
      results: this.#results,
      within: nestedMachines(state).map((machine) => this.#outputs.get(machine)?.shape ?? NOTHING),
    };
  }

  #transfer(state: State, reads: Read[] | undefined): Transfer {
    this.#compute();
    return new Transfer(state, this.#inputs.get(state)?.shape ?? NOTHING, this.#contextOf(state, reads));
  }

  #compute(): void {
    if (this.#isComputed || this.#root === undefined) return;
    this.#isComputed = true;
    for (const machine of machinesWithin(this.#root)) {
      const outer = machine.owner === undefined ? undefined : this.#scopes.get(machine.owner.machine);
      this.#scopes.set(machine, new Scope(machine, outer));
    }
    // One unknown rule or transition may keep any state from being reached with what it would misread.
    const machines = [...this.#scopes.keys()];
    this.#isOpen = !machines.every(isWhollyKnown) || [...this.#scopes.values()].some(({ isOpen }) => isOpen);
    if (this.#isOpen) for (const machine of machines) this.#openUp(machine);
    this.#start(this.#root, anything(FROM_INPUT));
    this.#run(flowOrder(this.#root));
  }

  /** Anything may come in anywhere, and go out. */
  #openUp(machine: Machine): void {
    const scope = this.#scopes.get(machine);
    scope?.openUp();
    const unknown = anything(scope?.everyTime ?? 0);
    for (const state of machine.states) this.#arrive(this.#inputs, state, unknown);
    this.#arrive(this.#outputs, machine, unknown);
    for (const state of machine.states) this.#dirty.add(state);
  }

  #run(order: readonly FlowStep[]): void {
    let round = 0;
    for (; this.#dirty.size > 0 && round < MAX_ROUNDS; round++) {
      for (const step of order) if (this.#dirty.has(step.state)) this.#take(step);
    }
    this.#gaveUp = this.#dirty.size > 0;
  }

  #take({ state, kind }: FlowStep): void {
    const transfer = new Transfer(state, this.#inputs.get(state)?.shape ?? NOTHING, this.#contextOf(state, undefined));
    if (kind === 'enter' && (state.type === 'Map' || state.type === 'Parallel')) {
      const start = transfer.enter(state);
      for (const machine of nestedMachines(state)) this.#start(machine, start);
      return;
    }
    // What comes in meanwhile, as from a loop onto itself, is for the next round.
    this.#dirty.delete(state);
    transfer.leave(this.#handover(state));
  }

  #start(machine: Machine, shape: Shape): void {
    const state = startState(machine);
    if (state !== undefined && this.#arrive(this.#inputs, state, shape)) this.#dirty.add(state);
  }

  #handover(state: State): Handover {
    const { machine } = state;
    const arriveAt = (target: Node | undefined, shape: Shape): void => {
      const next = target?.kind === 'string' ? machine.stateByName.get(target.value) : undefined;
      if (next !== undefined && this.#arrive(this.#inputs, next, shape)) this.#dirty.add(next);
    };
    return {
      next: (shape) => {
        const { node } = state;
        if (node.get('Next') !== undefined) arriveAt(node.get('Next'), shape);
        else this.#end(machine, shape);
      },
      to: arriveAt,
      assign: (name, shape) => {
        for (const reader of this.#scopes.get(machine)?.assign(name, shape) ?? []) this.#dirty.add(reader);
      },
    };
  }

  /** What a branch or iteration leaves is part of what the state around it leaves. */
  #end(machine: Machine, shape: Shape): void {
    const { owner } = machine;
    if (owner !== undefined && this.#arrive(this.#outputs, machine, shape)) this.#dirty.add(owner);
  }

  /** Whether something new arrives. */
  #arrive<Key>(arrivals: Map<Key, Arrival>, key: Key, shape: Shape): boolean {
    const known = arrivals.get(key);
    if (known === undefined) {
      arrivals.set(key, { shape, changes: 0 });
      return true;
    }
    const joined = join(known.shape, shape);
    if (joined === known.shape) return false;
    known.changes++;
    known.shape = known.changes > MAX_CHANGES ? join(joined, ANYTHING) : joined;
    return true;
  }
}

const IGNORED: Handover = { next: () => undefined, to: () => undefined, assign: () => undefined };

function oneOfEachNode(reads: readonly Read[]): readonly Read[] {
  const nodes = new Set<Node>();
  return reads.filter(({ node }) => !nodes.has(node) && nodes.add(node));
}

/** Whether every way into every state is written here. */
function isWhollyKnown(machine: Machine): boolean {
  const states = machine.node.get('States');
  if (states?.kind !== 'object' || states.isOpen || states.entries.length !== machine.states.length) return false;
  if (machine.node.isOpen || machine.startAt?.kind !== 'string') return false;
  return machine.states.every((state) => {
    if (state.type === 'untyped' || state.node.isOpen) return false;
    if ('catchers' in state && !state.catchersKnown) return false;
    const choices = state.node.get('Choices');
    return (
      (choices === undefined || areKnownRules(choices)) && state.transitions.every(({ target }) => target !== undefined)
    );
  });
}

/** Whether it can be seen what all rules of a Choice ask for, nested ones included. */
function areKnownRules(choices: Node): boolean {
  if (choices.kind !== 'array') return false;
  const waiting = [...choices.items];
  for (let rule = waiting.pop(); rule !== undefined; rule = waiting.pop()) {
    if (rule.kind !== 'object' || rule.isOpen) return false;
    for (const field of ['Variable', 'Condition', 'IsPresent']) if (rule.get(field)?.kind === 'unknown') return false;
    for (const field of ['And', 'Or']) {
      const inner = rule.get(field);
      if (inner === undefined) continue;
      if (inner.kind !== 'array') return false;
      waiting.push(...inner.items);
    }
    const not = rule.get('Not');
    if (not !== undefined) waiting.push(not);
  }
  return true;
}
