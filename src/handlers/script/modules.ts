/** Functions and classes of the modules that handlers use, and what of others stands in the way. */
import { HANDLER_CALLS, SCRIPT_CLIENTS } from '../../aws/handler-calls.ts';
import { MODEL_LIBRARIES } from '../../aws/agent-libraries.ts';
import { DOCUMENT_COMMANDS, STORE_CALLS } from '../../aws/store-calls.ts';
import type { StoreCall } from '../../aws/store-calls.ts';
import type { Range } from '../../text/source-file.ts';
import { noteLibrary } from '../agent.ts';
import type { CallParts } from '../dialect.ts';
import type { Run } from '../follow/run.ts';
import type { Blocker, Expr, Kind } from '../ir.ts';
import { recordCall } from '../model-call.ts';
import { recordStoreCall } from '../store-call.ts';
import { jsonOf } from '../body.ts';
import { literalText } from '../values.ts';
import type { Client, Value } from '../values.ts';

const NONDETERMINISTIC = /^(?:Date|Math\.random|crypto\.|node:crypto|uuid|nanoid)/;
const PURE =
  /^(?:Math|Number|String|Boolean|Array|Object|Map|Set|structuredClone|encodeURIComponent|decodeURIComponent|encodeURI|decodeURI|URLSearchParams|parseFloat|node:path|path|Buffer|JSON)\b/;

export function callScriptModule(run: Run, name: string, call: CallParts, range: Range): Value {
  const made = madeOf(run, name, call, range) ?? plainCall(run, name, call, range);
  if (made !== undefined) return made;
  for (const { value } of call.list) run.discard(value, range);
  if (NONDETERMINISTIC.test(name)) {
    return run.opaque(
      'nondet',
      `${name}() gives another value on every call`,
      'Use the start time or the id of the execution from the context object, or leave it out.',
      range,
    );
  }
  const unknown = call.list.find(({ value }) => value.kind === 'opaque')?.value;
  if (PURE.test(name) && unknown !== undefined) return unknown;
  if (PURE.test(name)) {
    return run.opaque(
      'pure-ops',
      `${name}() has no exact counterpart in a state machine`,
      'Do without, or keep it in a function before or after the model call.',
      range,
    );
  }
  noteLibrary(run, name, range);
  if (MODEL_LIBRARIES.javascript.test(name)) {
    const runs = `${name}() runs an agent or model library, which cannot be followed`;
    const call = 'Call Bedrock directly, or host the agent as an AgentCore harness.';
    run.block('effects', runs, call, range);
    return run.opaque('effects', runs, call, range);
  }
  const isNetwork = /^(?:fetch|axios|node:https?|https?|got|undici)\b/.test(name);
  const message = isNetwork
    ? `${name}() goes to the network`
    : `${name}() is defined in another file or package, and may do anything`;
  const unblock = isNetwork
    ? 'Make the request a state of its own (http:invoke), or keep it in a function.'
    : 'Put the function into the file of the handler.';
  run.block('effects', message, unblock, range);
  return run.opaque('effects', message, unblock, range);
}

/** What `new` makes. */
function madeOf(run: Run, name: string, { list, isNew }: CallParts, range: Range): Value | undefined {
  if (/^@aws-sdk\/lib-dynamodb\.DynamoDBDocument(?:Client)?\.from$/.test(name)) return documentClient(run, list, range);
  if (!isNew) return undefined;
  const dot = name.lastIndexOf('.');
  const [module, type] = [name.slice(0, dot), name.slice(dot + 1)];
  if (module.startsWith('@aws-sdk/client-') || module.startsWith('@aws-sdk/lib-')) {
    const [first] = list;
    if (type.endsWith('Command')) {
      const none: Value = run.newBox({ kind: 'dict', items: [] });
      return { kind: 'command', operation: type.slice(0, -'Command'.length), parameters: first?.value ?? none };
    }
    return clientOf(
      run,
      SCRIPT_CLIENTS.get(module) ?? module.replace(/^@aws-sdk\/(?:client|lib)-/, ''),
      first?.value,
      range,
    );
  }
  if (name === 'TextDecoder' || name === 'TextEncoder') return coder(run, name, list, range);
  return name === '@aws-lambda-powertools/logger.Logger' ? { kind: 'module', name: 'console' } : undefined;
}

/** Of UTF-8 alone, and one that does not fail. */
function coder(run: Run, name: string, [first, ...more]: CallParts['list'], range: Range): Value {
  const label = first === undefined ? 'utf-8' : literalText(first.value);
  if (label !== undefined && /^utf-?8$/i.test(label) && more.length === 0) return { kind: 'module', name: `${name}()` };
  return run.opaque('pure-ops', `${name} is not the one of UTF-8`, 'Use it without arguments.', range);
}

function clientOf(run: Run, service: string, settings: Value | undefined, range: Range): Value {
  const box = settings === undefined ? undefined : run.boxOf(settings);
  const found: ClientParts = { blockers: [], attempts: undefined, isRegional: false };
  const at = { start: range.start, end: range.end };
  if (settings !== undefined && box?.kind !== 'dict') found.blockers.push(unknownSettings(at));
  for (const item of box?.kind === 'dict' ? box.items : []) {
    if (item.kind === 'entry') readSetting(found, item.key, item.value, at);
    else found.blockers.push(unknownSettings(at));
  }
  const client: Client = {
    service,
    attempts: found.attempts,
    readTimeoutSeconds: undefined,
    blockers: found.blockers,
    notes: found.isRegional
      ? [{ kind: 'assumption', text: 'the state machine runs in the Region of the function', ...at }]
      : [],
  };
  return { kind: 'client', client };
}

/** A client whose items are plain values. */
function documentClient(run: Run, list: CallParts['list'], range: Range): Value | undefined {
  const [first, options] = list;
  if (first?.value.kind !== 'client') return undefined;
  const { client } = first.value;
  const isFollowed = options === undefined || changesNoValue(run.data(options.value, range));
  const blockers = isFollowed
    ? client.blockers
    : [...client.blockers, unknownSettings({ start: range.start, end: range.end })];
  return { kind: 'client', client: { ...client, blockers, isPlain: true, dropsUndefined: options !== undefined } };
}

/** What is left out or turned into null on the way matters; how numbers come back does not, since none are read. */
function changesNoValue(options: Expr): boolean {
  if (options.kind !== 'object') return false;
  return options.items.every((item) => {
    if (item.kind === 'spread') return false;
    if (item.key === 'unmarshallOptions') return true;
    const { value } = item;
    return (
      item.key === 'marshallOptions' &&
      value.kind === 'object' &&
      value.items.every((one) => one.kind === 'entry' && one.key === 'removeUndefinedValues')
    );
  });
}

interface ClientParts {
  readonly blockers: Blocker[];
  attempts: number | undefined;
  isRegional: boolean;
}

function contextBlocker(message: string, unblock: string, range: Range): Blocker {
  return { gate: 'context', message, unblock, range };
}

function unknownSettings(range: Range): Blocker {
  return contextBlocker(
    'the client has settings that are not followed',
    'Make the client with its Region alone.',
    range,
  );
}

const HARMLESS_SETTINGS: readonly string[] = ['requestHandler', 'retryMode', 'logger'];

function readSetting(found: ClientParts, name: string, value: Value, at: Range): void {
  const literal = value.kind === 'data' && value.expr.kind === 'literal' ? value.expr.value : undefined;
  if (name === 'maxAttempts') {
    found.attempts = typeof literal === 'number' ? literal : undefined;
    return;
  }
  if (HARMLESS_SETTINGS.includes(name)) return;
  if (name !== 'region') {
    const message = `the client is made with ${name}, which is not followed`;
    found.blockers.push(contextBlocker(message, 'Make the client with its Region alone.', at));
    return;
  }
  if (value.kind === 'module' && value.name === 'environment.region') {
    found.isRegional = true;
    return;
  }
  const message =
    typeof literal === 'string'
      ? `the client calls the Region ${literal}; a task calls the Region of its state machine`
      : 'the client has a Region that is computed';
  found.blockers.push(contextBlocker(message, 'Leave the Region out, if the machine runs in the same one.', at));
}

/** A command sent by a client. */
export function sendCommand(
  run: Run,
  client: Client,
  { operation, parameters }: { readonly operation: string; readonly parameters: Value | undefined },
  range: Range,
): Value {
  const known = HANDLER_CALLS.find((call) => call.client === client.service && call.operation === operation);
  const store = storeCommand(client, operation);
  if (store !== undefined) {
    const values = parameters === undefined ? undefined : writtenOut(run, parameters);
    return recordStoreCall(run, { client, call: store.call }, { values, isPlain: store.isPlain }, range);
  }
  if (known === undefined) {
    const help =
      client.service === 's3' || client.service === 'dynamodb'
        ? 'Make it a state of its own, before or after the model call.'
        : 'Keep it in a function of its own before or after the model call.';
    run.block('effects', `${client.service} is called here: ${operation}`, help, range);
    return run.opaque('effects', `${operation} of ${client.service} gives this value`, help, range);
  }
  const found = parameters === undefined ? undefined : writtenOut(run, parameters);
  return recordCall(run, { client, call: known }, found, range);
}

function writtenOut(run: Run, parameters: Value): ReadonlyMap<string, Value> | undefined {
  const box = run.boxOf(parameters);
  if (box?.kind !== 'dict' || box.items.some(({ kind }) => kind === 'spread')) return undefined;
  return new Map(box.items.flatMap((item) => (item.kind === 'entry' ? [[item.key, item.value] as const] : [])));
}

/** Commands of the document client have plain items, those of the client below it attribute values. */
function storeCommand(
  { service, isPlain = false }: Client,
  operation: string,
): { readonly call: StoreCall; readonly isPlain: boolean } | undefined {
  const plain = service === 'dynamodb' && isPlain ? DOCUMENT_COMMANDS.get(operation) : undefined;
  if (plain !== undefined) return { call: STORE_CALLS[plain], isPlain: true };
  const call = Object.values(STORE_CALLS).find((one) => one.client === service && one.operation === operation);
  return call === undefined ? undefined : { call, isPlain: false };
}

const TYPES: Readonly<Record<string, readonly Kind[]>> = {
  string: ['string'],
  number: ['number'],
  boolean: ['boolean'],
  undefined: ['missing'],
  object: ['object', 'array', 'null'],
};

type PlainCall = (run: Run, of: Expr, call: CallParts, range: Range) => Value | undefined;

const PLAIN_CALLS: Readonly<Record<string, PlainCall>> = {
  'JSON.parse': (_run, of, _call, range) => parsed(of, range),
  'JSON.stringify': (run, of, { list }, range) => stringified(run, of, [list[1]?.value, list[2]?.value], range),
  'Array.isArray': (_run, of, _call, range) => ({ kind: 'data', expr: isKind(of, ['array'], range) }),
  '#typeof': (_run, of, { list }, range) => {
    const [, second] = list;
    const kinds = TYPES[(second === undefined ? undefined : literalText(second.value)) ?? ''];
    return kinds === undefined ? undefined : { kind: 'data', expr: isKind(of, kinds, range) };
  },
  Number: (_run, of, _call, range) => numberOf(of, range),
  parseInt: (_run, of, _call, range) => numberOf(of, range),
  String: (_run, of, _call, range) => ({
    kind: 'data',
    expr: of.kind === 'opaque' ? of : { kind: 'ensure', of, kinds: ['string'], otherwise: 'differs', ...range },
  }),
};

function plainCall(run: Run, name: string, call: CallParts, range: Range): Value | undefined {
  const [first] = call.list;
  if (first === undefined) return undefined;
  if (name === 'JSON.parse' && first.value.kind === 'replyText')
    return { kind: 'data', expr: jsonOf(first.value, range) };
  if (name === 'Buffer.from' && first.value.kind === 'stream' && first.value.of === 'model')
    return { ...first.value, isBuffer: true };
  if (first.value.kind === 'stream' || first.value.kind === 'replyText') return undefined;
  return PLAIN_CALLS[name]?.(run, run.dataOrTrue(first.value, range), call, range);
}

function isKind(of: Expr, kinds: readonly Kind[], range: Range): Expr {
  return of.kind === 'opaque' ? of : { kind: 'isKind', of, kinds, ...range };
}

function parsed(of: Expr, range: Range): Value {
  if (of.kind === 'opaque') return { kind: 'data', expr: of };
  if (of.kind === 'jsonText') return { kind: 'data', expr: of.of };
  return {
    kind: 'data',
    expr: {
      kind: 'parseJson',
      of: { kind: 'ensure', of, kinds: ['string'], otherwise: 'differs', ...range },
      ...range,
    },
  };
}

function stringified(run: Run, of: Expr, [replacer, space]: readonly (Value | undefined)[], range: Range): Value {
  if (of.kind === 'opaque') return { kind: 'data', expr: of };
  const isPlain =
    replacer === undefined ||
    (replacer.kind === 'data' && replacer.expr.kind === 'literal' && replacer.expr.value === null);
  const indent = space === undefined ? undefined : run.data(space, range);
  const style = !isPlain
    ? 'other'
    : indent === undefined
      ? 'compact'
      : indent.kind === 'literal' && indent.value === 2
        ? 'indented'
        : 'other';
  return { kind: 'data', expr: { kind: 'jsonText', of, style, ...range } };
}

function numberOf(of: Expr, range: Range): Value | undefined {
  if (of.kind !== 'literal') return undefined;
  const { value } = of;
  if (typeof value === 'number') return { kind: 'data', expr: of };
  const isNumber = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value);
  return isNumber ? { kind: 'data', expr: { kind: 'literal', value: Number(value), ...range } } : undefined;
}
