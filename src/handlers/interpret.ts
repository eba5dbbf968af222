/**
 * Follows one handler without running it: statements in their order, same-file functions inlined, branches joined where
 * they choose values. Gives a trace of what is checked and called, and the result. What is not understood becomes an opaque
 * value, which matters only where it is used, or a blocker, where it cannot be passed over. Everything is collected;
 * nothing stops at the first reason.
 *
 * Branches that decide whether a call is made are *forks*. Without a route they are only noted; with one, each of them is
 * followed on one side, so that the trace has no conditions.
 *
 * Limits: no recursion, functions three deep, a bounded number of branches. Loops are not followed.
 */
import { AGENT_METHODS } from '../aws/agent-libraries.ts';
import type { Range } from '../text/source-file.ts';
import { agentValue, askAgent } from './agent.ts';
import { sceneOfLoop, sceneOfTry, successOf } from './attempts.ts';
import type { LoopStatement, Scene, TryStatement } from './attempts.ts';
import type { Dialect } from './dialect.ts';
import { describeExpression } from './describe.ts';
import { Failing } from './failing.ts';
import type { BoundName, FailedBranch } from './failing.ts';
import { RESULTS, isModelCall, somePart } from './ir.ts';
import type { AgentFacts, Blocker, Check, Expr, ExprOf, Gate, Json, NumberedCall, SeenCall, SideNote } from './ir.ts';
import type { Environment } from './environment.ts';
import { isWait } from './loop-values.ts';
import type { Names } from './loop-values.ts';
import type { ErrorClause, Expression, FunctionParts, Pattern, Statement } from './syntax.ts';
import type { Box, BoxItem, Scope, Value } from './values.ts';

const MAX_DEPTH = 4;
const MAX_LEAVES = 48;

interface Frame {
  locals: Map<string, Value>;
  readonly name: string;
}

interface Snapshot {
  readonly locals: Map<string, Value>;
  readonly boxes: Map<number, Box>;
}

/** What happens, in its order; `taken` is the side of a fork that was followed. */
export type TraceEntry =
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'call'; readonly call: NumberedCall }
  | { readonly kind: 'choice'; readonly test: Expr; readonly taken: boolean };

/** One way through the forks of a handler; past its decisions, the side where the test is true. */
export interface Route {
  /** Where the tests of the forks start in the source. */
  readonly forks: ReadonlySet<number>;
  readonly decisions: readonly boolean[];
}

interface Condition {
  readonly test: Expr;
  /** Where the test stands of a branch that can be followed on one side; undefined: a loop, or the handling of an error. */
  readonly origin: number | undefined;
}

export type Completion =
  | { readonly kind: 'next'; readonly state: Snapshot }
  /** With the state it was given in, since other branches may be followed before it is looked at. */
  | { readonly kind: 'return'; readonly value: Value; readonly state: Snapshot }
  | { readonly kind: 'raise' }
  | {
      readonly kind: 'split';
      readonly test: Expr;
      /** As that of a condition. */
      readonly origin: number | undefined;
      readonly then: Completion;
      readonly otherwise: Completion;
    };

export class Interpreter {
  readonly dialect: Dialect;
  readonly environment: Environment;
  readonly blockers: Blocker[] = [];
  readonly trace: TraceEntry[] = [];
  readonly notes: SideNote[] = [];
  readonly calls: SeenCall[] = [];
  /** Agents that are asked, and calls that offer tools, in their order. */
  readonly agents: AgentFacts[] = [];
  /** Whether the source gives a model what a tool returned. */
  returnsToolResults = false;
  /** Calls that are no model calls. */
  readonly storeCalls: Range[] = [];
  /** Where the tests start that decide whether a call is made. */
  readonly forks = new Set<number>();
  readonly raised = new Set<string>();
  readonly failing = new Failing();
  /** The loop with the call, if there is one. */
  items: FollowedItems | undefined;
  #collected: Collected[] | undefined;
  readonly #route: Route | undefined;
  #choices = 0;
  readonly #modules = new Map<string, Value>();
  readonly #frames: Frame[] = [];
  readonly #conditions: Condition[] = [];
  #boxes = new Map<number, Box>();
  #nextBox = 0;
  /** Values of the module have lower numbers: they live on from one call to the next. */
  #firstOwnBox = 0;
  #loopDepth = 0;
  #handled: string | undefined;
  #leaves = 0;

  constructor(dialect: Dialect, environment: Environment, route?: Route) {
    this.dialect = dialect;
    this.environment = environment;
    this.#route = route;
  }

  /** The statements of the file itself: imports, constants, clients, functions. */
  module(statements: readonly Statement[]): void {
    this.#frames.push({ locals: this.#modules, name: 'the module' });
    // Functions may be used above where they stand.
    for (const statement of statements) if (statement.kind === 'define') this.#define(statement);
    for (const statement of statements) {
      if (statement.kind !== 'define') this.#execute([statement]);
    }
    this.#frames.pop();
    this.#firstOwnBox = this.#nextBox;
  }

  functionNamed(name: string): FunctionParts | undefined {
    const value = this.#modules.get(name);
    return value?.kind === 'function' ? value.parts : undefined;
  }

  setModuleName(name: string, value: Value): void {
    this.#modules.set(name, value);
  }

  /** The handler itself. */
  handler(parts: FunctionParts, values: readonly Value[]): Expr | undefined {
    const locals = new Map<string, Value>();
    for (const [i, { name }] of parts.parameters.entries()) locals.set(name, values[i] ?? { kind: 'context' });
    this.#frames.push({ locals, name: 'the handler' });
    this.#mustRun = true;
    const end = this.#execute(parts.body);
    this.#mustRun = false;
    const result = this.#resultOf(end, { start: 0, end: 0 });
    this.#frames.pop();
    this.endsInError = onlyRaises(end);
    return result;
  }

  /** Reasons against a handler in which nothing else stands in the way: each may fail in the function alone. */
  readonly unsure: Blocker[] = [];
  /** Not while modules are loaded, where there is no input, and not in what is done about an error. */
  #mustRun = false;

  #atEase<T>(work: () => T): T {
    const outer = this.#mustRun;
    this.#mustRun = false;
    const result = work();
    this.#mustRun = outer;
    return result;
  }

  /** Whether there is no way to a result. */
  endsInError = false;
  /** Calls whose stream has been read: there is nothing left in it. */
  readonly readBodies = new Set<number>();

  // ---- calls and forks ----------------------------------------------------------------------------------------

  /** Whether several calls may be made on the way. */
  get hasRoute(): boolean {
    return this.#route !== undefined;
  }

  /** The calls that were made on the way so far. */
  get made(): readonly NumberedCall[] {
    return this.trace.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []));
  }

  /** Checks before the first call, or after it. */
  checks(side: 'before' | 'after'): readonly Check[] {
    const first = this.trace.findIndex(({ kind }) => kind === 'call');
    const at = first < 0 ? this.trace.length : first;
    const part = side === 'before' ? this.trace.slice(0, at) : this.trace.slice(at);
    return part.flatMap((entry) => (entry.kind === 'check' ? [entry.check] : []));
  }

  /** Every branch around a call decides whether it is made. */
  noteForks(): void {
    const origins = this.#conditions.flatMap(({ origin }) => (origin === undefined ? [] : [origin]));
    if (origins.length < this.#conditions.length || this.inLoop) return;
    for (const origin of origins) this.forks.add(origin);
  }

  /** Which side of a branch is followed alone, if one is. */
  #decision(test: Expr, origin: number): boolean | undefined {
    if (this.#route?.forks.has(origin) !== true) return undefined;
    const taken = this.#route.decisions[this.#choices++] ?? true;
    this.trace.push({ kind: 'choice', test, taken });
    return taken;
  }

  // ---- values -------------------------------------------------------------------------------------------------

  block(gate: Gate, message: string, unblock: string, range: Range): void {
    const { start, end } = range;
    const isKnown = this.blockers.some(
      (known) => known.range.start === start && known.gate === gate && known.message === message,
    );
    if (!isKnown) this.blockers.push({ gate, message, unblock, range: { start, end } });
  }

  /** What is not understood may fail, whether its value is used or not. A clock and the like do not fail. */
  opaque(gate: Gate, message: string, unblock: string, range: Range): Value {
    const { start, end } = range;
    if (this.#mustRun && gate === 'pure-ops') this.unsure.push({ gate, message, unblock, range: { start, end } });
    return this.standIn(gate, message, unblock, range);
  }

  /** For a name that has no value here, and was never evaluated. */
  standIn(gate: Gate, message: string, unblock: string, range: Range): Value {
    return { kind: 'opaque', blocker: { gate, message, unblock, range: { start: range.start, end: range.end } } };
  }

  newBox(box: Box): Value {
    const id = this.#nextBox++;
    this.#boxes.set(id, box);
    return { kind: 'box', id };
  }

  boxOf(value: Value): Box | undefined {
    return value.kind === 'box' ? this.#boxes.get(value.id) : undefined;
  }

  /** The value as JSON data. */
  data(value: Value, range: Range): Expr {
    const at = { start: range.start, end: range.end };
    switch (value.kind) {
      case 'data':
        return value.expr;
      case 'box':
        return this.#boxData(value.id, at);
      case 'opaque':
        return { kind: 'opaque', blocker: value.blocker, ...at };
      case 'response':
        return opaqueExpr(
          'result-use',
          'the whole response of the call is used, with its headers',
          'Use the fields of the body that are needed.',
          at,
        );
      case 'stream':
      case 'replyText':
        return opaqueExpr(
          'pure-ops',
          'the text of the reply is used without being read as JSON',
          'Parse the reply and use its fields.',
          at,
        );
      case 'item':
      case 'itemReply':
        return opaqueExpr(
          'pure-ops',
          'a whole item of DynamoDB is used, of which only texts are followed',
          'Use the texts of the item one by one.',
          at,
        );
      case 'context':
        return opaqueExpr(
          'context',
          'the Lambda context is used',
          'Take what is needed from the event, or from the context object of the state machine.',
          at,
        );
      case 'module':
        return opaqueExpr(
          'pure-ops',
          `${value.name} is used as data`,
          'Write the value out, or set it as an environment variable.',
          at,
        );
      default:
        return opaqueExpr('pure-ops', `${articleFor(value)} is used as data`, 'Use plain JSON values.', at);
    }
  }

  #boxData(id: number, at: Range): Expr {
    const box = this.#boxes.get(id);
    if (box === undefined) return { kind: 'literal', value: null, ...at };
    if (box.kind === 'list') return { kind: 'array', items: box.items.map((item) => this.data(item, at)), ...at };
    const items = box.items.map((item) =>
      item.kind === 'spread' ? item : { kind: 'entry' as const, key: item.key, value: this.data(item.value, at) },
    );
    return { kind: 'object', items, ...at };
  }

  /** Evaluates an expression whose value is thrown away; what fails in it still does. */
  discard(value: Value, range: Range): void {
    if (value.kind !== 'data' && value.kind !== 'box') return;
    this.#discardExpr(this.data(value, range));
  }

  #discardExpr(expr: Expr): void {
    if (expr.kind === 'concat') {
      for (const part of expr.parts)
        if (part.kind === 'value') this.#discardExpr(part.otherwise === 'fails' ? ensure(part.value) : part.value);
      return;
    }
    if (expr.kind === 'jsonText' || expr.kind === 'opaque') {
      if (expr.kind === 'jsonText') this.#discardExpr(expr.of);
      return;
    }
    if (somePart(expr, ({ kind }) => kind === 'opaque')) return;
    this.check(expr);
  }

  /** An evaluation that fails if the source's does. */
  check(expr: Expr): void {
    if (!mayFail(expr) || somePart(expr, ({ kind }) => kind === 'item')) return;
    this.#add({ kind: 'evaluate', value: expr, when: this.#when(), start: expr.start, end: expr.end });
  }

  #add(check: Check): void {
    const { within } = this.failing;
    this.trace.push({ kind: 'check', check: within === undefined ? check : { ...check, within } });
  }

  #when(): Expr | undefined {
    return this.#conditions.reduce<Expr | undefined>(
      (all, { test }) =>
        all === undefined ? test : { kind: 'both', left: all, right: test, start: test.start, end: test.end },
      undefined,
    );
  }

  get isConditional(): boolean {
    return this.#conditions.length > 0;
  }

  get inLoop(): boolean {
    return this.#loopDepth > 0;
  }

  get depth(): number {
    return this.#frames.length;
  }

  // ---- statements ---------------------------------------------------------------------------------------------

  #execute(statements: readonly Statement[]): Completion {
    for (const [i, statement] of statements.entries()) {
      const end = this.#statement(statement);
      if (end.kind === 'next') {
        this.#restore(end.state);
        continue;
      }
      return end.kind === 'split' ? this.#continue(end, statements.slice(i + 1)) : end;
    }
    return { kind: 'next', state: this.#snapshot() };
  }

  /** Goes on with the rest in every branch that has not ended. */
  #continue(end: Completion, rest: readonly Statement[]): Completion {
    switch (end.kind) {
      case 'return':
      case 'raise':
        return end;
      case 'next':
        if (++this.#leaves > MAX_LEAVES) {
          this.block(
            'pure-ops',
            'it has too many branches to follow',
            'Split the function into smaller ones.',
            rest[0] ?? ZERO,
          );
          return { kind: 'raise' };
        }
        this.#restore(end.state);
        return this.#execute(rest);
      case 'split': {
        const { test, origin } = end;
        const then = this.#under(this.#bothEnd(end.otherwise) ? undefined : { test, origin }, () =>
          this.#continue(end.then, rest),
        );
        const otherwise = this.#under(onlyRaises(end.then) ? undefined : { test: negate(test), origin }, () =>
          this.#continue(end.otherwise, rest),
        );
        return { kind: 'split', test, origin, then, otherwise };
      }
    }
  }

  #bothEnd(end: Completion): boolean {
    return onlyRaises(end);
  }

  #under<T>(condition: Condition | undefined, work: () => T): T {
    if (condition === undefined) return work();
    this.#conditions.push(condition);
    try {
      return work();
    } finally {
      this.#conditions.pop();
    }
  }

  #next(): Completion {
    return { kind: 'next', state: this.#snapshot() };
  }

  #snapshot(): Snapshot {
    return { locals: new Map(this.#frame().locals), boxes: new Map(this.#boxes) };
  }

  #restore(state: Snapshot): void {
    const frame = this.#frame();
    if (frame.locals === this.#modules) {
      for (const [name, value] of state.locals) this.#modules.set(name, value);
    } else frame.locals = new Map(state.locals);
    this.#boxes = new Map(state.boxes);
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new TypeError('no function is being followed');
    return frame;
  }

  #statement(statement: Statement): Completion {
    switch (statement.kind) {
      case 'pass':
        return this.#next();
      case 'import':
        this.#import(statement);
        return this.#next();
      case 'define':
        this.#define(statement);
        return this.#next();
      case 'class':
        this.#class(statement);
        return this.#next();
      case 'expression': {
        const value = this.evaluate(statement.value);
        this.discard(value, statement);
        return this.#next();
      }
      case 'assign':
        this.#assign(statement);
        return this.#next();
      case 'return': {
        const value = statement.value === undefined ? this.nothing(statement) : this.evaluate(statement.value);
        // Where it is evaluated decides which clause catches its failure.
        if (value.kind === 'data' && this.failing.within !== undefined) this.#checkNow(value.expr);
        return { kind: 'return', value, state: this.#snapshot() };
      }
      case 'raise':
        return this.#raise(statement);
      case 'if':
        return this.#if(statement);
      case 'try':
        return this.#try(statement);
      case 'loop':
        return this.#attempts(statement) ?? this.#itemLoop(statement) ?? this.#loop(statement);
      case 'jump':
        this.block(
          'pure-ops',
          `\`${statement.to}\` is not followed`,
          'Choose the items with a comprehension.',
          statement,
        );
        return this.#next();
      case 'unsupported':
        this.#unsupported(statement);
        return this.#next();
    }
  }

  nothing(range: Range): Value {
    return { kind: 'data', expr: this.dialect.nothing({ start: range.start, end: range.end }) };
  }

  #import({ module, names }: Extract<Statement, { kind: 'import' }>): void {
    for (const { name, local } of names) {
      this.#frame().locals.set(local, { kind: 'module', name: name === undefined ? module : `${module}.${name}` });
    }
  }

  #define(statement: Extract<Statement, { kind: 'define' }>): void {
    const unknown = statement.decorators.find((decorator) => !this.dialect.isTransparentDecorator(decorator));
    const range = { start: statement.start, end: statement.start + 1 };
    const value: Value =
      unknown === undefined
        ? { kind: 'function', parts: statement.parts, name: statement.name, scope: this.#closure() }
        : this.standIn(
            'pure-ops',
            `the function ${statement.name} is wrapped by @${unknown}, which may change what it does`,
            'Remove the decorator.',
            range,
          );
    this.#frame().locals.set(statement.name, value);
    if (unknown !== undefined) this.#wrapped.set(statement.name, { decorator: unknown, parts: statement.parts, range });
  }

  readonly #wrapped = new Map<
    string,
    { readonly decorator: string; readonly parts: FunctionParts; readonly range: Range }
  >();

  wrapped(
    name: string,
  ): { readonly decorator: string; readonly parts: FunctionParts; readonly range: Range } | undefined {
    return this.#wrapped.get(name);
  }

  /** A class of errors is its name; what else a class does is not followed. */
  #class(statement: Extract<Statement, { kind: 'class' }>): void {
    const { name, bases } = statement;
    const isError = bases.some((base) => /(?:Error|Exception)$/.test(base));
    const range = { start: statement.start, end: statement.start + 1 };
    const value: Value = isError
      ? { kind: 'error', name }
      : this.standIn('pure-ops', `the class ${name} is not followed`, 'Use functions and dictionaries.', range);
    this.#frame().locals.set(name, value);
  }

  #closure(): Scope | undefined {
    const frame = this.#frame();
    return frame.locals === this.#modules ? undefined : frame;
  }

  #assign(statement: Extract<Statement, { kind: 'assign' }>): void {
    const right = this.evaluate(statement.value);
    const { target, operator, start, end } = statement;
    const range = { start, end };
    const value = operator === undefined ? right : this.#updated(target, operator, right, range);
    this.#bind(target, value, range);
  }

  #updated(target: Pattern, operator: string, right: Value, range: Range): Value {
    if (target.kind !== 'name')
      return this.opaque('pure-ops', 'a value is changed in place', 'Make a new value.', range);
    const left = this.lookUp(target.name, range);
    const box = this.boxOf(left);
    if (box !== undefined)
      return this.opaque('pure-ops', `${target.name} is extended in place`, 'Make a new list.', range);
    return this.dialect.binary(this, operator, { left, right }, range);
  }

  #bind(target: Pattern, value: Value, range: Range): void {
    switch (target.kind) {
      case 'name':
        // What fails here does so even if nothing uses the value.
        if (value.kind === 'data') this.#checkNow(value.expr);
        this.failing.bind({
          name: target.name,
          depth: this.depth,
          isAfterCall: this.made.length > 0,
          checks: this.trace.length,
        });
        this.#frame().locals.set(target.name, value);
        return;
      case 'members':
        for (const { key, target: inner, fallback } of target.members) {
          this.#bind(inner, this.dialect.destructure(this, value, { key, fallback }, range), range);
        }
        return;
      case 'place':
        this.#bindPlace(target, value, range);
        return;
      case 'items':
        this.#bindItems(target, value, range);
        return;
      case 'unsupported':
        this.discard(value, range);
        this.#forget(target.what, range, target.names);
    }
  }

  #bindItems({ targets, what }: Extract<Pattern, { kind: 'items' }>, value: Value, range: Range): void {
    const box = this.boxOf(value);
    if (box?.kind === 'list' && box.items.length === targets.length) {
      for (const [i, target] of targets.entries()) this.#bind(target, box.items[i] ?? this.nothing(range), range);
      return;
    }
    this.discard(value, range);
    const names = targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
    if (value.kind !== 'opaque') {
      this.#forget(what, range, names);
      return;
    }
    // It may have another number of items, and fail here although nothing uses the names.
    const { gate, message, unblock, range: where } = value.blocker;
    this.block(gate, message, unblock, where);
    this.#setAll(names, value);
  }

  #setAll(names: readonly string[], value: Value): void {
    for (const name of names) this.#frame().locals.set(name, value);
  }

  #checkNow(expr: Expr): void {
    if (!somePart(expr, ({ kind }) => kind === 'opaque')) this.#discardExpr(expr);
  }

  #forget(what: string, range: Range, names: readonly string[]): void {
    const reason = [`${what} is not followed`, 'Assign each name by itself.'] as const;
    this.block('pure-ops', ...reason, range);
    this.#setAll(names, this.opaque('pure-ops', ...reason, range));
  }

  #bindPlace({ of, key }: Extract<Pattern, { kind: 'place' }>, value: Value, range: Range): void {
    const holder = this.evaluate(of);
    const name = this.literalText(this.evaluate(key));
    if (name === undefined) {
      this.block('pure-ops', 'a key that is computed is assigned', 'Assign keys that are written out.', range);
      return;
    }
    const item: BoxItem = { kind: 'entry', key: name, value };
    const box = this.boxOf(holder);
    if (holder.kind === 'box' && holder.id < this.#firstOwnBox) {
      const help = 'Make the value inside the handler.';
      this.block(
        'effects',
        `${describeExpression(of)} of the module is changed, and stays so for the next call`,
        help,
        range,
      );
      return;
    }
    if (box?.kind === 'dict' && holder.kind === 'box') {
      this.#boxes.set(holder.id, {
        kind: 'dict',
        items: [...box.items.filter((known) => !isEntry(known, name)), item],
      });
      return;
    }
    // The event belongs to this call alone: changing it is making a new one, if nothing else holds a part of it.
    if (of.kind === 'name' && holder.kind === 'data' && holder.expr.kind === 'event' && !this.#isShared(of.name)) {
      this.#frame().locals.set(
        of.name,
        this.newBox({ kind: 'dict', items: [{ kind: 'spread', value: holder.expr }, item] }),
      );
      return;
    }
    if (this.dialect.isClientOrModule(holder)) return;
    this.block(
      'effects',
      `${describeExpression(of)} is changed`,
      'Build a new value instead of changing one that is used elsewhere.',
      range,
    );
  }

  #isShared(name: string): boolean {
    const here = this.#frame();
    return this.#frames.some((frame) =>
      [...frame.locals].some(
        ([other, value]) => (frame !== here || other !== name) && value.kind === 'data' && value.expr.kind === 'event',
      ),
    );
  }

  literalText(value: Value): string | undefined {
    if (value.kind !== 'data' || value.expr.kind !== 'literal') return undefined;
    return typeof value.expr.value === 'string' ? value.expr.value : undefined;
  }

  #raise({ value, start, end }: Extract<Statement, { kind: 'raise' }>): Completion {
    const range = { start, end };
    const error = value === undefined ? this.#handled : this.#errorName(value, range);
    if (error === SAME_ERROR) return this.#raiseAgain(range);
    if (error === undefined)
      this.block(
        'errors',
        'it raises an error whose class cannot be seen here',
        'Raise an error by the name of its class.',
        range,
      );
    else this.raised.add(error);
    const when = this.#when() ?? { kind: 'literal', value: true, ...range };
    this.#add({ kind: 'refuse', when, error: error ?? 'Error', ...range });
    return { kind: 'raise' };
  }

  #raiseAgain(range: Range): Completion {
    const when = this.#when() ?? { kind: 'literal', value: true, ...range };
    this.#add({ kind: 'refuse', when, error: SAME_ERROR, ...range });
    return { kind: 'raise' };
  }

  #errorName(expression: Expression, range: Range): string | undefined {
    const value = this.evaluate(expression);
    if (value.kind === 'error') return value.name;
    // What is being handled is raised again.
    if (value.kind === 'opaque' && value.blocker.message === CAUGHT) return SAME_ERROR;
    if (value.kind === 'opaque' && this.#handled !== undefined) return this.#handled;
    this.discard(value, range);
    return undefined;
  }

  #if(statement: Extract<Statement, { kind: 'if' }>): Completion {
    const test = this.test(statement.test);
    if (test.kind === 'literal') return this.#execute(test.value === true ? statement.then : statement.otherwise);
    this.#checkNow(test);
    const origin = statement.test.start;
    const taken = this.#decision(test, origin);
    if (taken !== undefined) return this.#execute(taken ? statement.then : statement.otherwise);
    const start = this.#snapshot();
    const then = this.#under({ test, origin }, () => this.#execute(statement.then));
    this.#restore(start);
    const otherwise = this.#under(onlyRaises(then) ? undefined : { test: negate(test), origin }, () =>
      this.#execute(statement.otherwise),
    );
    if (onlyRaises(then)) return otherwise;
    if (onlyRaises(otherwise)) return then;
    if (then.kind === 'next' && otherwise.kind === 'next') return this.#join(test, then.state, otherwise.state);
    return { kind: 'split', test, origin, then, otherwise };
  }

  /** A test, as true or false. An opaque one blocks: what depends on it cannot be told. */
  test(expression: Expression): Expr {
    const value = this.evaluate(expression);
    const expr = this.dialect.truth(this.dataOrTrue(value, expression));
    if (expr.kind === 'opaque') {
      this.blockers.push(expr.blocker);
      return { kind: 'isKind', of: expr, kinds: [], start: expression.start, end: expression.end };
    }
    return expr;
  }

  dataOrTrue(value: Value, range: Range): Expr {
    switch (value.kind) {
      case 'client':
      case 'module':
      case 'logger':
      case 'function':
      case 'response':
      case 'table':
      case 'itemReply':
        return { kind: 'literal', value: true, start: range.start, end: range.end };
      // There is one, or there is nothing.
      case 'item':
        return value.expr;
      default:
        return this.data(value, range);
    }
  }

  #join(test: Expr, then: Snapshot, otherwise: Snapshot): Completion {
    const boxes = new Map(then.boxes);
    const at = { start: test.start, end: test.end };
    for (const [id, box] of otherwise.boxes) {
      const other = then.boxes.get(id);
      if (other === undefined || other === box) boxes.set(id, box);
      else boxes.set(id, this.#joinedBox(test, { then: other, otherwise: box }, { then, otherwise }));
    }
    const locals = new Map<string, Value>();
    for (const name of new Set([...then.locals.keys(), ...otherwise.locals.keys()])) {
      const [one, other] = [then.locals.get(name), otherwise.locals.get(name)];
      if (one === undefined || other === undefined) {
        locals.set(
          name,
          this.standIn(
            'pure-ops',
            `${name} is set on one side of a branch only`,
            `Set ${name} on both sides, or before.`,
            at,
          ),
        );
      } else if (isSame(one, other)) locals.set(name, one);
      else locals.set(name, this.#joinedValue(test, [one, then], [other, otherwise]));
    }
    return { kind: 'next', state: { locals, boxes } };
  }

  #joinedValue(
    test: Expr,
    [one, then]: readonly [Value, Snapshot],
    [other, otherwise]: readonly [Value, Snapshot],
  ): Value {
    const at = { start: test.start, end: test.end };
    return { kind: 'data', expr: choose(test, this.#dataIn(one, then, at), this.#dataIn(other, otherwise, at)) };
  }

  #dataIn(value: Value, state: Snapshot, at: Range): Expr {
    const kept = this.#boxes;
    this.#boxes = new Map([...this.#boxes, ...state.boxes]);
    const expr = this.data(value, at);
    this.#boxes = kept;
    return expr;
  }

  /** Entries that are the same on both sides stay entries; the others depend on the test. */
  #joinedBox(test: Expr, boxes: { then: Box; otherwise: Box }, states: { then: Snapshot; otherwise: Snapshot }): Box {
    const at = { start: test.start, end: test.end };
    const { then, otherwise } = boxes;
    if (then.kind === 'list' || otherwise.kind === 'list') {
      const id = -1;
      const [one, other] = [then, otherwise].map((box, i) => {
        const state = i === 0 ? states.then : states.otherwise;
        return this.#dataIn(
          { kind: 'box', id },
          { locals: new Map(), boxes: new Map([...state.boxes, [id, box]]) },
          at,
        );
      });
      const whole =
        one === undefined || other === undefined
          ? { kind: 'literal' as const, value: null, ...at }
          : choose(test, one, other);
      return { kind: 'dict', items: [{ kind: 'spread', value: whole }] };
    }
    const shared = then.items.filter((item) => otherwise.items.includes(item));
    const rest = (box: Extract<Box, { kind: 'dict' }>, state: Snapshot): Expr => ({
      kind: 'object',
      items: box.items
        .filter((item) => !shared.includes(item))
        .map((item) =>
          item.kind === 'spread'
            ? item
            : { kind: 'entry' as const, key: item.key, value: this.#dataIn(item.value, state, at) },
        ),
      ...at,
    });
    const differing = choose(test, rest(then, states.then), rest(otherwise, states.otherwise));
    return { kind: 'dict', items: [...shared, { kind: 'spread', value: differing }] };
  }

  #try(statement: TryStatement): Completion {
    const isPlain = statement.clauses.every((clause) => this.dialect.clauseVerdict(clause) === 'raisesAgain');
    const followed =
      isPlain || statement.finally.length > 0 ? undefined : this.#scene(sceneOfTry(statement), statement);
    return followed ?? this.#plainTry(statement);
  }

  #plainTry(statement: TryStatement): Completion {
    for (const clause of statement.clauses) this.#clause(clause, statement.body);
    const body = this.#execute([...statement.body, ...statement.otherwise]);
    if (statement.finally.length === 0) return body;
    const kept = this.#snapshot();
    if (body.kind === 'next') this.#restore(body.state);
    const last = this.#execute(statement.finally);
    if (last.kind !== 'next')
      this.block('errors', 'the `finally` block ends the function', 'Return after the block.', statement);
    this.#restore(kept);
    return body;
  }

  // ---- failures of the call -----------------------------------------------------------------------------------

  #attempts(loop: LoopStatement): Completion | undefined {
    const scene = sceneOfLoop(loop);
    return scene === undefined || scene.attempt.finally.length > 0 ? undefined : this.#scene(scene, loop);
  }

  /** A \`try\` around the call, in a loop or not: what follows a success, and what follows each failure. */
  #scene(scene: Scene, statement: TryStatement | LoopStatement): Completion | undefined {
    const statements = successOf(scene);
    if (statements === undefined || this.made.length > 0) return undefined;
    const start = this.#snapshot();
    const undo = this.#mark();
    const level = this.failing.enter();
    this.#bindCounters(scene, statement);
    const body = this.#execute(statements);
    const bound = this.failing.leave().filter(({ depth }) => depth === this.depth);
    const [call, ...more] = this.made;
    if (call === undefined || more.length > 0 || !isModelCall(call.operation)) {
      undo();
      this.#restore(start);
      return undefined;
    }
    this.failing.range ??= { start: statement.start, end: statement.end };
    const names = this.#namesAround(start);
    const { branches, blockers } = this.failing.follow(scene, level, {
      operation: call.operation,
      language: this.dialect.language,
      names,
      nameOf: ({ statement: raised, clause }) => this.#raisedName(raised, clause, start),
    });
    for (const { gate, message, unblock, range } of blockers) this.block(gate, message, unblock, range);
    const kept = this.#snapshot();
    for (const clause of scene.attempt.clauses) this.#effects(clause, start, names);
    this.#restore(kept);
    return branches.reduceRight<Completion>((rest, branch) => this.#failedBranch(branch, rest, { start, bound }), body);
  }

  /** Takes back what was noted since, where something else is to be made of it. */
  #mark(): () => void {
    const lists = [this.trace, this.notes, this.calls, this.storeCalls, this.blockers, this.unsure];
    const lengths = lists.map(({ length }) => length);
    const sets: readonly (readonly [Set<unknown>, readonly unknown[]])[] = [
      [this.raised, [...this.raised]],
      [this.forks, [...this.forks]],
      [this.readBodies, [...this.readBodies]],
    ];
    const choices = this.#choices;
    const { items } = this;
    const forget = this.failing.save();
    const collected = this.#collected?.length;
    return () => {
      forget();
      if (this.#collected !== undefined) this.#collected.length = collected ?? 0;
      this.items = items;
      for (const [i, list] of lists.entries()) list.length = lengths[i] ?? 0;
      for (const [set, kept] of sets) {
        set.clear();
        for (const item of kept) set.add(item);
      }
      this.#choices = choices;
    };
  }

  /** The number of the attempt is not known in the round that succeeds. */
  #bindCounters({ loop }: Scene, { start, end }: Range): void {
    if (loop === undefined) return;
    const unknown = this.standIn('pure-ops', 'the number of the attempt is used', 'Leave it out.', { start, end });
    this.#setAll(loop.names, unknown);
    for (const statement of [...(loop.steps?.before ?? []), ...loop.body]) {
      if (statement.kind !== 'assign' || statement.target.kind !== 'name') continue;
      if (statement.operator !== undefined || loop.steps?.before.includes(statement) === true)
        this.#frame().locals.set(statement.target.name, unknown);
    }
  }

  #namesAround(start: Snapshot): Names {
    const at = <T>(work: () => T): T => {
      const kept = this.#snapshot();
      this.#restore(start);
      const result = this.#atEase(work);
      this.#restore(kept);
      return result;
    };
    const valueOf = (name: string): Value => this.lookUp(name, ZERO);
    return {
      constant: (name) => at(() => fixedValue(this.data(valueOf(name), ZERO))),
      function: (name) => {
        const value = at(() => valueOf(name));
        return value.kind === 'function' ? value.parts : undefined;
      },
      module: (expression) => at(() => this.#moduleName(expression)),
    };
  }

  #moduleName(expression: Expression): string | undefined {
    if (expression.kind === 'attribute') {
      const of = this.#moduleName(expression.of);
      return of === undefined ? undefined : `${of}.${expression.name}`;
    }
    if (expression.kind !== 'name') return undefined;
    const value = this.lookUp(expression.name, ZERO);
    return value.kind === 'module' ? value.name : undefined;
  }

  #raisedName(
    { value, start, end }: Extract<Statement, { kind: 'raise' }>,
    clause: ErrorClause,
    before: Snapshot,
  ): string | undefined {
    const kept = this.#snapshot();
    this.#restore(before);
    this.#bindCaught(clause);
    const error = value === undefined ? undefined : this.evaluate(value);
    this.#restore(kept);
    if (error?.kind === 'error') {
      this.raised.add(error.name);
      return error.name;
    }
    const help = 'Raise an error by the name of its class.';
    this.block('errors', 'it raises an error whose class cannot be seen here', help, { start, end });
    return undefined;
  }

  #bindCaught({ variable, start, end }: ErrorClause): void {
    if (variable === undefined) return;
    const help = 'Leave the text of the error out, or let Catch of the state hand it on.';
    this.#frame().locals.set(variable, this.opaque('errors', CAUGHT, help, { start, end }));
  }

  /** What a clause does beside choosing what comes next: every call in it is looked at, in whatever branch it is. */
  #effects(clause: ErrorClause, start: Snapshot, names: Names): void {
    const { length } = this.trace;
    const choices = this.#choices;
    const collected = this.#collected;
    if (collected !== undefined) this.#collected = [];
    const raised = new Set(this.raised);
    this.#restore(start);
    this.#bindCaught(clause);
    const test: Expr = { kind: 'opaque', blocker: LOOP, start: clause.start, end: clause.end };
    this.#atEase(() =>
      this.#under({ test, origin: undefined }, () => {
        for (const expression of expressionsIn(clause.body))
          if (!isWait(expression, names, this.dialect.language)) this.evaluate(expression);
      }),
    );
    this.trace.length = length;
    this.#choices = choices;
    this.#collected = collected;
    this.raised.clear();
    for (const name of raised) this.raised.add(name);
  }

  /** The handler goes on without an answer; what the block had set by then is not known. */
  #failedBranch(
    { branch, exit, isForOwn }: FailedBranch,
    rest: Completion,
    { start, bound }: { readonly start: Snapshot; readonly bound: readonly BoundName[] },
  ): Completion {
    const range = { start: exit.clause.start, end: exit.clause.end };
    this.#restore(start);
    const { locals } = this.#frame();
    for (const { name, isAfterCall, checks } of bound) {
      if (isAfterCall && !(isForOwn && checks < this.trace.length)) continue;
      const help = `Set ${name} before the block, or return from it.`;
      locals.set(name, this.opaque('errors', `${name} is set where the call may have failed before`, help, range));
    }
    for (const [name, value] of exit.names)
      locals.set(name, { kind: 'data', expr: { kind: 'literal', value, ...range } });
    this.#bindCaught(exit.clause);
    const test: Expr = { kind: 'failed', branch, ...range };
    const outer = this.#handled;
    this.#handled = SAME_ERROR;
    const then = this.#under({ test, origin: undefined }, () => this.#execute(exit.trace));
    this.#handled = outer;
    return { kind: 'split', test, origin: undefined, then, otherwise: rest };
  }

  /** What handles an error may log it and raise it again; anything else changes what a failure looks like outside. */
  #clause(clause: ErrorClause, body: readonly Statement[]): void {
    const at = { start: clause.start, end: clause.end };
    const verdict = this.dialect.clauseVerdict(clause);
    this.#clauseBody(clause);
    if (verdict === 'raisesAgain') return;
    const caught = clause.types.length === 0 ? 'every error' : clause.types.join(', ');
    const calls = body.length > 0 && this.dialect.seesCall(body);
    const where = calls ? 'of the model call' : '';
    const message =
      verdict === 'raisesOther'
        ? `${caught} ${where} becomes an error of another class here`.replace('  ', ' ')
        : `${caught} ${where} is swallowed here: the task succeeds where it should fail`.replace('  ', ' ');
    this.block(
      'errors',
      message,
      'Raise the error again after logging it, and let Retry and Catch of the state handle it.',
      at,
    );
  }

  /** What a clause does beside raising again is followed for its effects alone. */
  #clauseBody({ body, variable, start, end }: ErrorClause): void {
    const kept = this.#snapshot();
    const { length } = this.trace;
    const choices = this.#choices;
    const names = new Set(this.raised);
    const caught = this.opaque('errors', 'the error itself is used', 'Let Catch of the state hand on the error.', {
      start,
      end,
    });
    if (variable !== undefined) this.#frame().locals.set(variable, caught);
    const outer = this.#handled;
    this.#handled = 'Error';
    const condition: Expr = { kind: 'opaque', blocker: LOOP, start, end };
    this.#atEase(() => this.#under({ test: condition, origin: undefined }, () => this.#execute(body)));
    this.#handled = outer;
    this.raised.clear();
    for (const name of names) this.raised.add(name);
    this.trace.length = length;
    this.#choices = choices;
    this.#restore(kept);
  }

  // ---- one call for each item -----------------------------------------------------------------------------------

  #itemLoop(statement: LoopStatement): Completion | undefined {
    const { of, target, what, otherwise } = statement;
    if (of === undefined || target === undefined || what !== 'a `for` loop' || otherwise.length > 0) return undefined;
    const start = this.#snapshot();
    const undo = this.#mark();
    const ends: Snapshot[] = [];
    const found = this.#eachItem(of, target, statement, () => {
      const end = this.#execute(statement.body);
      return collectStates(end, ends) ? undefined : null;
    });
    const list = found?.list;
    if (found === undefined || list === undefined || !this.#changesNothingElse(start, ends, list)) {
      undo();
      this.#restore(start);
      return undefined;
    }
    this.#restore(start);
    const { locals } = this.#frame();
    for (const name of new Set(ends.flatMap((end) => [...end.locals.keys()]))) {
      if (ends.every((end) => end.locals.get(name) === start.locals.get(name))) continue;
      const help = 'Use what the list of results holds.';
      locals.set(
        name,
        this.standIn('pure-ops', `${name} is changed from one item of the loop to the next`, help, statement),
      );
    }
    for (const [name, value] of start.locals)
      if (value.kind === 'box' && value.id === list) locals.set(name, resultsOf(statement));
    return this.#next();
  }

  /** Nothing but the one list that gathers the results, which nobody else holds. */
  #changesNothingElse(start: Snapshot, ends: readonly Snapshot[], list: number): boolean {
    const box = start.boxes.get(list);
    const isFresh = box?.kind === 'list' && box.items.length === 0;
    const isHeld = [...start.boxes.values()].some((other) =>
      other.items.some((item) => {
        const value = 'value' in item ? item.value : item;
        return value.kind === 'box' && value.id === list;
      }),
    );
    const isShared = this.#frames
      .slice(0, -1)
      .some((frame) => [...frame.locals.values()].some((value) => value.kind === 'box' && value.id === list));
    const isSame = ends.every((end) => [...start.boxes].every(([id, one]) => end.boxes.get(id) === one));
    return isFresh && !isHeld && !isShared && isSame;
  }

  /** `null`: the body does not go through to its end. */
  #eachItem(
    of: Expression,
    target: string,
    { start, end }: Range,
    body: () => Expr | undefined | null,
  ): { readonly list: number | undefined } | undefined {
    if (!this.#mayFollowItems()) return undefined;
    const items = this.data(this.evaluate(of), of);
    const { length } = this.trace;
    const name = `${target}${String(this.#nextBox++)}`;
    this.#frame().locals.set(target, { kind: 'data', expr: { kind: 'item', name, start, end } });
    this.#collected = [];
    const value = body();
    const collected = this.#collected;
    this.#collected = undefined;
    const [call, ...more] = this.made;
    if (value === null || call === undefined || more.length > 0 || !isModelCall(call.operation)) return undefined;
    const [first] = collected;
    const lists = new Set(collected.map(({ list }) => list));
    if (value === undefined && (first === undefined || lists.size > 1)) return undefined;
    const results = value === undefined ? collected : [{ list: -1, value, when: undefined, within: undefined }];
    this.items = { of: items, name, results, at: length, trace: this.trace.splice(length), start, end };
    return { list: first?.list };
  }

  /** One loop, before any call, in a place that is always reached. */
  #mayFollowItems(): boolean {
    if (this.hasRoute || this.isConditional || this.inLoop) return false;
    if (this.items !== undefined || this.#collected !== undefined) return false;
    return this.made.length === 0 && this.storeCalls.length === 0;
  }

  /** Whether a value is added to a list in the loop that is followed. */
  collect(list: Value, added: Value, range: Range): boolean {
    if (this.#collected === undefined || list.kind !== 'box') return false;
    const value = this.data(this.#kept(added), range);
    this.#checkNow(value);
    this.#collected.push({ list: list.id, value, when: this.#when(), within: this.failing.within });
    return true;
  }

  #loop(statement: Extract<Statement, { kind: 'loop' }>): Completion {
    this.#loopDepth++;
    const before = this.#snapshot();
    const calls = this.calls.length;
    const blockers = this.blockers.length;
    const over = statement.of === undefined ? undefined : this.evaluate(statement.of);
    // What is wrong with the list has been said.
    const known = over?.kind === 'opaque' ? over : undefined;
    const item =
      known ?? this.standIn('pure-ops', `${statement.what} is not followed`, 'Use a comprehension.', statement);
    this.#setAll(statement.names, item);
    const test: Expr = { kind: 'opaque', blocker: LOOP, start: statement.start, end: statement.end };
    const end = this.#under({ test, origin: undefined }, () =>
      this.#execute([...statement.body, ...statement.otherwise]),
    );
    this.#loopDepth--;
    if (known === undefined && this.calls.length === calls && this.blockers.length === blockers) {
      this.block(
        'pure-ops',
        `${statement.what} is not followed`,
        'Write it as a comprehension or with `join`, if it only builds a value.',
        statement,
      );
    }
    this.#restore(before);
    // What the loop assigns is not known after it.
    const changed = end.kind === 'next' ? end.state.locals : new Map<string, Value>();
    for (const [name, value] of changed) {
      if (before.locals.get(name) === value) continue;
      const made =
        known ?? this.standIn('pure-ops', `${name} is made by ${statement.what}`, 'Use a comprehension.', statement);
      this.#frame().locals.set(name, made);
    }
    return this.#next();
  }

  #unsupported(statement: Extract<Statement, { kind: 'unsupported' }>): void {
    for (const part of statement.within) this.evaluate(part);
    this.block(
      'pure-ops',
      `${statement.what} is not followed`,
      'Write it without, or keep it in a function of its own.',
      statement,
    );
    if (statement.body.length > 0) this.#execute(statement.body);
  }

  // ---- expressions --------------------------------------------------------------------------------------------

  lookUp(name: string, range: Range): Value {
    for (const scope of [this.#frame().locals, this.#closureOf()?.locals, this.#modules]) {
      const value = scope?.get(name);
      if (value !== undefined) return value;
    }
    const builtin = this.dialect.builtin(name, range);
    return (
      builtin ?? this.opaque('pure-ops', `${name} is not defined in this file`, 'Define it in the same file.', range)
    );
  }

  #scopes: (Scope | undefined)[] = [];

  #closureOf(): Scope | undefined {
    return this.#scopes.at(-1);
  }

  evaluate(expression: Expression): Value {
    const { start, end } = expression;
    const range = { start, end };
    switch (expression.kind) {
      case 'literal':
        return { kind: 'data', expr: { kind: 'literal', value: expression.value, ...range } };
      case 'undefined':
        return { kind: 'data', expr: { kind: 'undefined', ...range } };
      case 'name':
        return this.lookUp(expression.name, range);
      case 'template':
        return this.#template(expression, range);
      case 'list':
        return this.#list(expression, range);
      case 'dict':
        return this.#dict(expression, range);
      case 'spread':
        return this.opaque('pure-ops', 'a list is spread', 'Write the items out.', range);
      case 'attribute':
        return this.dialect.attribute(this, this.evaluate(expression.of), expression, range);
      case 'subscript':
        return this.dialect.subscript(
          this,
          this.evaluate(expression.of),
          { index: this.evaluate(expression.index), isOptional: expression.isOptional },
          range,
        );
      case 'slice':
        return this.#slice(expression, range);
      case 'call':
        return this.#call(expression, range);
      case 'binary':
        return this.#binary(expression, range);
      case 'logical':
        return this.#logical(expression, range);
      case 'not': {
        const test = this.test(expression.of);
        return { kind: 'data', expr: negate(test) };
      }
      case 'negative':
        return this.#negative(expression, range);
      case 'conditional':
        return this.#conditional(expression);
      case 'comprehension':
        return this.#comprehension(expression, range);
      case 'function':
        return { kind: 'function', parts: expression.parts, name: 'a function', scope: this.#closure() };
      case 'await':
        return this.evaluate(expression.of);
      case 'unsupported':
        for (const part of expression.within) this.evaluate(part);
        return this.opaque('pure-ops', `${expression.what} is not followed`, 'Write it without.', range);
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>, range: Range): Value {
    const operands = { left: this.evaluate(left), right: this.evaluate(right) };
    const isNothing = (value: Value): boolean =>
      value.kind === 'data' &&
      (value.expr.kind === 'undefined' || (value.expr.kind === 'literal' && value.expr.value === null));
    // An answer that is there is not nothing.
    if (operands.left.kind === 'response' && isNothing(operands.right)) {
      const isSame = SAME_OPERATORS.has(operator);
      if (isSame || DIFFERENT_OPERATORS.has(operator))
        return { kind: 'data', expr: { kind: 'literal', value: !isSame, ...range } };
    }
    return this.dialect.binary(this, operator, operands, range);
  }

  #template({ parts }: Extract<Expression, { kind: 'template' }>, range: Range): Value {
    const found: ExprOf<'concat'>['parts'][number][] = [];
    for (const part of parts) {
      if (part.kind === 'text') {
        found.push(part);
        continue;
      }
      const expr = this.data(this.evaluate(part.value), part.value);
      const value: Expr = part.isPlain
        ? expr
        : opaqueExpr(
            'pure-ops',
            'a text is formatted with a conversion or a format',
            'Put the plain value in.',
            part.value,
          );
      found.push({ kind: 'value', value, otherwise: 'differs' });
    }
    return { kind: 'data', expr: concat(found, range) };
  }

  #list({ items }: Extract<Expression, { kind: 'list' }>, range: Range): Value {
    if (items.some(({ kind }) => kind === 'spread'))
      return this.opaque('pure-ops', 'a list is spread into another', 'Write the items out.', range);
    return this.newBox({ kind: 'list', items: items.map((item) => this.#kept(this.evaluate(item))) });
  }

  /** What is put into a value is evaluated there, whether the value is used or not. */
  #kept(value: Value): Value {
    if (value.kind === 'data') this.#checkNow(value.expr);
    return value;
  }

  #dict({ items }: Extract<Expression, { kind: 'dict' }>, range: Range): Value {
    const found: BoxItem[] = [];
    for (const item of items) {
      if (item.kind === 'spread') {
        const value = this.evaluate(item.value);
        const box = this.boxOf(value);
        if (box?.kind === 'dict') found.push(...box.items);
        else found.push({ kind: 'spread', value: this.dialect.spread(this.data(value, range)) });
        continue;
      }
      const key = this.#key(item.entry.key);
      if (key === undefined)
        return this.opaque('pure-ops', 'a key of a dictionary is computed', 'Write the keys out.', range);
      found.push({ kind: 'entry', key, value: this.#kept(this.evaluate(item.entry.value)) });
    }
    return this.newBox({ kind: 'dict', items: withoutRepeats(found) });
  }

  #key(expression: Expression): string | undefined {
    return this.literalText(this.evaluate(expression));
  }

  #slice(expression: Extract<Expression, { kind: 'slice' }>, range: Range): Value {
    const of = this.evaluate(expression.of);
    const from = expression.from === undefined ? 0 : literalNumber(this.evaluate(expression.from));
    const to = expression.to === undefined ? undefined : literalNumber(this.evaluate(expression.to));
    return this.dialect.slice(this, of, { from, to, isOpen: expression.to === undefined }, range);
  }

  #logical({ operator, left, right }: Extract<Expression, { kind: 'logical' }>, range: Range): Value {
    const one = this.evaluate(left);
    const expr = this.dataOrTrue(one, left);
    const truth = operator === '??' ? this.dialect.present(expr) : this.dialect.truth(expr);
    if (truth.kind === 'literal') {
      const isLeft = (operator === 'and') !== (truth.value === true);
      return isLeft ? one : this.evaluate(right);
    }
    const test = operator === 'and' ? truth : negate(truth);
    const origin = right.start;
    const taken = this.#decision(test, origin);
    if (taken !== undefined) return taken ? this.evaluate(right) : one;
    const other = this.#under({ test, origin }, () => this.evaluate(right));
    const second = this.dataOrTrue(other, right);
    if (operator !== 'and' && one.kind === 'item') return this.#itemOr(one.expr, second, operator, range);
    if (other.kind === 'item') return { kind: 'data', expr: this.data(other, right) };
    return { kind: 'data', expr: this.dialect.logical(operator, expr, second, range) };
  }

  /** Instead of an item that is not there, an empty one may stand. */
  #itemOr(item: Expr, other: Expr, operator: 'or' | '??', range: Range): Value {
    if (other.kind === 'object' && other.items.length === 0)
      return { kind: 'item', expr: this.dialect.logical(operator, item, other, range) };
    return { kind: 'data', expr: this.data({ kind: 'item', expr: item }, range) };
  }

  #negative({ of }: Extract<Expression, { kind: 'negative' }>, range: Range): Value {
    const number = literalNumber(this.evaluate(of));
    if (number !== undefined) return { kind: 'data', expr: { kind: 'literal', value: -number, ...range } };
    return this.opaque('pure-ops', 'a number is computed', 'Compute it before the state.', range);
  }

  #conditional({ test, then, otherwise }: Extract<Expression, { kind: 'conditional' }>): Value {
    const decided = this.test(test);
    if (decided.kind === 'literal') return this.evaluate(decided.value === true ? then : otherwise);
    const origin = test.start;
    const taken = this.#decision(decided, origin);
    if (taken !== undefined) return this.evaluate(taken ? then : otherwise);
    const one = this.#under({ test: decided, origin }, () => this.data(this.evaluate(then), then));
    const other = this.#under({ test: negate(decided), origin }, () => this.data(this.evaluate(otherwise), otherwise));
    return { kind: 'data', expr: choose(decided, one, other) };
  }

  #comprehension(expression: Extract<Expression, { kind: 'comprehension' }>, range: Range): Value {
    const { target, conditions, element } = expression;
    const followed = target === undefined || conditions.length > 0 ? undefined : this.#itemList(expression, target);
    if (followed !== undefined) return followed;
    const of = this.data(this.evaluate(expression.of), expression.of);
    if (target === undefined)
      return this.opaque('pure-ops', 'a comprehension takes its items apart', 'Use one name for the item.', range);
    return this.over(of, target, { conditions, element }, range);
  }

  /** `[ask(x) for x in items]` */
  #itemList(
    { of, element, start, end }: Extract<Expression, { kind: 'comprehension' }>,
    target: string,
  ): Value | undefined {
    const before = this.#snapshot();
    const undo = this.#mark();
    const range = { start, end };
    const found = this.#eachItem(of, target, range, () => this.data(this.#kept(this.evaluate(element)), element));
    if (found === undefined) undo();
    this.#restore(before);
    return found === undefined ? undefined : resultsOf(range);
  }

  /** `[element for target in of if condition]` */
  over(
    of: Expr,
    target: string,
    { conditions, element }: { conditions: readonly Expression[]; element: Expression },
    range: Range,
  ): Value {
    const frame = this.#frame();
    const hidden = frame.locals.get(target);
    const name = `${target}${String(this.#nextBox++)}`;
    frame.locals.set(target, { kind: 'data', expr: { kind: 'item', name, ...range } });
    this.#loopDepth++;
    const tests = conditions.map((condition) => this.test(condition));
    const body = this.data(this.evaluate(element), element);
    this.#loopDepth--;
    if (hidden === undefined) frame.locals.delete(target);
    else frame.locals.set(target, hidden);
    if (of.kind === 'opaque') return { kind: 'data', expr: of };
    const items = tests.reduce<Expr>(
      (list, test) => ({ kind: 'filter', of: list, variable: name, body: test, ...range }),
      of,
    );
    return { kind: 'data', expr: { kind: 'map', of: items, variable: name, body, ...range } };
  }

  #call(expression: Extract<Expression, { kind: 'call' }>, range: Range): Value {
    const { callee } = expression;
    if (callee.kind === 'attribute') {
      const of = this.evaluate(callee.of);
      const args = { list: this.#arguments(expression), isNew: expression.isNew };
      if (of.kind === 'agent' && AGENT_METHODS.includes(callee.name)) return askAgent(this, of.agent, args.list, range);
      const method = this.dialect.method(this, of, { name: callee.name, ...args, source: callee }, range);
      if (method !== undefined) return method;
      return this.invoke(this.dialect.attribute(this, of, callee, callee), args.list, range, expression.isNew);
    }
    return this.invoke(this.evaluate(callee), this.#arguments(expression), range, expression.isNew);
  }

  #arguments({ arguments: list }: Extract<Expression, { kind: 'call' }>): readonly CallArgument[] {
    return list.map(({ name, value }) => ({
      name,
      isSpread: value.kind === 'spread',
      value: this.evaluate(value.kind === 'spread' ? value.value : value),
      source: value,
    }));
  }

  invoke(callee: Value, args: readonly CallArgument[], range: Range, isNew: boolean): Value {
    switch (callee.kind) {
      case 'function':
        return this.inline(callee, args, range);
      case 'module':
        return (
          agentValue(this, callee.name, args, range) ??
          this.dialect.callModule(this, callee.name, { list: args, isNew }, range)
        );
      case 'error':
        for (const { value } of args) this.discard(value, range);
        return { kind: 'error', name: callee.name };
      case 'agent':
        return askAgent(this, callee.agent, args, range);
      case 'opaque':
        for (const { value } of args) this.discard(value, range);
        return callee;
      default:
        return this.opaque(
          'pure-ops',
          'something that is no known function is called',
          'Call functions of this file.',
          range,
        );
    }
  }

  /** A function of the same file, followed as if it stood here. */
  inline(callee: Extract<Value, { kind: 'function' }>, args: readonly CallArgument[], range: Range): Value {
    const { parts, name } = callee;
    if (
      this.#frames.some((frame) => frame.name === name && name !== 'a function') ||
      this.#frames.length > MAX_DEPTH + 1
    ) {
      return this.opaque(
        'pure-ops',
        `${name} calls itself, or functions are nested too deep`,
        'Flatten the functions.',
        range,
      );
    }
    if (!parts.isPlain || args.some(({ isSpread }) => isSpread)) {
      return this.opaque('pure-ops', `the arguments of ${name} are not followed`, 'Pass plain arguments.', range);
    }
    const locals = this.#bound(parts, args);
    if (locals === undefined)
      return this.opaque(
        'pure-ops',
        `the arguments of ${name} do not fit its parameters`,
        'Pass each parameter.',
        range,
      );
    this.#frames.push({ locals, name });
    this.#scopes.push(callee.scope);
    const end = this.#execute(parts.body);
    const value = this.#valueOf(end, range);
    this.#scopes.pop();
    this.#frames.pop();
    return value;
  }

  #bound({ parameters }: FunctionParts, args: readonly CallArgument[]): Map<string, Value> | undefined {
    const locals = new Map<string, Value>();
    const positional = args.filter(({ name }) => name === undefined);
    if (positional.length > parameters.length && this.dialect.language === 'python') return undefined;
    for (const [i, { name, fallback }] of parameters.entries()) {
      const given = positional[i] ?? args.find((argument) => argument.name === name);
      if (given !== undefined) locals.set(name, given.value);
      else if (fallback !== undefined) locals.set(name, this.evaluate(fallback));
      else if (this.dialect.language === 'python') return undefined;
      else locals.set(name, { kind: 'data', expr: { kind: 'undefined', start: 0, end: 0 } });
    }
    return locals;
  }

  /** What a function gives; a single return keeps what kind of thing it is. */
  #valueOf(end: Completion, range: Range): Value {
    const state = this.#stateAfter(end);
    const result = onlyReturn(end);
    const isWhole =
      result !== undefined &&
      (result.value.kind !== 'box' || state?.boxes.get(result.value.id) === result.state.boxes.get(result.value.id));
    const value: Value = isWhole ? result.value : { kind: 'data', expr: this.#resultOf(end, range) };
    if (state !== undefined) this.#boxes = new Map([...this.#boxes, ...state.boxes]);
    return value;
  }

  /** What is left of all branches that go on. */
  #stateAfter(end: Completion): Snapshot | undefined {
    switch (end.kind) {
      case 'return':
      case 'next':
        return end.state;
      case 'raise':
        return undefined;
      case 'split': {
        const [then, otherwise] = [this.#stateAfter(end.then), this.#stateAfter(end.otherwise)];
        if (then === undefined || otherwise === undefined) return then ?? otherwise;
        const joined = this.#join(end.test, { ...then, locals: new Map() }, { ...otherwise, locals: new Map() });
        return joined.kind === 'next' ? joined.state : undefined;
      }
    }
  }

  #resultOf(end: Completion, range: Range): Expr {
    switch (end.kind) {
      case 'return':
        return this.#dataIn(end.value, end.state, range);
      case 'next':
        return this.#dataIn(this.nothing(range), end.state, range);
      case 'raise':
        return { kind: 'literal', value: null, ...range };
      case 'split': {
        if (onlyRaises(end.then)) return this.#resultOf(end.otherwise, range);
        if (onlyRaises(end.otherwise)) return this.#resultOf(end.then, range);
        return choose(end.test, this.#resultOf(end.then, range), this.#resultOf(end.otherwise, range));
      }
    }
  }
}

export interface CallArgument {
  readonly name: string | undefined;
  readonly value: Value;
  readonly isSpread: boolean;
  readonly source: Expression;
}

const ZERO: Range = { start: 0, end: 0 };

/** A loop whose body makes the call. */
export interface FollowedItems extends Range {
  readonly of: Expr;
  /** Of the item. */
  readonly name: string;
  readonly results: readonly Collected[];
  /** Where it stood in the trace. */
  readonly at: number;
  readonly trace: readonly TraceEntry[];
}

/** What is added to the list of results, on a condition, inside these `try` blocks. */
export interface Collected {
  /** The number of its box. */
  readonly list: number;
  readonly value: Expr;
  readonly when: Expr | undefined;
  readonly within: readonly number[] | undefined;
}

function resultsOf({ start, end }: Range): Value {
  return { kind: 'data', expr: { kind: 'code', text: RESULTS, kinds: ['array'], start, end } };
}

/** False where a branch returns. */
function collectStates(end: Completion, states: Snapshot[]): boolean {
  switch (end.kind) {
    case 'next':
      states.push(end.state);
      return true;
    case 'raise':
      return true;
    case 'return':
      return false;
    case 'split':
      return collectStates(end.then, states) && collectStates(end.otherwise, states);
  }
}

const SAME_OPERATORS: ReadonlySet<string> = new Set(['is', '==', '===']);
const DIFFERENT_OPERATORS: ReadonlySet<string> = new Set(['is not', '!=', '!==']);

/** What was caught is raised as it is. */
export const SAME_ERROR = '(the same error)';

const CAUGHT = 'the error itself is used';

function fixedValue(expr: Expr): Json | undefined {
  if (expr.kind === 'literal') return expr.value;
  if (expr.kind !== 'array') return undefined;
  const items = expr.items.map(fixedValue);
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** All that statements evaluate, also where it depends on a test. */
function expressionsIn(statements: readonly Statement[]): readonly Expression[] {
  return statements.flatMap((statement): readonly Expression[] => {
    switch (statement.kind) {
      case 'expression':
      case 'assign':
        return [statement.value];
      case 'return':
      case 'raise':
        return statement.value === undefined ? [] : [statement.value];
      case 'if':
        return [...expressionsIn(statement.then), ...expressionsIn(statement.otherwise)];
      default:
        return [];
    }
  });
}

const LOOP: Blocker = { gate: 'one-call', message: 'a loop', unblock: '', range: ZERO };

function onlyRaises(end: Completion): boolean {
  if (end.kind === 'split') return onlyRaises(end.then) && onlyRaises(end.otherwise);
  return end.kind === 'raise';
}

/** The one return of all branches that do not raise. */
function onlyReturn(end: Completion): Extract<Completion, { kind: 'return' }> | undefined {
  if (end.kind !== 'split') return end.kind === 'return' ? end : undefined;
  if (onlyRaises(end.then)) return onlyReturn(end.otherwise);
  return onlyRaises(end.otherwise) ? onlyReturn(end.then) : undefined;
}

function isEntry(item: BoxItem, key: string): boolean {
  return item.kind === 'entry' && item.key === key;
}

/** A later entry of the same key wins, at the place of the first one. */
function withoutRepeats(items: readonly BoxItem[]): readonly BoxItem[] {
  const last = new Map<string, number>();
  items.forEach((item, i) => {
    if (item.kind === 'entry') last.set(item.key, i);
  });
  return items.filter((item, i) => item.kind === 'spread' || last.get(item.key) === i);
}

function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.kind === 'box' && other.kind === 'box') return one.id === other.id;
  return one.kind === 'data' && other.kind === 'data' && one.expr === other.expr;
}

export function literalNumber(value: Value): number | undefined {
  if (value.kind !== 'data' || value.expr.kind !== 'literal') return undefined;
  return typeof value.expr.value === 'number' ? value.expr.value : undefined;
}

export function opaqueExpr(gate: Gate, message: string, unblock: string, { start, end }: Range): Expr {
  return { kind: 'opaque', blocker: { gate, message, unblock, range: { start, end } }, start, end };
}

function articleFor(value: Value): string {
  return value.kind === 'error' ? 'an error' : `a ${value.kind}`;
}

function ensure(of: Expr): Expr {
  return { kind: 'ensure', of, kinds: ['string'], otherwise: 'fails', start: of.start, end: of.end };
}

export function negate(test: Expr): Expr {
  if (test.kind === 'not') return test.of;
  if (test.kind === 'literal') return { ...test, value: test.value !== true };
  return { kind: 'not', of: test, start: test.start, end: test.end };
}

/** A conditional; the same value on both sides needs no test. */
export function choose(test: Expr, then: Expr, otherwise: Expr): Expr {
  return then === otherwise ? then : { kind: 'conditional', test, then, otherwise, start: test.start, end: test.end };
}

/** Neighbouring texts joined, texts inside taken in; a text alone is a literal. */
export function concat(parts: ExprOf<'concat'>['parts'], { start, end }: Range): Expr {
  const joined: ExprOf<'concat'>['parts'][number][] = [];
  const add = (part: ExprOf<'concat'>['parts'][number]): void => {
    const last = joined.at(-1);
    if (part.kind === 'value' && part.value.kind === 'literal' && typeof part.value.value === 'string') {
      add({ kind: 'text', text: part.value.value });
    } else if (part.kind === 'value' && part.value.kind === 'concat') part.value.parts.forEach(add);
    else if (part.kind === 'text' && last?.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    else if (part.kind === 'value' || part.text !== '') joined.push(part);
  };
  parts.forEach(add);
  const [only] = joined;
  if (only === undefined) return { kind: 'literal', value: '', start, end };
  return joined.length === 1 && only.kind === 'text'
    ? { kind: 'literal', value: only.text, start, end }
    : { kind: 'concat', parts: joined, start, end };
}

/** Whether evaluating it may fail in the source. */
export function mayFail(expr: Expr): boolean {
  return somePart(expr, ({ kind }) => !NEVER_FAILS.has(kind));
}

const NEVER_FAILS: ReadonlySet<Expr['kind']> = new Set([
  'literal',
  'undefined',
  'event',
  'reply',
  'deployed',
  'code',
  'item',
  'object',
  'array',
  'conditional',
  'either',
  'truth',
  'not',
  'both',
  'any',
  'equals',
  'isKind',
  'jsonText',
]);
