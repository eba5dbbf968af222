/**
 * The edit of a task that CDK source makes: the fields of the state, which its syntax writes as another construct, and the
 * rights that go with the construct or to the role of the machine.
 *
 * Limits: one state for one. What takes several states, another function or a value of the deployment is not written.
 */
import { modelResources } from '../../analysis/permissions/needed-permissions.ts';
import type { Declaration, TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Intent } from '../../fixers/fix.ts';
import { changesOfItems, changesOfObject, isSameData } from '../../fixers/structural-change.ts';
import type { ArrayNode, Node, ObjectNode } from '../../tree/node.ts';
import { dataOf } from '../../tree/syntax.ts';
import type { Data, DataObject, Right } from '../../tree/syntax.ts';
import type { CalledFunction } from '../outcome.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Substitution, Target } from '../target.ts';
import { itemsOf } from './function-rights.ts';
import { rightsInProgram, statementListOf } from './program-rights.ts';
import { fieldsOf } from './state-edits.ts';
import { goneNames } from './substitutions.ts';

export interface ProgramEdit {
  readonly edits: readonly Intent[];
  readonly reasons: readonly Reason[];
}

/** Whether a machine is made by a program. */
export function isOfProgram({ machine }: TaskState): boolean {
  return machine.declarations.some(({ construct }) => construct !== undefined);
}

export function programEdit(task: TaskState, called: CalledFunction, target: Target): ProgramEdit {
  const { rights, reasons } = rightsInProgram(called, target.permissions);
  const { declarations } = task.machine;
  const placing = declarations.flatMap((declaration) => [
    ...roleReasons(declaration),
    ...stackReasons(declaration, called),
  ]);
  const all = [...formReasons(task, target), ...valueReasons(task, called, target), ...placing, ...reasons];
  const [first] = target.states;
  if (all.length > 0 || first === undefined) return { edits: [], reasons: all };
  const isConstruct = task.node.syntax?.givesRights === true;
  const fields = fieldsOf(task, first.state);
  const { named, values } = inWordsOfProgram(fields, target.substitutions, called);
  const edits = isConstruct ? constructEdits(task, inProgram(named, rights)) : changesOfObject(task.node, fields);
  if (edits === undefined) return { edits: [], reasons: [notWritten(task)] };
  const given = rights.length === 0 ? [] : grantEdits(task, { rights, values }, isConstruct);
  if (given === undefined) return { edits: [], reasons: [notWritten(task)] };
  return { edits: [...edits, ...given, ...withoutSubstitutions(task, target)], reasons: [] };
}

function notWritten(task: TaskState): Reason {
  return reasonAt(
    'form',
    'the state cannot be changed where it is written',
    'Write it out as one construct.',
    task.key,
  );
}

const BY_HAND =
  'Synthesise the program and run migrate on cdk.out, which shows the states; then write them as constructs.';

function formReasons(task: TaskState, { states, functions, files }: Target): readonly Reason[] {
  const isSplit = functions.length + files.length > 0;
  if (isSplit || states.length > 1) {
    const what = `${String(states.length)} states would stand in the place of this one`;
    return [reasonAt('form', `${what}, which are not written into a program`, BY_HAND, task.key)];
  }
  return [];
}

/** Variables of the function that only the deployment knows: what the program gives them can be given to the state. */
function valueReasons(task: TaskState, called: CalledFunction, { substitutions }: Target): readonly Reason[] {
  const isConstruct = task.node.syntax?.givesRights === true;
  const texts = substitutions.map((one) => variableText(one, called));
  // Two values that are called alike cannot be told apart when the code is read back.
  const unknown = substitutions.find((_, i) => {
    const text = texts[i];
    return !isConstruct || text === undefined || texts.indexOf(text) !== i;
  });
  if (unknown === undefined) return [];
  const message = `the value of ${unknown.name} is known at deployment only, or put together by the program`;
  return [reasonAt('context', message, 'Write it out as a text in the environment of the function.', task.key)];
}

/** As what the program gives a variable reads in a definition. */
function variableText(substitution: Substitution, { environment }: CalledFunction): string | undefined {
  const node = substitution.kind === 'variable' ? environment.get(substitution.variable) : undefined;
  return node?.kind === 'unknown' ? node.template : undefined;
}

interface NamedFields {
  readonly named: DataObject;
  readonly values: ReadonlyMap<string, Node>;
}

/** With what the program calls a value in the place of each placeholder, which is a whole text. */
function inWordsOfProgram(
  fields: DataObject,
  substitutions: readonly Substitution[],
  called: CalledFunction,
): NamedFields {
  const texts = new Map<string, string>();
  const values = new Map<string, Node>();
  for (const one of substitutions) {
    const text = variableText(one, called);
    const node = one.kind === 'variable' ? called.environment.get(one.variable) : undefined;
    if (text === undefined || node === undefined) continue;
    texts.set(`\${${one.name}}`, text);
    values.set(text, node);
  }
  const renamed = (data: Data): Data => {
    if (typeof data === 'string') return texts.get(data) ?? data;
    if (data === null || typeof data !== 'object') return data;
    if (!isObject(data)) return data.map(renamed);
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, renamed(value)]));
  };
  return { named: renamed(fields) as DataObject, values };
}

function roleReasons({ construct, resource }: Declaration): readonly Reason[] {
  if (construct?.hasOwnRole === true) return [];
  return [
    reasonAt(
      'iam',
      'the machine is given a role, which may be that of others as well, or may not take new rights',
      'Let CDK make the role of the machine.',
      resource?.key,
    ),
  ];
}

/** Another stack may be in another account or Region, whose models are others. */
function stackReasons({ construct }: Declaration, { resource, stack }: CalledFunction): readonly Reason[] {
  if (stack !== undefined && stack === construct?.stack) return [];
  const message = 'the function is made in another stack than the machine, which may be in another account or Region';
  return [reasonAt('iam', message, 'Make both in one stack.', resource?.key)];
}

// ---- fields -------------------------------------------------------------------------------------------------------

/** Lists of calls on the state, which stay calls on it. */
const CALLED: readonly string[] = ['Retry', 'Catch'];

/** Every field is written anew where it changes, but for what calls add. */
function constructEdits(task: TaskState, wanted: DataObject): readonly Intent[] | undefined {
  const { node } = task;
  const names = node.entries.map(({ key }) => key.value);
  if (new Set(names).size < names.length) return undefined;
  const edits: Intent[] = [];
  for (const [index, { key, value }] of node.entries.entries()) {
    const next = wanted[key.value];
    if (next === undefined) {
      if (key.value !== 'Comment') edits.push({ op: 'remove', from: node, index });
    } else if (CALLED.includes(key.value) && value.kind === 'array' && Array.isArray(next)) {
      const inside = changesOfItems(value, next as readonly Data[], changesOfCall(value));
      if (inside === undefined) return undefined;
      edits.push(...inside);
    } else edits.push(...replaced(node, index, next));
  }
  return [...edits, ...addedFields(node, wanted)];
}

function replaced(node: ObjectNode, index: number, next: Data): readonly Intent[] {
  const value = node.entries[index]?.value;
  if (value === undefined || isSameData(dataOf(value), next)) return [];
  return [{ op: 'replace', within: node, index, value: next }];
}

function addedFields(node: ObjectNode, wanted: DataObject): readonly Intent[] {
  const added = Object.entries(wanted).filter(([name]) => node.entry(name) === undefined);
  return added.map(([name, value]) => edit.set(node, name, value));
}

/** What the class of the task adds by itself goes with the class, and is said from then on. */
function changesOfCall(list: ArrayNode): (index: number, item: Node, next: Data) => readonly Intent[] {
  return (index, item, next) => {
    if (item.kind !== 'object' || item.syntax === undefined || !isObject(next))
      return [{ op: 'replace', within: list, index, value: next }];
    const changed = item.entries.flatMap(({ key }, i): readonly Intent[] => {
      const value = next[key.value];
      return value === undefined ? [{ op: 'remove', from: item, index: i }] : replaced(item, i, value);
    });
    return [...changed, ...addedFields(item, next)];
  };
}

const PARTITION = '${AWS::Partition}';

/** As CDK writes it: in the partition of the stack, and a model of its Region by its ARN. */
function inProgram(fields: DataObject, rights: readonly Right[]): DataObject {
  const { Resource: resource, Arguments: parameters } = fields;
  if (typeof resource !== 'string') return fields;
  const own = { ...fields, Resource: resource.replace(/^arn:[^:]+:/, `arn:${PARTITION}:`) };
  if (!resource.endsWith(':states:::bedrock:invokeModel') || !isObject(parameters)) return own;
  const { ModelId: id } = parameters;
  const arn = typeof id === 'string' ? foundationModel(id) : undefined;
  if (arn === undefined || !rights.some((right) => coversModel(right, arn))) return own;
  return { ...own, Arguments: { ...parameters, ModelId: arn } };
}

function isObject(value: Data | undefined): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The ARN of a model by its plain id; none for a profile, an ARN or an expression. */
function foundationModel(id: string): string | undefined {
  const [only, ...others] = id.startsWith('arn:') ? [] : modelResources(id);
  return others.length === 0 ? only?.arn : undefined;
}

/** Whether the function may call the model in the Region of the stack, under no condition. */
function coversModel({ resources, conditions }: Right, arn: string): boolean {
  if (conditions !== undefined) return false;
  return itemsOf(resources).some((resource) => {
    const text =
      resource.kind === 'string' ? resource.value : resource.kind === 'unknown' ? resource.template : undefined;
    if (text === undefined) return false;
    const pattern = text.replace(/^arn:aws:/, `arn:${PARTITION}:`);
    const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(arn);
  });
}

/** Of a definition that is a text or a file: what nothing in it names any more. */
function withoutSubstitutions(task: TaskState, { states }: Target): readonly Intent[] {
  const { gone } = goneNames(task, states);
  return task.machine.declarations.flatMap(({ substitutions: table }) =>
    table === undefined
      ? []
      : gone.filter((name) => table.get(name) !== undefined).map((name) => edit.remove(table, name)),
  );
}

// ---- rights -------------------------------------------------------------------------------------------------------

/** With the construct, or to the role of each machine; undefined where there is no such role to write to. */
function grantEdits(
  task: TaskState,
  { rights, values }: { readonly rights: readonly Right[]; readonly values: ReadonlyMap<string, Node> },
  isConstruct: boolean,
): readonly Intent[] | undefined {
  if (isConstruct) return [edit.allow(task.node, rights, values)];
  const lists = task.machine.declarations.map(({ settings }) => {
    const role = settings?.role?.kind === 'unknown' ? settings.role.reference?.resource : undefined;
    return role === undefined ? undefined : statementListOf(role);
  });
  const edits = lists.flatMap((list) => (list?.kind === 'array' ? [edit.allow(list, rights)] : []));
  return edits.length === lists.length ? edits : undefined;
}
