/**
 * What the function of a task gets as its event, as an expression of the input of the state; and what the state makes of
 * its result. Follows the fields of both query languages; what has no exact form in an expression is a reason to stay.
 */
import type { TaskState } from '../asl/model.ts';
import { isJsonata } from '../asl/payload.ts';
import { parsePath } from '../expr/jsonpath/parse.ts';
import type { JsonPath } from '../expr/jsonpath/path.ts';
import { resolveRead } from '../handlers/rewrite.ts';
import type { Expr, Json, Kind, ObjectItem } from '../handlers/ir.ts';
import type { Node, ObjectNode, Place } from '../tree/node.ts';
import { envelopeReader } from './envelope.ts';
import type { EnvelopeReader } from './envelope.ts';
import { reasonAt } from './reason.ts';
import type { Reason } from './reason.ts';

/** `arn`: the function is the Resource, and the result its return value. `invoke`: lambda:invoke, and an envelope. */
export type TaskForm = 'arn' | 'invoke';

export class NotFollowed extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.message);
    this.reason = reason;
  }
}

const AT = { start: 0, end: 0 };
export const INPUT: Expr = { kind: 'event', ...AT };

function stop(message: string, unblock: string, place: Place): never {
  throw new NotFollowed(reasonAt('form', message, unblock, place));
}

/** The event, as an expression of the state's input. */
export function eventOf(state: TaskState, form: TaskForm): Expr {
  if (state.queryLanguage === 'JSONata') return jsonataEvent(state, form);
  const inputPath = state.node.get('InputPath');
  if (inputPath !== undefined && !(inputPath.kind === 'string' && inputPath.value === '$')) {
    stop('InputPath narrows the input', 'Select the fields in Parameters instead.', inputPath);
  }
  const { arguments: template } = state;
  if (form === 'arn') return template === undefined ? INPUT : fromTemplate(template, INPUT);
  if (template === undefined) return { kind: 'object', items: [], ...AT };
  if (template.kind !== 'object')
    stop('Parameters is no object that can be read here', 'Write Parameters out.', template);
  const computed = template.get('Payload.$');
  if (computed !== undefined) return fromPathNode(computed, INPUT);
  const payload = template.get('Payload');
  return payload === undefined ? { kind: 'object', items: [], ...AT } : fromTemplate(payload, INPUT);
}

function jsonataEvent(state: TaskState, form: TaskForm): Expr {
  const { arguments: template } = state;
  if (template === undefined) return form === 'arn' ? INPUT : { kind: 'object', items: [], ...AT };
  if (form === 'arn') return fromJsonata(template);
  if (template.kind !== 'object')
    stop('Arguments is no object that can be read here', 'Write Arguments out.', template);
  const payload = template.get('Payload');
  return payload === undefined ? { kind: 'object', items: [], ...AT } : fromJsonata(payload);
}

/** A payload template of a JSONPath state; `root` is what `$` stands for. */
export function fromTemplate(node: Node, root: Expr): Expr {
  switch (node.kind) {
    case 'object': {
      const items = node.entries.map(({ key, value }): ObjectItem => {
        const isPath = key.value.endsWith('.$');
        return {
          kind: 'entry',
          key: isPath ? key.value.slice(0, -2) : key.value,
          value: isPath ? fromPathNode(value, root) : fromTemplate(value, root),
        };
      });
      if (node.isOpen) stop('it has members that are known at deployment only', 'Write them out.', node);
      return { kind: 'object', items, ...AT };
    }
    case 'array':
      return { kind: 'array', items: node.items.map((item) => fromTemplate(item, root)), ...AT };
    default:
      return scalar(node);
  }
}

function scalar(node: Exclude<Node, ObjectNode | { kind: 'array' }>): Expr {
  switch (node.kind) {
    case 'null':
      return { kind: 'literal', value: null, ...AT };
    case 'unknown':
      return stop(
        `a value of the payload is known at deployment only (${node.why})`,
        'Give it to the function as an environment variable, or write it out.',
        node,
      );
    default:
      return { kind: 'literal', value: node.value, ...AT };
  }
}

function fromPathNode(node: Node, root: Expr): Expr {
  if (node.kind !== 'string') stop('a path is known at deployment only', 'Write the path out.', node);
  const { path } = parsePath(node.value);
  if (path === undefined)
    stop(`${node.value} is no plain path`, 'Use a plain path, or compute the value in a state before.', node);
  return fromPath(path, root, node);
}

/** A path to one place fails where that is missing; it never looks through lists. */
export function fromPath(path: JsonPath, root: Expr, node: Node): Expr {
  if (path.root.kind === 'context') return contextRead(path, node);
  if (path.root.kind !== 'input') stop('a variable is read by a path', 'Use JSONata in this state.', node);
  let expr = root;
  for (const segment of path.segments) {
    if (segment.kind === 'member') expr = resolveRead({ kind: 'member', of: expr, key: segment.member.name, ...AT });
    else if (segment.kind === 'index')
      expr = resolveRead({ kind: 'index', of: expr, index: segment.index, isBase: true, ...AT });
    else stop('a path looks for several values', 'Use a path to one value, or compute it in a state before.', node);
  }
  return expr;
}

const CONTEXT_TEXTS: readonly string[] = [
  'Execution.Id',
  'Execution.Name',
  'Execution.RoleArn',
  'Execution.StartTime',
  'State.Name',
  'State.EnteredTime',
  'StateMachine.Id',
  'StateMachine.Name',
];

function contextRead(path: JsonPath, node: Node): Expr {
  const names = path.segments.map((segment) => (segment.kind === 'member' ? segment.member.name : ''));
  const name = names.join('.');
  if (!CONTEXT_TEXTS.includes(name))
    stop(`$$.${name} of the context object is used`, 'Use the id, the name or the start time of the execution.', node);
  return code(`$states.context.${name}`, ['string']);
}

function code(text: string, kinds: readonly Kind[] | undefined): Expr {
  return { kind: 'code', text, kinds, ...AT };
}

/** A value of a JSONata state. */
function fromJsonata(node: Node): Expr {
  switch (node.kind) {
    case 'object':
      if (node.isOpen) stop('it has members that are known at deployment only', 'Write them out.', node);
      return {
        kind: 'object',
        items: node.entries.map(({ key, value }): ObjectItem => ({
          kind: 'entry',
          key: key.value,
          value: fromJsonata(value),
        })),
        ...AT,
      };
    case 'array':
      return { kind: 'array', items: node.items.map(fromJsonata), ...AT };
    case 'string':
      return isJsonata(node.value)
        ? fromExpression(node.value.slice(2, -2).trim())
        : { kind: 'literal', value: node.value, ...AT };
    default:
      return scalar(node);
  }
}

const PLAIN_PATH = /^\$states\.input((?:\.(?:[A-Za-z_]\w*|`[^`\\]+`))*)$/;
const CONTEXT_PATH = /^\$states\.context\.([A-Za-z.]+)$/;

/**
 * JSONata looks through lists on the way. Where one stands, the state made of it fails, and so it differs only before
 * the call.
 */
function fromExpression(text: string): Expr {
  const [, path] = PLAIN_PATH.exec(text) ?? [];
  if (path !== undefined) {
    const names = path.match(/[A-Za-z_]\w*|`[^`]+`/g) ?? [];
    return names.reduce<Expr>(
      (of, name) => ({
        kind: 'member',
        of: { kind: 'ensure', of, kinds: ['object'], otherwise: 'differs', ...AT },
        key: name.replaceAll('`', ''),
        ...AT,
      }),
      INPUT,
    );
  }
  const [, context = ''] = CONTEXT_PATH.exec(text) ?? [];
  return code(isSimple(text) ? text : `(${text})`, CONTEXT_TEXTS.includes(context) ? ['string'] : undefined);
}

function isSimple(text: string): boolean {
  return /^\$[\w.]+$/.test(text);
}

// ---- the way out ------------------------------------------------------------------------------------------------

/** What of the result goes on, as an expression of the function's result. */
export function outputOf(state: TaskState, form: TaskForm, result: Expr): Expr {
  const envelope: Expr =
    form === 'arn' ? result : { kind: 'object', items: [{ kind: 'entry', key: 'Payload', value: result }], ...AT };
  return state.queryLanguage === 'JSONata' ? jsonataOutput(state, form, result) : jsonPathOutput(state, form, envelope);
}

function jsonPathOutput(state: TaskState, form: TaskForm, envelope: Expr): Expr {
  const { node } = state;
  const assign = node.get('Assign');
  if (assign !== undefined)
    stop('Assign reads the result by a path', 'Assign in a Pass state after this one, or use JSONata here.', assign);
  const selector = node.get('ResultSelector');
  const selected = selector === undefined ? envelope : selection(selector, envelope);
  const placed = placeResult(node.get('ResultPath'), selected);
  const outputPath = node.get('OutputPath');
  const isWhole = outputPath === undefined || (outputPath.kind === 'string' && outputPath.value === '$');
  if (form === 'invoke' && selector === undefined && keepsEnvelope(node, isWhole ? undefined : outputPath)) {
    const reader = isWhole ? envelopeReader(state) : handedOn(state);
    if (reader !== undefined) wholeEnvelope(state, reader);
  }
  if (isWhole) return placed;
  if (outputPath.kind === 'null') return { kind: 'object', items: [], ...AT };
  return fromPathNode(outputPath, placed);
}

/** Whether what lambda:invoke gives beside the payload stays in the data. */
function keepsEnvelope(node: ObjectNode, outputPath: Node | undefined): boolean {
  const resultPath = node.get('ResultPath');
  if (resultPath?.kind === 'null') return false;
  return !(outputPath?.kind === 'string' && /\bPayload\b/.test(outputPath.value));
}

function handedOn(state: TaskState): EnvelopeReader {
  return { state, at: state.key, what: 'hands it on' };
}

function wholeEnvelope(state: TaskState, { state: reader, what, at }: EnvelopeReader): never {
  const who = reader === state ? 'this state' : `state "${reader.name}"`;
  throw new NotFollowed(
    reasonAt(
      'result-use',
      `the whole answer of lambda:invoke goes on in the data (StatusCode, ExecutedVersion, Sdk metadata) and would be lost, and ${who} ${what}`,
      state.queryLanguage === 'JSONata'
        ? 'Add "Output": "{% $states.result.Payload %}", if only the payload is used.'
        : 'Add "ResultSelector": {"Payload.$": "$.Payload"}, or "OutputPath": "$.Payload", if only the payload is used.',
      at,
    ),
  );
}

function selection(selector: Node, envelope: Expr): Expr {
  const selected = fromTemplate(selector, envelope);
  if (missesMember(selected)) {
    throw new NotFollowed(
      reasonAt(
        'result-use',
        'ResultSelector takes more of the answer than the payload',
        'Select $.Payload alone.',
        selector,
      ),
    );
  }
  return selected;
}

/** A read of the envelope that is not there: `StatusCode`, or all of it. */
function missesMember(expr: Expr): boolean {
  if (expr.kind === 'member' && expr.of.kind === 'object' && isEnvelope(expr.of)) return true;
  if (expr.kind === 'object') return isEnvelope(expr) || expr.items.some(({ value }) => missesMember(value));
  return expr.kind === 'array' && expr.items.some(missesMember);
}

const isEnvelope = (expr: Expr): boolean =>
  expr.kind === 'object' &&
  expr.items.length === 1 &&
  expr.items[0]?.kind === 'entry' &&
  expr.items[0].key === 'Payload' &&
  expr.start === 0;

function placeResult(resultPath: Node | undefined, result: Expr): Expr {
  if (resultPath === undefined) return result;
  if (resultPath.kind === 'null') return INPUT;
  const { path } = resultPath.kind === 'string' ? parsePath(resultPath.value) : { path: undefined };
  if (path?.root.kind !== 'input') return stop('ResultPath cannot be read here', 'Write ResultPath out.', resultPath);
  if (path.segments.length === 0) return result;
  const [only] = path.segments;
  if (path.segments.length > 1 || only?.kind !== 'member') {
    return stop('ResultPath puts the result deep into the input', 'Put it under one name: "$.result".', resultPath);
  }
  return {
    kind: 'object',
    items: [
      { kind: 'spread', value: INPUT },
      { kind: 'entry', key: only.member.name, value: result },
    ],
    ...AT,
  };
}

function jsonataOutput(state: TaskState, form: TaskForm, result: Expr): Expr {
  const { node } = state;
  const assign = node.get('Assign');
  if (assign !== undefined && mentionsResult(assign))
    stop('Assign uses the result', 'Assign in a Pass state after this one.', assign);
  if (assign !== undefined && plainJson(assign) === undefined)
    stop('Assign is known at deployment only', 'Write it out.', assign);
  const output = node.get('Output');
  if (output === undefined) return form === 'arn' ? result : wholeEnvelope(state, handedOn(state));
  return fromOutput(output, form, result);
}

function mentionsResult(node: Node): boolean {
  if (node.kind === 'object') return node.entries.some(({ value }) => mentionsResult(value));
  if (node.kind === 'array') return node.items.some(mentionsResult);
  return node.kind !== 'string' || node.value.includes('$states.result');
}

function fromOutput(node: Node, form: TaskForm, result: Expr): Expr {
  switch (node.kind) {
    case 'object':
      return {
        kind: 'object',
        items: node.entries.map(({ key, value }): ObjectItem => ({
          kind: 'entry',
          key: key.value,
          value: fromOutput(value, form, result),
        })),
        ...AT,
      };
    case 'array':
      return { kind: 'array', items: node.items.map((item) => fromOutput(item, form, result)), ...AT };
    case 'string':
      return isJsonata(node.value)
        ? fromOutputExpression(node.value.slice(2, -2).trim(), form, { result, node })
        : { kind: 'literal', value: node.value, ...AT };
    default:
      return scalar(node);
  }
}

function fromOutputExpression(text: string, form: TaskForm, { result, node }: { result: Expr; node: Node }): Expr {
  const root = form === 'arn' ? '$states.result' : '$states.result.Payload';
  if (!text.includes('$states.result')) return fromExpression(text);
  const rest = text.startsWith(root) ? text.slice(root.length) : undefined;
  const names =
    rest === undefined ? undefined : /^(?:\.[A-Za-z_]\w*)*$/.test(rest) ? rest.split('.').slice(1) : undefined;
  if (names === undefined) {
    if (!text.includes(root)) {
      throw new NotFollowed(
        reasonAt(
          'result-use',
          'Output uses more of the answer than the payload',
          'Use $states.result.Payload alone.',
          node,
        ),
      );
    }
    return stop(
      'Output computes with the result of the function',
      'Give the result on as it is, and compute in the state after.',
      node,
    );
  }
  const read = names.reduce<Expr>((of, key) => resolveRead({ kind: 'member', of, key, ...AT }), result);
  if (names.length > 0 && read.kind === 'member')
    return stop(
      'Output reads inside a value of the function that is not written out',
      'Give the result on as it is.',
      node,
    );
  return read;
}

/** A node without anything that only the deployment knows. */
export function plainJson(node: Node): Json | undefined {
  switch (node.kind) {
    case 'object': {
      const found: Record<string, Json> = {};
      for (const { key, value } of node.entries) {
        const inner = plainJson(value);
        if (inner === undefined) return undefined;
        found[key.value] = inner;
      }
      return found;
    }
    case 'array': {
      const items = node.items.map(plainJson);
      return items.some((item) => item === undefined) ? undefined : (items as Json[]);
    }
    case 'unknown':
      return node.template !== undefined && !node.bare ? node.template : undefined;
    case 'null':
      return null;
    default:
      return node.value;
  }
}
