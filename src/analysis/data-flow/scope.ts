/**
 * What the states of one machine share: its variables, and how deep it lies. A variable has one shape for the whole
 * machine that assigns it, whatever the order; inner machines read those of the machines around them, but for the
 * children of a Distributed Map, which see their own alone.
 */
import type { Machine, State } from '../../asl/model.ts';
import type { Node } from '../../tree/node.ts';
import { FROM_INPUT, FROM_ITEM, depthOfMachine, variesWithin } from './marks.ts';
import { ANYTHING, NOTHING, anything, join, objectOf, textOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** How often the shape of a variable may grow before it is taken to be anything. */
const MAX_CHANGES = 30;

interface Variable {
  shape: Shape;
  changes: number;
  /** States whose evaluation read it. */
  readonly readers: Set<State>;
}

export class Scope {
  readonly machine: Machine;
  readonly depth: number;
  /** Marks of what changes with each evaluation. */
  readonly everyTime: number;
  /** The context object, and its members. */
  readonly context: Shape;
  readonly contextMembers: ReadonlyMap<string, Shape>;
  readonly #outer: Scope | undefined;
  readonly #variables = new Map<string, Variable>();
  /** Marks of what changes with each execution. */
  readonly #everyExecution: number;
  #isOpen = false;
  #isAnything = false;

  constructor(machine: Machine, outer: Scope | undefined) {
    this.machine = machine;
    this.depth = depthOfMachine(machine);
    this.everyTime = variesWithin(this.depth);
    const isChild = machine.owner?.type === 'Map' && machine.owner.mode !== 'INLINE';
    this.#outer = isChild ? undefined : outer;
    this.#everyExecution = isChild || outer === undefined ? this.everyTime : outer.#everyExecution;
    if (isChild && machine.owner.mode === 'unknown') this.#isOpen = true;
    this.contextMembers = contextObject(
      this.everyTime,
      this.#everyExecution,
      isChild || outer?.isChildExecution === true,
    );
    this.context = objectOf(this.contextMembers, 'any', { restMarks: this.everyTime });
    for (const state of machine.states) this.#declare(state);
  }

  /** Whether there may be variables whose names are not known. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isChildExecution(): boolean {
    return this.#everyExecution !== 0;
  }

  /** Nothing is known of any variable from here on. */
  openUp(): void {
    this.#isAnything = true;
  }

  /** Undefined when no machine that can be seen from here assigns it. */
  variable(name: string, reader: State): Shape | undefined {
    if (this.#isAnything) return anything(this.everyTime);
    const variable = this.#variables.get(name);
    if (variable === undefined) return this.#isOpen ? anything(this.everyTime) : this.#outer?.variable(name, reader);
    variable.readers.add(reader);
    return variable.shape;
  }

  /** The states to look at again, since they read the variable. */
  assign(name: string, value: Shape): Iterable<State> {
    const variable = this.#variables.get(name);
    if (variable === undefined) return [];
    const joined = join(variable.shape, value);
    if (joined === variable.shape) return [];
    variable.changes++;
    variable.shape = variable.changes > MAX_CHANGES ? join(joined, ANYTHING) : joined;
    return variable.readers;
  }

  #declare(state: State): void {
    const { node } = state;
    this.#declareIn(node.get('Assign'));
    if (node.isOpen) this.#isOpen = true;
    if ('catchers' in state) {
      for (const catcher of state.catchers) this.#declareIn(catcher.node.get('Assign'));
      if (!state.catchersKnown) this.#isOpen = true;
    }
    const choices = node.get('Choices');
    if (choices?.kind !== 'array') return;
    for (const rule of choices.items) if (rule.kind === 'object') this.#declareIn(rule.get('Assign'));
  }

  #declareIn(assign: Node | undefined): void {
    if (assign === undefined) return;
    if (assign.kind !== 'object' || assign.isOpen) this.#isOpen = true;
    if (assign.kind !== 'object') return;
    for (const { key } of assign.entries) {
      const name = key.value.replace(/\.\$$/, '');
      if (!this.#variables.has(name)) this.#variables.set(name, { shape: NOTHING, changes: 0, readers: new Set() });
    }
  }
}

/** Fields that are not listed may be there. */
function contextObject(everyTime: number, everyExecution: number, isChild: boolean): ReadonlyMap<string, Shape> {
  const ofExecution = textOf({}, everyExecution);
  const input = anything(isChild ? FROM_ITEM | everyExecution : FROM_INPUT);
  const execution = new Map([
    ['Id', ofExecution],
    ['Name', ofExecution],
    ['RoleArn', textOf({})],
    ['StartTime', ofExecution],
    ['Input', input],
  ]);
  const machine = new Map([
    ['Id', textOf({})],
    ['Name', textOf({})],
  ]);
  return new Map([
    ['Execution', objectOf(execution, 'any')],
    ['StateMachine', objectOf(machine, 'any')],
    ['State', anything(everyTime)],
    ['Map', anything(everyTime | FROM_ITEM)],
    ['Task', anything(everyTime)],
  ]);
}
