/**
 * From what a handler does to a task that calls the service itself: the arguments of the task, and its output. What the
 * handler checks before the call stands at the head of the first expression of the arguments, since every argument is
 * evaluated before the call is made; what it checks after the call stands in the output. `lowerCall` makes the one state
 * of a handler with one call; a chain of states is made of the same parts, one `StateLowering` for each.
 *
 * Output is plain JSON data. Throws `Unwritable` for what has no exact form.
 */
import type { Shape } from '../aws/services/service-model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { describeExpr } from '../handlers/describe.ts';
import { negate } from '../handlers/expr-makers.ts';
import { ALL_KINDS, keyOf, partsOf, somePart, valuesOf } from '../handlers/ir.ts';
import type {
  CallOperation,
  Check,
  Expr,
  ExprOf,
  Json,
  Kind,
  NumberedCall,
  Otherwise,
  Summary,
} from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import type { Language } from '../handlers/syntax.ts';
import { JsonataWriter, Unwritable, baseKinds, errorCall, kindWords, quoted, typeTest } from './jsonata-text.ts';
import type { Difference } from './jsonata-text.ts';
import {
  bodyShape,
  inputShape,
  isStoreOperation,
  outputShape,
  replyInTask,
  resultRoot,
  taskCall,
} from './known-calls.ts';
import type { TaskCall } from './known-calls.ts';
import { BodyShapes, ReplyShapes, kindsOfShape, keepsItsNames, memberNamed } from './shapes.ts';

export interface LoweredCall {
  readonly native: TaskCall;
  /** Plain JSON with expressions in strings. */
  readonly arguments: Json;
  readonly output: Json;
  /** What the source would do with other values than the state takes; empty when they are the same for all. */
  readonly differences: readonly Difference[];
  /** What the source sends and gives, by the names of the task: what the state is compared with. */
  readonly expectedArguments: Expr;
  readonly expectedOutput: Expr;
  readonly knownReply: KnownKinds;
  readonly replyInTask: (reply: Json) => Json;
  /** Environment variables whose values are needed as substitutions. */
  readonly deployed: readonly string[];
  /** What is evaluated after the call and may fail, whatever was tested before it. */
  readonly fallibleAfter: readonly Check[];
  /** What may fail of that which is evaluated after a failed call, by the number of the rescue. */
  readonly fallibleRescues: readonly (readonly Check[])[];
  /** What the state refuses before the call although the source takes it; undefined where a part of it is not known. */
  readonly refused: readonly RefusedValue[] | undefined;
}

/** A value that the state takes of some kinds only, where the source takes it of others, in its own way. */
export interface RefusedValue {
  readonly of: Expr;
  readonly kinds: readonly Kind[];
}

export interface LoweringContext {
  readonly services: ServiceTables;
  /** What is known of the input of the state. */
  readonly known: KnownKinds;
  /** The event as JSONata. */
  readonly event: string;
  readonly code: (text: string) => string;
}

/** What the output of the state is, made of the result of the handler. */
export type Composition = (result: Expr) => Expr;

export function lowerCall(summary: Summary, compose: Composition, context: LoweringContext): LoweredCall {
  const { language, client, before, after, result } = summary;
  const call: NumberedCall = { ...summary.call, number: 0, client };
  const exprs = [...[...before, ...after].flatMap(valuesOf), ...call.parameters.values(), result];
  const lowering = new StateLowering({ language, call, earlier: [], lists: listsOf(exprs) }, context);
  const request = lowering.request();
  const output = compose(result);
  const late: readonly Check[] = [...after, evaluated(result)];
  lowering.collect(request, before);
  lowering.expectLater([output, ...late.flatMap((check) => (check.kind === 'evaluate' ? [check.value] : []))]);
  const rescues = summary.failures?.rescues ?? [];
  lowering.expectLater(rescues.flatMap((rescue) => [compose(rescue.result), ...rescue.checks.flatMap(valuesOf)]));
  const made = lowering.arguments(request, before);
  const differences = lowering.differences.length;
  const fallibleAfter = lowering.fallible(late);
  const fallibleRescues = rescues.map((rescue) => lowering.fallible([...rescue.checks, evaluated(rescue.result)]));
  const written = lowering.output(output, late);
  refuseLate(lowering.differences[differences]);
  const shape = outputShape(call.operation, context.services);
  return {
    native: taskCall(call.operation),
    arguments: made.arguments,
    output: written,
    differences: lowering.differences,
    expectedArguments: made.expected,
    expectedOutput: output,
    knownReply: (expr) => lowering.kindsOfReply(expr),
    replyInTask: (reply) => replyInTask(call.operation, reply, shape),
    deployed: lowering.deployed,
    fallibleAfter,
    fallibleRescues,
    refused: lowering.refused.length === differences ? lowering.refused : undefined,
  };
}

/** What the handler gives without an answer, as the output of a state that is given the same input. */
export function lowerRescue(
  { language }: Summary,
  { checks, result, refused }: RescueParts,
  compose: Composition,
  context: LoweringContext,
): LoweredRescue {
  const output = compose(result);
  if (somePart(output, ({ kind }) => kind === 'reply')) {
    const help = 'Return a value that needs no answer.';
    throw new Unwritable('what is returned after a failed call is made of the answer', help, result, 'result-use');
  }
  const exprs = [...checks.flatMap(valuesOf), result];
  const lowering = new StateLowering({ language, call: undefined, earlier: [], lists: listsOf(exprs) }, context);
  for (const value of refused) lowering.refuseAgain(value);
  const written = lowering.output(output, [...checks, evaluated(result)]);
  return { output: written, expectedOutput: output, deployed: lowering.deployed };
}

export interface LoweredRescue {
  readonly output: Json;
  readonly expectedOutput: Expr;
  readonly deployed: readonly string[];
}

export interface RescueParts {
  readonly checks: readonly Check[];
  readonly result: Expr;
  readonly refused: readonly RefusedValue[];
}

/** What is refused must be refused before a model is called. */
export function refuseLate(late: Difference | undefined): void {
  if (late === undefined) return;
  throw new Unwritable(
    `${late.what} for the result to be the same, and it is known only after the call`,
    'Use fields of the reply that are texts, or test for it in the source.',
    late,
    'types',
  );
}

/** What one state of several stands for. */
export interface StateSetting {
  readonly language: Language;
  /** Undefined in a state that makes no call. */
  readonly call: NumberedCall | undefined;
  /** Calls of the states before, with the variables that hold their replies. */
  readonly earlier: readonly EarlierCall[];
  /** What each item of a list belongs to, by its name. */
  readonly lists: ReadonlyMap<string, Expr>;
  /** What tests of the states before have made sure of. */
  readonly facts?: ReadonlyMap<string, readonly Kind[]>;
}

export interface EarlierCall {
  readonly call: NumberedCall;
  readonly variable: string;
}

/** Parameters of InvokeModel that the optimised integration is documented to take. */
const INVOKE_MODEL_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['modelId', 'ModelId'],
  ['body', 'Body'],
  ['contentType', 'ContentType'],
  ['accept', 'Accept'],
  ['guardrailIdentifier', 'GuardrailIdentifier'],
  ['guardrailVersion', 'GuardrailVersion'],
  ['trace', 'Trace'],
]);

export class StateLowering {
  readonly #language: Language;
  readonly #call: NumberedCall | undefined;
  readonly #writer: JsonataWriter;
  readonly #input: Shape | undefined;
  readonly #replies: ReplyShapes;
  readonly #bodies: BodyShapes;
  readonly #variables: ReadonlyMap<number, string>;
  readonly #operations: ReadonlyMap<number, CallOperation>;
  /** Of the phase that is being written. */
  #tests: GuardTest[] = [];
  /** What must hold of what the call gives. */
  readonly #ofResult: GuardTest[] = [];
  #isAfter = false;
  readonly #refused: RefusedValue[] = [];
  readonly #deployed = new Set<string>();

  constructor({ language, call, earlier, lists, facts }: StateSetting, context: LoweringContext) {
    this.#language = language;
    this.#call = call;
    this.#variables = new Map(earlier.map((one) => [one.call.number, one.variable]));
    const { services } = context;
    this.#input = call === undefined ? undefined : inputShape(call.operation, services);
    const calls = [...earlier.map((one) => one.call), ...(call === undefined ? [] : [call])];
    this.#operations = new Map(calls.map(({ number, operation }) => [number, operation]));
    this.#replies = new ReplyShapes(
      new Map(calls.map(({ number, operation }) => [number, outputShape(operation, services)])),
      lists,
    );
    this.#bodies = new BodyShapes(new Map(calls.map((one) => [one.number, bodyShape(one)])), lists);
    this.#writer = new JsonataWriter(
      {
        roots: { event: context.event, reply: (number) => this.#replyRoot(number) },
        known: (expr) => context.known(expr) ?? this.#bodies.kindsOf(expr) ?? this.#replies.kindsOf(expr),
        replyKey: (of, key) => this.#replyKey(of, key),
        code: context.code,
      },
      facts,
    );
  }

  get differences(): readonly Difference[] {
    return this.#writer.differences;
  }

  /** What this state refuses before its call, of those differences that are told of a whole value. */
  get refused(): readonly RefusedValue[] {
    return this.#refused;
  }

  /** Another state has refused it, and leads here. */
  refuseAgain(value: RefusedValue): void {
    this.#ofResult.push(this.refusalOf(value));
  }

  /** A test that stands before all others. */
  testFirst(test: { readonly text: string; readonly message: string }): void {
    this.#ofResult.push(test);
    this.#writer.differences.push({ what: test.message, start: 0, end: 0 });
  }

  readOf(expr: Expr): string {
    return this.#plainRead(expr);
  }

  refusalOf({ of, kinds }: RefusedValue): { readonly text: string; readonly message: string } {
    const text = this.#plainRead(of);
    const message = `${describeExpr(of)} must be ${kindWords(kinds)}`;
    // What is absent failed in the source as well, unless it is `undefined` there.
    const test = typeTest(text, kinds);
    const isAnswered = this.#writer.kinds(of).includes('missing');
    return { text: isAnswered ? test : `($exists(${text}) ? ${test} : true)`, message };
  }

  /** As if all on the way there were what it should be: where it is not, the source failed. */
  #plainRead(of: Expr): string {
    if (this.#language !== 'python') return this.#writer.write(of, true);
    const { facts } = this.#writer;
    const kept = [...facts];
    for (let read = of; 'of' in read; read = read.of)
      facts.set(keyOf(read.of), [read.kind === 'index' ? 'array' : 'object']);
    const text = this.#writer.write(of, true);
    facts.clear();
    for (const [key, kinds] of kept) facts.set(key, kinds);
    return text;
  }

  /** The last one is the result, which is evaluated where its parts are, if all of them are. */
  fallible(after: readonly Check[]): readonly Check[] {
    const isCovered = coveredBy(after.slice(0, -1).flatMap((one) => (one.kind === 'evaluate' ? [one.value] : [])));
    const isSettled = (expr: Expr): boolean =>
      isCovered(expr) ||
      this.#cannotFail(expr) ||
      ((expr.kind === 'object' || expr.kind === 'array') && partsOf(expr).every(isSettled));
    return after.filter((check, i) => {
      if (check.kind === 'refuse') return true;
      return i < after.length - 1 ? !this.#cannotFail(check.value) : !isSettled(check.value);
    });
  }

  get deployed(): readonly string[] {
    return [...this.#deployed];
  }

  get facts(): ReadonlyMap<string, readonly Kind[]> {
    return this.#writer.facts;
  }

  kindsOfReply(expr: Expr): readonly Kind[] | undefined {
    return this.#bodies.kindsOf(expr) ?? this.#replies.kindsOf(expr);
  }

  #made(): NumberedCall {
    if (this.#call === undefined) throw new TypeError('this state makes no call');
    return this.#call;
  }

  #replyRoot(number: number): string {
    const variable = this.#variables.get(number);
    if (variable !== undefined) return `$${variable}`;
    if (this.#call?.number !== number) throw new TypeError(`no state before has made the call ${String(number)}`);
    return resultRoot(this.#call.operation);
  }

  /** The arguments of the task, with all that is tested before the call at their head. */
  arguments(request: ReadonlyMap<string, Expr>, before: readonly Check[]): MadeArguments {
    const isCovered = coveredBy([...request.values()]);
    for (const check of before) this.#addCheck(check, isCovered);
    const expected = this.#argumentsOf(request);
    return { arguments: this.#guarded(this.#template(expected), this.#tests, 'the input'), expected };
  }

  // ---- the request --------------------------------------------------------------------------------------------

  /** Parameters with what the SDK itself checks before it sends them. */
  request(): ReadonlyMap<string, Expr> {
    const { parameters, operation, start, end } = this.#made();
    if (isStoreOperation(operation)) return parameters;
    const typed = new Map<string, Expr>();
    for (const [name, value] of parameters) {
      const shape = memberNamed(this.#input, name)?.shape;
      const isBody = operation === 'InvokeModel';
      if (isBody ? !INVOKE_MODEL_PARAMETERS.has(name) : shape === undefined) {
        throw new Unwritable(
          `the parameter ${name} is not one that the task is known to take`,
          `Leave ${name} out, if it is not needed.`,
          value,
        );
      }
      typed.set(name, name === 'body' && isBody ? value : this.#typed(value, shape));
    }
    this.#checkTypes(typed, { start, end });
    return typed;
  }

  #checkTypes(parameters: ReadonlyMap<string, Expr>, at: { start: number; end: number }): void {
    for (const name of ['contentType', 'accept']) {
      const value = parameters.get(name);
      if (
        value !== undefined &&
        !(value.kind === 'literal' && (value.value === 'application/json' || value.value === '*/*'))
      ) {
        throw new Unwritable(
          `${name} is not application/json`,
          'The body of a task is JSON; keep the function for other types.',
          value,
        );
      }
    }
    if (this.#made().operation === 'InvokeModel' && (!parameters.has('body') || !parameters.has('modelId'))) {
      throw new Unwritable('the call has no modelId or no body', 'Give both.', at);
    }
  }

  /** boto3 refuses values of another type before it sends anything. */
  #typed(expr: Expr, shape: Shape | undefined): Expr {
    if (shape === undefined || shape.kind === 'document') return expr;
    if (expr.kind === 'conditional') {
      return { ...expr, then: this.#typed(expr.then, shape), otherwise: this.#typed(expr.otherwise, shape) };
    }
    if (shape.kind === 'structure') return this.#typedStructure(expr, shape);
    if (shape.kind === 'list' && expr.kind === 'array')
      return { ...expr, items: expr.items.map((item) => this.#typed(item, shape.element)) };
    if (shape.kind === 'list' && expr.kind === 'map') return { ...expr, body: this.#typed(expr.body, shape.element) };
    return this.#typedValue(expr, shape);
  }

  #typedValue(expr: Expr, shape: Shape): Expr {
    const at = { start: expr.start, end: expr.end };
    const kinds = kindsOfShape(shape);
    if (kinds === undefined)
      throw new Unwritable(
        'a part of the request is bytes or a time, which a task cannot be given as the SDK is',
        'Keep the function for images and documents.',
        expr,
        'pure-ops',
      );
    if (!keepsItsNames(shape)) {
      throw new Unwritable(
        `${describeExpr(expr)} is put into the request whole; its keys are spelt otherwise in a task (\`Role\`, not \`role\`)`,
        'Write the structure out, and fill in texts.',
        expr,
      );
    }
    if (isWhole(shape) && expr.kind !== 'literal') {
      throw new Unwritable(
        `${describeExpr(expr)} is put where a whole number is needed, which cannot be told from another number`,
        'Write the number out.',
        expr,
        'types',
      );
    }
    // The SDK takes true and false for numbers.
    const isChecked = this.#language === 'python' && !kinds.includes('number');
    const otherwise: Otherwise = isChecked ? 'fails' : 'differs';
    return this.#writer.isOnly(expr, kinds) ? expr : { kind: 'ensure', of: expr, kinds, otherwise, ...at };
  }

  #typedStructure(expr: Expr, shape: Shape): Expr {
    if (expr.kind !== 'object') {
      throw new Unwritable(
        `${describeExpr(expr)} is put into the request whole; its keys are spelt otherwise in a task (\`Role\`, not \`role\`)`,
        'Write the structure out, and fill in texts.',
        expr,
      );
    }
    return {
      ...expr,
      items: expr.items.map((item) => {
        if (item.kind === 'spread') return { ...item, value: this.#typed(item.value, shape) };
        const member = memberNamed(shape, item.key);
        if (member === undefined)
          throw new Unwritable(
            `the request has a member ${item.key} that the service is not known to take`,
            `Leave ${item.key} out.`,
            item.value,
          );
        return { ...item, value: this.#typed(item.value, member.shape) };
      }),
    };
  }

  /** The arguments of the task, by the names of the task. */
  #argumentsOf(request: ReadonlyMap<string, Expr>): Expr {
    const { operation, start, end } = this.#made();
    const items = [...request].map(([name, value]) => {
      if (isStoreOperation(operation)) return { kind: 'entry' as const, key: name, value };
      const key = INVOKE_MODEL_PARAMETERS.get(name);
      if (operation === 'InvokeModel' && key !== undefined) return { kind: 'entry' as const, key, value };
      const member = memberNamed(this.#input, name);
      return { kind: 'entry' as const, key: member?.name ?? name, value: this.#renamed(value, member?.shape) };
    });
    return { kind: 'object', items, start, end };
  }

  #renamed(expr: Expr, shape: Shape | undefined): Expr {
    switch (expr.kind) {
      case 'object':
        if (shape?.kind !== 'structure') return expr;
        return {
          ...expr,
          items: expr.items.map((item) => {
            if (item.kind === 'spread') return { ...item, value: this.#renamed(item.value, shape) };
            const member = memberNamed(shape, item.key);
            return { ...item, key: member?.name ?? item.key, value: this.#renamed(item.value, member?.shape) };
          }),
        };
      case 'array':
        return {
          ...expr,
          items: expr.items.map((item) => this.#renamed(item, shape?.kind === 'list' ? shape.element : undefined)),
        };
      case 'map':
        return { ...expr, body: this.#renamed(expr.body, shape?.kind === 'list' ? shape.element : undefined) };
      case 'conditional':
        return { ...expr, then: this.#renamed(expr.then, shape), otherwise: this.#renamed(expr.otherwise, shape) };
      default:
        return expr;
    }
  }

  // ---- the reply ----------------------------------------------------------------------------------------------

  #replyKey(of: Expr, key: string): string {
    if (!somePart(of, ({ kind }) => kind === 'reply' || kind === 'item')) return key;
    if (of.kind === 'reply' && this.#operations.get(of.call) === 'GetItem' && key !== 'Item') {
      const help = 'Use the item alone.';
      throw new Unwritable(`"${key}" of the answer of DynamoDB is used beside its item`, help, of, 'result-use');
    }
    const shape = this.#replies.shapeOf(of);
    if (shape?.kind !== 'structure') return key;
    const member = memberNamed(shape, key);
    if (member === undefined)
      throw new Unwritable(
        `"${key}" of the response is used, which a task does not give`,
        'Use what the model answered.',
        of,
        'result-use',
      );
    return member.name;
  }

  /** Structures of the reply have other names in a task: they may be read from, not handed on. */
  #checkHandedOn(expr: Expr, isRead = false, isItemRead = isRead): void {
    const shape = this.#replies.shapeOf(expr);
    if (!isRead && shape !== undefined && !keepsItsNames(shape)) {
      throw new Unwritable(
        `${describeExpr(expr)} is handed on whole; its keys are spelt otherwise in a task (\`InputTokens\`, not \`inputTokens\`)`,
        'Hand on the fields that are needed, one by one.',
        expr,
        'result-use',
      );
    }
    if (!isItemRead && this.#isWholeItem(expr)) {
      throw new Unwritable(
        `${describeExpr(expr)} is handed on whole, as DynamoDB stores it`,
        'Hand on the texts of the item, one by one.',
        expr,
        'result-use',
      );
    }
    for (const [i, part] of partsOf(expr).entries()) {
      const isBase = i === 0 && READING.has(expr.kind);
      // An item keeps its names, so that it may be read through what chooses it.
      const isThrough = CHOOSING.has(expr.kind) && (isItemRead || (i === 0 && expr.kind === 'conditional'));
      this.#checkHandedOn(part, isBase, isBase || isThrough);
    }
  }

  /** An item, or one of its attributes with its type: bytes and sets in it are no JSON in the source. */
  #isWholeItem(expr: Expr): boolean {
    const path: string[] = [];
    let of = expr;
    for (; of.kind === 'member' || of.kind === 'property' || of.kind === 'get'; of = of.of) path.unshift(of.key);
    if (of.kind !== 'reply' || this.#operations.get(of.call) !== 'GetItem') return false;
    return path.length !== 3 || !['S', 'N', 'BOOL', 'NULL'].includes(path[2] ?? '');
  }

  /** The output of a state, behind what is tested after its call; of a state without a call, behind what is tested there. */
  output(output: Expr, after: readonly Check[]): Json {
    this.#checkHandedOn(output);
    this.testAfter(after, coveredBy([output]));
    return this.#guarded(this.#template(output), this.#tests, 'the reply');
  }

  /** An output that is the input again, behind tests. */
  passOn(after: readonly Check[]): Json {
    this.testAfter(after, () => false);
    return this.#guarded('{% $states.input %}', this.#tests, 'the input');
  }

  /** The condition of a Choice, behind tests. */
  condition(test: Expr, before: readonly Check[]): Json {
    this.#checkHandedOn(test);
    this.testAfter(before, coveredBy([test]));
    return this.#guarded(this.#expression(test), this.#tests, 'the input');
  }

  /** Whether the state may fail by its tests, or by what it evaluates. */
  mayFail(value: Expr): boolean {
    return this.#tests.length > 0 || !this.#cannotFail(value);
  }

  testAfter(after: readonly Check[], isCovered: (expr: Expr) => boolean): void {
    this.#isAfter = true;
    this.#tests = [...this.#ofResult];
    for (const check of after) {
      if (check.kind === 'evaluate') this.#checkHandedOn(check.value, true);
      if (check.kind === 'evaluate' && check.when === undefined && !isCovered(check.value))
        this.#needs(check.value, false);
      this.#addCheck(check, isCovered);
    }
  }

  /** What is read from S3 arrives as a text, whatever it was. */
  expectText(): void {
    const { start, end } = this.#made();
    const body = resultRoot('GetObject');
    const message = 'what is read from S3 must be a text in UTF-8 without a byte order mark';
    const text = `$type(${body}) = "string" and $not($contains(${body}, "\\ufffd") or $contains(${body}, "\\ufeff"))`;
    this.#ofResult.push({ text, message });
    this.#writer.differences.push({ what: `${message}, of less than 256 KiB`, start, end });
  }

  // ---- tests --------------------------------------------------------------------------------------------------

  /** What must hold of the input before the call, from everything that is evaluated then and from what cannot wait. */
  collect(request: ReadonlyMap<string, Expr>, before: readonly Check[]): void {
    for (const check of before) {
      if (check.kind === 'evaluate') this.#checkHandedOn(check.value, true);
      this.#needsOfCheck(check);
    }
    for (const value of request.values()) {
      this.#checkHandedOn(value);
      this.#needsOfTemplate(value);
    }
  }

  /** A text that would look otherwise is refused before the call, although it is needed only after it. */
  expectLater(exprs: readonly Expr[]): void {
    for (const expr of exprs) this.#needsLater(expr);
  }

  /**
   * The same in a chain of states, where a value may be needed on one condition alone. All that reads it from here on must be
   * among the expressions, this state's own included.
   */
  expectInChain(exprs: readonly Expr[]): void {
    const conditional: ConditionalNeed[] = [];
    for (const expr of exprs) this.#needsInChain(expr, [], conditional);
    const known = new Map<string, readonly Kind[]>();
    for (const { of, kinds, when } of conditional) {
      if (this.#writer.isOnly(of, kinds)) continue;
      const tests = when.map((test) => this.#writer.operand(test));
      const text = tests.reduceRight(
        (inner, test) => `(${test} ? ${inner} : true)`,
        typeTest(this.#writer.write(of, true), kinds),
      );
      const what = `${describeExpr(of)} must be ${kindWords(kinds)}`;
      if (!this.#tests.some((test) => test.text === text)) this.#tests.push({ text, message: what });
      this.#writer.differences.push({ what, start: of.start, end: of.end });
      known.set(keyOf(of), kinds);
    }
    for (const [key, kinds] of known) this.#writer.facts.set(key, kinds);
  }

  #needsInChain(expr: Expr, when: readonly Expr[], conditional: ConditionalNeed[]): void {
    if (expr.kind === 'conditional' && !this.#isLater(expr.test)) {
      this.#needsInChain(expr.test, when, conditional);
      this.#needsInChain(expr.then, [...when, expr.test], conditional);
      this.#needsInChain(expr.otherwise, [...when, negate(expr.test)], conditional);
      return;
    }
    for (const part of partsOf(expr)) this.#needsInChain(part, when, conditional);
    for (const { of, kinds, otherwise } of requirements(expr, this.#writer)) {
      if (otherwise !== 'differs' || this.#writer.failsOtherwise(of, kinds) || this.#isLater(of)) continue;
      if (when.length === 0) this.#require(of, kinds, otherwise);
      else conditional.push({ of, kinds, when });
    }
  }

  /** Whether it depends on what only a later call answers. */
  #isLater(expr: Expr): boolean {
    return somePart(expr, (part) => {
      if (part.kind === 'item') return true;
      if (part.kind !== 'reply' || this.#variables.has(part.call)) return false;
      return !this.#isAfter || part.call !== this.#call?.number;
    });
  }

  #needsOfCheck(check: Check): void {
    if (check.kind === 'evaluate') {
      if (check.when === undefined) this.#needs(check.value, false);
      return;
    }
    // `if not isinstance(x, str): raise` makes x a text from there on.
    const { when } = check;
    const tested = when.kind === 'not' ? when.of : undefined;
    if (tested?.kind === 'isKind') this.#require(tested.of, tested.kinds, 'fails');
    else this.#needs(when, false);
  }

  #needsOfTemplate(expr: Expr): void {
    if (expr.kind === 'object' && expr.items.every(({ kind }) => kind === 'entry')) {
      for (const { value } of expr.items) this.#needsOfTemplate(value);
    } else if (expr.kind === 'array') for (const item of expr.items) this.#needsOfTemplate(item);
    else this.#needs(expr, true);
  }

  #needs(expr: Expr, isLeaf: boolean): void {
    for (const part of unconditionalParts(expr)) this.#needs(part, false);
    for (const { of, kinds, otherwise } of requirements(expr, this.#writer)) this.#require(of, kinds, otherwise);
    if (
      !isLeaf &&
      (expr.kind === 'member' || expr.kind === 'index' || expr.kind === 'code') &&
      !this.#writer.isPresent(expr)
    )
      this.#require(expr, ALL_KINDS, 'fails');
  }

  #needsLater(expr: Expr): void {
    for (const part of partsOf(expr)) this.#needsLater(part);
    for (const { of, kinds, otherwise } of requirements(expr, this.#writer))
      if (otherwise === 'differs' && !this.#writer.failsOtherwise(of, kinds)) this.#require(of, kinds, otherwise);
  }

  #require(of: Expr, kinds: readonly Kind[], otherwise: Otherwise): void {
    const { facts } = this.#writer;
    const isKnown = this.#writer.isOnly(of, kinds) && this.#writer.isPresent(of);
    if (isKnown || this.#isLater(of)) return;
    const text = typeTest(this.#writer.write(of, true), kinds);
    const message = `${describeExpr(of)} must be ${kindWords(kinds)}`;
    if (otherwise === 'differs' && !this.#writer.failsOtherwise(of, kinds)) {
      this.#writer.differences.push({ what: message, start: of.start, end: of.end });
      this.#refused.push({ of, kinds });
    }
    facts.set(
      keyOf(of),
      this.#writer.kinds(of).filter((kind) => kinds.includes(kind)),
    );
    // A stronger test of the same value takes the place of a weaker one.
    const weaker = this.#tests.findIndex((test) => test.key === keyOf(of));
    if (weaker >= 0) this.#tests[weaker] = { text, message, key: keyOf(of) };
    else this.#tests.push({ text, message, key: keyOf(of) });
  }

  #addCheck(check: Check, isCovered: (expr: Expr) => boolean): void {
    const test = this.#testOf(check, isCovered);
    if (test !== undefined) this.#tests.push(test);
  }

  #testOf(check: Check, isCovered: (expr: Expr) => boolean): GuardTest | undefined {
    if (check.kind === 'refuse' && this.#isRuledOut(check.when)) return undefined;
    if (check.kind === 'refuse') return { text: this.#writer.write(negate(check.when)), message: check.error };
    if (this.#cannotFail(check.value) || (check.when === undefined && isCovered(check.value))) return undefined;
    const value = this.#writer.write(check.value);
    // What JavaScript has as `undefined` is no failure, and an object around it is there all the same.
    const exists = this.#writer.kinds(check.value).includes('missing')
      ? `$exists({"of": ${value}})`
      : `$exists(${value})`;
    const text = check.when === undefined ? exists : `(${this.#writer.operand(check.when)} ? ${exists} : true)`;
    return { text, message: `${describeExpr(check.value)} cannot be evaluated` };
  }

  #isRuledOut(when: Expr): boolean {
    return when.kind === 'not' && when.of.kind === 'isKind' && this.#writer.isOnly(when.of.of, when.of.kinds);
  }

  /** What its tests have made sure of. */
  #cannotFail(expr: Expr): boolean {
    if (FAILING_KINDS.has(expr.kind)) return false;
    if (!this.#writer.isPresent(expr)) return false;
    if (
      requirements(expr, this.#writer).some(
        ({ of, kinds }) => !this.#writer.isOnly(of, kinds) || !this.#writer.isPresent(of),
      )
    )
      return false;
    return partsOf(expr).every((part) => this.#cannotFail(part));
  }

  // ---- templates ----------------------------------------------------------------------------------------------

  /** Plain JSON with expressions at the leaves, as deep as that is the same. */
  #template(expr: Expr): Json {
    switch (expr.kind) {
      case 'literal':
        return typeof expr.value === 'string' ? plainText(expr.value) : plainJson(expr.value);
      case 'deployed':
        this.#deployed.add(expr.variable);
        return `\${${expr.variable}}`;
      case 'object': {
        if (expr.items.some((item) => item.kind === 'spread' || this.#mayBeMissing(item.value)))
          return this.#expression(expr);
        return Object.fromEntries(
          expr.items.map((item) => [item.kind === 'entry' ? item.key : '', this.#template(item.value)]),
        );
      }
      case 'array':
        if (expr.items.some((item) => this.#mayBeMissing(item))) return this.#expression(expr);
        return expr.items.map((item) => this.#template(item));
      default:
        return this.#expression(expr);
    }
  }

  #mayBeMissing(expr: Expr): boolean {
    return this.#language === 'javascript' && this.#writer.kinds(expr).includes('missing');
  }

  #expression(expr: Expr): string {
    return `{% ${this.#writer.write(expr, true)} %}`;
  }

  /** The template with tests at the head of its first expression, or of its first text. */
  #guarded(template: Json, tests: readonly GuardTest[], what: string): Json {
    if (tests.length === 0) return template;
    const condition = tests.map(({ text }) => (needsParentheses(text) ? `(${text})` : text)).join(' and ');
    const message = [...new Set(tests.map((test) => test.message))].join('; ');
    const head = (value: string): string => `{% ${condition} ? ${value} : ${errorCall(message)} %}`;
    const isComputed = (text: string): boolean => text.startsWith('{%');
    const replaced =
      replaceFirst(template, (leaf) =>
        typeof leaf === 'string' && isComputed(leaf) ? head(`(${leaf.slice(2, -2).trim()})`) : undefined,
      ) ??
      replaceFirst(template, (leaf) =>
        typeof leaf === 'string' && !leaf.includes('${') ? head(quoted(leaf)) : undefined,
      ) ??
      replaceFirst(template, (leaf) => (isScalar(leaf) ? head(JSON.stringify(leaf)) : undefined));
    if (replaced !== undefined) return replaced;
    const { start, end } = this.#call ?? { start: 0, end: 0 };
    throw new Unwritable(
      `there is no place in ${what} for a test that the handler makes`,
      'Return a value of the reply.',
      { start, end },
    );
  }
}

/** The arguments of a task, and what the source sends by their names. */
export interface MadeArguments {
  readonly arguments: Json;
  readonly expected: Expr;
}

/** What an expression needs of a value where all the tests are true. */
interface ConditionalNeed {
  readonly of: Expr;
  readonly kinds: readonly Kind[];
  readonly when: readonly Expr[];
}

interface GuardTest {
  /** Of the value that is tested; absent for a test of the handler itself. */
  readonly key?: string;
  readonly text: string;
  readonly message: string;
}

interface Requirement {
  readonly of: Expr;
  readonly kinds: readonly Kind[];
  readonly otherwise: Otherwise;
}

/** What looks at its first part without handing it on. */
const READING: ReadonlySet<Expr['kind']> = new Set([
  'member',
  'property',
  'index',
  'element',
  'get',
  'has',
  'isKind',
  'truth',
  'map',
  'filter',
  'length',
]);

/** What gives one of its parts as it is. */
const CHOOSING: ReadonlySet<Expr['kind']> = new Set(['either', 'conditional', 'ensure']);

const FAILING_KINDS: ReadonlySet<Expr['kind']> = new Set(['parseJson', 'lookup', 'join', 'map', 'filter']);

/** What an operation needs of its operands. */
function requirements(expr: Expr, writer: JsonataWriter): readonly Requirement[] {
  const need = (of: Expr, kinds: readonly Kind[], otherwise: Otherwise): readonly Requirement[] => [
    { of, kinds, otherwise },
  ];
  switch (expr.kind) {
    case 'member':
    case 'get':
    case 'has':
      return need(expr.of, ['object'], 'fails');
    case 'property':
      return need(expr.of, baseKinds(expr), writer.otherwiseOfRead(expr.of, baseKinds(expr)));
    case 'element':
      return need(expr.of, baseKinds(expr), writer.otherwiseOfRead(expr.of, baseKinds(expr)));
    case 'index':
      return need(expr.of, ['array'], otherwiseOfIndex(expr, writer));
    case 'concat':
      return expr.parts.flatMap((part) => (part.kind === 'value' ? need(part.value, ['string'], part.otherwise) : []));
    case 'object':
      return expr.items.flatMap((item) => (item.kind === 'spread' ? need(item.value, ['object'], 'fails') : []));
    case 'ensure':
      return need(expr.of, expr.kinds, expr.otherwise);
    case 'strip':
    case 'replace':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'take':
    case 'parseJson':
      return [
        ...need(expr.of, ['string'], 'fails'),
        ...(expr.kind === 'replace' ? need(expr.by, ['string'], 'fails') : []),
      ];
    case 'lookup':
      return need(expr.key, ['string'], 'fails');
    case 'map':
    case 'filter':
    case 'join':
      return need(expr.of, ['array'], 'differs');
    case 'compare':
      return [...need(expr.left, ['number'], 'fails'), ...need(expr.right, ['number'], 'fails')];
    default:
      return [];
  }
}

function otherwiseOfIndex(expr: ExprOf<'index'>, writer: JsonataWriter): Otherwise {
  return writer.kinds(expr.of).includes('string') && expr.isBase !== true ? 'differs' : 'fails';
}

/** Parts that are evaluated whenever the whole is. */
function unconditionalParts(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'conditional':
      return [expr.test];
    case 'either':
    case 'both':
    case 'any':
      return [expr.left];
    case 'get':
      return [expr.of];
    case 'map':
    case 'filter':
      return [expr.of];
    default:
      return partsOf(expr);
  }
}

/** Whether an expression is evaluated wherever the others are. */
function coveredBy(exprs: readonly Expr[]): (expr: Expr) => boolean {
  const keys = new Set<string>();
  const visit = (expr: Expr): void => {
    keys.add(keyOf(expr));
    for (const part of unconditionalParts(expr)) visit(part);
  };
  exprs.forEach(visit);
  return (expr) =>
    keys.has(keyOf(expr)) ||
    ((expr.kind === 'object' || expr.kind === 'array') && partsOf(expr).every((part) => keys.has(keyOf(part))));
}

export function evaluated(value: Expr): Check {
  return { kind: 'evaluate', value, when: undefined, start: value.start, end: value.end };
}

export function listsOf(exprs: readonly Expr[]): ReadonlyMap<string, Expr> {
  const lists = new Map<string, Expr>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'map' || expr.kind === 'filter')
      lists.set(expr.variable, expr.of.kind === 'filter' ? innermost(expr.of) : expr.of);
    partsOf(expr).forEach(visit);
  };
  exprs.forEach(visit);
  return lists;
}

function innermost(expr: Expr): Expr {
  return expr.kind === 'filter' ? innermost(expr.of) : expr;
}

/** A text that the service reads as it is. */
function plainText(text: string): string {
  const isPlain =
    !text.startsWith('{%') && !text.endsWith('%}') && !text.includes('${') && !text.includes('{{resolve:');
  return isPlain ? text : `{% ${quoted(text)} %}`;
}

function plainJson(value: Json): Json {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map((item: Json) => plainJson(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainJson(inner)]));
}

function isWhole({ kind }: Shape): boolean {
  return kind === 'integer' || kind === 'long';
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

function needsParentheses(text: string): boolean {
  return / \? | or /.test(text) && !text.startsWith('$not(') && !/^\([^()]*\)$/.test(text);
}

/** The template with its first leaf changed that `change` wants to change. */
function replaceFirst(template: Json, change: (leaf: Json) => Json | undefined): Json | undefined {
  if (isScalar(template)) return change(template);
  if (Array.isArray(template)) {
    const items = template as readonly Json[];
    for (const [i, item] of items.entries()) {
      const changed = replaceFirst(item, change);
      if (changed !== undefined) return items.with(i, changed);
    }
    return undefined;
  }
  for (const [key, value] of Object.entries(template as Readonly<Record<string, Json>>)) {
    const changed = replaceFirst(value, change);
    if (changed !== undefined) return { ...(template as object), [key]: changed };
  }
  return undefined;
}
