/**
 * The placeholders of new states: a free name for each, the value that the template of the function gives in the
 * `DefinitionSubstitutions` of every template that declares the machine, and what is not needed there any more.
 */
import type { Declaration, TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Intent } from '../../fixers/fix.ts';
import { TABLE, freeName, namesIn, tableOf } from '../../fixers/move-to-template.ts';
import type { SubstitutionTable } from '../../fixers/move-to-template.ts';
import { isSameData } from '../../fixers/structural-change.ts';
import { writtenData } from '../../fixers/template-references.ts';
import type { Json } from '../../handlers/ir.ts';
import { findPlaceholders } from '../../text/placeholders.ts';
import type { Node, ObjectNode } from '../../tree/node.ts';
import type { Data } from '../../tree/syntax.ts';
import type { NewState, Substitution } from '../target.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';

export interface SubstitutedStates {
  readonly states: readonly NewState[];
  readonly edits: readonly Intent[];
  readonly reasons: readonly Reason[];
  /** Whether a placeholder stays only because other states have it as well. */
  readonly sharesNames: boolean;
}

/** `valueOf` gives what a placeholder stands for, as the template would write it. */
export function substituteStates(
  task: TaskState,
  { states, substitutions }: { readonly states: readonly NewState[]; readonly substitutions: readonly Substitution[] },
  valueOf: (substitution: Substitution) => Data | undefined,
): SubstitutedStates {
  const { declarations, written } = task.machine;
  const found = declarations.map(tableOf);
  const { gone, sharesNames } = goneNames(task, states);
  const unchanged = { states, edits: [], reasons: [], sharesNames };
  if (substitutions.length === 0 && gone.length === 0) return unchanged;
  const tables = found.filter((table) => table !== undefined);
  if (tables.length < found.length) {
    return substitutions.length === 0 ? unchanged : { ...unchanged, reasons: [noTable(task)] };
  }
  const values = substitutions.map((substitution) => ({ substitution, value: valueOf(substitution) }));
  const unknown = values.find(({ value }) => value === undefined);
  if (unknown !== undefined) return { ...unchanged, reasons: [noValue(task, unknown.substitution)] };
  const taken = new Set([...namesIn(written), ...tables.flatMap(({ names }) => names)]);
  const added = new Map<string, Data>();
  const names = new Map<string, string>();
  for (const { substitution, value = null } of values) {
    const label = labelOf(substitution.name);
    const known = knownName(tables, value, gone) ?? [...added].find(([, one]) => isSameData(one, value))?.[0];
    const name = known ?? freeName(label, taken);
    taken.add(name);
    names.set(substitution.name, name);
    if (known === undefined) added.set(name, value);
  }
  return {
    states: states.map(({ name, state }) => ({ name, state: renamed(state, names) })),
    edits: tables.flatMap((table) => tableEdits(table, added, gone)),
    reasons: [],
    sharesNames,
  };
}

function noTable(task: TaskState): Reason {
  const unseen = task.machine.declarations.find((declaration) => tableOf(declaration) === undefined);
  return reasonAt(
    'form',
    'the new state needs a value of the template, and its DefinitionSubstitutions cannot be written to here',
    'Write DefinitionSubstitutions out.',
    unseen?.resource?.key ?? task.key,
  );
}

function noValue(task: TaskState, { name }: Substitution): Reason {
  return reasonAt('context', `the value of ${name} cannot be taken over from the template`, 'Write it out.', task.key);
}

/** `MODEL_ID` as `ModelId`: the names of a table are of letters and digits alone. */
function labelOf(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const label = words.map((word) => {
    const rest = word.slice(1);
    return (word[0]?.toUpperCase() ?? '') + (word === word.toUpperCase() ? rest.toLowerCase() : rest);
  });
  return label.join('') || 'Value';
}

/** A name that every table has for the value already. */
function knownName(tables: readonly SubstitutionTable[], value: Data, gone: readonly string[]): string | undefined {
  const [first] = tables;
  const isPlain = (name: string): boolean => !gone.includes(name);
  return first?.names.filter(isPlain).find((name) =>
    tables.every(({ object }) => {
      const node = object?.get(name);
      return node !== undefined && isSameData(writtenData(node), value);
    }),
  );
}

/** A placeholder is the whole of a text, or the partition of an ARN. */
function renamed(state: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof state === 'string') {
    const [, before = '', placeholder = '', after = ''] = /^(arn:)?\$\{([^{}]+)\}(:states:::.*)?$/s.exec(state) ?? [];
    const isWhole = (before === '') === (after === '');
    const name = isWhole ? names.get(placeholder.trim()) : undefined;
    return name === undefined ? state : `${before}\${${name}}${after}`;
  }
  if (Array.isArray(state)) return (state as readonly Json[]).map((item) => renamed(item, names));
  if (typeof state !== 'object' || state === null) return state;
  return Object.fromEntries(Object.entries(state).map(([key, value]) => [key, renamed(value, names)]));
}

function tableEdits(
  { object, properties }: SubstitutionTable,
  added: ReadonlyMap<string, Data>,
  gone: readonly string[],
): readonly Intent[] {
  const removed = gone.filter((name) => object?.get(name) !== undefined);
  if (object === undefined) return added.size === 0 ? [] : [edit.set(properties, TABLE, Object.fromEntries(added))];
  if (added.size === 0 && removed.length === object.entries.length)
    return removed.length === 0 ? [] : [edit.remove(properties, TABLE)];
  const inserted = [...added].map(([name, value]) => edit.append(object, name, value));
  return [...removed.map((name) => edit.remove(object, name)), ...inserted];
}

export interface GoneNames {
  /** Placeholders that stand nowhere but in what the new states leave out. */
  readonly gone: readonly string[];
  readonly sharesNames: boolean;
}

export function goneNames(task: TaskState, states: readonly NewState[]): GoneNames {
  const { written, declarations } = task.machine;
  const inTables = declarations.flatMap(
    ({ substitutions }) => substitutions?.entries.map(({ key }) => key.value) ?? [],
  );
  const { layer, start, end } = task.node;
  if (inTables.length === 0 || layer !== written.layer) return { gone: [], sharesNames: false };
  const kept = JSON.stringify(states);
  const count = (from: number, to: number, name: string): number =>
    findPlaceholders(layer.text.slice(from, to)).filter((one) => namesOf(one.name).includes(name)).length;
  const left = [...new Set(inTables)].filter((name) => !kept.includes(`\${${name}`) && count(start, end, name) > 0);
  const gone = left.filter((name) => count(start, end, name) === count(written.start, written.end, name));
  return { gone, sharesNames: gone.length < left.length };
}

function namesOf(name: string): readonly string[] {
  return name.split(',').map((part) => part.trim());
}

/** An environment variable as the template writes it. */
export function writtenVariable(declaration: Declaration, function_: string, name: string): Data | undefined {
  const { template } = declaration;
  const own = ['Resources', function_, 'Properties', 'Environment', 'Variables', name];
  const shared = ['Globals', 'Function', 'Environment', 'Variables', name];
  const node = at(template, own) ?? at(template, shared);
  return node === undefined ? undefined : writtenData(node);
}

function at(root: ObjectNode | undefined, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, name) => (node?.kind === 'object' ? node.get(name) : undefined), root);
}
