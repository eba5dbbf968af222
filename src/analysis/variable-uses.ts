/**
 * Where the states of a machine read workflow variables: in JSONata expressions, in JSONPaths and in the arguments of
 * intrinsic functions. What an expression binds itself is no workflow variable, nor is a function of JSONata, nor
 * `$states` in a JSONata state. `ResultPath` names a place in the input and reads nothing.
 */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, State } from '../asl/model.ts';
import { partsOfState } from '../asl/parts.ts';
import type { Part } from '../asl/parts.ts';
import { UNSUPPORTED_JSONATA_FUNCTIONS } from '../aws/jsonata-functions.ts';
import { childrenOf } from '../expr/jsonata/expression.ts';
import type { BinaryOperator, Expression } from '../expr/jsonata/expression.ts';
import { pathsOfText } from '../expr/reference-text.ts';
import type { Range } from '../text/source-file.ts';
import type { StringNode } from '../tree/node.ts';
import { pathStringsOf } from './expressions.ts';
import { rangeInString } from './jsonata-scopes.ts';
import type { ReadExpression } from './jsonata-scopes.ts';

export interface VariableUse {
  /** Without the dollar sign. */
  readonly name: string;
  readonly part: Part;
  /** Where in the part it is read. */
  readonly field: string;
  readonly node: StringNode;
  /** The name with its dollar sign, as a range of the string's text. */
  readonly range: Range;
  /** Whether the whole expression gives nothing when the variable has no value, which makes the field fail. */
  readonly isNeeded: boolean;
}

export interface StateVariables {
  /** In writing order. */
  readonly uses: readonly VariableUse[];
  readonly tests: TestedVariables;
}

/** Variables that are asked about before they are needed: `$exists($x)`, `IsPresent`. */
export class TestedVariables {
  readonly #names = new Set<string>();
  #mayBeAny = false;

  add(name: string): void {
    this.#names.add(name);
  }

  /** One is tested that is not known. */
  addUnknown(): void {
    this.#mayBeAny = true;
  }

  addAll(tests: TestedVariables): void {
    for (const name of tests.#names) this.#names.add(name);
    this.#mayBeAny ||= tests.#mayBeAny;
  }

  mayInclude(name: string): boolean {
    return this.#mayBeAny || this.#names.has(name);
  }
}

/** Functions that a variable without a value is handed to on purpose. */
const TESTS: readonly string[] = ['exists', 'boolean'];

/** Operators that give nothing when a side has no value. */
const NUMERIC: readonly BinaryOperator[] = ['+', '-', '*', '/', '%', '<', '<=', '>', '>='];

export class VariableUses {
  readonly #root: Machine | undefined;
  readonly #expressionsOf: (part: Part) => readonly ReadExpression[];
  readonly #byState = new Map<State, StateVariables>();
  #tests: TestedVariables | undefined;

  constructor(root: Machine | undefined, expressionsOf: (part: Part) => readonly ReadExpression[]) {
    this.#root = root;
    this.#expressionsOf = expressionsOf;
  }

  of(state: State): StateVariables {
    const known = this.#byState.get(state);
    if (known !== undefined) return known;
    const collector = new UseCollector();
    for (const part of partsOfState(state)) collector.part(part, this.#expressionsOf(part));
    this.#byState.set(state, collector);
    return collector;
  }

  /** What any state of the whole machine asks about. */
  get tests(): TestedVariables {
    if (this.#tests !== undefined) return this.#tests;
    this.#tests = new TestedVariables();
    for (const machine of this.#root === undefined ? [] : machinesWithin(this.#root)) {
      for (const state of machine.states) this.#tests.addAll(this.of(state).tests);
    }
    return this.#tests;
  }
}

class UseCollector implements StateVariables {
  readonly uses: VariableUse[] = [];
  readonly tests = new TestedVariables();

  part(part: Part, expressions: readonly ReadExpression[]): void {
    const isTest = part.node.get('IsPresent') !== undefined;
    if (isTest && part.node.get('Variable')?.kind !== 'string') this.tests.addUnknown();
    for (const read of expressions) this.#expression(part, read);
    for (const { node, field } of pathStringsOf(part)) {
      if (field === 'ResultPath') continue;
      // What a variable is inside a filter is not known.
      for (const { root } of pathsOfText(node.value)) {
        if (root.kind !== 'variable') continue;
        const { name, start, end } = root;
        this.uses.push({ name, part, field, node, range: { start, end }, isNeeded: true });
        if (field === 'Variable' && isTest) this.tests.add(name);
      }
    }
  }

  #expression(part: Part, read: ReadExpression): void {
    const { node, field, scope } = read;
    if (scope.variables.length === 0) return;
    const needed = neededVariables(read.expression);
    for (const { name, isCalled, isBuiltIn, start, end } of scope.variables) {
      if (isCalled || isBuiltIn || UNSUPPORTED_JSONATA_FUNCTIONS.has(name)) continue;
      const range = rangeInString(read, { start, end });
      this.uses.push({ name, part, field, node, range, isNeeded: needed.has(start) });
    }
    for (const name of testedVariables(read.expression)) this.tests.add(name);
  }
}

/** The variables that are handed to a test. */
function testedVariables(expression: Expression): readonly string[] {
  const names: string[] = [];
  const waiting = [{ each: expression, isTested: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { each, isTested } = next;
    if (each.kind === 'variable' && isTested) names.push(each.name);
    const tests = each.kind === 'call' && each.callee.kind === 'variable' && TESTS.includes(each.callee.name);
    for (const child of childrenOf(each)) waiting.push({ each: child, isTested: isTested || tests });
  }
  return names;
}

/** Where the variables begin without which the expression gives nothing. */
function neededVariables(expression: Expression): ReadonlySet<number> {
  const needed = new Set<number>();
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'variable') needed.add(next.start);
    for (const part of neededParts(next)) waiting.push(part);
  }
  return needed;
}

/**
 * The parts without which an expression gives nothing. Lists, objects, texts that are joined, equality, conditions and,
 * as a rule, functions take what has no value for nothing or for false, and some count on it: `$append($all, $new)`.
 */
function neededParts(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'path':
      return expression.steps.slice(0, 1);
    case 'filter':
    case 'keep-array':
    case 'sort':
      return [expression.of];
    case 'negation':
      return [expression.operand];
    case 'binary':
      return NUMERIC.includes(expression.operator) ? [expression.left, expression.right] : [];
    case 'binding':
      return [expression.value];
    case 'block':
      return expression.expressions.slice(-1);
    default:
      return [];
  }
}
