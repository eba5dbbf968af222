/** Holds a machine as it is read from source against the definition that CDK writes for it. */
import type { Node } from '../../src/tree/node.ts';

export interface Score {
  states: number;
  statesEqual: number;
  fields: number;
  fieldsEqual: number;
  fieldsUnknown: number;
  readonly wrong: string[];
}

export function newScore(): Score {
  return { states: 0, statesEqual: 0, fields: 0, fieldsEqual: 0, fieldsUnknown: 0, wrong: [] };
}

export function addScore(to: Score, from: Score): void {
  to.states += from.states;
  to.statesEqual += from.statesEqual;
  to.fields += from.fields;
  to.fieldsEqual += from.fieldsEqual;
  to.fieldsUnknown += from.fieldsUnknown;
  to.wrong.push(...from.wrong);
}

type Json = Readonly<Record<string, unknown>>;

/** Compares a value; `at` is its path, for what is wrong. */
export function compare(read: Node | undefined, synthesised: unknown, at: string, score: Score): void {
  if (isObject(synthesised) && at.endsWith('/States')) countStates(read, synthesised, score);
  if (read === undefined) {
    score.fields += leaves(synthesised);
    score.wrong.push(`${at}: not read, is ${JSON.stringify(synthesised)}`);
    return;
  }
  if (read.kind === 'unknown' && typeof synthesised !== 'string') {
    score.fields += leaves(synthesised);
    score.fieldsUnknown += leaves(synthesised);
    return;
  }
  if (isObject(synthesised)) compareObjects(read, synthesised, at, score);
  else if (Array.isArray(synthesised)) compareLists(read, synthesised, at, score);
  else compareScalars(read, synthesised, at, score);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + leaves(item), 0);
  return isObject(value) ? Object.values(value).reduce((sum: number, item) => sum + leaves(item), 0) : 1;
}

/** A state counts as read when it is there under its name, with its type. */
function countStates(read: Node | undefined, states: Json, score: Score): void {
  for (const [name, state] of Object.entries(states)) {
    score.states += 1;
    const own = read?.kind === 'object' ? read.get(name) : undefined;
    const type = own?.kind === 'object' ? own.get('Type') : undefined;
    if (type?.kind === 'string' && isObject(state) && type.value === state.Type) score.statesEqual += 1;
  }
}

function compareObjects(read: Node, synthesised: Json, at: string, score: Score): void {
  if (read.kind !== 'object') {
    score.fields += leaves(synthesised);
    score.wrong.push(`${at}: read as ${read.kind}, is an object`);
    return;
  }
  for (const [name, value] of Object.entries(synthesised)) {
    const own = read.get(name);
    if (own === undefined && read.isOpen) {
      score.fields += leaves(value);
      score.fieldsUnknown += leaves(value);
    } else compare(own, value, `${at}/${name}`, score);
  }
  for (const { key, value } of read.entries) {
    const isAllowed =
      key.value in synthesised || (value.kind === 'unknown' && value.mayBeAbsent) || key.value.includes('${');
    if (!isAllowed) score.wrong.push(`${at}/${key.value}: read, but is not there`);
  }
}

function compareLists(read: Node, synthesised: readonly unknown[], at: string, score: Score): void {
  if (read.kind !== 'array' || read.items.length !== synthesised.length) {
    score.fields += leaves(synthesised);
    score.wrong.push(`${at}: read as ${describe(read)}, is ${JSON.stringify(synthesised)}`);
    return;
  }
  for (const [i, item] of synthesised.entries()) compare(read.items[i], item, `${at}/${i}`, score);
}

function compareScalars(read: Node, synthesised: unknown, at: string, score: Score): void {
  score.fields += 1;
  if (read.kind === 'unknown' && typeof synthesised === 'string') {
    const template = read.template ?? '${}';
    if (withoutNames(template) === withoutNames(synthesised) && read.template !== undefined) score.fieldsEqual += 1;
    else if (asPattern(template).test(synthesised)) score.fieldsUnknown += 1;
    else score.wrong.push(`${at}: read as ${template}, is ${synthesised}`);
    return;
  }
  const value = 'value' in read ? read.value : read.kind === 'null' ? null : undefined;
  if (value === synthesised) score.fieldsEqual += 1;
  else score.wrong.push(`${at}: read as ${describe(read)}, is ${JSON.stringify(synthesised)}`);
}

function withoutNames(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '${}');
}

/** What a text with unknown parts may be. */
function asPattern(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}

function describe(node: Node): string {
  return 'value' in node ? JSON.stringify(node.value) : node.kind;
}
