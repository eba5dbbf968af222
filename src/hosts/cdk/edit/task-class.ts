/**
 * Makes a task that runs a function one that makes another call: the class behind `new` becomes another, options that
 * have no meaning for it go, and the rights of the call are given with it. A model by the class that CDK has for it, any
 * other service by `CallAwsService`, the rest as a `CustomState` whose rights the machine is given.
 *
 * Limits: the options must be written out in the call. JSONata states only. Classes as of CDK 2.178 and later, where
 * JSONata came; older ones have `CustomState` alone.
 */
import type { ScriptNode } from '../../../script/parse.ts';
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Place } from '../../../tree/node.ts';
import type { Data, DataObject, LayerEdit, Right } from '../../../tree/syntax.ts';
import { scopeText } from './copied-code.ts';
import { quoted, raw, styleOf } from './code.ts';
import type { Code } from './code.ts';
import { codesOf, isObject } from './data-code.ts';
import type { DataWriter } from './data-code.ts';
import type { Names } from './names.ts';
import type { ObjectLiteral } from './members.ts';
import { NOT_WRITTEN, callAt, changeOptions } from './options.ts';
import { pathTo, usesOf } from './outline.ts';
import type { ScriptLayer } from './script-layer.ts';
import { listCode, roleEdits, statementCode } from './statements.ts';
import { reasonAgainstOtherType } from './task-type.ts';
import { declarationAt } from './visible-names.ts';

export interface TaskPlace {
  /** Whether the program asks for metrics of the task, which tasks of other classes refuse to give. */
  readonly asksMetrics: boolean;
  /** The whole call that makes the state. */
  readonly state: Place;
  /** The call that makes its machine. */
  readonly machine: Place;
}

export interface NewTask {
  /** All fields but those that calls on the state make. */
  readonly fields: DataObject;
  readonly rights: readonly Right[];
  /** Writes the values of fields. */
  readonly writer: DataWriter;
  /** Options for fields that are other than before. */
  readonly set: readonly (readonly [option: string, value: Code])[];
  /** Options that stay as they are. */
  readonly kept: readonly string[];
  /** Whether calls on the state add catchers. */
  readonly hasCatchers: boolean;
}

type Edits = readonly LayerEdit[] | Refusal;

export function changeTaskClass(task: TaskPlace, next: NewTask, names: Names): Edits {
  const { layer } = names;
  if (task.asksMetrics) return refuse('the program asks for metrics of the task, which only a function has');
  const node = callAt(task.state);
  const options = node?.arguments[2];
  if (node === undefined || options?.type !== 'ObjectExpression') return refuse(NOT_WRITTEN);
  const written = namesOfOptions(options, layer);
  if (written === undefined) return refuse('the options are put together by code here');
  const made = constructOf(task, next, names);
  if (isRefusal(made)) return made;
  const reason = reasonAgainstOtherType(task.state, layer, made.isTask);
  if (reason !== undefined) return refuse(reason);
  const own = made.isTask ? [...made.options, ...next.set] : made.options;
  const stays = new Set([...(made.isTask ? next.kept : []), ...own.map(([name]) => name)]);
  const removed = written.filter((name) => !stays.has(name));
  const changed = changeOptions(task.state, 2, { set: own, removed });
  if (isRefusal(changed)) return changed;
  const renamed = { layer: layer.file, start: node.start, end: node.callee.end, text: made.callee };
  names.forget([node.callee, ...options.properties.filter((property) => removed.includes(nameOf(property, layer)))]);
  return [renamed, ...changed, ...made.edits, ...withoutVariable(options, layer)];
}

function namesOfOptions({ properties }: ObjectLiteral, layer: ScriptLayer): readonly string[] | undefined {
  const isPlain = properties.every((property) => property.type === 'Property' && !property.computed);
  return isPlain ? properties.map((property) => nameOf(property, layer)) : undefined;
}

function nameOf(property: ScriptNode, { text }: ScriptLayer): string {
  if (property.type !== 'Property') return '';
  const { key } = property;
  return key.type === 'Literal' ? String(key.value) : text.slice(key.start, key.end);
}

interface NewConstruct {
  readonly callee: string;
  readonly options: readonly (readonly [string, Code])[];
  /** Elsewhere than in the call. */
  readonly edits: readonly LayerEdit[];
  /** Whether it is of a class for tasks, which takes the usual options. */
  readonly isTask: boolean;
}

function constructOf(task: TaskPlace, next: NewTask, names: Names): NewConstruct | Refusal {
  if (names.layer.text.includes('@aws-cdk/aws-stepfunctions')) return customState(task, next, names);
  return modelTask(task, next, names) ?? serviceTask(task, next, names) ?? customState(task, next, names);
}

// ---- a model by its own class -------------------------------------------------------------------------------------

const INVOKE_MODEL = 'arn:${AWS::Partition}:states:::bedrock:invokeModel';

/** As CDK writes the ARN of a model in the Region of the stack. */
const MODEL = /^arn:\$\{AWS::Partition\}:bedrock:\$\{AWS::Region\}::foundation-model\/([^/{}]+)$/;

/** Parameters and the options that stand for them. */
const MODEL_OPTIONS: Readonly<Record<string, string>> = { Accept: 'accept', ContentType: 'contentType' };

/** Undefined where the class has no option for something. The class gives its own right, to this model. */
function modelTask(
  { state }: TaskPlace,
  { fields, writer }: NewTask,
  names: Names,
): NewConstruct | Refusal | undefined {
  const called = modelCall(fields);
  if (called === undefined) return undefined;
  const style = styleOf(names.layer);
  const tasks = names.ofAll('aws-stepfunctions-tasks', ['BedrockInvokeModel']);
  const models = names.ofAll('aws-bedrock', ['FoundationModel', 'FoundationModelIdentifier']);
  const scope = scopeText(state);
  const sent = sentOptions(called, names, writer);
  if (isRefusal(tasks)) return tasks;
  if (isRefusal(models)) return models;
  if (isRefusal(sent)) return sent;
  if (scope === undefined) return refuse(NOT_WRITTEN);
  const id = `new ${models.FoundationModelIdentifier}(${quoted(called.model, style)})`;
  const model = raw(`${models.FoundationModel}.fromFoundationModelId(${scope}, ${quoted('Model', style)}, ${id})`);
  const options = [['model', model] as const, ...sent];
  return { callee: `${tasks.BedrockInvokeModel}.jsonata`, options, edits: [], isTask: true };
}

interface ModelCall {
  readonly model: string;
  readonly body: Data;
  readonly others: DataObject;
}

function modelCall({ Resource: resource, Arguments: parameters }: DataObject): ModelCall | undefined {
  if (resource !== INVOKE_MODEL || !isObject(parameters)) return undefined;
  const { ModelId: modelId, Body: body, ...others } = parameters;
  const [, model] = typeof modelId === 'string' ? (MODEL.exec(modelId) ?? []) : [];
  const isWhole = Object.keys(others).every((name) => Object.hasOwn(MODEL_OPTIONS, name));
  return model === undefined || body === undefined || !isWhole ? undefined : { model, body, others };
}

function sentOptions(
  { body, others }: ModelCall,
  names: Names,
  writer: DataWriter,
): readonly (readonly [string, Code])[] | Refusal {
  const input = names.of('aws-stepfunctions.TaskInput');
  const [code, rest] = [writer.write(body), writer.write(others)];
  if (isRefusal(input)) return input;
  if (isRefusal(code)) return code;
  if (isRefusal(rest)) return rest;
  const callee = `${input}.${typeof body === 'string' ? 'fromText' : 'fromObject'}`;
  const entries = rest.kind === 'object' ? rest.entries : [];
  const plain = entries.map(([name, value]) => [MODEL_OPTIONS[name] ?? name, value] as const);
  return [['body', { kind: 'call', callee, argument: code }], ...plain];
}

// ---- any service --------------------------------------------------------------------------------------------------

const SDK_CALL = /^arn:\$\{AWS::Partition\}:states:::aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)$/;

/** Undefined where the class would give other rights than are wanted: it has one action without conditions by itself. */
function serviceTask({ state }: TaskPlace, next: NewTask, names: Names): NewConstruct | Refusal | undefined {
  const { Resource: resource, Arguments: parameters } = next.fields;
  const [, service, action] = typeof resource === 'string' ? (SDK_CALL.exec(resource) ?? []) : [];
  const [first, ...others] = singleActions(next.rights);
  const [iamAction] = first?.actions ?? [];
  if (service === undefined || action === undefined || !isObject(parameters)) return undefined;
  if (first === undefined || iamAction === undefined) return undefined;
  const style = styleOf(names.layer);
  const task = names.of('aws-stepfunctions-tasks.CallAwsService');
  const sent = next.writer.write(parameters);
  const target = { at: state, construct: state };
  const resources = listCode(first, target, names);
  const statements = codesOf(others, (right) => statementCode(right, target, names));
  if (isRefusal(task)) return task;
  if (isRefusal(sent)) return sent;
  if (isRefusal(resources)) return resources;
  if (isRefusal(statements)) return statements;
  const text = (value: string): Code => raw(quoted(value, style));
  const options: (readonly [string, Code])[] = [
    ['service', text(service)],
    ['action', text(action)],
    ['parameters', sent],
    ['iamAction', text(iamAction)],
    ['iamResources', resources],
  ];
  if (statements.length > 0) options.push(['additionalIamStatements', { kind: 'list', items: statements }]);
  return { callee: `${task}.jsonata`, options, edits: [], isTask: true };
}

/** One without conditions and with one action first; what else its statement allows comes apart. None without such. */
function singleActions(rights: readonly Right[]): readonly Right[] {
  const plain = rights.find(({ conditions }) => conditions === undefined);
  const [action, ...more] = plain?.actions ?? [];
  if (plain === undefined || action === undefined) return [];
  const rest = more.length === 0 ? [] : [{ ...plain, actions: more }];
  return [{ ...plain, actions: [action] }, ...rest, ...rights.filter((right) => right !== plain)];
}

// ---- a state by its fields ----------------------------------------------------------------------------------------

function customState(
  { machine }: TaskPlace,
  { fields, rights, writer, hasCatchers }: NewTask,
  names: Names,
): NewConstruct | Refusal {
  // What a catcher gives on is left out of a state that CDK takes for one of JSONPath.
  if (hasCatchers && fields.QueryLanguage !== undefined)
    return refuse(
      'the call needs a CustomState, whose catchers CDK writes without their output in a machine of JSONPath',
    );
  const name = names.of('aws-stepfunctions.CustomState');
  const code = writer.write(fields);
  const edits = rights.length === 0 ? [] : roleEdits(machine, rights, names);
  if (isRefusal(name)) return name;
  if (isRefusal(code)) return code;
  if (isRefusal(edits)) return edits;
  return { callee: `new ${name}`, options: [['stateJson', code]], edits, isTask: false };
}

// ---- what nothing uses any more -----------------------------------------------------------------------------------

/** Some projects compile with a check for names that are not used. */
const FUNCTION_OPTION = 'lambdaFunction';

/** What may stand as a statement by itself. */
const CALLS: ReadonlySet<ScriptNode['type']> = new Set<ScriptNode['type']>(['NewExpression', 'CallExpression']);

/** `const fn = ` in front of the call that makes a function to which this task was the only one to refer. */
function withoutVariable({ properties }: ObjectLiteral, layer: ScriptLayer): readonly LayerEdit[] {
  const { program, file } = layer;
  const option = properties.find((property) => nameOf(property, layer) === FUNCTION_OPTION);
  const value = option?.type === 'Property' ? option.value : undefined;
  if (value?.type !== 'Identifier') return [];
  const declared = declarationAt(program, value.name, value)?.node;
  if (declared?.type !== 'VariableDeclarator' || declared.init === null || !CALLS.has(declared.init.type)) return [];
  const statement = ownStatement(declared, program);
  if (statement === undefined || usesOf(program, value.name, declared.id).length > 1) return [];
  return [{ layer: file, start: statement.start, end: declared.init.start, text: '' }];
}

/** The statement that declares a variable and nothing else, and does not export it. */
function ownStatement(declared: ScriptNode, program: ScriptLayer['program']): ScriptNode | undefined {
  const [around, outer] = pathTo(program, declared, ['VariableDeclarator']).slice(-3);
  const isAlone = outer?.type === 'VariableDeclaration' && outer.declarations.length === 1;
  return isAlone && around?.type !== 'ExportNamedDeclaration' ? outer : undefined;
}
