/**
 * From a program of calls and choices to a chain of states. Each call becomes a task, whose output is its input again, so
 * that Catch sees what the function was sent; what later states need of a reply is assigned to a variable. A branch becomes
 * a Choice, and a result without a call a Pass. Neither has Retry or Catch: what may fail in them is evaluated in the task
 * before. Where there is none, and Retry or Catch are there to handle it, a Parallel evaluates it, which has both.
 *
 * Output is plain data. Throws `Unwritable` for what has no exact form.
 */
import { negate } from '../handlers/expr-makers.ts';
import { keyOf, ownExprs, somePart, stepsFrom } from '../handlers/ir.ts';
import type { Check, Expr, Json, Kind, NumberedCall, Program, Step, StepOf } from '../handlers/ir.ts';
import type { ChainNames } from './chain-names.ts';
import { refuseChanging } from './changing-values.ts';
import { Unwritable } from './jsonata-text.ts';
import type { Difference } from './jsonata-text.ts';
import { isModelOperation, keptReply, taskCall } from './known-calls.ts';
import type { TaskCall } from './known-calls.ts';
import { StateLowering, evaluated, listsOf, refuseLate } from './lower.ts';
import type { Composition, EarlierCall, LoweringContext } from './lower.ts';

export type ChainState =
  | {
      readonly kind: 'task';
      readonly name: string;
      readonly call: NumberedCall;
      readonly native: TaskCall;
      readonly arguments: Json;
      readonly output: Json;
      /** The variable that later states read, and what it is given. */
      readonly assign: Readonly<Record<string, Json>> | undefined;
      /** Undefined where the task that is replaced goes on. */
      readonly next: string | undefined;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly condition: Json;
      readonly then: string;
      readonly otherwise: string;
    }
  | { readonly kind: 'pass'; readonly name: string; readonly output: Json }
  /** Evaluates what the states after it cannot handle, and gives its input on. */
  | {
      readonly kind: 'check';
      readonly name: string;
      readonly output: Json;
      readonly inner: string;
      readonly next: string;
    };

/** A call of the program, and the task that makes it. */
export interface MadeCall {
  readonly state: string;
  /** What the source sends, by the names of the task. */
  readonly expected: Expr;
  readonly knownReply: (expr: Expr) => readonly Kind[] | undefined;
}

export interface LoweredChain {
  /** As it was lowered: nothing in it fails by a branch of its own. */
  readonly first: Step;
  /** The first one has the name of the task. */
  readonly states: readonly ChainState[];
  readonly calls: ReadonlyMap<StepOf<'call'>, MadeCall>;
  /** What is refused before any model is called, although the source takes it. */
  readonly differences: readonly Difference[];
  readonly deployed: readonly string[];
}

/** The states that make a call. */
export function tasksOf({ states }: LoweredChain): readonly Extract<ChainState, { kind: 'task' }>[] {
  return states.flatMap((state) => (state.kind === 'task' ? [state] : []));
}

export interface ChainSetting {
  readonly task: string;
  readonly names: Pick<ChainNames, 'state' | 'variable'>;
  /** Whether Retry or Catch of the task handle what fails in it. */
  readonly isHandled: boolean;
}

/** States that one task is replaced by at most. */
const MAX_STATES = 24;

export function lowerChain(
  program: Program,
  compose: Composition,
  context: LoweringContext,
  setting: ChainSetting,
): LoweredChain {
  return new ChainLowering(program, { compose, context, setting }).lower();
}

interface Way {
  readonly earlier: readonly EarlierCall[];
  readonly facts: ReadonlyMap<string, readonly Kind[]>;
  /** Whether a model has been called on the way. */
  readonly isAfterModel: boolean;
  /** Whether a state before has evaluated what a state without Catch may fail in. */
  readonly isTested: boolean;
}

interface Parts {
  readonly compose: Composition;
  readonly context: LoweringContext;
  readonly setting: ChainSetting;
}

class ChainLowering {
  readonly #program: Program;
  readonly #first: Step;
  readonly #parts: Parts;
  readonly #lists: ReadonlyMap<string, Expr>;
  readonly #states: ChainState[] = [];
  readonly #calls = new Map<StepOf<'call'>, MadeCall>();
  readonly #differences: Difference[] = [];
  readonly #deployed = new Set<string>();
  #isFirst = true;

  constructor(program: Program, parts: Parts) {
    this.#program = program;
    this.#first = withoutFailingSides(program.first);
    this.#parts = parts;
    const exprs = [...stepsFrom(this.#first)].flatMap(ownExprs);
    exprs.forEach(refuseChanging);
    this.#lists = listsOf(exprs);
  }

  lower(): LoweredChain {
    this.#emit(this.#first, { earlier: [], facts: new Map(), isAfterModel: false, isTested: false });
    return {
      first: this.#first,
      states: this.#states,
      calls: this.#calls,
      differences: this.#differences,
      deployed: [...this.#deployed],
    };
  }

  /** Makes the states of a step and of all that comes after it; gives the name of the first one. */
  #emit(step: Step, way: Way): string {
    const name = this.#nameOf(step);
    const at = this.#states.length;
    if (at >= MAX_STATES) {
      const message = `more than ${String(MAX_STATES)} states would take the place of the task`;
      throw new Unwritable(message, 'Split the function into smaller ones.', { start: 0, end: 0 });
    }
    switch (step.kind) {
      case 'call':
        this.#task(step, name, way);
        return name;
      case 'choice':
        this.#choice(step, name, way);
        return name;
      case 'end':
        this.#pass(step, name, way);
        return name;
      case 'fail':
        throw new TypeError('a branch that always fails is part of the state before it');
    }
  }

  #nameOf(step: Step): string {
    const { task, names } = this.#parts.setting;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (isFirst) return task;
    switch (step.kind) {
      case 'call':
        return names.state(step.call.operation);
      case 'choice':
        return names.state('Choice');
      case 'end':
      case 'fail':
        return names.state('Result');
    }
  }

  #lowering(way: Way, call: NumberedCall | undefined): StateLowering {
    const { language } = this.#program;
    const { earlier, facts } = way;
    return new StateLowering({ language, call, earlier, facts, lists: this.#lists }, this.#parts.context);
  }

  /** States are listed in the order of the way through them. */
  #reserve(): (state: ChainState) => void {
    const at = this.#states.length;
    this.#states.push({ kind: 'pass', name: '', output: null });
    return (state) => {
      this.#states[at] = state;
    };
  }

  // ---- tasks --------------------------------------------------------------------------------------------------

  #task(step: StepOf<'call'>, name: string, way: Way): void {
    const { call, then } = step;
    const put = this.#reserve();
    const lowering = this.#lowering(way, call);
    const request = lowering.request();
    lowering.collect(request, step.before);
    const isModel = isModelOperation(call.operation);
    if (isModel && !way.isAfterModel) lowering.expectInChain(this.#fromHere(step));
    const made = lowering.arguments(request, step.before);
    if (way.isAfterModel) refuseLate(lowering.differences[0]);
    const late = lowering.differences.length;
    if (call.operation === 'GetObject') lowering.expectText();
    const output = this.#outputOf(then, lowering);
    if (way.isAfterModel || isModel) refuseLate(lowering.differences[late]);
    this.#calls.set(step, {
      state: name,
      expected: made.expected,
      knownReply: (expr) => lowering.kindsOfReply(expr),
    });
    this.#take(lowering);
    const variable = this.#parts.setting.names.variable(call.operation);
    const isLast = then.kind === 'end' || then.kind === 'fail';
    const isKept = !isLast && [...stepsFrom(then)].some((one) => this.#exprsOf(one).some((expr) => reads(expr, call)));
    const next = isLast
      ? undefined
      : this.#emit(then, {
          earlier: [...way.earlier, { call, variable }],
          facts: lowering.facts,
          isAfterModel: way.isAfterModel || isModel,
          isTested: true,
        });
    const assign = isKept ? { [variable]: keptReply(call.operation) } : undefined;
    const native = taskCall(call.operation);
    put({ kind: 'task', name, call, native, arguments: made.arguments, output, assign, next });
  }

  #take(lowering: StateLowering): void {
    this.#differences.push(...lowering.differences);
    for (const variable of lowering.deployed) this.#deployed.add(variable);
  }

  #outputOf(then: Step, lowering: StateLowering): Json {
    switch (then.kind) {
      case 'end':
        return lowering.output(this.#parts.compose(then.result), [...then.before, evaluated(then.result)]);
      case 'fail':
        return lowering.passOn(then.before);
      case 'call':
        return lowering.passOn([]);
      case 'choice':
        return lowering.passOn(distinct(this.#checksUpToCalls(then, undefined)));
    }
  }

  /** What is evaluated in states without Catch until the next call, under the conditions of their branches. */
  #checksUpToCalls(step: Step, when: Expr | undefined): readonly Check[] {
    const own = step.before.map((check) => under(when, check));
    switch (step.kind) {
      case 'choice':
        return [
          ...own,
          under(when, evaluated(step.test)),
          ...this.#checksUpToCalls(step.then, both(when, step.test)),
          ...this.#checksUpToCalls(step.otherwise, both(when, negate(step.test))),
        ];
      case 'end':
        return [...own, ...leavesOf(this.#parts.compose(step.result)).map((leaf) => under(when, evaluated(leaf)))];
      case 'call':
      case 'fail':
        return [];
    }
  }

  /** Everything that is read in this state and after it. */
  #fromHere(step: Step): readonly Expr[] {
    return [...stepsFrom(step)].flatMap((one) => this.#exprsOf(one));
  }

  #exprsOf(step: Step): readonly Expr[] {
    const own = ownExprs(step);
    return step.kind === 'end' ? [...own, this.#parts.compose(step.result)] : own;
  }

  // ---- states without Catch -----------------------------------------------------------------------------------

  #choice(step: StepOf<'choice'>, name: string, way: Way): void {
    const tested = way.isTested ? undefined : this.#check(step, name, way);
    if (tested !== undefined) return;
    const put = this.#reserve();
    const lowering = this.#lowering(way, undefined);
    const condition = lowering.condition(step.test, way.isTested ? [] : step.before);
    this.#take(lowering);
    const after = { ...way, facts: lowering.facts };
    const then = this.#emit(step.then, after);
    const otherwise = this.#emit(step.otherwise, after);
    put({ kind: 'choice', name, condition, then, otherwise });
  }

  /** The state before a first choice, if something in what follows may fail and is handled. */
  #check(step: StepOf<'choice'>, name: string, way: Way): true | undefined {
    if (!this.#parts.setting.isHandled) return undefined;
    const lowering = this.#lowering(way, undefined);
    const output = lowering.passOn(distinct(this.#checksUpToCalls(step, undefined)));
    if (!lowering.mayFail(NOTHING)) return undefined;
    const put = this.#reserve();
    const { names } = this.#parts.setting;
    const inner = names.state('Check');
    this.#take(lowering);
    const next = names.state('Choice');
    this.#choice(step, next, { ...way, facts: lowering.facts, isTested: true });
    put({ kind: 'check', name, output, inner, next });
    return true;
  }

  #pass(step: StepOf<'end'>, name: string, way: Way): void {
    const put = this.#reserve();
    const lowering = this.#lowering(way, undefined);
    const result = this.#parts.compose(step.result);
    const output = lowering.output(result, way.isTested ? [] : [...step.before, evaluated(step.result)]);
    this.#take(lowering);
    put({ kind: 'pass', name, output });
  }
}

const NOTHING: Expr = { kind: 'literal', value: null, start: 0, end: 0 };

function reads(expr: Expr, { number }: NumberedCall): boolean {
  return somePart(expr, (part) => part.kind === 'reply' && part.call === number);
}

function both(when: Expr | undefined, test: Expr): Expr {
  return when === undefined ? test : { kind: 'both', left: when, right: test, start: test.start, end: test.end };
}

function under(when: Expr | undefined, check: Check): Check {
  if (when === undefined) return check;
  return { ...check, when: check.when === undefined ? when : both(when, check.when) };
}

function distinct(checks: readonly Check[]): readonly Check[] {
  return [...new Map(checks.map((check) => [checkKey(check), check])).values()];
}

function checkKey(check: Check): string {
  const value = check.kind === 'evaluate' ? keyOf(check.value) : check.error;
  return `${value} ${check.when === undefined ? '' : keyOf(check.when)}`;
}

/** The values that an object or a list is made of; they are what may fail in it. */
function leavesOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'array') return expr.items.flatMap(leavesOf);
  if (expr.kind === 'object' && expr.items.every(({ kind }) => kind === 'entry'))
    return expr.items.flatMap(({ value }) => leavesOf(value));
  return [expr];
}

/** A side of a choice that always fails is a check before the other side. */
function withoutFailingSides(step: Step): Step {
  switch (step.kind) {
    case 'call':
      return { ...step, then: withoutFailingSides(step.then) };
    case 'choice':
      return choiceOf(step, withoutFailingSides(step.then), withoutFailingSides(step.otherwise));
    case 'end':
    case 'fail':
      return step;
  }
}

function choiceOf(step: StepOf<'choice'>, then: Step, otherwise: Step): Step {
  const { test, before } = step;
  if (then.kind === 'fail') return after(before, { test, fails: then }, otherwise);
  if (otherwise.kind === 'fail') return after(before, { test: negate(test), fails: otherwise }, then);
  return { ...step, then, otherwise };
}

function after(before: readonly Check[], { test, fails }: { test: Expr; fails: StepOf<'fail'> }, rest: Step): Step {
  const refused: Check = { kind: 'refuse', when: test, error: fails.error, start: test.start, end: test.end };
  return { ...rest, before: [...before, evaluated(test), refused, ...rest.before] };
}
