/**
 * A CloudFormation or SAM template: its resources, and the state machines among them. Knows the two resource types
 * that declare a state machine and how each carries a definition; everything it returns is free of the host.
 */
import type { Layer } from '../../text/layer.ts';
import type { Entry, Node, ObjectNode, Resource, StringNode } from '../../tree/node.ts';
import { IntrinsicResolver, isAllHoles } from './intrinsics.ts';
import { PublishedVersions, hasFunction, mayHoldMore, readSettings } from './settings.ts';
import type { StateMachineSettings } from './settings.ts';

export const SAM_STATE_MACHINE = 'AWS::Serverless::StateMachine';
export const CFN_STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/** How a declaration carries its definition. */
export type DefinitionSource =
  /** A tree in the template's own format. */
  | { readonly kind: 'tree'; readonly node: Node }
  /** JSON text; `node` is where it is written. */
  | { readonly kind: 'text'; readonly layer: Layer; readonly node: Node }
  /** A path relative to the template. */
  | { readonly kind: 'file'; readonly path: string; readonly node: StringNode }
  /** An object in S3; `key` when it is plain text. */
  | { readonly kind: 's3'; readonly key: string | undefined; readonly node: Node }
  /** A value that only the deployment knows. */
  | { readonly kind: 'computed'; readonly node: Node }
  /** A value that cannot be a definition; `message` says what is wanted. */
  | { readonly kind: 'malformed'; readonly node: Node; readonly message: string }
  | { readonly kind: 'none' };

export interface TemplateStateMachine {
  readonly resource: Resource;
  /** The machine's own name when it is plain text, and not an empty one. */
  readonly name: string | undefined;
  readonly type: Node | undefined;
  readonly definition: DefinitionSource;
  readonly substitutions: ObjectNode | undefined;
  /** Whether there may be substitutions that are not seen. */
  readonly substitutionsAreOpen: boolean;
  readonly settings: StateMachineSettings;
}

export interface Template {
  readonly root: ObjectNode;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Every resource as it is written, under its logical id. */
  readonly written: readonly Entry[];
  /** Links the unknown strings of a tree read from text in this template to the resources they refer to. */
  readonly refer: (tree: Node) => Node;
  readonly stateMachines: readonly TemplateStateMachine[];
}

/** The template that `root` is, or undefined when it declares no state machine. */
export function readTemplate(root: Node): Template | undefined {
  if (root.kind !== 'object') return undefined;
  const section = root.get('Resources');
  if (section?.kind !== 'object') return undefined;
  const resources = new ResourceSection(root, section);
  const declaring = resources.all.filter(({ type }) => type === SAM_STATE_MACHINE || type === CFN_STATE_MACHINE);
  if (declaring.length === 0) return undefined;
  const versions = new PublishedVersions(resources.all);
  const isOpen = mayHoldMore(root);
  const stateMachines = declaring.map((resource) => readStateMachine(resource, versions, isOpen));
  const written = resources.all.map((resource) => resource.written);
  return { root, resources: resources.byId, written, refer: (tree) => resources.resolver.refer(tree), stateMachines };
}

/** Resources by logical id; their properties are resolved when first asked for. */
class ResourceSection {
  readonly byId = new Map<string, Resource>();
  readonly all: TemplateResource[] = [];
  readonly resolver: IntrinsicResolver;
  readonly #globals: Node | undefined;

  constructor(root: ObjectNode, section: ObjectNode) {
    this.resolver = new IntrinsicResolver((logicalId) => this.byId.get(logicalId), 'all');
    this.#globals = root.get('Globals');
    this.#addAll(section);
  }

  #addAll(section: ObjectNode): void {
    for (const { key, value } of section.entries) {
      if (key.value.startsWith('Fn::ForEach::')) this.#addLoop(value);
      else if (value.kind === 'object') this.#add(key, value);
    }
  }

  /** `Fn::ForEach::Name: [Variable, Values, {LogicalId: Resource}]`: its resources, read once. */
  #addLoop(loop: Node): void {
    const body = loop.kind === 'array' ? loop.items[2] : undefined;
    if (body?.kind === 'object') this.#addAll(body);
  }

  #add(key: StringNode, body: ObjectNode): void {
    const resource = new TemplateResource(key, body, this.resolver, this.#globals);
    this.byId.set(key.value, resource);
    this.all.push(resource);
  }
}

class TemplateResource implements Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly key: StringNode;
  /** Whether its properties are a value that is not known here, or may be more than are written. */
  readonly isOpen: boolean;
  readonly #body: ObjectNode;
  readonly #resolver: IntrinsicResolver;
  readonly #globals: Node | undefined;
  #properties: ObjectNode | undefined | null = null;

  constructor(key: StringNode, body: ObjectNode, resolver: IntrinsicResolver, globals: Node | undefined) {
    const type = body.get('Type');
    this.logicalId = key.value;
    this.type = type?.kind === 'string' ? type.value : '';
    this.key = key;
    const properties = body.get('Properties');
    this.isOpen = hasFunction(body) || (properties !== undefined && !isClosed(properties));
    this.#body = body;
    this.#resolver = resolver;
    this.#globals = globals;
  }

  get written(): Entry {
    return { key: this.key, value: this.#body };
  }

  get properties(): ObjectNode | undefined {
    if (this.#properties === null) this.#properties = this.#resolveProperties();
    return this.#properties;
  }

  /** The object that `Fn::ToJsonString` makes the text of a property from. */
  jsonStringArgument(name: string): Node | undefined {
    const properties = this.#body.get('Properties');
    const value = properties?.kind === 'object' ? properties.get(name) : undefined;
    const argument = value?.kind === 'object' ? value.get('Fn::ToJsonString') : undefined;
    return argument === undefined ? undefined : this.#resolver.resolve(argument);
  }

  #resolveProperties(): ObjectNode | undefined {
    const properties = this.#body.get('Properties');
    if (properties?.kind !== 'object') return undefined;
    const resolved = this.#resolver.resolve(properties);
    return resolved.kind === 'object' ? resolved : undefined;
  }

  /** A property of the resource, or the one that SAM's `Globals` gives to all resources of its type. */
  property(name: string): Node | undefined {
    const own = this.properties?.get(name);
    if (own !== undefined || !this.type.startsWith('AWS::Serverless::')) return own;
    const section = this.#globals?.kind === 'object' ? this.#globals.get(this.type.slice(17)) : undefined;
    const shared = section?.kind === 'object' ? section.get(name) : undefined;
    return shared === undefined ? undefined : this.#resolver.resolve(shared);
  }
}

function readStateMachine(
  resource: TemplateResource,
  versions: PublishedVersions,
  templateIsOpen: boolean,
): TemplateStateMachine {
  const isSam = resource.type === SAM_STATE_MACHINE;
  const name = resource.property(isSam ? 'Name' : 'StateMachineName');
  const substitutions = resource.property('DefinitionSubstitutions');
  const isOpen = templateIsOpen || resource.isOpen;
  const property = (wanted: string): Node | undefined => resource.property(wanted);
  const published = versions.of(resource.logicalId);
  return {
    resource,
    name: name?.kind === 'string' && name.value !== '' ? name.value : undefined,
    type: resource.property(isSam ? 'Type' : 'StateMachineType'),
    definition: readDefinition(resource),
    substitutions: substitutions?.kind === 'object' ? substitutions : undefined,
    substitutionsAreOpen: isOpen || (substitutions !== undefined && !isClosed(substitutions)),
    settings: readSettings(property, isSam ? 'sam' : 'cloudFormation', published, isOpen),
  };
}

/** Whether all members of a value are seen. */
function isClosed(node: Node): boolean {
  return node.kind === 'object' && !hasFunction(node) && !isFunctionCall(node);
}

/** `{"Fn::If": …}` and the like, before they are resolved. */
function isFunctionCall({ entries }: ObjectNode): boolean {
  return entries.length === 1 && (entries[0]?.key.value.startsWith('Fn::') ?? false);
}

function readDefinition(resource: TemplateResource): DefinitionSource {
  const tree = resource.property('Definition') ?? resource.jsonStringArgument('DefinitionString');
  if (tree !== undefined) return treeSource(tree);
  const text = resource.property('DefinitionString');
  if (text !== undefined) return textSource(text);
  const location = resource.property('DefinitionUri') ?? resource.property('DefinitionS3Location');
  return location === undefined ? { kind: 'none' } : locationSource(location);
}

function treeSource(node: Node): DefinitionSource {
  if (node.kind === 'object') return { kind: 'tree', node };
  if (node.kind === 'unknown' && node.reference === undefined) return { kind: 'computed', node };
  return { kind: 'malformed', node, message: 'a definition must be an object' };
}

/** A dynamic reference that is the whole text, or a value in it without quotes: no JSON before it is resolved. */
const BARE_DYNAMIC_REFERENCE = /(?:^|[:,[])\s*\{\{resolve:/;

function textSource(node: Node): DefinitionSource {
  if (node.kind !== 'string' && node.kind !== 'unknown')
    return { kind: 'malformed', node, message: 'a DefinitionString must be a text' };
  const layer = node.content();
  if (layer === undefined || BARE_DYNAMIC_REFERENCE.test(layer.text)) return { kind: 'computed', node };
  return node.kind === 'unknown' && isAllHoles(layer) ? { kind: 'computed', node } : { kind: 'text', layer, node };
}

function locationSource(node: Node): DefinitionSource {
  switch (node.kind) {
    case 'string':
      if (node.value.includes('{{resolve:')) return { kind: 'computed', node };
      return /^(?:s3|https?):\/\//i.test(node.value)
        ? { kind: 's3', key: undefined, node }
        : { kind: 'file', path: node.value, node };
    case 'object': {
      const key = node.get('Key');
      return { kind: 's3', key: key?.kind === 'string' ? key.value : undefined, node };
    }
    case 'unknown':
      return { kind: 'computed', node };
    default:
      return { kind: 'malformed', node, message: 'the place of a definition must be a path or an object in S3' };
  }
}
