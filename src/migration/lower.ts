/**
 * From what a handler does to a task that calls the service itself: the arguments of the task, and its output. What the
 * handler checks before the call stands at the head of the first expression of the arguments, since every argument is
 * evaluated before the call is made; what it checks after the call stands in the output.
 *
 * Output is plain JSON data. Throws `Unwritable` for what has no exact form.
 */
import { NATIVE_CALLS } from '../aws/handler-calls.ts';
import type { NativeCall } from '../aws/handler-calls.ts';
import { CLAUDE_VERSION_KEY } from '../aws/result-shapes.ts';
import type { Shape } from '../aws/services/service-model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { describeExpr } from '../handlers/describe.ts';
import { negate } from '../handlers/interpret.ts';
import { ALL_KINDS, keyOf, partsOf, somePart } from '../handlers/ir.ts';
import type { Check, Expr, ExprOf, Json, Kind, Otherwise, Summary } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import { JsonataWriter, Unwritable, baseKinds, errorCall, kindWords, quoted, typeTest } from './jsonata-text.ts';
import type { Difference } from './jsonata-text.ts';
import { BodyShapes, ReplyShapes, familyOf, kindsOfShape, keepsItsNames, memberNamed, renamedValue } from './shapes.ts';

export interface LoweredCall {
  readonly native: NativeCall;
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
  return new Lowering(summary, context).lower(compose);
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

class Lowering {
  readonly #summary: Summary;
  readonly #native: NativeCall;
  readonly #writer: JsonataWriter;
  readonly #input: Shape | undefined;
  readonly #replies: ReplyShapes;
  readonly #bodies: BodyShapes;
  /** Of the phase that is being written. */
  #tests: GuardTest[] = [];
  #isAfter = false;
  readonly #deployed = new Set<string>();

  constructor(summary: Summary, context: LoweringContext) {
    this.#summary = summary;
    this.#native = NATIVE_CALLS[summary.call.operation];
    const action = context.services.service(this.#native.service)?.action(this.#native.action);
    this.#input = action?.input;
    const lists = listsOf(summary);
    const isBody = summary.call.operation === 'InvokeModel';
    this.#replies = new ReplyShapes(isBody ? undefined : action?.output, lists);
    this.#bodies = new BodyShapes(isBody ? bodyShape(summary) : undefined, lists);
    this.#writer = new JsonataWriter({
      roots: { event: context.event, reply: isBody ? '$states.result.Body' : '$states.result' },
      known: (expr) => context.known(expr) ?? this.#bodies.kindsOf(expr) ?? this.#replies.kindsOf(expr),
      replyKey: (of, key) => this.#replyKey(of, key),
      code: context.code,
    });
  }

  lower(compose: Composition): LoweredCall {
    const request = this.#request();
    const output = compose(this.#summary.result);
    const after: readonly Check[] = [...this.#summary.after, evaluated(this.#summary.result)];
    this.#collect(request, output, after);
    const isCovered = coveredBy([...request.values()]);
    for (const check of this.#summary.before) this.#addCheck(check, isCovered);
    const expectedArguments = this.#argumentsOf(request);
    const template = this.#template(expectedArguments);
    const atHead = this.#guarded(template, this.#tests, 'the input');
    const before = this.#writer.differences.length;
    const written = this.#outputOf(output, after);
    const late = this.#writer.differences[before];
    if (late !== undefined) {
      throw new Unwritable(
        `${late.what} for the result to be the same, and it is known only after the call`,
        'Use fields of the reply that are texts, or test for it in the source.',
        late,
        'types',
      );
    }
    return {
      native: this.#native,
      arguments: atHead,
      output: written,
      differences: this.#writer.differences,
      expectedArguments,
      expectedOutput: output,
      knownReply: (expr) => this.#bodies.kindsOf(expr) ?? this.#replies.kindsOf(expr),
      replyInTask: (reply) => this.#replyInTask(reply),
      deployed: [...this.#deployed],
    };
  }

  #replyInTask(reply: Json): Json {
    if (this.#native.operation === 'InvokeModel') return { Body: reply, ContentType: 'application/json' };
    return renamedValue(reply, this.#replies.shapeOf({ kind: 'reply', start: 0, end: 0 }));
  }

  // ---- the request --------------------------------------------------------------------------------------------

  /** Parameters with what the SDK itself checks before it sends them. */
  #request(): ReadonlyMap<string, Expr> {
    const { parameters, start, end } = this.#summary.call;
    const typed = new Map<string, Expr>();
    for (const [name, value] of parameters) {
      const shape = memberNamed(this.#input, name)?.shape;
      const isBody = this.#native.operation === 'InvokeModel';
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
    if (this.#native.operation === 'InvokeModel' && (!parameters.has('body') || !parameters.has('modelId'))) {
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
    const isChecked = this.#summary.language === 'python' && !kinds.includes('number');
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
    const items = [...request].map(([name, value]) => {
      const key = INVOKE_MODEL_PARAMETERS.get(name);
      if (this.#native.operation === 'InvokeModel' && key !== undefined) return { kind: 'entry' as const, key, value };
      const member = memberNamed(this.#input, name);
      return { kind: 'entry' as const, key: member?.name ?? name, value: this.#renamed(value, member?.shape) };
    });
    return { kind: 'object', items, start: this.#summary.call.start, end: this.#summary.call.end };
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
  #checkHandedOn(expr: Expr, isRead = false): void {
    const shape = this.#replies.shapeOf(expr);
    if (!isRead && shape !== undefined && !keepsItsNames(shape)) {
      throw new Unwritable(
        `${describeExpr(expr)} is handed on whole; its keys are spelt otherwise in a task (\`InputTokens\`, not \`inputTokens\`)`,
        'Hand on the fields that are needed, one by one.',
        expr,
        'result-use',
      );
    }
    for (const [i, part] of partsOf(expr).entries()) {
      const isBase = i === 0 && READING.has(expr.kind);
      this.#checkHandedOn(part, isBase);
    }
  }

  #outputOf(output: Expr, after: readonly Check[]): Json {
    this.#checkHandedOn(output);
    const isCovered = coveredBy([output]);
    this.#isAfter = true;
    this.#tests = [];
    for (const check of after) {
      if (check.kind === 'evaluate') this.#checkHandedOn(check.value, true);
      if (check.kind === 'evaluate' && check.when === undefined && !isCovered(check.value))
        this.#needs(check.value, false);
      this.#addCheck(check, isCovered);
    }
    return this.#guarded(this.#template(output), this.#tests, 'the reply');
  }

  // ---- tests --------------------------------------------------------------------------------------------------

  /** What must hold of the input before the call, from everything that is evaluated then and from what cannot wait. */
  #collect(request: ReadonlyMap<string, Expr>, output: Expr, after: readonly Check[]): void {
    for (const check of this.#summary.before) this.#needsOfCheck(check);
    for (const value of request.values()) this.#needsOfTemplate(value);
    // A text that would look otherwise is refused before the call, although it is needed only after it.
    for (const expr of [output, ...after.flatMap((check) => (check.kind === 'evaluate' ? [check.value] : []))])
      this.#needsLater(expr);
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
    const isLater = somePart(of, ({ kind }) => kind === 'item' || (kind === 'reply' && !this.#isAfter));
    if (isKnown || isLater) return;
    const text = typeTest(this.#writer.write(of, true), kinds);
    const message = `${describeExpr(of)} must be ${kindWords(kinds)}`;
    if (otherwise === 'differs' && !this.#writer.failsOtherwise(of, kinds))
      this.#writer.differences.push({ what: message, start: of.start, end: of.end });
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
    const exists = `$exists(${this.#writer.write(check.value)})`;
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
    return this.#summary.language === 'javascript' && this.#writer.kinds(expr).includes('missing');
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
    const { start, end } = this.#summary.call;
    throw new Unwritable(
      `there is no place in ${what} for a test that the handler makes`,
      'Return a value of the reply.',
      { start, end },
    );
  }
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

function evaluated(value: Expr): Check {
  return { kind: 'evaluate', value, when: undefined, start: value.start, end: value.end };
}

function listsOf(summary: Summary): ReadonlyMap<string, Expr> {
  const lists = new Map<string, Expr>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'map' || expr.kind === 'filter')
      lists.set(expr.variable, expr.of.kind === 'filter' ? innermost(expr.of) : expr.of);
    partsOf(expr).forEach(visit);
  };
  for (const check of [...summary.before, ...summary.after])
    visit(check.kind === 'evaluate' ? check.value : check.when);
  summary.call.parameters.forEach(visit);
  visit(summary.result);
  return lists;
}

function innermost(expr: Expr): Expr {
  return expr.kind === 'filter' ? innermost(expr.of) : expr;
}

function bodyShape({
  call,
}: Summary): ReturnType<typeof familyOf> extends infer F
  ? F extends { body: infer B }
    ? B | undefined
    : never
  : never {
  const model = call.parameters.get('modelId');
  const id = model?.kind === 'literal' && typeof model.value === 'string' ? model.value : undefined;
  const body = call.parameters.get('body');
  const isClaude =
    body?.kind === 'object' && body.items.some((item) => item.kind === 'entry' && item.key === CLAUDE_VERSION_KEY);
  return familyOf(id, isClaude)?.body;
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
