/**
 * Takes down calls of S3 and DynamoDB: their parameters as the service is sent them, and what may be read of their
 * replies. Items of a boto3 table or of a document client are plain values in the source; here they are the attribute
 * values that the service stores, and only texts are read of them, since numbers and sets come back as something else.
 */
import { storeCall } from '../aws/store-calls.ts';
import type { StoreCall, StoreParameterKind } from '../aws/store-calls.ts';
import type { Range } from '../text/source-file.ts';
import { choose, opaqueExpr } from './expr-makers.ts';
import type { Run } from './follow/run.ts';
import { ALL_KINDS } from './ir.ts';
import type { Expr, ExprOf, Kind } from './ir.ts';
import { ensured, isOnly, kindsOf } from './kinds.ts';
import { placeObstacle, settingsOf } from './model-call.ts';
import type { Client, Value } from './values.ts';

export { storeCall };

interface StoreParameters {
  /** Undefined where they cannot be followed. */
  readonly values: ReadonlyMap<string, Value> | undefined;
  /** Whether items are plain values. */
  readonly isPlain: boolean;
}

export function recordStoreCall(
  run: Run,
  { client, call }: { readonly client: Client; readonly call: StoreCall },
  { values, isPlain }: StoreParameters,
  range: Range,
): Value {
  const at = { start: range.start, end: range.end };
  run.findings.storeCalls.push(at);
  run.noteForks();
  const obstacle = run.around.hasRoute ? placeObstacle(run, call.method) : aloneObstacle(call);
  if (obstacle !== undefined) {
    run.block('effects', obstacle.message, obstacle.unblock, range);
    return run.opaque('effects', `${call.method} of ${call.client} gives this value`, obstacle.unblock, range);
  }
  for (const { gate, message, unblock, range: where } of client.blockers) run.block(gate, message, unblock, where);
  run.findings.notes.push(...client.notes);
  if (values === undefined) {
    run.block(
      'pure-ops',
      `the parameters of ${call.method} are not written out where they can be followed`,
      'Name each parameter in the call.',
      range,
    );
  }
  const parameter = new Parameter(run, call, { isPlain, dropsUndefined: client.dropsUndefined === true });
  const parameters = new Map<string, Expr>();
  for (const [name, value] of values ?? []) parameters.set(name, parameter.expr(name, value, at));
  checkRequired(run, call, parameters, range);
  const number = run.findings.made.length;
  run.findings.trace.push({
    kind: 'call',
    call: { number, operation: call.operation, parameters, client: settingsOf(run, client), ...at },
  });
  return replyOf(run, call, { number, isPlain }, at);
}

function aloneObstacle({ client, method }: StoreCall): { readonly message: string; readonly unblock: string } {
  return {
    message: `${client} is called here: ${method}`,
    unblock: 'Keep it in a function of its own before or after the model call.',
  };
}

function checkRequired(run: Run, call: StoreCall, parameters: ReadonlyMap<string, Expr>, range: Range): void {
  const missing = call.required.find((name) => !parameters.has(name));
  if (missing !== undefined)
    run.block('pure-ops', `${call.method} is called without ${missing}`, `Give ${missing} in the call.`, range);
}

function replyOf(
  run: Run,
  call: StoreCall,
  { number, isPlain }: { number: number; isPlain: boolean },
  at: Range,
): Value {
  if (call.operation === 'GetObject') return { kind: 'response', call: number, of: 'object' };
  if (call.operation === 'GetItem') {
    return isPlain
      ? { kind: 'itemReply', call: number }
      : { kind: 'data', expr: { kind: 'reply', call: number, ...at } };
  }
  return run.opaque(
    'result-use',
    `what ${call.method} answers is used`,
    'Use what was written, not the answer of the service.',
    at,
  );
}

// ---- parameters ---------------------------------------------------------------------------------------------------

const KINDS: Readonly<Record<Exclude<StoreParameterKind, 'json'>, Kind>> = {
  text: 'string',
  boolean: 'boolean',
  item: 'object',
  names: 'object',
};

class Parameter {
  readonly #run: Run;
  readonly #call: StoreCall;
  readonly #isPlain: boolean;
  readonly #mayBeUndefined: boolean;

  constructor(
    run: Run,
    call: StoreCall,
    { isPlain, dropsUndefined }: { readonly isPlain: boolean; readonly dropsUndefined: boolean },
  ) {
    this.#run = run;
    this.#call = call;
    this.#isPlain = isPlain;
    // Otherwise the client fails.
    this.#mayBeUndefined = dropsUndefined || run.dialect.language === 'python';
  }

  expr(name: string, value: Value, at: Range): Expr {
    const kind = this.#call.parameters[name];
    if (kind === undefined) {
      return opaqueExpr(
        'pure-ops',
        `the parameter ${name} of ${this.#call.method} is not followed`,
        `Leave ${name} out, if it is not needed.`,
        at,
      );
    }
    const expr = this.#run.data(value, at);
    if (expr.kind === 'opaque') return expr;
    switch (kind) {
      case 'json':
        return bodyOf(expr, at);
      case 'item':
        return this.#item(expr, name);
      case 'names':
        return this.#names(expr, name);
      default:
        return this.#ensured(expr, [KINDS[kind]]);
    }
  }

  /** boto3 refuses another type before it sends anything; the SDK of JavaScript sends it. */
  #ensured(of: Expr, kinds: readonly Kind[]): Expr {
    return ensured(of, kinds, this.#run.dialect.language === 'python' ? 'fails' : 'differs', of);
  }

  #names(expr: Expr, name: string): Expr {
    const items = entriesOf(expr);
    if (items === undefined) return notWrittenOut(expr, name);
    return {
      kind: 'object',
      items: items.map((item) => ({ ...item, value: this.#ensured(item.value, ['string']) })),
      start: expr.start,
      end: expr.end,
    };
  }

  #item(expr: Expr, name: string): Expr {
    const items = entriesOf(expr);
    if (items === undefined) return notWrittenOut(expr, name);
    const values = items.map((item) => ({
      ...item,
      value: this.#isPlain ? marshalled(item.value, this.#mayBeUndefined) : this.#attribute(item.value),
    }));
    return { kind: 'object', items: values, start: expr.start, end: expr.end };
  }

  /** `{"S": …}` as it is written out. */
  #attribute(expr: Expr): Expr {
    const [only, ...more] = entriesOf(expr) ?? [];
    if (only === undefined || more.length > 0) return notWrittenOut(expr, 'an attribute value');
    const value = this.#attributeValue(only.key, only.value);
    return { kind: 'object', items: [{ ...only, value }], start: expr.start, end: expr.end };
  }

  #attributeValue(type: string, value: Expr): Expr {
    switch (type) {
      case 'S':
      case 'N':
        return this.#ensured(value, ['string']);
      case 'BOOL':
      case 'NULL':
        return this.#ensured(value, ['boolean']);
      case 'M':
        return this.#item(value, 'an attribute value');
      case 'L':
        return value.kind === 'array'
          ? { ...value, items: value.items.map((item) => this.#attribute(item)) }
          : notWrittenOut(value, 'a list of attribute values');
      default:
        return opaqueExpr(
          'pure-ops',
          `an attribute value of type ${type} is not followed`,
          'Store texts, numbers, booleans, maps and lists.',
          value,
        );
    }
  }
}

function entriesOf(expr: Expr): readonly Extract<ExprOf<'object'>['items'][number], { kind: 'entry' }>[] | undefined {
  if (expr.kind !== 'object') return undefined;
  const entries = expr.items.flatMap((item) => (item.kind === 'entry' ? [item] : []));
  return entries.length === expr.items.length ? entries : undefined;
}

function notWrittenOut(expr: Expr, what: string): Expr {
  return opaqueExpr('pure-ops', `${what} is not written out`, 'Write its names and values out in the call.', expr);
}

/** A plain value as DynamoDB stores it. Of a value that is not known, only a text is. */
function marshalled(expr: Expr, mayBeUndefined: boolean): Expr {
  const at = { start: expr.start, end: expr.end };
  const typed = (type: string, value: Expr): Expr => ({
    kind: 'object',
    items: [{ kind: 'entry', key: type, value }],
    ...at,
  });
  const inner = (part: Expr): Expr => marshalled(part, mayBeUndefined);
  switch (expr.kind) {
    case 'opaque':
      return expr;
    case 'literal':
      return marshalledLiteral(expr, typed);
    case 'conditional':
      return { ...expr, then: inner(expr.then), otherwise: inner(expr.otherwise) };
    case 'array':
      return typed('L', { ...expr, items: expr.items.map(inner) });
    case 'object': {
      const items = entriesOf(expr);
      if (items === undefined) return notWrittenOut(expr, 'a map that is stored');
      return typed('M', { ...expr, items: items.map((item) => ({ ...item, value: inner(item.value) })) });
    }
    default:
      if (isOnly(expr, 'boolean')) return typed('BOOL', expr);
      if (isOnly(expr, 'string')) return typed('S', expr);
      if (kindsOf(expr).includes('string')) {
        const of: Expr = mayBeUndefined
          ? expr
          : { kind: 'ensure', of: expr, kinds: ALL_KINDS, otherwise: 'fails', ...at };
        return typed('S', { kind: 'ensure', of, kinds: ['string'], otherwise: 'differs', ...at });
      }
      return opaqueExpr(
        'types',
        'a value is stored that is no text',
        'Store it as a text, for instance as JSON.',
        expr,
      );
  }
}

function marshalledLiteral(expr: ExprOf<'literal'>, typed: (type: string, value: Expr) => Expr): Expr {
  const { value, start, end } = expr;
  const literal = (inner: string | boolean): Expr => ({ kind: 'literal', value: inner, start, end });
  if (typeof value === 'string') return typed('S', expr);
  if (typeof value === 'boolean') return typed('BOOL', expr);
  if (value === null) return typed('NULL', literal(true));
  if (typeof value === 'number' && Number.isSafeInteger(value)) return typed('N', literal(String(value)));
  return opaqueExpr('types', 'a number with a fraction is stored', 'Store it as a text.', expr);
}

/** The JSON value that a body is the text of. */
function bodyOf(expr: Expr, at: Range): Expr {
  if (expr.kind === 'jsonText') return expr.of;
  return opaqueExpr(
    'effects',
    'a text is written to S3; a task writes its body as JSON, so that the text would stand in quotes',
    'Write JSON (json.dumps, JSON.stringify), or keep this write in a function after the model call.',
    expr.start === expr.end ? at : expr,
  );
}

// ---- items that are read ------------------------------------------------------------------------------------------

/** A member of what reading an item gives: the item. */
export function itemOf(
  run: Run,
  call: number,
  key: string | undefined,
  make: (reply: Expr) => Expr,
  range: Range,
): Value {
  if (key !== 'Item') {
    return run.opaque(
      'result-use',
      `${key === undefined ? 'a part' : `"${key}"`} of the answer of DynamoDB is used beside its item`,
      'Use the item alone.',
      range,
    );
  }
  return { kind: 'item', expr: make({ kind: 'reply', call, start: range.start, end: range.end }) };
}

/** The text of an attribute; another type is another value in the source. */
export function textAttribute(attribute: Expr, range: Range): Expr {
  const at = { start: range.start, end: range.end };
  const none: Expr = { kind: 'literal', value: null, ...at };
  return {
    kind: 'ensure',
    of: { kind: 'get', of: attribute, key: 'S', otherwise: none, ...at },
    kinds: ['string'],
    otherwise: 'differs',
    ...at,
  };
}

/** The text of an attribute, or something else where there is none. */
export function optionalAttribute(has: Expr, attribute: Expr, otherwise: Expr, range: Range): Expr {
  return choose(has, textAttribute(attribute, range), otherwise);
}
