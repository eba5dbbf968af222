/**
 * The states of a split task: the function before the call, a choice where it may have an answer already, the call, and the
 * function after it, which has the output fields of the task. What one hands to another is in variables, so that each of
 * them has the input of the task, and so do its catchers.
 */
import type { TaskState } from '../../asl/model.ts';
import type { NativeCall } from '../../aws/handler-calls.ts';
import type { Json } from '../../handlers/ir.ts';
import type { Node, ObjectNode } from '../../tree/node.ts';
import type { NewState } from '../target.ts';
import type { HandlersOfErrors } from '../error-names.ts';
import { plainJson } from '../payload.ts';
import type { TaskForm } from '../payload.ts';
import { nativeResource, retryAndCatch, timeoutOf, withFields } from '../state-fields.ts';
import type { Fields } from '../state-fields.ts';

export interface SplitStates {
  readonly state: TaskState;
  readonly form: TaskForm;
  readonly native: NativeCall;
  readonly handlers: HandlersOfErrors;
  readonly seconds: number;
  readonly hasEarly: boolean;
  /** Names in the task's spelling, if they are written out in the source. */
  readonly parameters: readonly string[] | undefined;
  /** Placeholders of the ARNs. */
  readonly before: string;
  readonly after: string;
}

export interface SplitNames {
  readonly before: string;
  readonly reply: string;
  readonly choice: string;
  readonly call: string;
  readonly after: string;
}

const KEPT_INPUT = '{% $states.input %}';

export function splitStates(split: SplitStates): readonly NewState[] {
  const names = namesFor(split.state);
  const first = { name: split.state.name, state: beforeState(split, names) };
  const choice = split.hasEarly ? [{ name: names.choice, state: choiceState(names) }] : [];
  return [
    first,
    ...choice,
    { name: names.call, state: callState(split, names) },
    { name: names.after, state: afterState(split, names) },
  ];
}

const MAX_NAME = 80;

/** Names that nothing in the machine has. */
function namesFor({ name, machine }: TaskState): SplitNames {
  const taken = textsOf(machine.written);
  const word = name.replace(/[^A-Za-z0-9]+(.)?/g, (_whole, next: string | undefined) => (next ?? '').toUpperCase());
  const base = /^[A-Za-z]/.test(word) ? word.charAt(0).toLowerCase() + word.slice(1, 50) : `task${word.slice(0, 50)}`;
  const fresh = (wanted: (suffix: string) => string, isTaken: (one: string) => boolean): string => {
    for (let i = 1; ; i++) {
      const one = wanted(i === 1 ? '' : String(i));
      if (!isTaken(one)) return one;
    }
  };
  const others = [...taken].filter((text) => text !== name);
  const sameWord = others.some((text) => text.replace(/[^A-Za-z0-9]+/g, '') === name.replace(/[^A-Za-z0-9]+/g, ''));
  const variable = (end: string): string =>
    fresh(
      (suffix) => `${base}${sameWord ? String(name.length) : ''}${end}${suffix}`,
      (one) => others.some((text) => text.includes(one)),
    );
  const state = (end: string): string =>
    fresh(
      (suffix) => `${name.slice(0, MAX_NAME - end.length - 4)} ${end}${suffix}`,
      (one) => taken.has(one),
    );
  return {
    before: variable('Before'),
    reply: variable('Reply'),
    choice: state('(call or not)'),
    call: state('(model call)'),
    after: state('(after)'),
  };
}

function textsOf(root: ObjectNode): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'string') found.add(node.value);
    if (node.kind === 'array') waiting.push(...node.items);
    if (node.kind !== 'object') continue;
    for (const { key, value } of node.entries) {
      found.add(key.value);
      waiting.push(value);
    }
  }
  return found;
}

/** A field as it is written. */
function field({ node }: TaskState, name: string): readonly [string, Json | undefined] {
  const value = node.get(name);
  return [name, value === undefined ? undefined : plainJson(value)];
}

function errorFields(state: TaskState): Fields {
  return [
    field(state, 'TimeoutSeconds'),
    field(state, 'HeartbeatSeconds'),
    field(state, 'Retry'),
    field(state, 'Catch'),
  ];
}

function resourceOf({ state, form }: SplitStates, copy: string): Json {
  return form === 'arn' ? `\${${copy}}` : (field(state, 'Resource')[1] ?? '');
}

/** What the function is sent, with its copy in the place of the function. */
function sentTo({ state, form }: SplitStates, copy: string, payload?: Json): Json | undefined {
  const written = state.arguments === undefined ? undefined : withoutFunction(state.arguments, form);
  if (form === 'arn') return payload ?? written;
  const { FunctionName: _name, ...others } = { FunctionName: null, ...(written as Readonly<Record<string, Json>>) };
  const { Payload: _payload, 'Payload.$': _path, ...settings } = { Payload: null, 'Payload.$': null, ...others };
  return {
    FunctionName: `\${${copy}}`,
    ...(payload === undefined ? others : { ...settings, Payload: payload }),
  };
}

function withoutFunction(node: Node, form: TaskForm): Json | undefined {
  if (form === 'arn' || node.kind !== 'object') return plainJson(node);
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }) => {
      if (/^FunctionName(?:\.\$)?$/.test(key.value)) return [];
      const inner = plainJson(value);
      return inner === undefined ? [] : [[key.value, inner]];
    }),
  );
}

/** Whether every field that goes over into a new state can be written down. */
export function unwritableField(state: TaskState, form: TaskForm): Node | undefined {
  const isOwn = (name: string): boolean => name === 'Resource' && form === 'arn';
  for (const { key, value } of state.node.entries) {
    if (isOwn(key.value)) continue;
    if (form === 'invoke' && value === state.arguments && value.kind === 'object') {
      const inner = value.entries.find(
        (one) => !one.key.value.startsWith('FunctionName') && plainJson(one.value) === undefined,
      );
      if (inner !== undefined) return inner.value;
    } else if (plainJson(value) === undefined) return value;
  }
  return undefined;
}

function beforeState(split: SplitStates, names: SplitNames): Json {
  const { state, form, hasEarly } = split;
  const isJsonata = state.queryLanguage === 'JSONata';
  const result = form === 'arn' ? '' : '.Payload';
  const own = isJsonata ? { [names.before]: `{% $states.result${result} %}` } : { [`${names.before}.$`]: `$${result}` };
  return withFields([
    ['Type', 'Task'],
    field(state, 'Comment'),
    field(state, 'QueryLanguage'),
    ['Resource', resourceOf(split, split.before)],
    field(state, 'InputPath'),
    [isJsonata ? 'Arguments' : 'Parameters', sentTo(split, split.before)],
    ['Assign', hasEarly ? { ...own, [names.reply]: null } : own],
    isJsonata ? ['Output', KEPT_INPUT] : ['ResultPath', null],
    ...errorFields(state),
    ['Next', hasEarly ? names.choice : names.call],
  ]);
}

function choiceState(names: SplitNames): Json {
  return {
    Type: 'Choice',
    QueryLanguage: 'JSONata',
    Choices: [{ Condition: `{% $exists($${names.before}.request) %}`, Next: names.call }],
    Default: names.after,
  };
}

function callState({ state, native, handlers, seconds, parameters }: SplitStates, names: SplitNames): Json {
  const request = `$${names.before}.request`;
  const sent: Json =
    parameters === undefined
      ? `{% ${request} %}`
      : Object.fromEntries(parameters.map((name) => [name, `{% ${request}.${name} %}`]));
  return withFields([
    ['Type', 'Task'],
    ['QueryLanguage', 'JSONata'],
    ['Resource', nativeResource(state, native)],
    ['Arguments', sent],
    ['Assign', { [names.reply]: `{% $states.result${native.operation === 'InvokeModel' ? '.Body' : ''} %}` }],
    ['Output', KEPT_INPUT],
    ['TimeoutSeconds', timeoutOf(state, seconds)],
    ...retryAndCatch(handlers),
    ['Next', names.after],
  ]);
}

function afterState(split: SplitStates, names: SplitNames): Json {
  const { state } = split;
  const isJsonata = state.queryLanguage === 'JSONata';
  const sent: readonly (readonly [string, string])[] = [
    ['handed', `$${names.before}.handed`],
    ...(split.hasEarly ? ([['result', `$${names.before}.result`]] as const) : []),
    ['reply', `$${names.reply}`],
  ];
  const payload: Json = Object.fromEntries(
    sent.map(([name, value]) => (isJsonata ? [name, `{% ${value} %}`] : [`${name}.$`, value])),
  );
  const outputs = ['ResultSelector', 'ResultPath', 'OutputPath', 'Output', 'Assign', 'Next', 'End'];
  return withFields([
    ['Type', 'Task'],
    field(state, 'QueryLanguage'),
    ['Resource', resourceOf(split, split.after)],
    [isJsonata ? 'Arguments' : 'Parameters', sentTo(split, split.after, payload)],
    ...outputs.slice(0, 5).map((name) => field(state, name)),
    ...errorFields(state),
    ...outputs.slice(5).map((name) => field(state, name)),
  ]);
}
