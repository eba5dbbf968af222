/** Functions of the modules that handlers use, and what of others stands in the way. */
import { MODEL_LIBRARIES } from '../../aws/agent-libraries.ts';
import type { Range } from '../../text/source-file.ts';
import { noteLibrary } from '../agent.ts';
import type { CallArgument } from '../dialect.ts';
import type { CallParts } from '../dialect.ts';
import type { Run } from '../follow/run.ts';
import type { Blocker, Expr, Kind, SideNote } from '../ir.ts';
import { ensured, isOnly } from '../kinds.ts';
import { environmentValue } from '../environment-value.ts';
import { jsonOf, readBody } from '../body.ts';
import { literalText } from '../values.ts';
import type { Client, Value } from '../values.ts';

type ModuleCall = (run: Run, call: CallParts, range: Range) => Value;

const CALLS: Readonly<Record<string, ModuleCall>> = {
  'json.dumps': (run, call, range) => dumps(run, call, range),
  'json.loads': (run, call, range) => loads(run, call, range),
  'json.load': (run, call, range) => load(run, call, range),
  'os.getenv': (run, { list }, range) => {
    const [name, fallback] = list;
    const key = name === undefined ? undefined : literalText(name.value);
    if (key === undefined)
      return run.opaque('context', 'an environment variable is read by a computed name', 'Write its name out.', range);
    return environmentValue(run, key, fallback?.value ?? run.nothing(range), range);
  },
  'boto3.client': (run, call, range) => client(run, call, range),
  'boto3.resource': (run, call, range) => {
    const made = client(run, call, range);
    return made.kind === 'client' ? { kind: 'client', client: { ...made.client, isPlain: true } } : made;
  },
  'boto3.Session': (run, call, range) => session(run, call, range),
  'boto3.session.Session': (run, call, range) => session(run, call, range),
  'botocore.config.Config': (_run, { list }) => settings(list),
  'botocore.client.Config': (_run, { list }) => settings(list),
  'logging.getLogger': () => ({ kind: 'logger' }),
  'logging.basicConfig': (run, _call, range) => run.nothing(range),
  'aws_lambda_powertools.Logger': () => ({ kind: 'logger' }),
  'aws_lambda_powertools.Tracer': () => ({ kind: 'logger' }),
  'aws_lambda_powertools.Metrics': () => ({ kind: 'logger' }),
  'aws_lambda_powertools.logging.Logger': () => ({ kind: 'logger' }),
  'builtins.print': (run, call, range) => {
    for (const { value, source } of call.list) run.discard(value, source);
    run.findings.notes.push({ kind: 'log', text: 'a printed line', ...range });
    return run.nothing(range);
  },
  'builtins.len': (run, call, range) =>
    ofData(run, call, range, (of) => ({
      kind: 'length',
      of: ensured(of, ['string', 'array'], 'differs', range),
      ...range,
    })),
  'builtins.str': (run, call, range) => ofData(run, call, range, (of) => ensured(of, ['string'], 'differs', range)),
  'builtins.dict': (run, call, range) => copied(run, call, 'object', range),
  'builtins.list': (run, call, range) => copied(run, call, 'array', range),
  'builtins.int': (run, call, range) => number(run, call, /^\s*[+-]?\d+\s*$/, range),
  'builtins.float': (run, call, range) => number(run, call, /^\s*[+-]?\d+(?:\.\d+)?\s*$/, range),
  'builtins.isinstance': (run, call, range) => isInstance(run, call, range),
};

const NONDETERMINISTIC = /^(?:time\.|datetime\.|uuid\.|random\.|secrets\.)/;
const NETWORK = /^(?:requests|urllib|urllib3|http|httpx|aiohttp|socket|smtplib)\b/;
const PURE_MODULES =
  /^(?:re|math|base64|hashlib|html|string|textwrap|decimal|copy|itertools|functools|collections|builtins|os\.path|unicodedata|statistics|csv|difflib|urllib\.parse)\.|^(?:io\.(?:StringIO|BytesIO)|codecs\.getreader)$/;

export function callPythonModule(run: Run, name: string, call: CallParts, range: Range): Value {
  const known = CALLS[name];
  if (known !== undefined) return known(run, call, range);
  for (const { value } of call.list) run.discard(value, range);
  if (name.startsWith('logging.')) return run.nothing(range);
  if (NONDETERMINISTIC.test(name)) {
    return run.opaque(
      'nondet',
      `${name}() gives another value on every call`,
      'Use the start time or the id of the execution from the context object, or leave it out.',
      range,
    );
  }
  if (PURE_MODULES.test(name) && name !== 'builtins.open') {
    const shown = name.replace('builtins.', '');
    return run.opaque(
      'pure-ops',
      `${shown}() has no exact counterpart in a state machine`,
      'Do without, or keep it in a function before or after the model call.',
      range,
    );
  }
  noteLibrary(run, name, range);
  const [message, unblock] = effect(name);
  run.block('effects', message, unblock, range);
  return run.opaque('effects', message, unblock, range);
}

function effect(name: string): readonly [message: string, unblock: string] {
  if (name === 'builtins.open')
    return ['a file is opened', 'Send what it holds with the event, or keep it in S3 and read it in a state.'];
  if (NETWORK.test(name))
    return [
      `${name}() goes to the network`,
      'Make the request a state of its own (http:invoke), or keep it in a function.',
    ];
  if (MODEL_LIBRARIES.python.test(name))
    return [
      `${name}() runs an agent or model library, which cannot be followed`,
      'Call Bedrock directly, or host the agent as an AgentCore harness.',
    ];
  return [
    `${name}() is defined in another file or package, and may do anything`,
    'Put the function into the file of the handler.',
  ];
}

function ofData(run: Run, { list }: CallParts, range: Range, make: (of: Expr) => Expr): Value {
  const [first] = list;
  const expr = first === undefined ? run.dialect.nothing(range) : run.data(first.value, range);
  return { kind: 'data', expr: expr.kind === 'opaque' ? expr : make(expr) };
}

function copied(run: Run, call: CallParts, kind: 'object' | 'array', range: Range): Value {
  if (kind === 'object' && call.list.length > 0 && call.list.every(({ name }) => name !== undefined)) {
    return run.newBox({
      kind: 'dict',
      items: call.list.map(({ name, value }) => ({ kind: 'entry', key: name ?? '', value })),
    });
  }
  return ofData(run, call, range, (of) => {
    if (isOnly(of, kind)) return of;
    return { kind: 'ensure', of, kinds: [kind], otherwise: 'differs', ...range };
  });
}

function number(run: Run, { list }: CallParts, form: RegExp, range: Range): Value {
  const [first] = list;
  const expr = first === undefined ? undefined : run.data(first.value, range);
  if (expr?.kind === 'opaque') return { kind: 'data', expr };
  const value = expr?.kind === 'literal' ? expr.value : undefined;
  if (list.length === 1 && typeof value === 'string' && form.test(value))
    return { kind: 'data', expr: { kind: 'literal', value: Number(value), ...range } };
  if (list.length === 1 && typeof value === 'number' && Number.isInteger(value))
    return { kind: 'data', expr: { kind: 'literal', value, ...range } };
  if (expr?.kind === 'deployed') {
    return run.opaque(
      'context',
      `the number in ${expr.variable} is known at deployment only`,
      'Write the number into the template.',
      range,
    );
  }
  return run.opaque('pure-ops', 'a value is made a number', 'Send a number.', range);
}

const CLASSES: Readonly<Record<string, readonly Kind[]>> = {
  'builtins.str': ['string'],
  'builtins.dict': ['object'],
  'builtins.list': ['array'],
  'builtins.bool': ['boolean'],
};

function isInstance(run: Run, { list }: CallParts, range: Range): Value {
  const [first, second] = list;
  const kinds = second?.value.kind === 'module' ? CLASSES[second.value.name] : undefined;
  if (first === undefined || kinds === undefined)
    return run.opaque(
      'pure-ops',
      'isinstance() is followed for str, dict, list and bool',
      'Test for one of these.',
      range,
    );
  const of = run.data(first.value, range);
  return { kind: 'data', expr: of.kind === 'opaque' ? of : { kind: 'isKind', of, kinds, ...range } };
}

/** The style matters where the text itself is used. */
function dumps(run: Run, { list }: CallParts, range: Range): Value {
  const [first] = list;
  if (first === undefined) return run.nothing(range);
  const of = run.data(first.value, range);
  if (of.kind === 'opaque') return { kind: 'data', expr: of };
  const option = (name: string): CallArgument | undefined => list.find((argument) => argument.name === name);
  const isAscii = !isLiteral(run, option('ensure_ascii'), false);
  const others = list.filter(
    ({ name }) => name !== undefined && !['ensure_ascii', 'indent', 'separators', 'default'].includes(name),
  );
  if (option('sort_keys') !== undefined || others.length > 0)
    return { kind: 'data', expr: { kind: 'jsonText', of, style: 'other', ...range } };
  const isIndented = isLiteral(run, option('indent'), 2) && option('separators') === undefined;
  const isCompact = option('indent') === undefined && isCompactSeparators(run, option('separators'), range);
  const style = isAscii ? 'other' : isIndented ? 'indented' : isCompact ? 'compact' : 'other';
  return { kind: 'data', expr: { kind: 'jsonText', of, style, ...range } };
}

function isLiteral(run: Run, argument: CallArgument | undefined, value: unknown): boolean {
  if (argument === undefined) return false;
  const expr = run.data(argument.value, argument.source);
  return expr.kind === 'literal' && expr.value === value;
}

function isCompactSeparators(run: Run, argument: CallArgument | undefined, range: Range): boolean {
  const expr = argument === undefined ? undefined : run.data(argument.value, range);
  const [item, pair] = expr?.kind === 'array' ? expr.items : [];
  return item?.kind === 'literal' && item.value === ',' && pair?.kind === 'literal' && pair.value === ':';
}

function loads(run: Run, { list }: CallParts, range: Range): Value {
  const [first] = list;
  if (first === undefined) return run.nothing(range);
  if (first.value.kind === 'replyText') return { kind: 'data', expr: jsonOf(first.value, range) };
  if (first.value.kind === 'stream')
    return run.opaque(
      'pure-ops',
      'a stream is no text, and json.loads() fails of it',
      'Read it first: .read().',
      range,
    );
  const of = run.data(first.value, range);
  if (of.kind === 'opaque') return { kind: 'data', expr: of };
  return { kind: 'data', expr: of.kind === 'jsonText' ? of.of : { kind: 'parseJson', of, ...range } };
}

/** It reads the stream itself, and fails of what is read already. */
function load(run: Run, { list }: CallParts, range: Range): Value {
  const [first] = list;
  if (first?.value.kind !== 'stream')
    return run.opaque('pure-ops', 'json.load() reads something else than a reply', 'Use json.loads().', range);
  const read = readBody(run, first.value, range);
  return read.kind === 'replyText' ? { kind: 'data', expr: jsonOf(read, range) } : read;
}

// ---- clients ----------------------------------------------------------------------------------------------------

function settings(list: readonly CallArgument[]): Value {
  return {
    kind: 'settings',
    settings: new Map(list.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const]))),
  };
}

function session(run: Run, { list }: CallParts, range: Range): Value {
  const blockers = list.flatMap((argument) => clientBlocker(run, argument, range));
  for (const { gate, message, unblock, range: where } of blockers) run.block(gate, message, unblock, where);
  return { kind: 'module', name: 'boto3' };
}

function client(run: Run, { list }: CallParts, range: Range): Value {
  const named = list.find(({ name }, i) => name === 'service_name' || (name === undefined && i === 0));
  const service = named === undefined ? undefined : literalText(named.value);
  const others = list.filter((argument) => argument !== named);
  const config = others.find(({ name }) => name === 'config')?.value;
  const given = config?.kind === 'settings' ? config.settings : new Map<string, Value>();
  const blockers = others.flatMap((argument, i) =>
    clientBlocker(run, argument.name === undefined && i === 0 ? { ...argument, name: 'region_name' } : argument, range),
  );
  const found: Client = {
    service: service ?? 'a service whose name is computed',
    attempts: attempts(run, given.get('retries'), range),
    readTimeoutSeconds: numberOf(run, given.get('read_timeout'), range),
    blockers,
    notes: notes(list, range),
  };
  return { kind: 'client', client: found };
}

function clientBlocker(run: Run, { name, value, source }: CallArgument, range: Range): readonly Blocker[] {
  const at = { start: source.start, end: source.end };
  const blocker = (message: string, unblock: string): readonly Blocker[] => [
    { gate: 'context', message, unblock, range: at },
  ];
  switch (name) {
    case 'config':
    case 'verify':
    case 'use_ssl':
    case 'api_version':
      return [];
    case 'region_name':
      return regionBlocker(run, value, blocker, range);
    case 'endpoint_url':
      return blocker(
        'the client has an endpoint of its own',
        'A task of a state machine calls the public endpoint only; keep the function if that matters.',
      );
    case 'aws_access_key_id':
    case 'aws_secret_access_key':
    case 'aws_session_token':
    case 'profile_name':
      return blocker(
        'the client has credentials of its own',
        'Give the role to the task with Credentials.RoleArn, or keep the function.',
      );
    default:
      return blocker(
        `the client is made with ${name ?? 'an argument'} that is not followed`,
        'Make the client with its service name alone.',
      );
  }
}

/** The Region of the function is that of the state machine. */
function regionBlocker(
  run: Run,
  value: Value,
  blocker: (message: string, unblock: string) => readonly Blocker[],
  range: Range,
): readonly Blocker[] {
  if (value.kind === 'module' && value.name === 'environment.region') return [];
  const expr = value.kind === 'module' ? undefined : run.data(value, range);
  if (expr?.kind === 'literal' && expr.value === null) return [];
  const region = expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined;
  return blocker(
    region === undefined
      ? 'the client has a Region that is computed'
      : `the client calls the Region ${region}; a task calls the Region of its state machine`,
    'Leave the Region out, if the machine runs in the same one.',
  );
}

function attempts(run: Run, retries: Value | undefined, range: Range): number | undefined {
  const expr = retries === undefined ? undefined : run.data(retries, range);
  if (expr?.kind !== 'object') return undefined;
  const entry = (key: string): number | undefined => {
    const item = expr.items.find((one) => one.kind === 'entry' && one.key === key);
    return item?.value.kind === 'literal' && typeof item.value.value === 'number' ? item.value.value : undefined;
  };
  const total = entry('total_max_attempts');
  const more = entry('max_attempts');
  return total ?? (more === undefined ? undefined : more + 1);
}

function numberOf(run: Run, value: Value | undefined, range: Range): number | undefined {
  const expr = value === undefined ? undefined : run.data(value, range);
  return expr?.kind === 'literal' && typeof expr.value === 'number' ? expr.value : undefined;
}

function notes(list: readonly CallArgument[], range: Range): readonly SideNote[] {
  const isRegional = list.some(({ value }) => value.kind === 'module' && value.name === 'environment.region');
  return isRegional
    ? [{ kind: 'assumption', text: 'the state machine runs in the Region of the function', ...range }]
    : [];
}
