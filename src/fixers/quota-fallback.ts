/**
 * A state that calls another model when the quota of the first is used up: the same call, its result in the same place,
 * the same states after it, and the catcher that leads there with the input as it was. Only where the request fits the
 * other model as it is and everything that is repeated is written out; what comes through a template is not repeated.
 */
import type { MissingPermissions } from '../analysis/permissions/missing-permissions.ts';
import { firstMatch } from '../analysis/error-matching.ts';
import { aiErrorNames } from '../analysis/raised-errors.ts';
import { calledModel, memberAt, modelOf } from '../asl/called-model.ts';
import type { AiCall } from '../asl/integrations.ts';
import type { Machine, State, TaskState } from '../asl/model.ts';
import { hasMember } from '../asl/payload.ts';
import type { Limits } from '../aws/limits.ts';
import type { OwnModel } from '../aws/models.ts';
import { nodeAt } from '../tree/pointer.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import { dataOf } from '../tree/syntax.ts';
import type { Data, DataObject } from '../tree/syntax.ts';
import { edit } from './fix.ts';
import type { Fix, Intent } from './fix.ts';
import { BACKOFF } from './backoff.ts';
import { THINKING } from './output-bounds.ts';

export interface FallbackSite {
  readonly models: readonly OwnModel[];
  readonly limits: Limits;
  readonly permissions: MissingPermissions;
  /** Names of all states of the machine. */
  readonly stateByName: ReadonlyMap<string, State>;
}

/** Undefined where it would not certainly be a fallback that can be deployed and read by the states after it. */
export function fallbackTo(model: string, state: TaskState, call: AiCall, site: FallbackSite): Fix | undefined {
  if (!fits(model, state, call, site) || site.permissions.ofModel(state, model).length > 0) return undefined;
  const states = state.machine.node.get('States');
  const name = freeName(state, site);
  const repeated = state.queryLanguage === 'unknown' ? undefined : repeat(state, call, model);
  if (states?.kind !== 'object' || states.isOpen || name === undefined || repeated === undefined) return undefined;
  const add = addCatcher(state, call, name);
  if (add === undefined) return undefined;
  return {
    title: `Call ${model} in a new state "${name}" when the quota is used up`,
    safety: 'unsafe',
    edits: [add, edit.insertBehind(states, state.name, name, repeated)],
  };
}

/** Whether a request means the same to both models. */
function fits(model: string, state: TaskState, call: AiCall, { models }: FallbackSite): boolean {
  const [now, then] = [calledModel(state, models), modelOf(model, models)];
  if (!call.exists || !/^[\w.:/-]+$/.test(model) || then?.writesText !== true || then.isRetired) return false;
  if (now?.writesText === false || now?.id === then.id) return false;
  switch (call.operation.name) {
    case 'Converse':
      return ['AdditionalModelRequestFields', 'PromptVariables'].every(
        (name) => memberAt(state, [name]).kind === 'absent',
      );
    case 'InvokeModel': {
      const body = memberAt(state, ['Body']);
      if (body.kind === 'literal' && THINKING.some((name) => hasMember(body.node, name))) return false;
      return now?.family !== undefined && now.family === then.family;
    }
    default:
      return false;
  }
}

/** In words, for the name of the new state. */
const SUFFIX = ' (fallback)';

function freeName({ name }: TaskState, { stateByName, limits }: FallbackSite): string | undefined {
  const whole = name + SUFFIX;
  const isFree = !stateByName.has(whole) && whole.length <= limits.stateNameCharacters;
  return isFree && !whole.includes('${') ? whole : undefined;
}

/** Behind all that take something else, and in front of a wildcard that would take the errors. */
function addCatcher(state: TaskState, call: AiCall, name: string): Intent | undefined {
  const errors = aiErrorNames(call, ['throttling', 'quota']);
  const input: DataObject =
    state.queryLanguage === 'JSONata' ? { Output: '{% $states.input %}' } : { ResultPath: null };
  const catcher = { ErrorEquals: errors, ...input, Next: name };
  const list = state.node.get('Catch');
  if (list === undefined) return edit.set(state.node, 'Catch', [catcher]);
  if (list.kind !== 'array') return undefined;
  const matches = errors.map((error) => firstMatch(state.catchers, error));
  const taken = matches.flatMap((match) => (match.kind === 'match' ? [match] : []));
  if (taken.some(({ byName }) => byName) || matches.some(({ kind }) => kind === 'unknown')) return undefined;
  const first = state.catchers.findIndex((candidate) => taken.some(({ matcher }) => matcher === candidate));
  const before = state.catchers[first];
  return edit.insertItem(list, before === undefined ? list.items.length : list.items.indexOf(before.node), catcher);
}

/** The state as it is written, with the other model and with retries of throttled calls only. */
function repeat(state: TaskState, call: AiCall, model: string): Data | undefined {
  const written = nodeAt(state.machine.written, state.pointer);
  if (written?.kind !== 'object' || written.isOpen || !canBeRepeated(written, state.machine)) return undefined;
  const field = state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters';
  const fields: Record<string, Data> = {};
  for (const { key, value } of written.entries) {
    if (LEFT_OUT.includes(key.value)) continue;
    if (AFTER_RETRY.includes(key.value)) fields.Retry ??= retryOf(call);
    const data = key.value === field && value.kind === 'object' ? withModel(value, model) : dataOf(value);
    if (data === undefined) return undefined;
    fields[key.value] = data;
  }
  return { ...fields, Retry: fields.Retry ?? retryOf(call) };
}

const LEFT_OUT: readonly string[] = ['Comment', 'Retry'];
const AFTER_RETRY: readonly string[] = ['Catch', 'Next', 'End'];

function retryOf(call: AiCall): Data {
  return [{ ErrorEquals: aiErrorNames(call, ['throttling']), ...BACKOFF }];
}

function withModel(request: ObjectNode, model: string): Data | undefined {
  const fields: Record<string, Data> = {};
  for (const { key, value } of request.entries) {
    const isModel = MODEL_NAMES.includes(key.value);
    const data = isModel ? model : dataOf(value);
    if (data === undefined) return undefined;
    fields[isModel ? 'ModelId' : key.value] = data;
  }
  return fields;
}

const MODEL_NAMES: readonly string[] = ['ModelId', 'ModelId.$'];

/**
 * A placeholder of a definition file is a text like any other there. In a template it is not: what is written anew would
 * be taken for plain text.
 */
function canBeRepeated(state: ObjectNode, { declarations }: Machine): boolean {
  const isOwnFile = declarations.every(
    ({ definition, resource }) => resource === undefined || definition.kind === 'file',
  );
  const waiting: Node[] = [state];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'unknown' && (!isOwnFile || next.bare || next.tag !== undefined)) return false;
    if (next.kind === 'array') for (const item of next.items) waiting.push(item);
    if (next.kind !== 'object') continue;
    if (next.tag !== undefined) return false;
    for (const { key, value } of next.entries) if (!NOT_REPEATED.includes(key.value)) waiting.push(value);
  }
  return true;
}

const NOT_REPEATED: readonly string[] = [...LEFT_OUT, ...MODEL_NAMES];
