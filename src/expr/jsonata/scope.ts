/**
 * What can be said of an expression from its text alone: what it reads from a context that Step Functions leaves empty,
 * which members of `$states`, which functions and variables. Findings have a code, a range and data; how bad each is, and
 * its words, are for rules.
 *
 * At the top an expression has no context item, so that `a`, `$` and `$.a` read nothing and are refused; behind a dot, in
 * predicates, orders, groupings and transforms there is one. `$$` is refused everywhere (recorded 2026-08). An unknown
 * function, `$eval` and a variable that nobody assigns are accepted, and fail when they are evaluated.
 */
import { JSONATA_FUNCTIONS, NEWER_JSONATA_OPERATORS, STATES_MEMBERS } from '../../aws/jsonata-functions.ts';
import { UNSUPPORTED_JSONATA_FUNCTIONS } from '../../aws/jsonata-functions.ts';
import type { Range } from '../../text/source-file.ts';
import { tokenReadOf, unknownContextField } from '../context-object.ts';
import type { TokenRead, UnknownContextField } from '../context-object.ts';
import type { PathName } from '../jsonpath/path.ts';
import { Bindings } from './bindings.ts';
import { childrenOf, coreOf } from './expression.ts';
import type { CallExpression, Expression, NameExpression, VariableExpression } from './expression.ts';

export interface ScopeOptions {
  /** Whether `$states.result` exists where the expression stands. */
  readonly result: 'yes' | 'no' | 'unknown';
  /** The same of `$states.errorOutput`. */
  readonly errorOutput: 'yes' | 'no' | 'unknown';
  /** Variables that the machine assigns, as far as the caller knows. */
  readonly variables?: { has(name: string): boolean };
}

export type ScopeFinding = Range &
  /** A field of the context item, where there is none. `variable`: the variable or function that was meant, if any. */
  (
    | {
        readonly code: 'bare-name';
        readonly name: string;
        readonly isCalled: boolean;
        readonly variable: string | undefined;
      }
    /** `$` where there is no context item; `members` are the names read from it. */
    | { readonly code: 'context-item'; readonly members: readonly string[] }
    /** `$$`; `members` are the names read from it: a JSONPath of the context object, as a rule. */
    | { readonly code: 'root-reference'; readonly members: readonly string[] }
    | { readonly code: 'absent-result' | 'absent-error-output' }
    | { readonly code: 'unknown-states-member'; readonly name: string; readonly known: readonly string[] }
    | ({ readonly code: 'unknown-context-field' } & UnknownContextField)
    | { readonly code: 'task-token' }
    | { readonly code: 'unknown-function'; readonly name: string }
    /** Of JSONata, but not of Step Functions. */
    | { readonly code: 'unsupported-function'; readonly name: string; readonly replacement: string }
    | {
        readonly code: 'wrong-arity';
        readonly name: string;
        /** With the value that a chain passes in. */
        readonly given: number;
        readonly min: number;
        readonly max: number | undefined;
      }
    /** The service's parser does not know it. */
    | { readonly code: 'newer-operator'; readonly operator: string; readonly since: string }
    /** `States.Format(…)`; at the top, `States` is a bare name as well, which has no finding of its own. */
    | { readonly code: 'intrinsic-call'; readonly name: string; readonly isAtTop: boolean }
  );

export type ScopeFindingCode = ScopeFinding['code'];

/** A variable that the expression reads and does not bind. `$`, `$$` and `$states` are none. */
export interface VariableRead extends Range {
  readonly name: string;
  readonly isCalled: boolean;
  /** Whether a built-in function has this name: it is that function unless the machine assigns the variable. */
  readonly isBuiltIn: boolean;
}

export interface ScopeReport {
  /** In writing order. */
  readonly findings: readonly ScopeFinding[];
  readonly variables: readonly VariableRead[];
  /** Whether the value of the expression may hold the task token. */
  readonly taskToken: TokenRead;
}

/** `top`: no context item. */
type Context = 'top' | 'inner';

export function analyzeScope(expression: Expression, options: ScopeOptions): ScopeReport {
  const walker = new ScopeWalker(options);
  walker.whole(expression);
  const findings = walker.findings.toSorted((a, b) => a.start - b.start);
  return { findings, variables: walker.variables, taskToken: walker.taskToken };
}

class ScopeWalker {
  readonly findings: ScopeFinding[] = [];
  readonly variables: VariableRead[] = [];
  taskToken: TokenRead = 'no';
  readonly #options: ScopeOptions;
  readonly #bindings = new Bindings();

  constructor(options: ScopeOptions) {
    this.#options = options;
  }

  whole(expression: Expression): void {
    this.#bindings.within([expression], () => this.#visit(expression, 'top'));
  }

  #visit(expression: Expression, context: Context): void {
    switch (expression.kind) {
      case 'name':
        this.#name(expression, context, false);
        return;
      case 'variable':
        this.#variable(expression, [], context, { isExact: true, isCalled: false });
        return;
      case 'path':
        this.#path(expression.steps, context);
        return;
      case 'filter':
      case 'sort':
      case 'group':
        this.#behindValue(expression, context);
        return;
      case 'focus':
      case 'position':
        this.#visit(expression.of, context);
        this.#bindings.bind(expression.variable.name);
        return;
      case 'call':
        this.#call(expression, context, 0);
        return;
      case 'chain':
        this.#chain(expression.left, expression.right, context);
        return;
      default:
        this.#operation(expression, context);
    }
  }

  #operation(expression: Expression, context: Context): void {
    switch (expression.kind) {
      case 'binding':
        this.#visit(expression.value, context);
        this.#bindings.bind(expression.variable.name);
        return;
      case 'block':
        this.#bindings.within(expression.expressions, () => this.#all(expression.expressions, context));
        return;
      case 'lambda':
        // A body reads the context of the place where it is written (recorded 2026-08).
        this.#bindings.deferred(
          expression.parameters.map(({ name }) => name),
          [expression.body],
          () => this.#visit(expression.body, context),
        );
        return;
      case 'transform': {
        const parts = childrenOf(expression);
        this.#bindings.deferred([], parts, () => this.#all(parts, 'inner'));
        return;
      }
      case 'condition':
        this.#operator(expression.operator, expression.operatorRange);
        this.#all(childrenOf(expression), context);
        return;
      default:
        this.#all(childrenOf(expression), context);
    }
  }

  #all(expressions: readonly Expression[], context: Context): void {
    for (const expression of expressions) this.#visit(expression, context);
  }

  /** Predicates, terms of an order and members of a grouping are evaluated with an item of the value as their context. */
  #behindValue(expression: Expression, context: Context): void {
    const [value, ...others] = childrenOf(expression);
    if (value !== undefined) this.#visit(value, context);
    this.#all(others, 'inner');
  }

  #path(steps: readonly Expression[], context: Context): void {
    const [first, ...others] = steps;
    if (first === undefined) return;
    const intrinsic = intrinsicName(first, others[0]);
    if (intrinsic !== undefined) {
      const range = { start: first.start, end: others[0]?.end ?? first.end };
      this.#found({ code: 'intrinsic-call', name: intrinsic, isAtTop: context === 'top', ...range });
    } else if (first.kind === 'variable') {
      const members = leadingNames(others);
      this.#variable(first, members, context, { isExact: members.length === others.length, isCalled: false });
    } else this.#visit(first, context);
    this.#all(others, 'inner');
  }

  /** A string literal as a first step is accepted (recorded 2026-08). */
  #name({ name, spelling, start, end }: NameExpression, context: Context, isCalled: boolean): void {
    if (context === 'inner' || spelling === 'string') return;
    this.#found({ code: 'bare-name', name, isCalled, variable: this.#meant(name, isCalled), start, end });
  }

  /** The variable that a name without its dollar sign may stand for. */
  #meant(name: string, isCalled: boolean): string | undefined {
    const isKnown =
      name === 'states' ||
      this.#bindings.isBound(name) ||
      this.#options.variables?.has(name) === true ||
      (isCalled && JSONATA_FUNCTIONS.has(name));
    return isKnown ? name : undefined;
  }

  /** `members`: the names that a path goes on with; `isExact`: it has no other steps. */
  #variable(
    { name, start, end }: VariableExpression,
    members: readonly PathName[],
    context: Context,
    { isExact, isCalled }: { isExact: boolean; isCalled: boolean },
  ): void {
    const names = members.map((member) => member.name);
    if (name === '$') this.#found({ code: 'root-reference', members: names, start, end });
    else if (name === '') {
      if (context === 'top') this.#found({ code: 'context-item', members: names, start, end });
    } else if (!this.#bindings.isBound(name)) {
      if (name === 'states') this.#states(members, { start, end }, isExact);
      else this.#free(name, { start, end }, isCalled);
    }
  }

  #free(name: string, { start, end }: Range, isCalled: boolean): void {
    const isBuiltIn = JSONATA_FUNCTIONS.has(name);
    this.variables.push({ name, isCalled, isBuiltIn, start, end });
    if (isBuiltIn || this.#options.variables?.has(name) === true) return;
    const replacement = UNSUPPORTED_JSONATA_FUNCTIONS.get(name);
    if (replacement !== undefined) this.#found({ code: 'unsupported-function', name, replacement, start, end });
    else if (isCalled) this.#found({ code: 'unknown-function', name, start, end });
  }

  #states(members: readonly PathName[], states: Range, isExact: boolean): void {
    const [member, ...others] = members;
    if (member === undefined) {
      this.#readsToken('maybe');
      return;
    }
    const { name, start, end } = member;
    if (name === 'result' && this.#options.result === 'no') this.#found({ code: 'absent-result', start, end });
    if (name === 'errorOutput' && this.#options.errorOutput === 'no') {
      this.#found({ code: 'absent-error-output', start, end });
    }
    if (!STATES_MEMBERS.includes(name)) {
      this.#found({ code: 'unknown-states-member', name, known: STATES_MEMBERS, start, end });
    }
    if (name === 'context') this.#contextObject(others, states.start, isExact);
  }

  #contextObject(names: readonly PathName[], start: number, isExact: boolean): void {
    const unknown = unknownContextField(names);
    if (unknown !== undefined) this.#found({ code: 'unknown-context-field', ...unknown });
    const read = tokenReadOf(
      names.map(({ name }) => name),
      isExact,
    );
    this.#readsToken(read);
    if (read === 'yes') this.#found({ code: 'task-token', start, end: names.at(-1)?.end ?? start });
  }

  #readsToken(read: TokenRead): void {
    if (read === 'yes' || this.taskToken === 'no') this.taskToken = read;
  }

  /** `passed`: arguments that come from a chain. */
  #call(call: CallExpression, context: Context, passed: number): void {
    const { callee } = call;
    if (callee.kind === 'variable') {
      if (!this.#isLocal(callee.name)) this.#arity(call, callee, passed);
      this.#variable(callee, [], context, { isExact: true, isCalled: true });
    } else if (callee.kind === 'name') this.#name(callee, context, true);
    else this.#visit(callee, context);
    this.#all(call.arguments, context);
  }

  /** `value ~> $f(a)` calls `$f(value, a)`. */
  #chain(left: Expression, right: Expression, context: Context): void {
    this.#visit(left, context);
    const takesValue = right.kind === 'call' && !isPartial(right);
    if (takesValue) this.#call(right, context, 1);
    else this.#visit(right, context);
  }

  #isLocal(name: string): boolean {
    return this.#bindings.isBound(name) || this.#options.variables?.has(name) === true;
  }

  /** A partial call leaves arguments open, so that there can only be too many. */
  #arity(call: CallExpression, { name, start, end }: VariableExpression, passed: number): void {
    const known = JSONATA_FUNCTIONS.get(name);
    if (known === undefined) return;
    const given = call.arguments.length + passed;
    const { minArguments: min, maxArguments: max } = known;
    const isTooFew = given < min && !isPartial(call);
    if (!isTooFew && (max === undefined || given <= max)) return;
    this.#found({ code: 'wrong-arity', name, given, min, max, start, end });
  }

  #operator(operator: string, { start, end }: Range): void {
    const since = NEWER_JSONATA_OPERATORS.get(operator);
    if (since !== undefined) this.#found({ code: 'newer-operator', operator, since, start, end });
  }

  #found(finding: ScopeFinding): void {
    this.findings.push(finding);
  }
}

function isPartial(call: CallExpression): boolean {
  return call.arguments.some(({ kind }) => kind === 'placeholder');
}

/** `States.Format` of a path that begins with such a call. */
function intrinsicName(first: Expression, second: Expression | undefined): string | undefined {
  const call = second === undefined ? undefined : coreOf(second);
  if (first.kind !== 'name' || first.name !== 'States' || call?.kind !== 'call') return undefined;
  return call.callee.kind === 'name' ? `States.${call.callee.name}` : undefined;
}

/** The names that a path goes on with, up to its first step of another kind. */
function leadingNames(steps: readonly Expression[]): readonly PathName[] {
  const names: PathName[] = [];
  for (const step of steps) {
    const core = coreOf(step);
    if (core.kind !== 'name') break;
    names.push(core);
    if (core !== step) break;
  }
  return names;
}
