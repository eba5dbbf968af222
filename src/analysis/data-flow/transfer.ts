/**
 * What one state makes of its input: what it leaves to each state after it, to the machines within it, and to variables.
 * Follows the order of the documented processing fields; the catcher's error replaces or joins the input as the service
 * was recorded to do it. With a recorder it evaluates every other field of the state too.
 */
import type { Catcher, MapState, ParallelState, State, TaskState } from '../../asl/model.ts';
import type { Node, ObjectNode } from '../../tree/node.ts';
import type { FieldReader, ParsedTexts } from './field-reader.ts';
import { guardsOf } from './choice-guards.ts';
import { FROM_ITEM, variesIn, variesWithin } from './marks.ts';
import type { JsonataRoots } from './jsonata-shape.ts';
import { anyElement, childrenOfShape } from './members.ts';
import type { PathRoots } from './path-shape.ts';
import { loosenAt, memberNames, placeAt } from './place-at.ts';
import type { Scope } from './scope.ts';
import {
  NOTHING,
  NULL,
  NUMBER,
  ORIGIN_MARKS,
  anything,
  arrayOf,
  isNothing,
  join,
  literalText,
  marked,
  objectOf,
  sourced,
  textOf,
  tupleOf,
} from './shape.ts';
import type { Shape } from './shape.ts';
import type { TaskResults } from './task-result.ts';

/** What a state hands on. */
export interface Handover {
  next(shape: Shape): void;
  /** To the state that a node names: a catcher's or a choice rule's. */
  to(target: Node | undefined, shape: Shape): void;
  assign(name: string, shape: Shape): void;
}

export interface TransferContext {
  readonly scope: Scope;
  readonly reader: FieldReader;
  readonly texts: ParsedTexts;
  readonly results: TaskResults;
  /** What the machines within a state leave, in their order. */
  readonly within: readonly Shape[];
}

type Owner = MapState | ParallelState;

export class Transfer {
  readonly state: State;
  readonly raw: Shape;
  readonly #context: TransferContext;
  #effectiveInput: Shape | undefined;

  constructor(state: State, raw: Shape, context: TransferContext) {
    this.state = state;
    this.raw = raw;
    this.#context = context;
  }

  /** What each machine within starts with. */
  enter(owner: Owner): Shape {
    if (owner.queryLanguage === 'unknown' || owner.node.isOpen) return this.#unknownWithin();
    if (owner.type === 'Map') return this.#item(owner);
    const field = owner.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters';
    const node = owner.node.get(field);
    if (owner.queryLanguage === 'JSONata') return this.#jsonata(node, field, this.jsonataRoots()) ?? this.raw;
    return this.#template(node, field, this.effective()) ?? this.effective();
  }

  leave(handover: Handover): void {
    const { state } = this;
    if ('catchers' in state) for (const [i, catcher] of state.catchers.entries()) this.#catch(catcher, i, handover);
    switch (state.type) {
      case 'Choice':
        this.#choose(handover);
        return;
      case 'Fail':
        return;
      case 'Parallel':
        // A branch that never ends well keeps the state from ending well.
        if (this.#context.within.some(isNothing)) return;
        this.#finish(this.#branchResults(state), handover);
        return;
      default:
        this.#finish(this.#result(), handover);
    }
  }

  pathRoots(input: Shape): PathRoots {
    const { scope } = this.#context;
    return {
      input,
      context: scope.context,
      variable: (name) => scope.variable(name, this.state) ?? anything(scope.everyTime),
      everyTime: scope.everyTime,
    };
  }

  jsonataRoots(more: Readonly<Record<string, Shape>> = {}): JsonataRoots {
    const { scope } = this.#context;
    const { raw } = this;
    // Most fields read nothing: it is made when it is asked for.
    let states: Shape | undefined;
    return {
      get states() {
        return (states ??= statesObject({ input: raw, context: scope.context, ...more }, scope.everyTime));
      },
      variable: (name) => scope.variable(name, this.state),
      everyTime: scope.everyTime,
    };
  }

  /** The input after `InputPath`. */
  effective(): Shape {
    this.#effectiveInput ??= this.#filtered('InputPath', this.raw);
    return this.#effectiveInput;
  }

  /** `null` stands for an empty object. */
  #filtered(field: 'InputPath' | 'OutputPath', whole: Shape): Shape {
    const node = this.state.node.get(field);
    if (node === undefined) return whole;
    if (node.kind === 'null') return objectOf(new Map(), 'none');
    return this.#context.reader.path(node, field, this.pathRoots(whole));
  }

  #template(node: Node | undefined, field: string, input: Shape): Shape | undefined {
    return node === undefined ? undefined : this.#context.reader.template(node, field, this.pathRoots(input));
  }

  #jsonata(node: Node | undefined, field: string, roots: JsonataRoots): Shape | undefined {
    return node === undefined ? undefined : this.#context.reader.jsonata(node, field, roots);
  }

  #unknown(): Shape {
    return anything(this.#context.scope.everyTime);
  }

  #unknownWithin(): Shape {
    return anything(FROM_ITEM | variesWithin(this.#context.scope.depth + 1));
  }

  /** What the state does, before its result is selected from; undefined for one that has no result of its own. */
  #result(): Shape | undefined {
    const { state } = this;
    switch (state.type) {
      case 'Task':
        return this.#taskResult(state);
      case 'Map':
        return this.#mapResult(state);
      default:
        return undefined;
    }
  }

  #taskResult(state: TaskState): Shape {
    return marked(this.#context.results.of(state), this.#context.scope.everyTime);
  }

  #mapResult(state: MapState): Shape {
    if (state.processor === undefined || state.node.get('ResultWriter') !== undefined) return this.#unknown();
    return arrayOf(this.#context.within[0] ?? this.#unknown());
  }

  #branchResults(state: ParallelState): Shape {
    const branches = state.node.get('Branches');
    const isKnown = branches?.kind === 'array' && branches.items.length === state.branches.length;
    return isKnown ? tupleOf(this.#context.within) : arrayOf(this.#unknown());
  }

  #finish(result: Shape | undefined, handover: Handover): void {
    const { state } = this;
    if (state.queryLanguage === 'unknown' || state.node.isOpen) {
      this.#assignUnknown(state.node.get('Assign'), handover);
      handover.next(this.#unknown());
    } else if (state.queryLanguage === 'JSONata') this.#finishJsonata(result, handover);
    else this.#finishPath(result, handover);
  }

  #finishJsonata(result: Shape | undefined, handover: Handover): void {
    const { node } = this.state;
    const roots = this.jsonataRoots(result === undefined ? {} : { result });
    this.#assignJsonata(node.get('Assign'), 'Assign', roots, handover);
    const output = this.#jsonata(node.get('Output'), 'Output', roots);
    if (output !== undefined) handover.next(result === undefined ? output : this.#selected(output));
    else if (this.state.type === 'Pass' && node.get('Result') !== undefined) handover.next(this.#unknown());
    else handover.next(result ?? this.raw);
  }

  #finishPath(result: Shape | undefined, handover: Handover): void {
    const { node, type } = this.state;
    const hasResult = result !== undefined || type === 'Pass';
    const own = result ?? (type === 'Pass' ? this.#passResult() : this.effective());
    const selector =
      result === undefined ? undefined : this.#template(node.get('ResultSelector'), 'ResultSelector', own);
    const selected = selector === undefined ? own : this.#selected(selector);
    const assign = node.get('Assign');
    // Where the result is selected from, what Assign reads as `$` is not recorded.
    if (assign !== undefined) this.#assignPath(assign, 'Assign', hasResult ? join(selected, own) : own, handover);
    const combined = hasResult ? this.#combined(node, selected) : own;
    handover.next(this.#filtered('OutputPath', combined));
  }

  /** What a state makes of its result, as something of its own. */
  #selected(shape: Shape): Shape {
    if (shape.any || shape.sources.length > 0) return shape;
    return sourced(shape, [{ state: this.state, kind: 'selection', path: '' }]);
  }

  #passResult(): Shape {
    const { node } = this.state;
    const written = node.get('Result');
    const parameters = this.#template(node.get('Parameters'), 'Parameters', this.effective());
    if (written === undefined) return parameters ?? this.effective();
    const literal = literalShape(written, this.#context.scope.everyTime);
    return parameters === undefined ? literal : join(literal, parameters);
  }

  /** The result where `ResultPath` puts it. */
  #combined(part: ObjectNode, result: Shape): Shape {
    const node = part.get('ResultPath');
    if (node === undefined) return result;
    // Whether it is put into the input before or after InputPath, sources differ.
    const base = join(this.raw, this.effective());
    if (node.kind === 'null') return base;
    const path = node.kind === 'string' ? this.#context.texts.path(node.value).path : undefined;
    const names = path === undefined ? undefined : memberNames(path);
    return names === undefined ? this.#unknown() : placeAt(base, names, result);
  }

  #catch(catcher: Catcher, i: number, handover: Handover): void {
    const { state } = this;
    const { node } = catcher;
    const field = `Catch[${i}]`;
    const error = errorOutput(state, this.#context.scope.everyTime);
    if (state.queryLanguage === 'unknown' || node.isOpen) {
      this.#assignUnknown(node.get('Assign'), handover);
      handover.to(catcher.next, this.#unknown());
    } else if (state.queryLanguage === 'JSONata') {
      const roots = this.jsonataRoots({ errorOutput: error });
      this.#assignJsonata(node.get('Assign'), `${field}.Assign`, roots, handover);
      handover.to(catcher.next, this.#jsonata(node.get('Output'), `${field}.Output`, roots) ?? error);
    } else {
      this.#assignPath(node.get('Assign'), `${field}.Assign`, join(error, this.raw), handover);
      handover.to(catcher.next, this.#combined(node, error));
    }
  }

  #choose(handover: Handover): void {
    const { state } = this;
    const rules = state.node.get('Choices');
    if (state.queryLanguage === 'unknown' || state.node.isOpen || rules?.kind !== 'array') {
      for (const { node } of state.transitions) handover.to(node, this.#unknown());
      return;
    }
    const loosened = this.loosened(handover, 'mentioned');
    for (const [i, rule] of rules.items.entries()) {
      if (rule.kind === 'object') loosened.#rule(rule, `Choices[${i}]`, handover);
    }
    const rest: Handover = { ...handover, next: (shape) => handover.to(state.node.get('Default'), shape) };
    loosened.#finish(undefined, rest);
  }

  /** The same with nothing said of what the rules of this Choice ask for or mention, where nothing is known to be there. */
  loosened(handover: Handover, which: 'asked' | 'mentioned'): Transfer {
    const { scope, texts } = this.#context;
    let input = this.raw;
    for (const { variable, steps, asks } of guardsOf(this.state.node.get('Choices'), texts)) {
      // A variable has one shape for all states: what is only mentioned here stays as it is.
      if (!asks && (which === 'asked' || variable !== undefined)) continue;
      const shape = variable === undefined ? input : scope.variable(variable, this.state);
      if (shape === undefined) continue;
      const loose = loosenAt(shape, steps, scope.everyTime);
      if (variable === undefined) input = loose;
      else handover.assign(variable, loose);
    }
    return input === this.raw ? this : new Transfer(this.state, input, this.#context);
  }

  #rule(rule: ObjectNode, field: string, handover: Handover): void {
    if (this.state.queryLanguage === 'JSONata') {
      const roots = this.jsonataRoots();
      this.#assignJsonata(rule.get('Assign'), `${field}.Assign`, roots, handover);
      handover.to(rule.get('Next'), this.#jsonata(rule.get('Output'), `${field}.Output`, roots) ?? this.raw);
    } else {
      this.#assignPath(rule.get('Assign'), `${field}.Assign`, this.effective(), handover);
      handover.to(rule.get('Next'), this.#filtered('OutputPath', this.effective()));
    }
  }

  /** What an iteration starts with. */
  #item(map: MapState): Shape {
    const { scope } = this.#context;
    const isJsonata = map.queryLanguage === 'JSONata';
    const whole = isJsonata ? this.raw : this.effective();
    const marks = variesIn(scope.depth + 1);
    const item = this.items(map);
    const element = item.any || item.array === undefined ? childrenOfShape(item) : anyElement(item);
    const value = marked(element, marks | (mayBeWritten(element) ? 0 : FROM_ITEM));
    const field = map.node.get('ItemSelector') === undefined ? 'Parameters' : 'ItemSelector';
    const selector = map.node.get(field);
    const each = variesWithin(scope.depth + 1);
    const context = this.#itemContext(value, marks);
    const selected = isJsonata
      ? this.#jsonata(map.node.get('ItemSelector'), field, {
          ...this.jsonataRoots(),
          states: statesObject({ input: this.raw, context }, each),
          everyTime: each,
        })
      : selector &&
        this.#context.reader.template(selector, field, { ...this.pathRoots(whole), context, everyTime: each });
    return this.#batched(map, selected ?? value);
  }

  #itemContext(value: Shape, marks: number): Shape {
    const { scope } = this.#context;
    const item = new Map([
      ['Value', value],
      ['Index', marked(NUMBER, marks)],
      ['Key', textOf({}, marks | FROM_ITEM)],
      ['Source', textOf({}, marks)],
    ]);
    const ofMap = objectOf(new Map([['Item', objectOf(item, 'any', { restMarks: marks })]]), 'any', {
      restMarks: marks,
    });
    return objectOf(new Map([...scope.contextMembers, ['Map', ofMap]]), 'any', { restMarks: scope.everyTime });
  }

  #batched(map: MapState, item: Shape): Shape {
    const batcher = map.node.get('ItemBatcher');
    if (batcher === undefined) return item;
    const fields = new Map([
      ['Items', arrayOf(item)],
      ['BatchInput', this.#unknownWithin()],
    ]);
    return objectOf(fields, 'any', { restMarks: variesWithin(this.#context.scope.depth + 1) });
  }

  /** What a Map goes over. */
  items(map: MapState): Shape {
    const { node } = map;
    if (node.get('ItemReader') !== undefined) return anything(FROM_ITEM | this.#context.scope.everyTime);
    if (map.queryLanguage === 'JSONata')
      return this.#jsonata(node.get('Items'), 'Items', this.jsonataRoots()) ?? this.raw;
    const path = node.get('ItemsPath');
    const whole = this.effective();
    return path === undefined ? whole : this.#context.reader.path(path, 'ItemsPath', this.pathRoots(whole));
  }

  #assignPath(node: Node | undefined, field: string, input: Shape, handover: Handover): void {
    if (node?.kind !== 'object') return;
    this.#assignMembers(node, this.#template(node, field, input), handover);
  }

  #assignJsonata(node: Node | undefined, field: string, roots: JsonataRoots, handover: Handover): void {
    if (node?.kind !== 'object') return;
    this.#assignMembers(node, this.#jsonata(node, field, roots), handover);
  }

  #assignMembers(node: ObjectNode, values: Shape | undefined, handover: Handover): void {
    for (const { key } of node.entries) {
      const name = this.state.queryLanguage === 'JSONPath' ? key.value.replace(/\.\$$/, '') : key.value;
      handover.assign(name, values?.object?.fields.get(name) ?? this.#unknown());
    }
  }

  #assignUnknown(node: Node | undefined, handover: Handover): void {
    if (node?.kind !== 'object') return;
    for (const { key } of node.entries) handover.assign(key.value.replace(/\.\$$/, ''), this.#unknown());
  }
}

/** `{Error, Cause}`; both null where SendTaskFailure gave neither (recorded 2024-04). */
function errorOutput(state: State, marks: number): Shape {
  const text = join(textOf({}), NULL);
  const fields = new Map([
    ['Error', text],
    ['Cause', text],
  ]);
  return sourced(marked(objectOf(fields, 'none'), marks), [{ state, kind: 'error', path: '' }]);
}

/** `$states` */
function statesObject(members: Readonly<Record<string, Shape>>, everyTime: number): Shape {
  return objectOf(new Map(Object.entries(members)), 'any', { restMarks: everyTime });
}

function literalShape(node: Node, unknownMarks: number): Shape {
  switch (node.kind) {
    case 'string':
      return literalText(node.value);
    case 'array':
      return tupleOf(node.items.map((item) => literalShape(item, unknownMarks)));
    case 'object': {
      const fields = node.entries.map(({ key, value }) => [key.value, literalShape(value, unknownMarks)] as const);
      return objectOf(new Map(fields), node.isOpen ? 'any' : 'none', { restMarks: unknownMarks });
    }
    case 'unknown':
      return anything(unknownMarks);
    case 'number':
      return NUMBER;
    case 'boolean':
      return { ...NOTHING, boolean: true };
    case 'null':
      return NULL;
  }
}

/** Whether a value may be wholly written in the definition: what is not known may be. */
function mayBeWritten({ any, sources, text, marks, array, object }: Shape): boolean {
  if (sources.length > 0 || (marks & ORIGIN_MARKS) !== 0) return false;
  if (any) return true;
  // The length of a text that is not written is not known, or the text varies.
  if (text !== undefined && (text.maxBytes === undefined || marks !== 0)) return false;
  if (object?.rest === 'any' && (object.restMarks & ORIGIN_MARKS) !== 0) return false;
  const parts = [...(array === undefined ? [] : [array.element]), ...(object?.fields.values() ?? [])];
  return parts.every(mayBeWritten);
}
