/** How the two Python files are written: what is added to the handler, and the functions at the end that it uses. */
import type { RequestShape, ReplyKeys } from './request-shape.ts';
import type { Frame, Wording } from './texts.ts';

export const PYTHON_WORDING: Wording = {
  request: (client, given) => `split_request(${client}${given.trim() === '' ? '' : `, ${given}`})`,
  keep: (made, frame, isHandler) =>
    `return ${isHandler ? 'split_hand_over' : 'split_keep'}(${made}, ${frameText(frame)})`,
  early: (result) => `return split_done(${result === '' ? 'None' : result})`,
  open: (hasEarly) => [
    ...(hasEarly ? ['if split_event["handed"] is None:', '    return split_event["result"]'] : []),
    'split_reply, split_frames = split_response(split_event["reply"]), split_json.loads(split_event["handed"])',
  ],
  take: ({ names }, index) =>
    names.flatMap(({ name, isCertain }) => {
      const value = `split_frames[${String(index)}]["${name}"]`;
      const taken = `${name} = ${value}`;
      return isCertain ? [taken] : [`if "${name}" in split_frames[${String(index)}]:`, `    ${taken}`];
    }),
  reply: 'split_reply',
  given: 'split_reply, split_frames',
  event: 'split_event',
};

function frameText({ names }: Frame): string {
  if (names.every(({ isCertain }) => isCertain)) return `{${names.map(({ name }) => `"${name}": ${name}`).join(', ')}}`;
  return `split_bound(locals(), ${names.map(({ name }) => `"${name}"`).join(', ')})`;
}

export interface SupportNeeds {
  /** Undefined for InvokeModel, whose body is JSON of its own. */
  readonly request: RequestShape | undefined;
  readonly reply: ReplyKeys | undefined;
  readonly hasEarly: boolean;
  /** Whether two of the values handed over must not be one. */
  readonly isStrict: boolean;
  readonly hasUncertain: boolean;
  readonly levels: number;
  readonly maxLength: number;
}

export function pythonSupportBefore(needs: SupportNeeds): string {
  const { request, hasEarly, hasUncertain, levels, isStrict } = needs;
  return [
    '\n\n\n# What follows hands over the request of the model call, and what the function after it needs.\nimport botocore.exceptions as split_errors\nimport json as split_json\n',
    request === undefined ? INVOKE_MODEL : requestText(request),
    levels > 1 ? KEEP : '',
    hasUncertain ? BOUND : '',
    handOver(needs),
    hasEarly ? DONE : '',
    plain(isStrict),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

const INVOKE_MODEL = `
SPLIT_NAMES = {
    "modelId": "ModelId",
    "contentType": "ContentType",
    "accept": "Accept",
    "guardrailIdentifier": "GuardrailIdentifier",
    "guardrailVersion": "GuardrailVersion",
    "trace": "Trace",
}


def split_request(_client, **parameters):
    if not isinstance(parameters["body"], (str, bytes)) or not isinstance(parameters["modelId"], str):
        raise split_errors.ParamValidationError(report="modelId and body must be texts")
    body = split_json.loads(parameters.pop("body"))
    if not isinstance(body, dict):
        raise TypeError("the body of the model call must be an object")
    split_plain(body, "the body of the model call", set())
    for name, value in parameters.items():
        if name not in SPLIT_NAMES or not isinstance(value, str):
            raise TypeError(f"{name} of the model call cannot be handed over")
        if name in ("contentType", "accept") and value not in ("application/json", "*/*"):
            raise TypeError(f"{name} of the model call must be application/json")
    request = {SPLIT_NAMES[name]: value for name, value in parameters.items()}
    return {"request": {**request, "Body": body}, "frames": []}
`;

function requestText(shape: RequestShape): string {
  return `
SPLIT_REQUEST = ${shapeText(shape, '')}


def split_request(_client, **parameters):
    return {"request": split_named(parameters, SPLIT_REQUEST, "the model call"), "frames": []}


def split_named(value, shape, where):
    """A part of the request by the names that a task has for it."""
    if isinstance(shape, list):
        if not isinstance(value, (list, tuple)):
            raise split_errors.ParamValidationError(report=f"{where} must be a list")
        return [split_named(item, shape[0], where) for item in value]
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise split_errors.ParamValidationError(report=f"{where} must be a dictionary")
        if "*" in shape:
            return {key: split_named(item, shape["*"], where) for key, item in value.items()}
        unknown = [key for key in value if key not in shape]
        if unknown:
            raise TypeError(f"{where} has {unknown[0]!r}, which cannot be handed over")
        return {key[0].upper() + key[1:]: split_named(item, shape[key], key) for key, item in value.items()}
    if shape == "data":
        split_plain(value, where, set())
    elif shape != {str: "text", bool: "flag", int: "whole", float: "number"}.get(type(value)):
        if shape != "number" or type(value) is not int:
            raise split_errors.ParamValidationError(report=f"{where} must be a {shape}")
    return value
`;
}

export function shapeText(shape: RequestShape, indent: string): string {
  if (typeof shape === 'string') return `"${shape}"`;
  if ('list' in shape) return `[${shapeText(shape.list, indent)}]`;
  if ('map' in shape) return `{"*": ${shapeText(shape.map, indent)}}`;
  const inner = `${indent}    `;
  const members = [...shape.members].map(([name, own]) => `${inner}"${name}": ${shapeText(own, inner)},\n`);
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`;
}

const KEEP = `
def split_keep(made, frame):
    made["frames"].append(frame)
    return made
`;

const BOUND = `
def split_bound(values, *names):
    return {name: values[name] for name in names if name in values}
`;

function handOver({ levels, isStrict, maxLength, hasEarly }: SupportNeeds): string {
  return `
def split_hand_over(made, frame):
    frames = ${levels > 1 ? 'split_keep(made, frame)["frames"]' : '[frame]'}
    ${isStrict ? 'seen = set()\n    ' : ''}for one in frames:
        for name, value in one.items():
            split_plain(value, name, ${isStrict ? 'seen' : 'set()'})
    handed = split_json.dumps(frames)
    if len(handed) > ${String(maxLength)}:
        raise ValueError("what is handed over to the function after the model call is too long")
    return {"request": made["request"], "handed": handed${hasEarly ? ', "result": None' : ''}}
`;
}

const DONE = `
def split_done(result):
    """There is nothing to ask the model."""
    return {"handed": None, "result": result}
`;

function plain(isStrict: boolean): string {
  return `
def split_plain(value, where, seen):
    """Fails unless the value is the same when it comes back from JSON."""
    if value is None or type(value) in (str, bool, int):
        return
    if type(value) is float and value - value == 0:
        return
    if type(value) not in (list, dict)${isStrict ? ' or id(value) in seen' : ''}:
        raise TypeError(f"{where} holds a {type(value).__name__} that cannot be handed over")
${isStrict ? '    seen.add(id(value))\n' : ''}    for key, item in value.items() if type(value) is dict else enumerate(value):
        if type(value) is dict and type(key) is not str:
            raise TypeError(f"{where} has a key that is no text")
        split_plain(item, where, seen)
`;
}

export function pythonSupportAfter({ reply }: SupportNeeds): string {
  const head = '\n\n\n# What follows gives this function what the one before the model call handed over.\n';
  const imports = `${reply === undefined ? 'import io as split_io\n' : ''}import json as split_json\n`;
  return `${head}${imports}${reply === undefined ? BODY : replyText(reply)}`;
}

const BODY = `

def split_response(reply):
    """Stands for the response of the call."""
    return {"body": split_io.BytesIO(split_json.dumps(reply).encode("utf-8")), "contentType": "application/json"}
`;

function replyText({ data, maps }: ReplyKeys): string {
  const set = (names: readonly string[]): string =>
    names.length === 0 ? 'frozenset()' : `{${names.map((name) => `"${name}"`).join(', ')}}`;
  return `
# Names under which the reply has keys of its own.
SPLIT_DATA = ${set(data)}
SPLIT_MAPS = ${set(maps)}


def split_response(value):
    """The response of the call by the names that the SDK has for it."""
    if isinstance(value, list):
        return [split_response(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key[0].lower() + key[1:]: split_member(key, item) for key, item in value.items()}


def split_member(key, item):
    if key in SPLIT_DATA:
        return item
    if key in SPLIT_MAPS:
        return {name: split_response(one) for name, one in item.items()}
    return split_response(item)
`;
}
