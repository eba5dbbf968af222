/**
 * Who reads what `lambda:invoke` gives beside the payload, where all of it goes on in the data of a machine in JSONPath. Follows
 * the data from the task to every state that may get it, and looks at each path that is read on the way: only paths into
 * the payload, or to other data, leave the rest unread. Whatever takes the data whole may hand it on, and so may the end of
 * the machine; what is not read with certainty counts as a reader. No values are followed, only where they are.
 */
import type { State, TaskState } from '../asl/model.ts';
import type { Node, Place } from '../tree/node.ts';

/** Where the answer stands in the data: the members that lead to it. */
type Trail = readonly string[];

/** A reader of more than the payload. */
export interface EnvelopeReader {
  readonly state: State;
  readonly at: Place;
  /** A verb and its object: `reads $.made.StatusCode`. */
  readonly what: string;
}

/** Undefined when certainly nothing reads more of the answer than the payload. */
export function envelopeReader(task: TaskState): EnvelopeReader | undefined {
  const trail = trailOf(task);
  if (trail === undefined) return { state: task, at: task.key, what: 'places it where it is not followed' };
  const seen = new Set<State>();
  const open: Next[] = [{ from: task, to: task.node.get('Next') }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const state = targetOf(step);
    if (state === undefined) return { state: step.from, at: step.to ?? step.from.key, what: 'ends with it' };
    if (seen.has(state)) continue;
    seen.add(state);
    const outcome = new Passage(state, trail).outcome();
    if (outcome.reader !== undefined) return { state, ...outcome.reader };
    open.push(...outcome.next.map((to) => ({ from: state, to })));
  }
  return undefined;
}

interface Next {
  readonly from: State;
  readonly to: Node | undefined;
}

function targetOf({ from, to }: Next): State | undefined {
  return to?.kind === 'string' ? from.machine.stateByName.get(to.value) : undefined;
}

const PLAIN_PLACE = /^\$(?:\.[A-Za-z_]\w*)?$/;

function trailOf({ node }: TaskState): Trail | undefined {
  const path = node.get('ResultPath');
  if (path === undefined) return [];
  if (path.kind !== 'string' || !PLAIN_PLACE.test(path.value)) return undefined;
  return path.value === '$' ? [] : [path.value.slice(2)];
}

interface Outcome {
  readonly reader?: { readonly at: Place; readonly what: string };
  /** Where the answer goes on to; `undefined` for the end of the machine. */
  readonly next: readonly (Node | undefined)[];
}

/** What one state does with data that has the answer in it. */
class Passage {
  readonly #state: State;
  readonly #trail: Trail;

  constructor(state: State, trail: Trail) {
    this.#state = state;
    this.#trail = trail;
  }

  outcome(): Outcome {
    const { node, queryLanguage, key, type } = this.#state;
    if (queryLanguage !== 'JSONPath' || node.isOpen || type === 'untyped')
      return { reader: { at: key, what: 'may take all of it' }, next: [] };
    const reader = this.#taken() ?? this.#read(node, '', true);
    if (reader !== undefined) return { reader, next: [] };
    return { next: [...(this.#handsOn() ? this.#successors() : []), ...this.#caught()] };
  }

  /** The input as a whole, where the state takes it so. */
  #taken(): Outcome['reader'] {
    const { node, type } = this.#state;
    if (this.#isNarrowed()) return undefined;
    if (type === 'Map' && node.get('ItemsPath') === undefined)
      return { at: this.#state.key, what: 'takes all of it as its items' };
    if (node.get('Parameters') !== undefined) return undefined;
    if (type === 'Task' || type === 'Parallel') return { at: this.#state.key, what: 'takes all of it as its input' };
    const place = node.get('ResultPath');
    const isPut = place !== undefined && !(place.kind === 'string' && place.value === '$') && place.kind !== 'null';
    return type === 'Pass' && isPut && node.get('Result') === undefined
      ? { at: place, what: 'puts all of it into a member of itself' }
      : undefined;
  }

  /** Whether the data that the state hands on still has the answer where it was. */
  #handsOn(): boolean {
    const { node, type } = this.#state;
    const outputPath = node.get('OutputPath');
    if (outputPath !== undefined && !(outputPath.kind === 'string' && outputPath.value === '$')) return false;
    const isMaker = type === 'Task' || type === 'Map' || type === 'Parallel';
    const place = node.get('ResultPath');
    const isMade = ['Result', 'Parameters'].some((name) => node.get(name) !== undefined);
    if (isMaker || (type === 'Pass' && isMade)) return this.#keeps(place);
    // A Pass without a result of its own gives its input.
    const isPlaced = type === 'Pass' && place !== undefined && !(place.kind === 'string' && place.value === '$');
    return isPlaced ? this.#keeps(place) : !this.#isNarrowed();
  }

  /** Whether a result that is put there leaves the answer where it is. */
  #keeps(place: Node | undefined): boolean {
    if (place === undefined) return false;
    if (place.kind === 'null') return true;
    if (place.kind !== 'string' || place.value === '$') return place.kind !== 'string';
    return this.#trail.length === 0 || place.value !== `$.${this.#trail.join('.')}`;
  }

  #successors(): readonly (Node | undefined)[] {
    const { type, node, transitions } = this.#state;
    if (type === 'Fail') return [];
    if (type === 'Choice') return transitions.map((transition) => transition.node);
    return [type === 'Succeed' ? undefined : node.get('Next')];
  }

  /** A catcher without a place for the error leaves nothing else. */
  #caught(): readonly (Node | undefined)[] {
    if (!('catchers' in this.#state)) return [];
    if (!this.#state.catchersKnown) return [undefined];
    return this.#state.catchers.flatMap(({ node, next }) =>
      node.isOpen || this.#keeps(node.get('ResultPath')) ? [next] : [],
    );
  }

  /** The first path in a value that may read more than the payload. */
  #read(node: Node, name: string, isState = false): Outcome['reader'] {
    if (node.kind === 'array') return first(node.items, (item) => this.#read(item, name));
    if (node.kind !== 'object') return this.#isPath(name) ? this.#pathReader(node, name) : undefined;
    if (node.isOpen) return { at: this.#state.key, what: 'may read more of it' };
    const isNarrowed = isState && this.#isNarrowed();
    return first(node.entries, ({ key, value }) => {
      // Of what is selected there, and not of the data itself.
      if (isState && (NESTED.includes(key.value) || OF_RESULT.includes(key.value))) return undefined;
      if (isNarrowed && !OF_DATA.includes(key.value)) return undefined;
      return this.#read(value, key.value);
    });
  }

  #isNarrowed(): boolean {
    const input = this.#state.node.get('InputPath');
    return input !== undefined && !(input.kind === 'string' && input.value === '$');
  }

  #isPath(name: string): boolean {
    return name.endsWith('.$') || name.endsWith('Path') || name === 'Variable';
  }

  #pathReader(node: Node, name: string): Outcome['reader'] {
    if (node.kind === 'null') return undefined;
    if (node.kind !== 'string') return { at: node, what: 'may read more of it' };
    const isData = ['InputPath', 'OutputPath'].includes(name) && node.value === '$';
    if (isData) return undefined;
    if (name === 'ResultPath') {
      const within = `$.${[...this.#trail, ''].join('.')}`;
      return this.#trail.length > 0 && node.value.startsWith(within)
        ? { at: node, what: `writes ${node.value}` }
        : undefined;
    }
    return this.#reads(node.value) ? { at: node, what: `reads ${node.value}` } : undefined;
  }

  /** Whether a path, or a call with paths in it, may read more than the payload. */
  #reads(text: string): boolean {
    for (const [path, context, variable] of text.matchAll(PATHS)) {
      if (context !== undefined || variable !== undefined) continue;
      const plain = /^\$(?:\.[A-Za-z_]\w*|\[\d+\])*/.exec(path)?.[0] ?? '';
      const names = plain.split(/[.[]/).slice(1);
      if (plain !== path || !this.#passesBy(names)) return true;
    }
    return false;
  }

  /** Names that lead into the payload, or away from the answer. */
  #passesBy(names: readonly string[]): boolean {
    for (const [i, member] of this.#trail.entries()) {
      const name = names[i];
      if (name === undefined) return false;
      if (name !== member) return true;
    }
    return names[this.#trail.length] === 'Payload';
  }
}

/** Paths as they may stand in a text: of the context object, a variable, or the data with what follows. */
const PATHS = /(\$\$[\w.]*)|(\$[A-Za-z_]\w*)|\$(?:[^\s,()'"]*)/g;

/** Machines of their own, which get what the state gives them. */
const NESTED: readonly string[] = ['ItemProcessor', 'Iterator', 'Branches', 'Catch', 'Retry'];

/** Read of the result of the state. */
const OF_RESULT: readonly string[] = ['ResultSelector'];

/** Read of the data, whatever InputPath selects. */
const OF_DATA: readonly string[] = ['InputPath', 'OutputPath', 'ResultPath'];

function first<T>(items: readonly T[], find: (item: T) => Outcome['reader']): Outcome['reader'] {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
