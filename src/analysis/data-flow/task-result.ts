/**
 * The shape of what a Task gets back: by the integration, for model calls by the family of the model, for SDK calls by
 * the service table. What no source states is unknown.
 */
import type { Integration } from '../../asl/integrations.ts';
import type { TaskState } from '../../asl/model.ts';
import { memberOf } from '../../asl/payload.ts';
import {
  API_RESULTS,
  API_RESULT_METADATA,
  CLAUDE_VERSION_KEY,
  INVOKE_MODEL_UNCONFIRMED,
  LEGACY_CLAUDE,
  MODEL_FAMILIES,
  OPTIMISED_RESULTS,
  SDK_RESULTS,
  SYNC_RESULTS,
  UNCONFIRMED_RESULTS,
} from '../../aws/result-shapes.ts';
import type { ModelFamily, ResultShape, SdkResult } from '../../aws/result-shapes.ts';
import { UNSUPPORTED_OPERATIONS } from '../../aws/services/overlay.ts';
import type { Shape as ServiceShape } from '../../aws/services/service-model.ts';
import type { ServiceTables } from '../../aws/services/tables.ts';
import type { Node } from '../../tree/node.ts';
import { ANYTHING, BOOLEAN, NUMBER, TEXT, arrayOf, objectOf, optional, sourced, textOf } from './shape.ts';
import type { Shape } from './shape.ts';

const MODEL_TEXT = textOf({ content: 'model' });
const JSON_TEXT = textOf({ content: 'json' });

/** How deep a service table is followed, and how many members of it. */
const MAX_TABLE_DEPTH = 6;
const MAX_TABLE_MEMBERS = 400;

type Call = Extract<Integration, { service: string }>;

export class TaskResults {
  readonly #services: ServiceTables;
  readonly #known = new Map<string, Shape>();
  readonly #written = new Map<ResultShape, Shape>();
  /** By what the model answers; undefined where that is not known. */
  readonly #models = new Map<ResultShape | undefined, Shape>();

  constructor(services: ServiceTables) {
    this.#services = services;
  }

  of(state: TaskState): Shape {
    return sourced(this.#shapeOf(state), [{ state, kind: 'result', path: '' }]);
  }

  #shapeOf(state: TaskState): Shape {
    const { integration } = state;
    if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return ANYTHING;
    if (integration.pattern === 'waitForTaskToken') return ANYTHING;
    if (integration.pattern !== 'requestResponse' && handsOutToken(state.arguments)) return ANYTHING;
    const name = `${integration.service}:${integration.action}`;
    if (integration.kind === 'optimised' && name === 'bedrock:invokeModel') return this.#modelResult(state);
    const key = `${integration.kind} ${name} ${integration.pattern}`;
    const known =
      this.#known.get(key) ??
      (integration.kind === 'sdk' ? this.#sdk(name, integration) : this.#optimised(name, integration));
    this.#known.set(key, known);
    return known;
  }

  #optimised(name: string, call: Call): Shape {
    const written =
      call.pattern === 'requestResponse' ? OPTIMISED_RESULTS.get(name) : SYNC_RESULTS.get(`${name}.${call.pattern}`);
    if (written !== undefined) return this.#fromWritten(written);
    if (call.pattern !== 'requestResponse' || !API_RESULTS.includes(name)) return ANYTHING;
    const api = this.#sdk(name, call);
    if (api.object === undefined) return ANYTHING;
    const metadata = API_RESULT_METADATA.map((member) => [member, ANYTHING] as const);
    return objectOf(new Map([...api.object.fields, ...metadata]), 'dated');
  }

  #sdk(name: string, { service, action, pattern }: Call): Shape {
    if (pattern !== 'requestResponse' || UNCONFIRMED_RESULTS.includes(name)) return ANYTHING;
    // What cannot be called returns nothing that a path could misread.
    if (UNSUPPORTED_OPERATIONS.some((listed) => listed.service === service && listed.actions.includes(action)))
      return ANYTHING;
    const output = this.#services.service(service)?.action(action)?.output;
    if (output === undefined) return ANYTHING;
    return new TableReader(SDK_RESULTS.get(name)).shapeOf(output, '', 0);
  }

  #modelResult(state: TaskState): Shape {
    const body = goesToS3(state) ? undefined : familyOf(state)?.body;
    const known = this.#models.get(body);
    if (known !== undefined) return known;
    const fields = new Map([
      ['Body', body === undefined ? ANYTHING : this.#fromWritten(body)],
      ['ContentType', TEXT],
      // Members of the API of which no source says whether this integration returns them.
      ...INVOKE_MODEL_UNCONFIRMED.map((name) => [name, ANYTHING] as const),
    ]);
    const result = objectOf(fields, 'none');
    this.#models.set(body, result);
    return result;
  }

  #fromWritten(written: ResultShape): Shape {
    if (typeof written === 'string') return SIMPLE[written];
    const known = this.#written.get(written);
    if (known !== undefined) return known;
    const shape = 'list' in written ? arrayOf(this.#fromWritten(written.list)) : this.#object(written);
    this.#written.set(written, shape);
    return shape;
  }

  #object({ fields, rest, absent }: Extract<ResultShape, { fields: unknown }>): Shape {
    const members = Object.entries(fields).map(([name, member]) => {
      const shape = this.#fromWritten(member);
      return name.endsWith('?') ? ([name.slice(0, -1), optional(shape)] as const) : ([name, shape] as const);
    });
    return objectOf(new Map(members), rest === 'closed' ? 'none' : 'dated', absent === undefined ? {} : { absent });
  }
}

/** Of the context object, all but what is about the execution, the machine and the state. */
const TOKEN = /(?:\$\$|states\.context)(?!\.(?:Execution|State|StateMachine)\b)/;

/** What stands for the name of a resource is no token, though it is not known. */
const RESOURCE_FIELD = /(?:Arn|Name|Id|Queue|Cluster|Definition|Role|Type)$/;

function namesResource(name: string, value: Node): boolean {
  return value.kind === 'unknown' && RESOURCE_FIELD.test(name);
}

/** A job that has the token of its task can end it with an output of its own (recorded 2024-07). */
function handsOutToken(node: Node | undefined): boolean {
  switch (node?.kind) {
    case 'string':
      return TOKEN.test(node.value);
    case 'array':
      return node.items.some(handsOutToken);
    case 'unknown':
      return true;
    case 'object':
      return (
        node.isOpen || node.entries.some(({ key, value }) => !namesResource(key.value, value) && handsOutToken(value))
      );
    default:
      return false;
  }
}

const SIMPLE: Readonly<Record<Extract<ResultShape, string>, Shape>> = {
  text: TEXT,
  modelText: MODEL_TEXT,
  jsonText: JSON_TEXT,
  number: NUMBER,
  boolean: BOOLEAN,
  unknown: ANYTHING,
};

/** Whether the response may be written to S3, where `Body` is only a reference. */
function goesToS3({ arguments: template, queryLanguage }: TaskState): boolean {
  return memberOf(template, 'Output', queryLanguage).kind !== 'absent';
}

function familyOf(state: TaskState): ModelFamily | undefined {
  const body = literalBody(state);
  const id = memberOf(state.arguments, 'ModelId', state.queryLanguage);
  const text = id.kind === 'literal' && id.node.kind === 'string' ? id.node.value : undefined;
  const isMessages = body?.get(CLAUDE_VERSION_KEY) !== undefined;
  if (text === undefined) return isMessages ? MODEL_FAMILIES[0] : undefined;
  if (LEGACY_CLAUDE.test(text) && !isMessages) return undefined;
  return MODEL_FAMILIES.find(({ id: pattern }) => pattern.test(text));
}

function literalBody({ arguments: template, queryLanguage }: TaskState): Extract<Node, { kind: 'object' }> | undefined {
  const body = memberOf(template, 'Body', queryLanguage);
  if (body.kind !== 'literal' || body.node.kind !== 'object') return undefined;
  return body.node;
}

/** Reads the output of an action from a service table. Every member may be left out. */
class TableReader {
  readonly #known: SdkResult | undefined;
  #members = 0;

  constructor(known: SdkResult | undefined) {
    this.#known = known;
  }

  shapeOf(shape: ServiceShape, path: string, depth: number): Shape {
    const text = this.#known?.texts[path];
    if (text !== undefined) return SIMPLE[text];
    if (depth > MAX_TABLE_DEPTH) return ANYTHING;
    switch (shape.kind) {
      case 'structure':
        return this.#structure(shape, path, depth);
      case 'list':
        return arrayOf(this.shapeOf(shape.element, `${path}[]`, depth + 1));
      case 'string':
        return TEXT;
      case 'boolean':
        return BOOLEAN;
      case 'integer':
      case 'float':
      case 'number':
        return NUMBER;
      default:
        return ANYTHING;
    }
  }

  #structure(shape: Extract<ServiceShape, { kind: 'structure' }>, path: string, depth: number): Shape {
    this.#members += shape.members.size;
    if (this.#members > MAX_TABLE_MEMBERS) return ANYTHING;
    const fields = new Map<string, Shape>();
    for (const { name, apiName, shape: inner } of shape.members.values()) {
      const member = optional(this.shapeOf(inner, path === '' ? name : `${path}.${name}`, depth + 1));
      fields.set(name, member);
      if (apiName !== name) fields.set(apiName, member);
    }
    return objectOf(fields, 'dated', { absent: depth === 0 ? (this.#known?.absent ?? []) : [] });
  }
}
