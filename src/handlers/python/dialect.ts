/** What Python means: truth, operators, methods of texts and dictionaries, and the modules that handlers use. */
import type { Range } from '../../text/source-file.ts';
import type { CallParts, Dialect, MethodCall, Operands } from '../dialect.ts';
import { choose, concat, negate } from '../expr-makers.ts';
import type { Run } from '../follow/run.ts';
import type { Expr } from '../ir.ts';
import { ensured, isOnly } from '../kinds.ts';
import { handlerCall, recordCall } from '../model-call.ts';
import type { Statement } from '../syntax.ts';
import { literalNumber, literalText } from '../values.ts';
import type { Body, BoxItem, Value } from '../values.ts';
import { HANDLER_CALLS } from '../../aws/handler-calls.ts';
import { readBody, responseMember, textOf } from '../body.ts';
import { environmentValue } from '../environment-value.ts';
import { itemOf, optionalAttribute, recordStoreCall, storeCall, textAttribute } from '../store-call.ts';
import { callPythonModule } from './modules.ts';

const TRANSPARENT_DECORATORS =
  /^(?:\w+\.)?(?:inject_lambda_context|capture_lambda_handler|capture_method|log_metrics|xray_recorder\.capture)\b/;

const LOGGING = /^(?:print|pprint\.pprint)$/;

const ERROR_NAME = /^[A-Z]\w*(?:Error|Exception|Warning|Interrupt)$|^(?:Exception|BaseException|StopIteration)$/;

export function data(expr: Expr): Value {
  return { kind: 'data', expr };
}

export const PYTHON: Dialect = {
  language: 'python',
  nothing: (range) => ({ kind: 'literal', value: null, ...range }),
  builtin: (name, range) => {
    if (ERROR_NAME.test(name)) return { kind: 'error', name };
    if (name === '__name__') return data({ kind: 'literal', value: 'handler', ...range });
    return BUILTINS.has(name) ? { kind: 'module', name: `builtins.${name}` } : undefined;
  },
  isTransparentDecorator: (name) => TRANSPARENT_DECORATORS.test(name),
  isClientOrModule: ({ kind }) => kind === 'client' || kind === 'module' || kind === 'logger',
  clauseVerdict: ({ body, variable }) => {
    const last = body.at(-1);
    if (last?.kind !== 'raise' || endsEarly(body.slice(0, -1))) return 'swallows';
    const { value } = last;
    return value === undefined || (value.kind === 'name' && value.name === variable) ? 'raisesAgain' : 'raisesOther';
  },
  seesCall: (statements) => {
    const text = JSON.stringify(statements);
    return HANDLER_CALLS.some(({ method }) => text.includes(`"name":"${method}"`));
  },
  truth: (expr) => {
    if (expr.kind === 'literal') return { ...expr, value: isTrue(expr.value) };
    if (expr.kind === 'opaque' || isOnly(expr, 'boolean')) return expr;
    return { kind: 'truth', of: expr, language: 'python', start: expr.start, end: expr.end };
  },
  present: (expr) => expr,
  logical: (operator, left, right, range) => {
    if (operator === 'or') return { kind: 'either', left, right, language: 'python', ...range };
    if (isOnly(left, 'boolean') && isOnly(right, 'boolean')) return { kind: 'both', left, right, ...range };
    return choose({ kind: 'truth', of: left, language: 'python', ...range }, right, left);
  },
  spread: (expr) => expr,
  binary,
  attribute: (run, of, { name }, range) => attribute(run, of, name, range),
  subscript: (run, of, { index }, range) => subscript(run, of, index, range),
  destructure: (run, _of, { key }, range) =>
    run.opaque('pure-ops', `${key} is taken out of a value`, 'Read each key by itself.', range),
  slice: (run, of, { from, to }, range) => {
    const expr = run.data(of, range);
    if (expr.kind === 'opaque') return data(expr);
    if (from !== 0 || to === undefined || to < 0) {
      return run.opaque(
        'pure-ops',
        'only a slice from the start with a fixed end is followed',
        'Write it as `text[:n]`.',
        range,
      );
    }
    return data({ kind: 'take', of: ensured(expr, ['string'], 'differs', range), count: to, ...range });
  },
  method,
  callModule: callPythonModule,
};

const BUILTINS: ReadonlySet<string> = new Set([
  'print',
  'len',
  'str',
  'int',
  'float',
  'bool',
  'dict',
  'list',
  'tuple',
  'isinstance',
  'type',
  'range',
  'enumerate',
  'zip',
  'sorted',
  'min',
  'max',
  'sum',
  'round',
  'any',
  'all',
  'open',
  'repr',
  'map',
  'filter',
  'set',
  'hasattr',
  'getattr',
  'abs',
  'reversed',
  'input',
  'exec',
  'eval',
  'globals',
  'id',
  'hash',
  'iter',
  'next',
  'bytes',
  'bytearray',
  'super',
  'object',
  'vars',
]);

function endsEarly(body: readonly Statement[]): boolean {
  return body.some((statement) => {
    if (statement.kind === 'return' || statement.kind === 'raise') return true;
    return (
      statement.kind !== 'expression' &&
      statement.kind !== 'assign' &&
      statement.kind !== 'pass' &&
      /"kind":"(?:return|raise)"/.test(JSON.stringify(statement))
    );
  });
}

function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

// ---- operators --------------------------------------------------------------------------------------------------

function binary(run: Run, operator: string, { left, right }: Operands, range: Range): Value {
  const { one, other } = operandsOf(run, { left, right }, range);
  const isUnknown = [one, other].find(({ kind }) => kind === 'opaque');
  if (isUnknown !== undefined) return data(isUnknown);
  switch (operator) {
    case '+':
      return plus(run, one, other, range);
    case '==':
    case 'is':
      return equals(run, one, other, range);
    case '!=':
    case 'is not':
      return negated(equals(run, one, other, range));
    case 'in':
      return contains(run, one, other, range);
    case 'not in':
      return negated(contains(run, one, other, range));
    case '<':
    case '>':
    case '<=':
    case '>=':
      return data({
        kind: 'compare',
        operator,
        left: ensured(one, ['number'], 'differs', range),
        right: ensured(other, ['number'], 'differs', range),
        ...range,
      });
    case '%':
      return run.opaque('pure-ops', 'a text is formatted with `%`', 'Use an f-string with plain values.', range);
    default:
      return run.opaque(
        'pure-ops',
        `numbers are computed with \`${operator}\``,
        'Compute the number before the state, or in a Pass state.',
        range,
      );
  }
}

/** Whether there is an item may be asked of all of it; and an answer of DynamoDB is asked for its item. */
function operandsOf(run: Run, { left, right }: Operands, range: Range): { one: Expr; other: Expr } {
  const other = run.data(right, range);
  if (left.kind === 'item' && other.kind === 'literal' && other.value === null) return { one: left.expr, other };
  const one = run.data(left, range);
  if (right.kind === 'item') return { one, other: right.expr };
  if (right.kind === 'itemReply' && one.kind === 'literal' && one.value === 'Item')
    return { one, other: { kind: 'reply', call: right.call, ...range } };
  return { one, other };
}

function negated(value: Value): Value {
  return value.kind === 'data' ? data(negate(value.expr)) : value;
}

/** Of a text and something else, Python fails if the other is no text. */
function plus(run: Run, left: Expr, right: Expr, range: Range): Value {
  if (
    left.kind === 'literal' &&
    right.kind === 'literal' &&
    typeof left.value === 'number' &&
    typeof right.value === 'number'
  ) {
    return data({ kind: 'literal', value: left.value + right.value, ...range });
  }
  if (!isOnly(left, 'string') && !isOnly(right, 'string')) {
    return run.opaque(
      'pure-ops',
      'two values are added of which neither is known to be a text',
      'Use an f-string, or a literal text on one side.',
      range,
    );
  }
  return data(
    concat(
      [left, right].map((value) => ({ kind: 'value', value, otherwise: 'fails' })),
      range,
    ),
  );
}

function equals(run: Run, one: Expr, other: Expr, range: Range): Value {
  const [of, literal] = other.kind === 'literal' ? [one, other] : [other, one];
  if (literal.kind !== 'literal' || (typeof literal.value === 'object' && literal.value !== null)) {
    return run.opaque(
      'pure-ops',
      'two values are compared of which neither is written out',
      'Compare with a fixed value.',
      range,
    );
  }
  if (of.kind === 'literal' && typeof of.value === 'string')
    return data({ kind: 'literal', value: of.value === literal.value, ...range });
  return data({
    kind: 'equals',
    of,
    value: literal.value,
    language: 'python',
    ...range,
  });
}

function contains(run: Run, one: Expr, other: Expr, range: Range): Value {
  if (other.kind === 'array' && other.items.every(({ kind }) => kind === 'literal')) {
    const tests = other.items.map((item) => equals(run, one, item, range));
    return tests.reduce((all, next) =>
      all.kind === 'data' && next.kind === 'data'
        ? data({ kind: 'any', left: all.expr, right: next.expr, ...range })
        : next,
    );
  }
  if (one.kind !== 'literal' || typeof one.value !== 'string') {
    return run.opaque('pure-ops', '`in` looks for a value that is computed', 'Look for a fixed value.', range);
  }
  if (isOnly(other, 'string')) return data({ kind: 'contains', of: other, text: one.value, ...range });
  // An answer of a client is a dictionary.
  if (other.kind === 'reply' && run.findings.made[other.call]?.operation !== 'InvokeModel')
    return data({ kind: 'has', of: other, key: one.value, ...range });
  return data({ kind: 'includes', of: other, text: one.value, ...range });
}

// ---- members ----------------------------------------------------------------------------------------------------

function attribute(run: Run, of: Value, name: string, range: Range): Value {
  switch (of.kind) {
    case 'module':
      return ERROR_NAME.test(name) ? { kind: 'error', name } : { kind: 'module', name: `${of.name}.${name}` };
    case 'client':
      return name === 'exceptions'
        ? { kind: 'module', name: 'botocore.exceptions' }
        : run.opaque('context', `${name} of the client is read`, 'Set the value itself.', range);
    case 'context':
      return run.opaque(
        'context',
        `context.${name} is used`,
        'Take what is needed from the event, or from the context object of the state machine.',
        range,
      );
    case 'opaque':
      return of;
    default:
      return run.opaque('pure-ops', `the attribute ${name} is not followed`, 'Use dictionaries and lists.', range);
  }
}

export function subscript(run: Run, of: Value, index: Value, range: Range): Value {
  if (of.kind === 'opaque') return of;
  const key = literalText(index);
  if (of.kind === 'module' && of.name === 'os.environ' && key !== undefined)
    return environmentValue(run, key, undefined, range);
  const inReply = replyMember(run, of, key, range);
  if (inReply !== undefined) return inReply;
  const box = run.boxOf(of);
  const inBox = box === undefined ? undefined : boxMember(box.kind === 'dict' ? box.items : [], key);
  if (inBox !== undefined) return inBox;
  const expr = run.data(of, range);
  const number = literalNumber(index);
  if (expr.kind === 'opaque') return data(expr);
  if (expr.kind === 'array' && number !== undefined)
    return listItem(expr.items, number, range) ?? data({ kind: 'index', of: expr, index: number, ...range });
  if (key !== undefined) return data({ kind: 'member', of: asBase(expr), key, ...range });
  if (number !== undefined) return data({ kind: 'index', of: expr, index: number, ...range });
  return lookup(run, expr, { key: run.data(index, range), otherwise: undefined }, range);
}

/** What a member is read of. */
function asBase(expr: Expr): Expr {
  return expr.kind === 'index' ? { ...expr, isBase: true } : expr;
}

function listItem(items: readonly Expr[], index: number, _range: Range): Value | undefined {
  const item = items.at(index);
  return item === undefined || !Number.isInteger(index) ? undefined : data(item);
}

/** A member of what is no plain value. */
function replyMember(run: Run, of: Value, key: string | undefined, range: Range): Value | undefined {
  switch (of.kind) {
    case 'response':
      return responseMember(run, of, { key, name: 'body' }, range);
    case 'itemReply':
      return itemMember(run, of.call, key, undefined, range);
    case 'item':
      return attributeMember(run, of.expr, key, range);
    default:
      return undefined;
  }
}

/** `reply["Item"]`, or with something instead of it `reply.get("Item")`. */
function itemMember(run: Run, call: number, key: string | undefined, otherwise: Expr | undefined, range: Range): Value {
  const isEmpty =
    otherwise === undefined ||
    (otherwise.kind === 'literal' && otherwise.value === null) ||
    (otherwise.kind === 'object' && otherwise.items.length === 0);
  if (!isEmpty)
    return run.opaque('pure-ops', 'something else stands for an item that is not there', 'Use {} or None.', range);
  const item = itemOf(
    run,
    call,
    key,
    (of) =>
      otherwise === undefined
        ? { kind: 'member', of, key: 'Item', ...range }
        : { kind: 'get', of, key: 'Item', otherwise, ...range },
    range,
  );
  // An item that is missed is missed here, whether it is used or not.
  if (item.kind === 'item') run.check(item.expr);
  return item;
}

function attributeMember(run: Run, item: Expr, key: string | undefined, range: Range): Value {
  if (key === undefined)
    return run.opaque('pure-ops', 'an attribute is read by a key that is computed', 'Read fixed keys.', range);
  return data(textAttribute({ kind: 'member', of: item, key, ...range }, range));
}

/** What `.get()` gives of an item, or of an answer of DynamoDB. */
function itemMethod(run: Run, of: Value, call: MethodCall, range: Range): Value | undefined {
  const key = argumentText(call);
  if (call.name !== 'get') return undefined;
  const [, second] = call.list;
  const otherwise = second === undefined ? run.dialect.nothing(range) : run.data(second.value, range);
  if (of.kind === 'itemReply') return itemMember(run, of.call, key, otherwise, range);
  if (of.kind !== 'item' || key === undefined) return undefined;
  run.discard(data(otherwise), range);
  const has: Expr = { kind: 'has', of: of.expr, key, ...range };
  const attribute: Expr = { kind: 'member', of: of.expr, key, ...range };
  return data(optionalAttribute(has, attribute, otherwise, range));
}

function boxMember(items: readonly BoxItem[], key: string | undefined): Value | undefined {
  const item = key === undefined ? undefined : items.findLast((one) => one.kind === 'spread' || one.key === key);
  return item?.kind === 'entry' ? item.value : undefined;
}

/** A table of the source by a computed key. */
function lookup(
  run: Run,
  table: Expr,
  { key, otherwise }: { key: Expr; otherwise: Expr | undefined },
  range: Range,
): Value {
  if (key.kind === 'opaque') return data(key);
  if (table.kind !== 'object')
    return run.opaque(
      'pure-ops',
      'a value is read by a key that is computed',
      'Read fixed keys, or look the key up in a table of this file.',
      range,
    );
  const rows = table.items.flatMap((item) => (item.kind === 'entry' ? [{ key: item.key, value: item.value }] : []));
  if (rows.length < table.items.length)
    return run.opaque(
      'pure-ops',
      'a value is read by a key that is computed',
      'Use a table that is written out.',
      range,
    );
  // A key of another kind is not found, or cannot be looked up at all.
  return data({ kind: 'lookup', table: rows, key: ensured(key, ['string'], 'differs', range), otherwise, ...range });
}

// ---- methods ----------------------------------------------------------------------------------------------------

function method(run: Run, of: Value, call: MethodCall, range: Range): Value | undefined {
  switch (of.kind) {
    case 'client':
      return clientMethod(run, of, call, range);
    case 'logger':
      return logged(run, call, range);
    case 'opaque':
      for (const { value } of call.list) run.discard(value, range);
      return of;
    case 'stream':
      if (call.name === 'read') return readBody(run, of, range);
      return call.name === 'close' ? run.nothing(range) : undefined;
    case 'replyText':
      return call.name === 'decode' ? decoded(run, of, call, range) : undefined;
    case 'response':
      if (call.name !== 'get') return undefined;
      return responseMember(run, of, { key: argumentText(call), name: 'body' }, range);
    case 'table':
      return tableMethod(run, of, call, range);
    case 'itemReply':
    case 'item':
      return itemMethod(run, of, call, range);
    case 'module':
      return moduleMethod(run, of.name, call, range);
    case 'data':
    case 'box':
      return dataMethod(run, of, call, range);
    default:
      return undefined;
  }
}

function decoded(run: Run, body: Body, { list }: CallParts, range: Range): Value {
  const [first, ...more] = list;
  const encoding = first === undefined ? 'utf-8' : (literalText(first.value) ?? 'a computed encoding');
  const isPlain = more.length === 0 && (first?.name === undefined || first.name === 'encoding');
  return textOf(run, body, isPlain ? encoding : 'another text where it is not valid', range);
}

function argumentText({ list }: CallParts): string | undefined {
  const [first] = list;
  return first === undefined ? undefined : literalText(first.value);
}

function logged(run: Run, { list }: CallParts, range: Range): Value {
  for (const { value, source } of list) run.discard(value, source);
  run.findings.notes.push({ kind: 'log', text: 'a log line', ...range });
  return run.nothing(range);
}

function moduleMethod(run: Run, name: string, call: MethodCall, range: Range): Value | undefined {
  const full = `${name}.${call.name}`;
  if (LOGGING.test(full)) return logged(run, call, range);
  if (name === 'logging' && /^(?:debug|info|warning|warn|error|exception|critical|log)$/.test(call.name))
    return logged(run, call, range);
  if (name !== 'os.environ' || call.name !== 'get') return undefined;
  const key = argumentText(call);
  const fallback = call.list[1];
  return key === undefined ? undefined : environmentValue(run, key, fallback?.value ?? run.nothing(range), range);
}

function clientMethod(run: Run, of: Extract<Value, { kind: 'client' }>, call: MethodCall, range: Range): Value {
  const { service } = of.client;
  const known = handlerCall(service, call.name);
  if (known !== undefined) return recordCall(run, { client: of.client, call: known }, parametersOf(run, call), range);
  const [first] = call.list;
  if (service === 'dynamodb' && of.client.isPlain === true && call.name === 'Table' && first !== undefined)
    return { kind: 'table', client: of.client, name: first.value };
  const store = of.client.isPlain === true ? undefined : storeCall(service, call.name);
  if (store !== undefined) {
    const values = parametersOf(run, call);
    return recordStoreCall(run, { client: of.client, call: store }, { values, isPlain: false }, range);
  }
  for (const { value } of call.list) run.discard(value, range);
  run.block('effects', `${service} is called here: ${call.name}`, effectHelp(service, call.name), range);
  return run.opaque('effects', `${call.name} of ${service} gives this value`, effectHelp(service, call.name), range);
}

function tableMethod(run: Run, of: Extract<Value, { kind: 'table' }>, call: MethodCall, range: Range): Value {
  const store = storeCall('dynamodb', call.name);
  const values = parametersOf(run, call);
  if (store !== undefined) {
    const all = values === undefined ? undefined : new Map([['TableName', of.name], ...values]);
    return recordStoreCall(run, { client: of.client, call: store }, { values: all, isPlain: true }, range);
  }
  for (const { value } of call.list) run.discard(value, range);
  const help = effectHelp('dynamodb', call.name);
  run.block('effects', `dynamodb is called here: ${call.name}`, help, range);
  return run.opaque('effects', `${call.name} of dynamodb gives this value`, help, range);
}

const NATIVE_STATES: Readonly<Record<string, string>> = {
  's3.get_object': 'aws-sdk:s3:getObject',
  's3.put_object': 'aws-sdk:s3:putObject',
  'dynamodb.get_item': 'dynamodb:getItem',
  'dynamodb.put_item': 'dynamodb:putItem',
  'dynamodb.update_item': 'dynamodb:updateItem',
  'dynamodb.query': 'aws-sdk:dynamodb:query',
  'sns.publish': 'sns:publish',
  'sqs.send_message': 'sqs:sendMessage',
  'events.put_events': 'events:putEvents',
  'ssm.get_parameter': 'aws-sdk:ssm:getParameter',
};

function effectHelp(service: string, name: string): string {
  const native = NATIVE_STATES[`${service}.${name}`];
  return native === undefined
    ? 'Keep it in a function of its own before or after the model call.'
    : `Make it a state of its own: arn:aws:states:::${native}.`;
}

function parametersOf(run: Run, { list }: CallParts): ReadonlyMap<string, Value> | undefined {
  const found = new Map<string, Value>();
  for (const { name, value, isSpread } of list) {
    if (name !== undefined) {
      found.set(name, value);
      continue;
    }
    const box = isSpread ? run.boxOf(value) : undefined;
    if (box?.kind !== 'dict' || box.items.some(({ kind }) => kind === 'spread')) return undefined;
    for (const item of box.items) if (item.kind === 'entry') found.set(item.key, item.value);
  }
  return found;
}

type DataCall = (run: Run, of: Expr, call: MethodCall, range: Range) => Value | undefined;

const DATA_METHODS: Readonly<Record<string, DataCall>> = {
  strip: (run, of, call, range) => strip(run, of, call, 'both', range),
  lstrip: (run, of, call, range) => strip(run, of, call, 'start', range),
  rstrip: (run, of, call, range) => strip(run, of, call, 'end', range),
  get: (run, of, call, range) => dictGet(run, of, call, range),
  format: (run, of, call, range) => format(run, of, call, range),
  replace: (run, of, call, range) => replace(run, of, call, range),
  join: (run, of, call, range) => join(run, of, call, range),
  startswith: (_run, of, call, range) => textTest(of, call, 'startsWith', range),
  endswith: (_run, of, call, range) => textTest(of, call, 'endsWith', range),
  // The bytes of a JSON text are its text where a body is wanted; of other texts they cannot be told apart any more.
  encode: (_run, of) => (of.kind === 'jsonText' ? data(of) : undefined),
  copy: (_run, of) => data(of),
};

function dataMethod(run: Run, of: Value, call: MethodCall, range: Range): Value {
  const [added] = call.list;
  if (call.name === 'append' && added !== undefined && run.collect(of, added.value, range)) return run.nothing(range);
  const changed = boxMethod(run, of, call, range);
  if (changed !== undefined) return changed;
  const expr = run.data(of, range);
  if (expr.kind === 'opaque') return data(expr);
  const known = DATA_METHODS[call.name]?.(run, expr, call, range);
  if (known !== undefined) return known;
  for (const { value } of call.list) run.discard(value, range);
  const message = `.${call.name}() has no exact counterpart in a state machine`;
  // Nothing comes so far where its value has failed.
  if (isPartOfNothing(expr)) return run.standIn('pure-ops', message, methodHelp(call.name), range);
  return run.opaque('pure-ops', message, methodHelp(call.name), range);
}

/** `None["k"]` */
function isPartOfNothing(expr: Expr): boolean {
  if (expr.kind !== 'member' && expr.kind !== 'index') return false;
  return (expr.of.kind === 'literal' && expr.of.value === null) || isPartOfNothing(expr.of);
}

function methodHelp(name: string): string {
  if (name === 'split') return 'Send the list itself, or split the text in a state before.';
  if (name === 'lower' || name === 'upper') return 'Do it in JSONata where other alphabets do not matter.';
  return 'Do without, or keep it in a function after the model call.';
}

function boxMethod(run: Run, of: Value, call: MethodCall, range: Range): Value | undefined {
  const box = run.boxOf(of);
  if (box === undefined) return undefined;
  const [first, second] = call.list;
  const key = first === undefined ? undefined : literalText(first.value);
  if (box.kind === 'dict' && call.name === 'get' && key !== undefined) {
    const inBox = boxMember(box.items, key);
    if (inBox !== undefined) return inBox;
    if (box.items.every(({ kind }) => kind === 'entry')) return second?.value ?? run.nothing(range);
  }
  if (
    call.name === 'append' ||
    call.name === 'update' ||
    call.name === 'extend' ||
    call.name === 'pop' ||
    call.name === 'setdefault'
  ) {
    run.block('pure-ops', `.${call.name}() changes a value in place`, 'Write the whole value where it is made.', range);
    return run.nothing(range);
  }
  return undefined;
}

function strip(
  run: Run,
  of: Expr,
  { list }: CallParts,
  side: 'both' | 'start' | 'end',
  range: Range,
): Value | undefined {
  if (list.length > 0)
    return run.opaque('pure-ops', 'characters are stripped that are named', 'Strip white space only.', range);
  return data({ kind: 'strip', of, side, language: 'python', ...range });
}

function dictGet(run: Run, of: Expr, { list }: CallParts, range: Range): Value | undefined {
  const [first, second] = list;
  if (first === undefined) return undefined;
  const otherwise = second === undefined ? run.dialect.nothing(range) : run.data(second.value, range);
  const key = literalText(first.value);
  if (key !== undefined) {
    run.discard(data(otherwise), range);
    return data({ kind: 'get', of: asBase(of), key, otherwise, ...range });
  }
  return lookup(run, of, { key: run.data(first.value, range), otherwise }, range);
}

/** `{name}` and `{}` only. */
function format(run: Run, of: Expr, { list }: CallParts, range: Range): Value {
  const text = of.kind === 'literal' && typeof of.value === 'string' ? of.value : undefined;
  const refuse = (why: string): Value => run.opaque('pure-ops', why, 'Use an f-string with plain values.', range);
  if (text === undefined) return refuse('.format() is called on a text that is not written out');
  if (list.some(({ isSpread }) => isSpread)) return refuse('.format() takes its values from a dictionary');
  const found: Parameters<typeof concat>[0][number][] = [];
  let position = 0;
  let from = 0;
  for (const match of text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g)) {
    found.push({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const name = match[1];
    if (match[0] === '{{' || match[0] === '}}') found.push({ kind: 'text', text: match[0].charAt(0) });
    else if (name === undefined) return refuse('.format() has a single brace');
    else {
      const argument =
        name === '' ? list.filter((one) => one.name === undefined)[position++] : list.find((one) => one.name === name);
      if (argument === undefined) return refuse(`.format() has the field {${name}}, which is not followed`);
      found.push({ kind: 'value', value: run.data(argument.value, range), otherwise: 'differs' });
    }
  }
  found.push({ kind: 'text', text: text.slice(from) });
  return data(concat(found, range));
}

function replace(run: Run, of: Expr, { list }: CallParts, range: Range): Value | undefined {
  const [search, by, count] = list;
  const text = search === undefined ? undefined : literalText(search.value);
  if (text === undefined || text === '' || by === undefined || count !== undefined) {
    return run.opaque(
      'pure-ops',
      '.replace() is followed for a fixed text only',
      'Replace a text that is written out.',
      range,
    );
  }
  return data({ kind: 'replace', of, search: text, by: run.data(by.value, range), all: true, ...range });
}

function join(run: Run, of: Expr, { list }: CallParts, range: Range): Value | undefined {
  const [items] = list;
  if (of.kind !== 'literal' || typeof of.value !== 'string' || items === undefined) return undefined;
  const expr = run.data(items.value, range);
  if (expr.kind === 'opaque') return data(expr);
  // Every item must be a text, or the source fails.
  const texts: Expr = expr.kind === 'map' ? { ...expr, body: ensured(expr.body, ['string'], 'fails', range) } : expr;
  return data({ kind: 'join', of: texts, separator: of.value, ...range });
}

function textTest(of: Expr, call: MethodCall, kind: 'startsWith' | 'endsWith', range: Range): Value | undefined {
  const text = argumentText(call);
  return text === undefined ? undefined : data({ kind, of, text, ...range });
}
