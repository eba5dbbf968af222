/** How the two JavaScript files are written: what is added to the handler, and the functions at the end that it uses. */
import type { SupportNeeds } from './python-texts.ts';
import type { ReplyKeys, RequestShape } from './request-shape.ts';
import type { Frame, Wording } from './texts.ts';

export const SCRIPT_WORDING: Wording = {
  request: (_client, given) => `splitRequest(${given})`,
  keep: (made, frame, isHandler) =>
    `return ${isHandler ? 'splitHandOver' : 'splitKeep'}(${made}, ${frameText(frame)});`,
  early: (result) => `return splitDone(${result})`,
  open: (hasEarly) => [
    ...(hasEarly ? ['if (splitEvent.handed === null) return splitEvent.result;'] : []),
    'const [splitReply, splitFrames] = [splitResponse(splitEvent.reply), JSON.parse(splitEvent.handed)];',
  ],
  take: ({ names }, index) =>
    names.length === 0 ? [] : [`let { ${names.map(({ name }) => name).join(', ')} } = splitFrames[${String(index)}];`],
  reply: 'splitReply',
  given: 'splitReply, splitFrames',
  event: 'splitEvent',
};

function frameText({ names }: Frame): string {
  return names.length === 0 ? '{}' : `{ ${names.map(({ name }) => name).join(', ')} }`;
}

export function scriptSupportBefore(needs: SupportNeeds): string {
  const { request, levels, hasEarly, isStrict } = needs;
  return [
    '\n\n// What follows hands over the request of the model call, and what the function after it needs.\n',
    request === undefined ? INVOKE_MODEL : requestText(request),
    levels > 1 ? KEEP : '',
    handOver(needs),
    hasEarly ? DONE : '',
    plain(isStrict),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

const INVOKE_MODEL = `const SPLIT_NAMES = {
  modelId: 'ModelId',
  contentType: 'ContentType',
  accept: 'Accept',
  guardrailIdentifier: 'GuardrailIdentifier',
  guardrailVersion: 'GuardrailVersion',
  trace: 'Trace',
};

function splitRequest({ input: { body: sent, ...parameters } }) {
  const body = JSON.parse(typeof sent === 'string' ? sent : new TextDecoder().decode(sent));
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new TypeError('the body of the model call must be an object');
  splitPlain(body, 'the body of the model call', new Set());
  const request = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(SPLIT_NAMES, name) || typeof value !== 'string')
      throw new TypeError(\`\${name} of the model call cannot be handed over\`);
    if ((name === 'contentType' || name === 'accept') && value !== 'application/json' && value !== '*/*')
      throw new TypeError(\`\${name} of the model call must be application/json\`);
    request[SPLIT_NAMES[name]] = value;
  }
  return { request: { ...request, Body: body }, frames: [] };
}
`;

function requestText(shape: RequestShape): string {
  return `const SPLIT_REQUEST = ${shapeText(shape, '')};

function splitRequest({ input }) {
  return { request: splitNamed(input, SPLIT_REQUEST, 'the model call'), frames: [] };
}

/** A part of the request by the names that a task has for it. */
function splitNamed(value, shape, where) {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw new TypeError(\`\${where} must be a list\`);
    return value.map((item) => splitNamed(item, shape[0], where));
  }
  if (typeof shape === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new TypeError(\`\${where} must be an object\`);
    const members = Object.entries(value).filter(([, item]) => item !== undefined);
    if (Object.hasOwn(shape, '*'))
      return Object.fromEntries(members.map(([key, item]) => [key, splitNamed(item, shape['*'], where)]));
    const unknown = members.find(([key]) => !Object.hasOwn(shape, key));
    if (unknown !== undefined) throw new TypeError(\`\${where} has \${unknown[0]}, which cannot be handed over\`);
    return Object.fromEntries(
      members.map(([key, item]) => [key[0].toUpperCase() + key.slice(1), splitNamed(item, shape[key], key)]),
    );
  }
  const kinds = { string: 'text', boolean: 'flag', number: Number.isInteger(value) ? 'whole' : 'number' };
  if (shape === 'data') splitPlain(value, where, new Set());
  else if (kinds[typeof value] !== shape && !(shape === 'number' && Number.isFinite(value)))
    throw new TypeError(\`\${where} of the model call must be a \${shape}\`);
  return value;
}
`;
}

function shapeText(shape: RequestShape, indent: string): string {
  if (typeof shape === 'string') return `'${shape}'`;
  if ('list' in shape) return `[${shapeText(shape.list, indent)}]`;
  if ('map' in shape) return `{ '*': ${shapeText(shape.map, indent)} }`;
  const inner = `${indent}  `;
  const members = [...shape.members].map(([name, own]) => `${inner}${name}: ${shapeText(own, inner)},\n`);
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`;
}

const KEEP = `function splitKeep({ request, frames }, frame) {
  return { request, frames: [...frames, frame] };
}
`;

function handOver({ levels, isStrict, maxLength, hasEarly }: SupportNeeds): string {
  return `function splitHandOver(made, frame) {
  const frames = ${levels > 1 ? 'splitKeep(made, frame).frames' : '[frame]'};
${isStrict ? '  const seen = new Set();\n' : ''}  for (const one of frames)
    for (const [name, value] of Object.entries(one))
      if (value !== undefined) splitPlain(value, name, ${isStrict ? 'seen' : 'new Set()'});
  const handed = JSON.stringify(frames);
  if (new TextEncoder().encode(handed).length > ${String(maxLength)})
    throw new RangeError('what is handed over to the function after the model call is too long');
  return { request: made.request, handed${hasEarly ? ', result: null' : ''} };
}
`;
}

const DONE = `/** There is nothing to ask the model. */
function splitDone(result = null) {
  return { handed: null, result };
}
`;

function plain(isStrict: boolean): string {
  return `/** Fails unless the value is the same when it comes back from JSON. */
function splitPlain(value, where, seen) {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (Number.isFinite(value) && !Object.is(value, -0)) return;
  const isList = Array.isArray(value);
  const isObject = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
  const keys = isList || isObject ? Reflect.ownKeys(value).length - (isList ? 1 : 0) : -1;
  if (keys !== (isList ? value.length : Object.keys(value ?? 0).length) || 'toJSON' in Object(value)${isStrict ? ' || seen.has(value)' : ''})
    throw new TypeError(\`\${where} holds something that cannot be handed over\`);
${isStrict ? '  seen.add(value);\n' : ''}  for (const item of Object.values(value)) splitPlain(item, where, seen);
}
`;
}

export function scriptSupportAfter({ reply }: SupportNeeds): string {
  const head = '\n\n// What follows gives this function what the one before the model call handed over.\n\n';
  return `${head}${reply === undefined ? BODY : replyText(reply)}`;
}

const BODY = `/** Stands for the response of the call. */
function splitResponse(reply) {
  const text = JSON.stringify(reply);
  const body = Object.assign(new TextEncoder().encode(text), { transformToString: () => text });
  return { body, contentType: 'application/json' };
}
`;

function replyText({ data, maps }: ReplyKeys): string {
  const set = (names: readonly string[]): string => `new Set([${names.map((name) => `'${name}'`).join(', ')}])`;
  return `// Names under which the reply has keys of its own.
const SPLIT_DATA = ${set(data)};
const SPLIT_MAPS = ${set(maps)};

/** The response of the call by the names that the SDK has for it. */
function splitResponse(value) {
  if (Array.isArray(value)) return value.map((item) => splitResponse(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key[0].toLowerCase() + key.slice(1), splitMember(key, item)]),
  );
}

function splitMember(key, item) {
  if (SPLIT_DATA.has(key)) return item;
  if (!SPLIT_MAPS.has(key)) return splitResponse(item);
  return Object.fromEntries(Object.entries(item).map(([name, one]) => [name, splitResponse(one)]));
}
`;
}
