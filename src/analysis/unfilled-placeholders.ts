/**
 * Placeholders and references of a definition that nothing gives a value to, where every template that declares the
 * definition shows all of its substitutions. A definition that no template of the run declares is not judged, nor is
 * text that may be meant as it stands: shell commands, comments, prose for a program of the user's own.
 */
import { FIELDS } from '../asl/fields.ts';
import type { Declaration, Machine, State } from '../asl/model.ts';
import { DOCUMENT_PARAMETERS, SHELL_PARAMETERS } from '../aws/foreign-placeholders.ts';
import { spanOfSlice } from '../tree/node.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import { placeholdersOf } from './placeholders.ts';
import type { PlaceholderUse } from './placeholders.ts';

/**
 * - `bare`: without quotes, where JSON or a field takes no text; `resource`, `arn`: the whole of one; `text`: any other;
 * - `withoutSub`: what the template declares by that name would be filled in by an `Fn::Sub`, and there is none;
 * - `reference`: an `Fn::Sub` names what the template does not declare.
 */
export type UnfilledKind = 'bare' | 'resource' | 'arn' | 'text' | 'withoutSub' | 'reference';

export interface UnfilledPlaceholder {
  readonly kind: UnfilledKind;
  readonly use: PlaceholderUse;
  /** The first declaration that gives it no value. */
  readonly site: Declaration;
  /** All names that placeholders and references of the definition use, with the placeholders of each. */
  readonly usesByName: ReadonlyMap<string, readonly PlaceholderUse[]>;
}

type Judged = Omit<UnfilledPlaceholder, 'usesByName'>;

/** By the state that the placeholder stands in; `undefined` for those of the machine itself. */
export type UnfilledByState = ReadonlyMap<State | undefined, readonly UnfilledPlaceholder[]>;

export function unfilledPlaceholders(machine: Machine): UnfilledByState {
  const byState = new Map<State | undefined, UnfilledPlaceholder[]>();
  const sites = machine.declarations.filter(isKnownSite);
  if (sites.length === 0) return byState;
  const { placeholders, references } = placeholdersOf(machine);
  const isJson = machine.written.layer.text.charAt(machine.written.start) === '{';
  const inline = sites.find(({ definition }) => definition.kind === 'inline');
  const names = new TemplateNames(inline?.template);
  const found = [
    ...placeholders.flatMap((use) => judgePlaceholder(use, sites, names, isJson) ?? []),
    ...(inline === undefined ? [] : references.flatMap((use) => judgeReference(use, inline, names) ?? [])),
  ];
  const usesByName = found.length === 0 ? new Map<string, PlaceholderUse[]>() : byName(placeholders, references);
  for (const judged of firstOfEach(found)) {
    const unfilled = { ...judged, usesByName };
    const { state } = judged.use;
    const others = byState.get(state);
    if (others === undefined) byState.set(state, [unfilled]);
    else others.push(unfilled);
  }
  return byState;
}

function byName(
  placeholders: readonly PlaceholderUse[],
  references: readonly PlaceholderUse[],
): ReadonlyMap<string, readonly PlaceholderUse[]> {
  const uses = new Map<string, PlaceholderUse[]>();
  for (const { name } of references) if (!uses.has(name)) uses.set(name, []);
  for (const use of placeholders) {
    const same = uses.get(use.name);
    if (same === undefined) uses.set(use.name, [use]);
    else same.push(use);
  }
  return uses;
}

/** A template that shows which values it gives. */
function isKnownSite({ resource, substitutionsAreOpen, definition }: Declaration): boolean {
  if (resource === undefined || substitutionsAreOpen) return false;
  return definition.kind === 'inline' || definition.kind === 'file' || definition.kind === 'otherCase';
}

function judgePlaceholder(
  use: PlaceholderUse,
  sites: readonly Declaration[],
  names: TemplateNames,
  isJson: boolean,
): Judged | undefined {
  const site = sites.find(({ substitutions }) => substitutions?.get(use.name) === undefined);
  if (site === undefined) return undefined;
  const kind = kindOf(use, isJson);
  if (!canBeName(use.name, kind) || (kind === 'text' && mayBeMeant(use))) return undefined;
  if (names.declares(use.name)) {
    return mayBeMeant(use) ? undefined : { kind: 'withoutSub', use, site };
  }
  return { kind, use, site };
}

/** Shells and other template languages have names such as `x:-default`, `#if a` and `self:custom.stage`. */
function canBeName(name: string, kind: UnfilledKind): boolean {
  if (kind === 'bare' || kind === 'resource' || kind === 'arn') return /^(?:AWS::)?[\w.-]+$/.test(name);
  return /^(?:AWS::)?[A-Za-z_]\w*(?:\.[A-Za-z]\w*)*$/.test(name);
}

function kindOf(use: PlaceholderUse, isJson: boolean): UnfilledKind {
  if (isUnquoted(use) && (isJson || (use.isWhole && takesNoText(use)))) return 'bare';
  if (!use.isWhole || use.isKey) return 'text';
  if (isResource(use)) return 'resource';
  return isArn(use) ? 'arn' : 'text';
}

function isUnquoted({ node }: PlaceholderUse): boolean {
  return !`"'|>`.includes(node.layer.text.charAt(node.start));
}

const FIELDS_WITHOUT_TEXT: ReadonlySet<string> = new Set(
  Object.values(FIELDS).flatMap((fields) =>
    fields.filter(({ form }) => ['number', 'boolean', 'true'].includes(form.kind)).map(({ name }) => name),
  ),
);

/** In YAML a placeholder without quotes stays a text, which fields for numbers and booleans refuse. */
function takesNoText({ path, isKey }: PlaceholderUse): boolean {
  const isField = path.length === 1 || (path.length === 2 && path[0] === 'Retry');
  return isField && !isKey && FIELDS_WITHOUT_TEXT.has(path.at(-1) ?? '');
}

function isResource({ path, state }: PlaceholderUse): boolean {
  if (path.at(-1) !== 'Resource') return false;
  if (path.length === 1) return state?.type === 'Task';
  return path.length === 2 && state?.type === 'Map' && (path[0] === 'ItemReader' || path[0] === 'ResultWriter');
}

/** A parameter of a call to a service, or the role of the Task. */
function isArn({ path, state }: PlaceholderUse): boolean {
  const [field = '', parameter = ''] = path;
  if (path.length !== 2 || state?.type !== 'Task') return false;
  if (field === 'Credentials') return parameter === 'RoleArn';
  const { kind } = state.integration;
  return ARGUMENTS.includes(field) && parameter.endsWith('Arn') && (kind === 'optimised' || kind === 'sdk');
}

const ARGUMENTS: readonly string[] = ['Parameters', 'Arguments'];

/** Whether the text may be right as it stands. */
function mayBeMeant(use: PlaceholderUse): boolean {
  const { path, text, range } = use;
  if (isLiteralOfSub(use)) return true;
  if (path.at(-1) === 'Comment' && path.length <= 2) return true;
  if (path.slice(1).some((name) => SHELL_PARAMETERS.includes(name.toLowerCase()))) return true;
  // A template literal of JavaScript, or code within prose.
  if (text.slice(0, range.start).includes('`') && text.slice(range.end).includes('`')) return true;
  return isForProgram(use) && /\S\s+\S/.test(text);
}

/** Written as `${!Name}` in an `Fn::Sub`, which asks for the characters `${Name}`. */
function isLiteralOfSub({ node, range }: PlaceholderUse): boolean {
  const { file, start } = spanOfSlice(node, range);
  return file.text.startsWith('${!', start);
}

/** Whether the text goes to a function, an activity, or another program that the user wrote. */
function isForProgram({ path, state }: PlaceholderUse): boolean {
  if (state?.type !== 'Task' || !ARGUMENTS.includes(path[0] ?? '')) return false;
  const { kind } = state.integration;
  return (kind !== 'optimised' && kind !== 'sdk') || DOCUMENT_PARAMETERS.includes(path[1] ?? '');
}

function judgeReference(use: PlaceholderUse, site: Declaration, names: TemplateNames): Judged | undefined {
  if (!/^[A-Za-z0-9]+(?:\.[\w.]+)?$/.test(use.name) || use.name === 'value') return undefined;
  return names.mayBeDeclared(use.name) ? undefined : { kind: 'reference', use, site };
}

/** What `Fn::Sub` finds in a template: parameters, resources and their attributes, pseudo parameters. */
class TemplateNames {
  readonly #resources: ReadonlySet<string>;
  readonly #parameters: ReadonlySet<string>;
  readonly #hasTransform: boolean;
  /** Other tools put templates together from parts, which have neither version nor transform. */
  readonly #mayBePart: boolean;

  /** No template declares nothing. */
  constructor(template: ObjectNode | undefined) {
    this.#resources = membersOf(template?.get('Resources'));
    this.#parameters = membersOf(template?.get('Parameters'));
    this.#hasTransform = template?.get('Transform') !== undefined;
    this.#mayBePart = !this.#hasTransform && template?.get('AWSTemplateFormatVersion') === undefined;
  }

  declares(name: string): boolean {
    if (this.#resources.size === 0) return false;
    if (name.startsWith('AWS::')) return PSEUDO_PARAMETERS.includes(name);
    const [owner = ''] = name.split('.');
    return this.#resources.has(owner) || this.#parameters.has(name);
  }

  mayBeDeclared(name: string): boolean {
    return this.#mayBePart || this.declares(name) || this.#mayBeMadeBySam(name);
  }

  /** SAM makes resources of its own, named after those it finds, such as the role of a function. */
  #mayBeMadeBySam(name: string): boolean {
    if (!this.#hasTransform) return false;
    if (name.startsWith('Serverless')) return true;
    for (let end = 1; end < name.length; end++) if (this.#resources.has(name.slice(0, end))) return true;
    return false;
  }
}

const PSEUDO_PARAMETERS: readonly string[] = [
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

function membersOf(node: Node | undefined): ReadonlySet<string> {
  return new Set(node?.kind === 'object' ? node.entries.map(({ key }) => key.value) : []);
}

/** A name is missing once, where it does most harm; a text that lacks its `Fn::Sub`, once for all its names. */
function firstOfEach(found: readonly Judged[]): readonly Judged[] {
  const chosen = new Map<unknown, Judged>();
  for (const unfilled of found) {
    const { kind, use } = unfilled;
    const identity = kind === 'withoutSub' ? use.node : kind === 'reference' ? `Fn::Sub ${use.name}` : use.name;
    const before = chosen.get(identity);
    if (before === undefined || (before.kind === 'text' && kind !== 'text')) chosen.set(identity, unfilled);
  }
  return [...chosen.values()];
}
