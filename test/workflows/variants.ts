/**
 * The same machine in other words: states and fields renamed, values taken along other ways, the other query language.
 * What is rewritten is what the machines of the tests beside this file use, not the whole language: paths, intrinsics
 * `States.Format` and `States.JsonToString`, `ResultSelector`, `ResultPath`, `Assign`; Choice rules are not converted.
 */
import { isObject } from '../support/json-value.ts';
import type { JsonObject, JsonValue } from '../support/json-value.ts';

export type Variant = (machine: JsonObject) => JsonObject;
export type Names = Readonly<Record<string, string>>;

/** Copies a value; `change` is asked of each object first, outermost first, and gives its own members. */
function rewrite(value: JsonValue, change: (object: JsonObject) => JsonObject): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => rewrite(item, change));
  if (!isObject(value)) return value;
  return mapValues(change(value), (member) => rewrite(member, change));
}

function mapValues(object: JsonObject, change: (value: JsonValue, key: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => mapTexts(item, change));
  return isObject(value) ? mapValues(value, (member) => mapTexts(member, change)) : value;
}

function objectIn(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}

function textIn(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Changes each state of a machine, those in Maps included. */
function mapStates(machine: JsonObject, change: (state: JsonObject) => JsonObject): JsonObject {
  return rewrite(machine, (object) =>
    isObject(object.States ?? null)
      ? { ...object, States: mapValues(objectIn(object.States), (state) => change(objectIn(state))) }
      : object,
  ) as JsonObject;
}

/** Changes the one state of a name, and fails where there is none. */
export function changeState(machine: JsonObject, name: string, change: (state: JsonObject) => JsonObject): JsonObject {
  return changeScope(machine, name, (states) => ({ ...states, [name]: change(objectIn(states[name])) }));
}

/** Changes the States in which the one state of a name is. */
function changeScope(machine: JsonObject, name: string, change: (states: JsonObject) => JsonObject): JsonObject {
  let count = 0;
  const changed = rewrite(machine, (object) => {
    const states = objectIn(object.States);
    if (!(name in states)) return object;
    count++;
    return { ...object, States: change(states) };
  });
  if (count !== 1) throw new Error(`${String(count)} states are called ${name}`);
  return changed as JsonObject;
}

export function renameStates(names: Names): Variant {
  const rename = (name: JsonValue | undefined): string => names[textIn(name)] ?? textIn(name);
  return (machine) =>
    rewrite(machine, (object) => ({
      ...object,
      ...Object.fromEntries(
        ['StartAt', 'Next', 'Default'].filter((f) => f in object).map((f) => [f, rename(object[f])]),
      ),
      ...(isObject(object.States ?? null)
        ? { States: Object.fromEntries(Object.entries(objectIn(object.States)).map(([k, v]) => [rename(k), v])) }
        : {}),
    })) as JsonObject;
}

/** Renames members of the data that passes through; none may be called like a field of the language or a service. */
export function renameFields(names: Names): Variant {
  const keys = new RegExp(`^(${Object.keys(names).join('|')})(\\.\\$)?$`);
  const steps = new RegExp(`(?<=[.$])(${Object.keys(names).join('|')})\\b`, 'g');
  const rename = (name: string): string => names[name] ?? name;
  return (machine) => {
    const renamed = rewrite(machine, (object) =>
      Object.fromEntries(
        Object.entries(object).map(([key, value]) => [
          key.replace(keys, (_, name: string, dollar = '') => rename(name) + String(dollar)),
          value,
        ]),
      ),
    );
    return mapTexts(renamed, (text) => text.replace(steps, rename)) as JsonObject;
  };
}

/** What the states put under `$.field` goes through a Pass behind each, which puts it under `$.kept.field`. */
export function throughPass(producers: readonly string[], field: string, others: readonly string[]): Variant {
  const copies = Object.fromEntries(others.map((name) => [`${name}.$`, `$.${name}`]));
  const Parameters = { ...copies, kept: { [`${field}.$`]: `$.${field}` } };
  const insert = (machine: JsonObject, producer: string): JsonObject =>
    changeScope(machine, producer, (states) => {
      const state = objectIn(states[producer]);
      const { Next } = state;
      if (Next === undefined) throw new Error(`nothing comes behind ${producer}`);
      const pass = `Keep what ${producer} gives`;
      return { ...states, [producer]: { ...state, Next: pass }, [pass]: { Type: 'Pass', Parameters, Next } };
    });
  return (machine) => producers.reduce(insert, readAt(field, `$.kept.${field}`)(machine));
}

/** What the states put under `$.field` goes into the variable `$field` instead, and is read there. */
export function throughVariable(producers: readonly string[], field: string): Variant {
  const fields = { Assign: { [`${field}.$`]: '$' }, ResultPath: null };
  return (machine) => producers.reduce(withFields(fields), readAt(field, `$${field}`)(machine));
}

/** What the states put under `$.field` is wrapped by their ResultSelector, and read at `$.field.reply`. */
export function throughSelector(producers: readonly string[], field: string): Variant {
  const fields = { ResultSelector: { 'reply.$': '$' } };
  return (machine) => producers.reduce(withFields(fields), readAt(field, `$.${field}.reply`)(machine));
}

function withFields(fields: JsonObject): (machine: JsonObject, name: string) => JsonObject {
  return (machine, name) => changeState(machine, name, (state) => ({ ...state, ...fields }));
}

/** Reads `$.field.` elsewhere, and fails where nothing reads it. */
function readAt(field: string, place: string): Variant {
  const old = `$.${field}.`;
  return (machine) => {
    if (!JSON.stringify(machine).includes(old)) throw new Error(`nothing reads ${old}`);
    return mapTexts(machine, (text) => text.replaceAll(old, () => `${place}.`)) as JsonObject;
  };
}

/** Lets a state do without some of its fields. */
export function without(name: string, ...fields: readonly string[]): Variant {
  return (machine) =>
    changeState(machine, name, (state) =>
      Object.fromEntries(Object.entries(state).filter(([f]) => !fields.includes(f))),
    );
}

/** A JSONPath machine as one in JSONata. */
export function toJsonata(machine: JsonObject): JsonObject {
  return { QueryLanguage: 'JSONata', ...mapStates(machine, stateToJsonata) };
}

const RESULT_TYPES = ['Task', 'Map', 'Parallel'];

function stateToJsonata(state: JsonObject): JsonObject {
  const { Parameters, ItemsPath, ItemSelector, ResultSelector, ResultPath, Assign, Catch, ...rest } = state;
  const isPass = state.Type === 'Pass';
  const result = RESULT_TYPES.includes(textIn(state.Type)) ? '$states.result' : '$states.input';
  const made = ResultSelector === undefined ? result : objectText(objectIn(ResultSelector), '$states.result');
  return {
    ...rest,
    ...(Parameters === undefined ? {} : { [isPass ? 'Output' : 'Arguments']: payload(Parameters, '$states.input') }),
    ...(ItemsPath === undefined ? {} : { Items: `{% ${query(textIn(ItemsPath), '$states.input')} %}` }),
    ...(ItemSelector === undefined ? {} : { ItemSelector: payload(ItemSelector, '$states.input') }),
    ...(Assign === undefined ? {} : { Assign: payload(Assign, result) }),
    ...(isPass || (ResultPath === undefined && ResultSelector === undefined)
      ? {}
      : { Output: output(ResultPath, made) }),
    ...(Array.isArray(Catch) ? { Catch: Catch.map((catcher: JsonValue) => catcherToJsonata(objectIn(catcher))) } : {}),
  };
}

function catcherToJsonata({ ResultPath, ...rest }: JsonObject): JsonObject {
  return ResultPath === undefined ? rest : { ...rest, Output: output(ResultPath, '$states.errorOutput') };
}

function output(resultPath: JsonValue | undefined, made: string): string {
  if (resultPath === null) return '{% $states.input %}';
  if (resultPath === undefined) return `{% ${made} %}`;
  return `{% $merge([$states.input, {'${textIn(resultPath).slice('$.'.length)}': ${made}}]) %}`;
}

/** A template with `key.$`, as a template with expressions. */
function payload(value: JsonValue, root: string): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => payload(item, root));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      key.endsWith('.$') ? [key.slice(0, -2), `{% ${query(textIn(member), root)} %}`] : [key, payload(member, root)],
    ),
  );
}

/** A template whose members are all paths, as an object within an expression. */
function objectText(template: JsonObject, root: string): string {
  const members = Object.entries(template).map(
    ([key, value]) => `'${key.replace(/\.\$$/, '')}': ${query(textIn(value), root)}`,
  );
  return `{${members.join(', ')}}`;
}

function query(text: string, root: string): string {
  const format = /^States\.Format\('([^']*)', (.*)\)$/.exec(text);
  if (format !== null) return concatenation(format[1] ?? '', (format[2] ?? '').split(', '), root);
  const stringified = /^States\.JsonToString\((.*)\)$/.exec(text);
  if (stringified !== null) return `$string(${query(stringified[1] ?? '', root)})`;
  if (text.startsWith('States.')) throw new Error(`${text} is not converted`);
  if (text.startsWith('$$')) return text.replace('$$', '$states.context');
  return text === '$' || text.startsWith('$.') ? text.replace('$', root) : text;
}

function concatenation(template: string, values: readonly string[], root: string): string {
  const [first = '', ...texts] = template.split('{}');
  return [`'${first}'`, ...texts.map((text, i) => `${query(values[i] ?? '', root)} & '${text}'`)].join(' & ');
}
