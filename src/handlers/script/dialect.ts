/**
 * What JavaScript means: truth, operators, members that may be `undefined`, methods of texts and lists. What depends on
 * UTF-16 units or on how values become text is not followed.
 */
import { HANDLER_CALLS } from '../../aws/handler-calls.ts';
import type { Range } from '../../text/source-file.ts';
import type { CallParts, Dialect, MethodCall, Operands } from '../dialect.ts';
import { readBody, responseMember, textOf } from '../body.ts';
import { environmentValue } from '../environment-value.ts';
import { choose, concat, negate } from '../expr-makers.ts';
import type { Run } from '../follow/run.ts';
import { ALL_KINDS } from '../ir.ts';
import type { Expr, Kind } from '../ir.ts';
import { ensured, isOnly, kindsOf } from '../kinds.ts';
import type { Expression } from '../syntax.ts';
import { literalNumber, literalText } from '../values.ts';
import type { BoxItem, Value } from '../values.ts';
import { itemOf, optionalAttribute } from '../store-call.ts';
import { callScriptModule, sendCommand } from './modules.ts';

const PRESENT: readonly Kind[] = ['string', 'number', 'boolean', 'array', 'object'];

const ERROR_NAME = /^(?:Error|TypeError|RangeError|SyntaxError|ReferenceError|EvalError|URIError)$/;

const GLOBALS: ReadonlySet<string> = new Set([
  'JSON',
  'process',
  'console',
  'Buffer',
  'TextDecoder',
  'TextEncoder',
  'Array',
  'Object',
  'Number',
  'String',
  'Boolean',
  'Math',
  'Date',
  'Promise',
  'crypto',
  'fetch',
  'parseInt',
  'parseFloat',
  'setTimeout',
  'Map',
  'Set',
  '#typeof',
  'require',
  'structuredClone',
  'encodeURIComponent',
  'decodeURIComponent',
  'encodeURI',
  'decodeURI',
  'URLSearchParams',
]);

function data(expr: Expr): Value {
  return { kind: 'data', expr };
}

export const SCRIPT: Dialect = {
  language: 'javascript',
  nothing: (range) => ({ kind: 'undefined', ...range }),
  builtin: (name) => {
    if (ERROR_NAME.test(name)) return { kind: 'error', name };
    return GLOBALS.has(name) ? { kind: 'module', name } : undefined;
  },
  isTransparentDecorator: () => false,
  isClientOrModule: ({ kind }) => kind === 'client' || kind === 'module' || kind === 'logger',
  clauseVerdict: ({ body, variable }) => {
    const last = body.at(-1);
    if (last?.kind !== 'raise' || /"kind":"(?:return|raise)"/.test(JSON.stringify(body.slice(0, -1))))
      return 'swallows';
    return last.value?.kind === 'name' && last.value.name === variable ? 'raisesAgain' : 'raisesOther';
  },
  seesCall: (statements) => {
    const text = JSON.stringify(statements);
    return HANDLER_CALLS.some(({ operation }) => text.includes(`"name":"${operation}Command"`));
  },
  truth: (expr) => {
    if (expr.kind === 'literal') return { ...expr, value: Boolean(expr.value) };
    if (expr.kind === 'undefined') return { kind: 'literal', value: false, start: expr.start, end: expr.end };
    if (expr.kind === 'object' || expr.kind === 'array')
      return { kind: 'literal', value: true, start: expr.start, end: expr.end };
    if (expr.kind === 'opaque' || isOnly(expr, 'boolean')) return expr;
    return { kind: 'truth', of: expr, language: 'javascript', start: expr.start, end: expr.end };
  },
  present: (expr) => present(expr, expr),
  logical: (operator, left, right, range) => {
    if (operator === '??') return choose(present(left, range), left, right);
    if (operator === 'or') return { kind: 'either', left, right, language: 'javascript', ...range };
    if (isOnly(left, 'boolean') && isOnly(right, 'boolean')) return { kind: 'both', left, right, ...range };
    return choose({ kind: 'truth', of: left, language: 'javascript', ...range }, right, left);
  },
  spread,
  binary,
  attribute: (run, of, { name, isOptional }, range) => attribute(run, of, { name, isOptional }, range),
  subscript: (run, of, { index, isOptional }, range) => subscript(run, of, { index, isOptional }, range),
  destructure: (run, of, { key, fallback }, range) => {
    const value = attribute(run, of, { name: key, isOptional: false }, range);
    if (fallback === undefined || value.kind !== 'data') return value;
    const otherwise = run.data(run.evaluate(fallback), range);
    if (value.expr.kind === 'undefined') return data(otherwise);
    const isMissing: Expr = { kind: 'isKind', of: value.expr, kinds: ['missing'], ...range };
    return data(kindsOf(value.expr).includes('missing') ? choose(isMissing, otherwise, value.expr) : value.expr);
  },
  slice: (run, _of, _bounds, range) => run.opaque('pure-ops', 'a slice is not followed', 'Do without.', range),
  method,
  callModule: callScriptModule,
};

function present(expr: Expr, range: Range): Expr {
  const at = { start: range.start, end: range.end };
  if (expr.kind === 'literal') return { kind: 'literal', value: expr.value !== null, ...at };
  if (expr.kind === 'undefined') return { kind: 'literal', value: false, ...at };
  const isAlways = kindsOf(expr).every((kind) => PRESENT.includes(kind));
  return isAlways ? { kind: 'literal', value: true, ...at } : { kind: 'isKind', of: expr, kinds: PRESENT, ...at };
}

/** Nothing comes of a value that is not true, and nobody spreads a text or a number. */
function spread(expr: Expr): Expr {
  const at = { start: expr.start, end: expr.end };
  const none: Expr = { kind: 'object', items: [], ...at };
  if (expr.kind === 'conditional') {
    const isGuard = expr.test.kind === 'truth' && expr.test.of === expr.otherwise;
    return { ...expr, then: spread(expr.then), otherwise: isGuard ? none : spread(expr.otherwise) };
  }
  if (expr.kind === 'undefined' || (expr.kind === 'literal' && typeof expr.value !== 'string')) return none;
  return isOnly(expr, 'object') ? expr : { kind: 'ensure', of: expr, kinds: ['object'], otherwise: 'differs', ...at };
}

// ---- operators --------------------------------------------------------------------------------------------------

function binary(run: Run, operator: string, { left, right }: Operands, range: Range): Value {
  const [one, other] = [operand(run, left, right, range), operand(run, right, left, range)];
  const unknown = [one, other].find(({ kind }) => kind === 'opaque');
  if (unknown !== undefined) return data(unknown);
  switch (operator) {
    case '+':
      return plus(run, one, other, range);
    case '===':
    case '!==':
    case '==':
    case '!=': {
      const test = equals(run, [one, other], operator.length === 2, range);
      return operator.startsWith('!') && test.kind === 'data' ? data(negate(test.expr)) : test;
    }
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
    default:
      return run.opaque(
        'pure-ops',
        `values are computed with \`${operator}\``,
        'Compute the value before the state.',
        range,
      );
  }
}

/** Whether there is an item may be asked of all of it. */
function operand(run: Run, value: Value, other: Value, range: Range): Expr {
  const isNothing =
    other.kind === 'data' &&
    (other.expr.kind === 'undefined' || (other.expr.kind === 'literal' && other.expr.value === null));
  return value.kind === 'item' && isNothing ? value.expr : run.data(value, range);
}

/** With a text on one side, the other becomes text. */
function plus(run: Run, left: Expr, right: Expr, range: Range): Value {
  if (!isOnly(left, 'string') && !isOnly(right, 'string')) {
    return run.opaque(
      'pure-ops',
      'two values are added of which neither is known to be a text',
      'Use a template literal.',
      range,
    );
  }
  return data(
    concat(
      [left, right].map((value) => ({ kind: 'value', value, otherwise: 'differs' })),
      range,
    ),
  );
}

function equals(run: Run, [one, other]: readonly [Expr, Expr], isLoose: boolean, range: Range): Value {
  const isFixed = (expr: Expr): boolean => expr.kind === 'literal' || expr.kind === 'undefined';
  const [of, fixed] = isFixed(other) ? [one, other] : [other, one];
  const isNothing = fixed.kind === 'undefined' || (fixed.kind === 'literal' && fixed.value === null);
  if (isLoose && isNothing) return data(negate(present(of, range)));
  if (fixed.kind === 'undefined') return data({ kind: 'isKind', of, kinds: ['missing'], ...range });
  const value = fixed.kind === 'literal' ? fixed.value : undefined;
  if (value === undefined || (typeof value === 'object' && value !== null)) {
    return run.opaque(
      'pure-ops',
      'two values are compared of which neither is written out',
      'Compare with a fixed value.',
      range,
    );
  }
  const isSame =
    !isLoose ||
    (typeof value === 'string' &&
      kindsOf(of).every((kind) => kind === 'string' || kind === 'missing' || kind === 'null'));
  if (!isSame)
    return run.opaque(
      'pure-ops',
      'values are compared with `==`, which turns one into the kind of the other',
      'Compare with `===`.',
      range,
    );
  return data({
    kind: 'equals',
    of,
    value,
    language: 'javascript',
    ...range,
  });
}

// ---- members ----------------------------------------------------------------------------------------------------

interface MemberName {
  readonly name: string;
  readonly isOptional: boolean;
}

function attribute(run: Run, of: Value, { name, isOptional }: MemberName, range: Range): Value {
  switch (of.kind) {
    case 'module':
      if (of.name === 'process.env') return environmentValue(run, name, run.nothing(range), range);
      return { kind: 'module', name: `${of.name}.${name}` };
    case 'response':
      return responseMember(run, of, { key: name, name: 'body' }, range);
    case 'itemReply':
      return itemOf(run, of.call, name, (reply) => ({ kind: 'property', of: reply, key: name, ...range }), range);
    case 'item': {
      const attribute: Expr = {
        kind: 'property',
        of: of.expr,
        key: name,
        ...(isOptional ? { isOptional } : {}),
        ...range,
      };
      const has: Expr = { kind: 'isKind', of: attribute, kinds: ALL_KINDS, ...range };
      return data(optionalAttribute(has, attribute, { kind: 'undefined', ...range }, range));
    }
    case 'context':
      return run.opaque(
        'context',
        `context.${name} is used`,
        'Take what is needed from the event, or from the context object of the state machine.',
        range,
      );
    case 'opaque':
      return of;
    case 'data':
    case 'box':
      return dataMember(run, of, { name, isOptional }, range);
    default:
      return run.opaque('pure-ops', `the member ${name} is not followed`, 'Use plain objects.', range);
  }
}

function dataMember(run: Run, of: Value, { name, isOptional }: MemberName, range: Range): Value {
  const box = run.boxOf(of);
  if (box?.kind === 'dict') {
    const inBox = boxMember(box.items, name);
    if (inBox !== undefined) return inBox;
    if (box.items.every(({ kind }) => kind === 'entry')) return run.nothing(range);
  }
  const expr = run.data(of, range);
  if (expr.kind === 'opaque') return data(expr);
  if (name === 'length') {
    // Of a text it counts UTF-16 units, which a state machine does not.
    if (!isOnly(expr, 'string'))
      return data({ kind: 'length', of: ensured(expr, ['array'], 'differs', range), ...range });
    return run.opaque(
      'pure-ops',
      '.length of a text counts UTF-16 units, which a state machine does not',
      'Test for an empty text with `!text`.',
      range,
    );
  }
  return data({ kind: 'property', of: expr, key: name, ...(isOptional ? { isOptional } : {}), ...range });
}

function boxMember(items: readonly BoxItem[], key: string): Value | undefined {
  const item = items.findLast((one) => one.kind === 'spread' || one.key === key);
  return item?.kind === 'entry' ? item.value : undefined;
}

function subscript(
  run: Run,
  of: Value,
  { index, isOptional }: { index: Value; isOptional: boolean },
  range: Range,
): Value {
  const key = literalText(index);
  if (key !== undefined) return attribute(run, of, { name: key, isOptional }, range);
  if (of.kind === 'opaque') return of;
  const number = literalNumber(index);
  const expr = run.data(of, range);
  if (expr.kind === 'opaque') return data(expr);
  if (number === undefined || number < 0) {
    return run.opaque('pure-ops', 'a value is read by a key that is computed', 'Read fixed keys.', range);
  }
  if (expr.kind === 'array' && expr.items[number] !== undefined) return data(expr.items[number]);
  return data({ kind: 'element', of: expr, index: number, ...(isOptional ? { isOptional } : {}), ...range });
}

// ---- methods ----------------------------------------------------------------------------------------------------

function method(run: Run, of: Value, call: MethodCall, range: Range): Value | undefined {
  switch (of.kind) {
    case 'client':
      return clientMethod(run, of, call, range);
    case 'opaque':
      for (const { value } of call.list) run.discard(value, range);
      return of;
    case 'stream':
      return streamMethod(run, of, call, range);
    case 'replyText':
      return call.name === 'toString' ? of : undefined;
    case 'module':
      return moduleMethod(run, of.name, call, range);
    case 'data':
    case 'box':
      return dataMethod(run, of, call, range);
    default:
      return undefined;
  }
}

/** The body of a model is an array of bytes with `transformToString`; its own `toString` gives their numbers. */
function streamMethod(
  run: Run,
  of: Extract<Value, { kind: 'stream' }>,
  { name, list }: MethodCall,
  range: Range,
): Value | undefined {
  const [first] = list;
  const encoding = first === undefined ? undefined : (literalText(first.value) ?? 'a computed encoding');
  if (of.of === 'model') {
    if (name !== (of.isBuffer === true ? 'toString' : 'transformToString')) return undefined;
    return textOf(run, of, encoding, range);
  }
  if (name !== 'transformToString') return undefined;
  const body = readBody(run, of, range);
  return body.kind === 'replyText' ? textOf(run, of, encoding, range) : body;
}

function clientMethod(run: Run, of: Extract<Value, { kind: 'client' }>, call: MethodCall, range: Range): Value {
  const [first] = call.list;
  const operation = call.name.charAt(0).toUpperCase() + call.name.slice(1);
  if (call.name === 'destroy') return run.nothing(range);
  if (call.name !== 'send') return sendCommand(run, of.client, { operation, parameters: first?.value }, range);
  if (first?.value.kind === 'command') {
    const { operation: named, parameters } = first.value;
    return sendCommand(run, of.client, { operation: named, parameters }, range);
  }
  return sendCommand(run, of.client, { operation: 'a command that is made elsewhere', parameters: undefined }, range);
}

function moduleMethod(run: Run, name: string, call: MethodCall, range: Range): Value | undefined {
  if (name === 'console') {
    for (const { value, source } of call.list) run.discard(value, source);
    run.findings.notes.push({ kind: 'log', text: 'a log line', ...range });
    return run.nothing(range);
  }
  const [first] = call.list;
  if (
    name === 'TextDecoder()' &&
    call.name === 'decode' &&
    first?.value.kind === 'stream' &&
    first.value.of === 'model'
  )
    return textOf(run, first.value, undefined, range);
  if (name === 'TextEncoder()' && call.name === 'encode' && first !== undefined) return first.value;
  return undefined;
}

/** Of the others but texts, there is no such method. */
const NO_LIST: readonly Kind[] = ['string', 'number', 'boolean', 'null', 'object', 'missing'];

type DataCall = (run: Run, of: Expr, call: MethodCall, range: Range) => Value | undefined;

const DATA_METHODS: Readonly<Record<string, DataCall>> = {
  trim: (_run, of, _call, range) => data({ kind: 'strip', of, side: 'both', language: 'javascript', ...range }),
  trimStart: (_run, of, _call, range) => data({ kind: 'strip', of, side: 'start', language: 'javascript', ...range }),
  trimEnd: (_run, of, _call, range) => data({ kind: 'strip', of, side: 'end', language: 'javascript', ...range }),
  startsWith: (_run, of, call, range) => textTest(of, call, 'startsWith', range),
  endsWith: (_run, of, call, range) => textTest(of, call, 'endsWith', range),
  includes: (_run, of, call, range) => textTest(ensured(of, NO_LIST, 'differs', range), call, 'contains', range),
  map: (run, of, call, range) => over(run, of, call, 'map', range),
  filter: (run, of, call, range) => over(run, of, call, 'filter', range),
  join: (run, of, call, range) => join(run, of, call, range),
};

function dataMethod(run: Run, of: Value, call: MethodCall, range: Range): Value {
  const [added, ...others] = call.list;
  if (call.name === 'push' && added !== undefined && others.length === 0 && run.collect(of, added.value, range))
    return run.nothing(range);
  const expr = run.data(of, range);
  if (expr.kind === 'opaque') return data(expr);
  if (call.source.isOptional)
    return run.opaque('pure-ops', 'a method is called that may not be there', 'Test for the value first.', range);
  const known = DATA_METHODS[call.name]?.(run, expr, call, range);
  if (known !== undefined) return known;
  for (const { value } of call.list) run.discard(value, range);
  if (['push', 'unshift', 'pop', 'shift', 'splice', 'sort', 'reverse'].includes(call.name)) {
    run.block('pure-ops', `.${call.name}() changes a value in place`, 'Write the whole value where it is made.', range);
  }
  return run.opaque(
    'pure-ops',
    `.${call.name}() has no exact counterpart in a state machine`,
    'Do without, or keep it in a function after the model call.',
    range,
  );
}

function textTest(
  of: Expr,
  { list }: CallParts,
  kind: 'startsWith' | 'endsWith' | 'contains',
  range: Range,
): Value | undefined {
  const [first, second] = list;
  const text = first === undefined ? undefined : literalText(first.value);
  return text === undefined || second !== undefined ? undefined : data({ kind, of, text, ...range });
}

function over(run: Run, of: Expr, { list }: CallParts, kind: 'map' | 'filter', range: Range): Value | undefined {
  const [first] = list;
  if (first?.value.kind !== 'function' || list.length !== 1) return undefined;
  const { parts } = first.value;
  const [parameter] = parts.parameters;
  const [only] = parts.body;
  const isSimple =
    parts.isPlain &&
    parts.parameters.length === 1 &&
    parts.body.length === 1 &&
    only?.kind === 'return' &&
    only.value !== undefined;
  if (parameter === undefined || !isSimple) {
    return run.opaque(
      'pure-ops',
      `the function in .${kind}() is more than one expression of one item`,
      'Write it as one expression.',
      range,
    );
  }
  const element = only.value;
  if (kind === 'map') return run.over(of, parameter.name, { conditions: [], element }, range);
  const name: Expression = { kind: 'name', name: parameter.name, ...range };
  const mapped = run.over(of, parameter.name, { conditions: [element], element: name }, range);
  // The filter alone, without the map that gives each item as it is.
  return mapped.kind === 'data' && mapped.expr.kind === 'map' ? data(mapped.expr.of) : mapped;
}

function join(run: Run, of: Expr, { list }: CallParts, range: Range): Value | undefined {
  const [first] = list;
  const separator = first === undefined ? ',' : literalText(first.value);
  if (separator === undefined) return undefined;
  if (of.kind === 'map') {
    const body: Expr = ensured(of.body, ['string'], 'differs', range);
    return data({ kind: 'join', of: { ...of, body }, separator, ...range });
  }
  return run.opaque(
    'pure-ops',
    '.join() makes texts of items that may be anything',
    'Map the items to texts first.',
    range,
  );
}
