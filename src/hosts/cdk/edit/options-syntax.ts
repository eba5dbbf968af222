/**
 * Collections of a definition that CDK makes of options and calls: the fields of a state or machine, a retrier, and the
 * lists of retriers and catchers. A change of their members becomes a change of the options, or of the calls.
 */
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Node, ObjectNode, Place } from '../../../tree/node.ts';
import { dataOf } from '../../../tree/syntax.ts';
import type {
  Collection,
  CollectionSyntax,
  Data,
  DataObject,
  LayerEdit,
  MemberChange,
  NewMember,
  Right,
} from '../../../tree/syntax.ts';
import { styleOf } from './code.ts';
import type { Code } from './code.ts';
import { DataWriter } from './data-code.ts';
import { Names } from './names.ts';
import { NOT_WRITTEN, changeOptions } from './options.ts';
import type { OptionChange } from './options.ts';
import type { OptionWriter, WriterContext } from './option-writers.ts';
import { ScriptLayer } from './script-layer.ts';
import { callBeside, callsOn, withoutCall } from './state-calls.ts';
import { changeTaskClass } from './task-class.ts';
import type { TaskPlace } from './task-class.ts';

export type OptionWriters = ReadonlyMap<string, OptionWriter>;

type Edits = readonly LayerEdit[] | Refusal;

/** A list that calls make, such as `Retry`. */
export interface CalledList {
  readonly field: 'Retry' | 'Catch';
  readonly method: 'addRetry' | 'addCatch';
  /** The call behind each item of the list; undefined for what CDK adds by itself. */
  readonly calls: readonly (Place | undefined)[];
  /** What an item may hold; undefined where no new ones are written. */
  readonly writers: OptionWriters | undefined;
  /** Where the state is made. */
  readonly state: Place;
}

export class OptionsSyntax implements CollectionSyntax {
  /** The options may be an object that is made elsewhere and serves other calls as well. */
  readonly role: string;
  readonly #call: Place;
  readonly #index: number;
  readonly #writers: OptionWriters;
  readonly #lists: readonly CalledList[];
  readonly #task: TaskPlace | undefined;

  /** `index` is that of the argument of the call that holds the options; `task` where they are of one that may call something else. */
  constructor(call: Place, index: number, writers: OptionWriters, lists: readonly CalledList[] = [], task?: TaskPlace) {
    this.role = `options of ${call.start} to ${call.end}`;
    this.#task = task;
    this.#call = call;
    this.#index = index;
    this.#writers = writers;
    this.#lists = lists;
  }

  get givesRights(): boolean {
    return this.#task !== undefined;
  }

  changeMembers(collection: Collection, { removed, inserted, rights = [], values = new Map() }: MemberChange): Edits {
    const { layer } = this.#call;
    if (!(layer instanceof ScriptLayer) || collection.kind !== 'object') return refuse(NOT_WRITTEN);
    const names = new Names(layer);
    const gone = removed.flatMap((index) => collection.entries[index]?.key.value ?? []);
    const edits: LayerEdit[] = [];
    for (const list of this.#lists) {
      const changed = this.#changeList(list, gone, inserted, names);
      if (isRefusal(changed)) return changed;
      edits.push(...changed);
    }
    const isOther = this.#task !== undefined && inserted.some(({ key }) => key === 'Resource');
    const options = isOther
      ? this.#changeClass(this.#task, collection, { gone, inserted, rights, values }, names)
      : this.#changeOptions(gone, inserted, names);
    return isRefusal(options) ? options : [...edits, ...options, ...names.imports];
  }

  replaceValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }

  wrapValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }

  #changeClass(task: TaskPlace, { entries }: ObjectNode, change: FieldChange, names: Names): Edits {
    const { gone, inserted, rights, values } = change;
    const writer = new DataWriter(names, { at: task.state, construct: task.state }, values);
    const fields: Record<string, Data> = {};
    const kept: string[] = [];
    for (const { key, value } of entries) {
      if (gone.includes(key.value) || MADE_BY_CALLS.has(key.value)) continue;
      const data = dataOf(value);
      if (data === undefined) return refuse(`${key.value} is not known here`);
      fields[key.value] = data;
      const option = this.#writers.get(key.value);
      if (option !== undefined) kept.push(nameOf(option, names));
    }
    const set: (readonly [string, Code])[] = [];
    for (const { key = '', value } of inserted) {
      if (MADE_BY_CALLS.has(key)) continue;
      fields[key] = value;
      if (!OPTIONS_OF_TASKS.has(key)) continue;
      const code = optionCode(key, value, this.#writers, names);
      if ('refused' in code) return code;
      const own = VALUES.has(key) ? writer.write(value) : code[1];
      if (isRefusal(own)) return own;
      set.push([code[0], own]);
    }
    const hasCatchers = entries.some(({ key }) => key.value === 'Catch');
    return changeTaskClass(task, { fields, rights, writer, set, kept: [...kept, 'stateName'], hasCatchers }, names);
  }

  #changeList(list: CalledList, gone: readonly string[], inserted: readonly NewMember[], names: Names): Edits {
    const added = inserted.find(({ key }) => key === list.field);
    const isGone = gone.includes(list.field);
    if (added === undefined && !isGone) return [];
    if (added !== undefined && isGone) return refuse(NOT_WRITTEN);
    if (added === undefined) return withoutCalls(list.calls);
    if (!Array.isArray(added.value)) return refuse(NOT_WRITTEN);
    const codes = itemCodes(list, added.value as readonly Data[], names);
    return 'refused' in codes ? codes : callsOn(list.state, list.method, codes);
  }

  #changeOptions(gone: readonly string[], inserted: readonly NewMember[], names: Names): Edits {
    const isOption = (field = ''): boolean => !this.#lists.some((list) => list.field === field);
    const change = changedOptions(
      gone.filter(isOption),
      inserted.filter(({ key }) => isOption(key)),
      this.#writers,
      names,
    );
    if (isRefusal(change)) return change;
    if (change.set.length + change.removed.length === 0) return [];
    return changeOptions(this.#call, this.#index, change);
  }
}

interface FieldChange {
  readonly gone: readonly string[];
  readonly inserted: readonly NewMember[];
  readonly rights: readonly Right[];
  readonly values: ReadonlyMap<string, Node>;
}

/** Fields of a state that no option stands for. */
const MADE_BY_CALLS: ReadonlySet<string> = new Set(['Retry', 'Catch', 'Next', 'End']);

/** Fields that any class of tasks has options for. */
const OPTIONS_OF_TASKS: ReadonlySet<string> = new Set(['Comment', 'Output', 'Assign', 'TimeoutSeconds']);

/** What becomes of options when fields go and others come. */
export function changedOptions(
  gone: readonly string[],
  inserted: readonly NewMember[],
  writers: OptionWriters,
  names: Names,
): OptionChange | Refusal {
  const set: (readonly [string, Code])[] = [];
  for (const { key = '', value } of inserted) {
    const code = optionCode(key, value, writers, names);
    if ('refused' in code) return code;
    set.push(code);
  }
  const removed: string[] = [];
  for (const field of gone) {
    const writer = writers.get(field);
    if (writer === undefined) return refuse(madeByCdk(field));
    const option = nameOf(writer, names);
    if (!set.some(([name]) => name === option)) removed.push(option);
  }
  return { set, removed };
}

/** Fields that hold values of any form. */
const VALUES: ReadonlySet<string> = new Set(['Output', 'Assign']);

/** `Retry` or `Catch`, of which each item is a call. */
export class CallListSyntax implements CollectionSyntax {
  readonly role = 'calls';
  readonly #list: CalledList;

  constructor(list: CalledList) {
    this.#list = list;
  }

  changeMembers(_: Collection, { removed, inserted, moved }: MemberChange): Edits {
    const { state, calls } = this.#list;
    if (!(state.layer instanceof ScriptLayer) || moved.length > 0) return refuse(NOT_WRITTEN);
    const isOfCall = (index: number): boolean => calls[index] !== undefined;
    if (inserted.some(({ before }) => removed.includes(before) && isOfCall(before))) return refuse(NOT_WRITTEN);
    const names = new Names(state.layer);
    const edits: LayerEdit[] = [];
    for (const { before, value } of inserted) {
      const added = this.#add(before, value, names, removed);
      if (isRefusal(added)) return added;
      edits.push(...added);
    }
    // What a class adds by itself goes with the class; reading back shows whether it did.
    const cut = withoutCalls(removed.filter(isOfCall).map((index) => calls[index]));
    return isRefusal(cut) ? cut : [...edits, ...cut, ...names.imports];
  }

  replaceValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }

  wrapValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }

  #add(before: number, value: Data, names: Names, removed: readonly number[]): Edits {
    const { state, calls, method, field } = this.#list;
    const codes = itemCodes(this.#list, [value], names);
    if ('refused' in codes) return codes;
    if (before < calls.length) {
      const next = calls.slice(before).find((call) => call !== undefined);
      if (next !== undefined) return callBeside(next, 'before', method, codes);
      if (!removed.includes(before)) return refuse(madeByCdk(field));
    }
    const last = calls.findLast((call, i) => call !== undefined && !removed.includes(i));
    return last === undefined ? callsOn(state, method, codes) : callBeside(last, 'behind', method, codes);
  }
}

function madeByCdk(field: string): string {
  return `CDK writes ${field} by itself here, not from an option`;
}

/** Takes all of them out, as the whole list. */
export function withoutCalls(calls: readonly (Place | undefined)[]): Edits {
  const edits: LayerEdit[] = [];
  for (const call of calls) {
    const cut = call === undefined ? refuse(NOT_WRITTEN) : withoutCall(call);
    if (isRefusal(cut)) return cut;
    edits.push(...cut);
  }
  return edits;
}

/** The options of each new item. */
function itemCodes({ writers, field }: CalledList, items: readonly Data[], names: Names): readonly Code[] | Refusal {
  if (writers === undefined) return refuse(`a new entry of ${field} would need a construct to lead to`);
  const codes: Code[] = [];
  for (const item of items) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return refuse(NOT_WRITTEN);
    const entries: (readonly [string, Code])[] = [];
    for (const [name, value] of Object.entries(item as DataObject)) {
      const code = optionCode(name, value, writers, names);
      if ('refused' in code) return code;
      entries.push(code);
    }
    codes.push({ kind: 'object', entries });
  }
  return codes;
}

function optionCode(
  field: string,
  value: Data,
  writers: OptionWriters,
  names: Names,
): readonly [option: string, code: Code] | Refusal {
  const writer = writers.get(field);
  if (writer === undefined) return refuse(`there is no option of CDK for ${field} here`);
  const code = writer.write(value, contextOf(names));
  return isRefusal(code) ? code : [nameOf(writer, names), code];
}

function nameOf({ option }: OptionWriter, names: Names): string {
  return typeof option === 'string' ? option : option(contextOf(names));
}

function contextOf(names: Names): WriterContext {
  return { names, style: styleOf(names.layer) };
}
