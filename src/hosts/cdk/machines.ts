/** `new StateMachine(…)`: its definition as it is when the machine is made, its name, type and other options. */
import { objectNode, stringNode } from '../../tree/node.ts';
import type { Node, Place, Resource, StringNode } from '../../tree/node.ts';
import type { StateMachineSettings } from '../template/settings.ts';
import type { TemplateStateMachine } from '../template/template.ts';
import { startOf } from './chain-ends.ts';
import { constructPath, stackOf } from './construct-path.ts';
import type { ConstructPath } from './construct-path.ts';
import { durationNode } from './durations.ts';
import { OptionsSyntax } from './edit/options-syntax.ts';
import type { CallPlaces, Evaluator } from './evaluator.ts';
import { Fields } from './fields.ts';
import { loggingNode, tracingNode } from './machine-settings.ts';
import { unknownAt, valueNode } from './nodes.ts';
import { programFile } from './program-file.ts';
import type { ProgramFile } from './program-file.ts';
import { languageOf } from './query-language.ts';
import { graphNode, nameOf } from './render.ts';
import type { Rendering, SeenStates } from './rendering.ts';
import { Props } from './state.ts';
import type { StateValue } from './state.ts';
import { S3_URI_FLAG } from './tasks/ai.ts';
import { addedText } from './texts.ts';
import { knownText } from './values.ts';
import type { Value } from './values.ts';

type TemplateDefinition = TemplateStateMachine['definition'];

export interface CdkStateMachine extends Omit<TemplateStateMachine, 'definition' | 'resource'> {
  readonly resource: Resource;
  readonly definition: TemplateDefinition | ProgramFile;
  /** Where it is made. */
  readonly place: Place;
  /** The states that its definition is rendered of; none for a text. */
  readonly seen: SeenStates;
  readonly construct: ConstructOptions;
  readonly path: ConstructPath | undefined;
}

/** Options that matter beyond what the machine becomes. */
export interface ConstructOptions {
  readonly deprecatedDefinition: StringNode | undefined;
  readonly ignoredOptions: readonly { readonly state: string; readonly key: StringNode }[];
  /** Whether CDK makes a role for this machine alone. */
  readonly hasOwnRole: boolean;
  /** Stands for the stack that it is in. */
  readonly stack: object | undefined;
}

export function readMachine(path: string, given: readonly Value[], places: CallPlaces, ev: Evaluator): CdkStateMachine {
  const [, id, options] = given;
  const props = new Props(options);
  const isRaw = path.endsWith('.CfnStateMachine');
  const name = knownText(props.get('stateMachineName'));
  const substitutions = props.get('definitionSubstitutions');
  const table = substitutions === undefined ? undefined : valueNode(substitutions);
  const seen: SeenStates = { states: [], isOpen: false };
  const rendered = isRaw ? rawDefinition(props, places.callee) : definition(props, places, { ev, seen });
  return {
    resource: resourceAt(id, places),
    name: name === '' ? undefined : name,
    type: typeNode(props, places.callee),
    definition: rendered,
    substitutions: table?.kind === 'object' ? table : undefined,
    substitutionsAreOpen: props.isOpen || (table !== undefined && (table.kind !== 'object' || table.isOpen)),
    settings: settingsOf(props, places, isRaw),
    place: places.call,
    seen,
    path: constructPath(given[0], id),
    construct: {
      deprecatedDefinition: isRaw ? undefined : keyOf(props, 'definition'),
      ignoredOptions: seen.states.flatMap((state) => ignoredUris(state, ev)),
      hasOwnRole: !isRaw && !props.isOpen && props.get('role') === undefined,
      stack: stackOf(given[0]),
    },
  };
}

function keyOf(props: Props, name: string): StringNode | undefined {
  const key = props.member(name)?.key;
  return key === undefined ? undefined : stringNode(key.place, name, { kind: 'layer', layer: key.layer });
}

/** With the feature flag switched off `BedrockInvokeModel` does not look at these. */
const URI_OPTIONS = [
  ['input', 's3InputUri'],
  ['output', 's3OutputUri'],
] as const;

function ignoredUris(state: StateValue, ev: Evaluator): ConstructOptions['ignoredOptions'] {
  if (state.className !== 'BedrockInvokeModel' || ev.flag(S3_URI_FLAG, state.callee) !== false) return [];
  const props = new Props(state.props);
  return URI_OPTIONS.flatMap(([holder, name]) => {
    const key = keyOf(new Props(props.get(holder)), name);
    return key === undefined ? [] : [{ state: nameOf(state), key }];
  });
}

function resourceAt(id: Value | undefined, { callee }: CallPlaces): Resource {
  const text = id?.kind === 'text' ? id : addedText('StateMachine', id?.place ?? callee);
  const key = stringNode(text.place, text.layer.text, { kind: 'layer', layer: text.layer });
  return { logicalId: key.value, type: 'AWS::StepFunctions::StateMachine', key, properties: undefined, isOpen: true };
}

function typeNode(props: Props, callee: Place): Node | undefined {
  const value = props.get('stateMachineType');
  if (value !== undefined) return valueNode(value);
  return props.isOpen ? unknownAt(callee, 'a type') : undefined;
}

type Reading = Pick<Rendering, 'ev' | 'seen'>;

function definition(props: Props, places: CallPlaces, reading: Reading): CdkStateMachine['definition'] {
  const body = props.get('definitionBody');
  const legacy = props.get('definition');
  if (body === undefined)
    return legacy === undefined ? absent(props, places.callee) : chainDefinition(legacy, props, places, reading);
  const form = body.kind === 'made' ? /^aws-stepfunctions\.\w*DefinitionBody\.?(\w*)$/.exec(body.path) : null;
  const inner = body.kind === 'made' ? body.arguments[0] : undefined;
  if (form === null || inner === undefined) return computedAt(body);
  const kind = form[1] === '' ? form[0].replace(/^.*\.(\w*)DefinitionBody$/, '$1') : form[1];
  switch (kind) {
    case 'fromChainable':
    case 'Chain':
      return chainDefinition(inner, props, places, reading);
    case 'fromString':
    case 'String':
      return textDefinition(inner);
    case 'fromFile':
    case 'File':
      return fileDefinition(inner);
    default:
      return computedAt(body);
  }
}

function absent(props: Props, callee: Place): TemplateDefinition {
  return props.isOpen ? { kind: 'computed', node: unknownAt(callee, 'a definition') } : { kind: 'none' };
}

function computedAt(value: Value): TemplateDefinition {
  return { kind: 'computed', node: unknownAt(value.place, 'a definition that is not known here') };
}

function chainDefinition(
  chain: Value,
  props: Props,
  { callee, call }: CallPlaces,
  reading: Reading,
): TemplateDefinition {
  const member = props.member('queryLanguage');
  const language = member === undefined ? (props.isOpen ? 'unknown' : undefined) : languageOf(member.value);
  const graph = graphNode(startOf(chain, reading.ev), { ...reading, language, machine: call }, call);
  if (graph.kind !== 'object') return { kind: 'computed', node: { ...graph } };
  const fields = new Fields();
  fields.option(props, 'comment', 'Comment');
  fields.option(props, 'queryLanguage', 'QueryLanguage');
  fields.option(props, 'timeout', 'TimeoutSeconds', durationNode);
  if (props.isOpen && member === undefined)
    fields.add('QueryLanguage', callee, unknownAt(callee, 'a query language', true));
  const { layer, start, end } = call;
  const syntax = isOfLibrary(callee) ? new OptionsSyntax(call, 2, fields.writers) : undefined;
  const entries = [...fields.entries, ...graph.entries];
  const node = objectNode({ layer, start, end, syntax }, entries, undefined, props.isOpen);
  return { kind: 'tree', node };
}

/** A class of the program's own that is a state machine takes options of its own. */
function isOfLibrary({ layer, start, end }: Place): boolean {
  return /\bStateMachine$/.test(layer.text.slice(start, end));
}

/** The text of a definition: a literal, what `JSON.stringify` makes of an object, or what is read from a file. */
function textDefinition(text: Value): CdkStateMachine['definition'] {
  if (text.kind === 'text') {
    const node = valueNode(text) ?? unknownAt(text.place, 'a text');
    return { kind: 'text', layer: text.layer, node };
  }
  if (text.kind !== 'made') return computedAt(text);
  const [first] = text.arguments;
  if (first === undefined) return computedAt(text);
  if (text.path === 'global.JSON.stringify' || text.path.endsWith('#toJsonString')) {
    const object = text.path.endsWith('#toJsonString') ? text.arguments[1] : first;
    const node = object === undefined ? undefined : valueNode(object);
    return node?.kind === 'object' ? { kind: 'tree', node } : computedAt(text);
  }
  return text.path === 'fs.readFileSync' ? fileDefinition(first) : computedAt(text);
}

function fileDefinition(path: Value): CdkStateMachine['definition'] {
  return programFile(path) ?? computedAt(path);
}

/** `CfnStateMachine`, with the properties of the resource itself. */
function rawDefinition(props: Props, callee: Place): CdkStateMachine['definition'] {
  const tree = props.get('definition');
  if (tree !== undefined) {
    const node = valueNode(tree);
    return node?.kind === 'object' ? { kind: 'tree', node } : computedAt(tree);
  }
  const text = props.get('definitionString');
  if (text !== undefined) return textDefinition(text);
  const location = props.get('definitionS3Location');
  return location === undefined ? absent(props, callee) : computedAt(location);
}

/** Aspects, tags and escape hatches may set more than is written. */
function settingsOf(props: Props, { callee, call }: CallPlaces, isRaw: boolean): StateMachineSettings {
  return {
    logging: isRaw ? undefined : loggingNode(props),
    tracing: tracingNode(props, isOfLibrary(callee) ? call : undefined),
    tags: undefined,
    role: undefined,
    policies: undefined,
    publishesVersions: undefined,
    isOpen: true,
  };
}
