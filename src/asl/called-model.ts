/**
 * Which model an AI task calls, where its id is written: as an id, as the id of an inference profile, or at the end of
 * an ARN, with or without placeholders before it. An application profile, a provisioned or imported model or a prompt
 * says nothing of the model behind it, unless the user has an entry for its ARN.
 */
import { BODY_FAMILIES, MODEL_TIERS, NO_TEXT_MODELS, PROFILE_PREFIX, RETIRED_MODELS, UNTIERED } from '../aws/models.ts';
import type { BodyFamily, ModelTier, OwnModel } from '../aws/models.ts';
import type { ModelPrices } from '../aws/prices.ts';
import { matchesWildcard } from '../text/wildcard.ts';
import type { Node } from '../tree/node.ts';
import type { QueryLanguage, TaskState } from './model.ts';
import { memberOf } from './payload.ts';
import type { Member } from './payload.ts';

export interface CalledModel {
  /** Where it is written. */
  readonly node: Node;
  /** Without ARN and without the prefix of an inference profile: `anthropic.claude-sonnet-4-6`. */
  readonly id: string;
  /** False for models that answer with something else than text. */
  readonly writesText: boolean;
  readonly tier: ModelTier | undefined;
  readonly family: BodyFamily | undefined;
  readonly isRetired: boolean;
  /** The first day on which it is not offered, where the user says so. */
  readonly retiredFrom: string | undefined;
  /** The user's. */
  readonly prices: ModelPrices | undefined;
  /** Everything by which a pattern can name it: as written, as the id of a profile, as an id. */
  readonly names: readonly string[];
}

/** Undefined when the task calls no model by itself, or the id is not known. */
export function calledModel(state: TaskState, own: readonly OwnModel[]): CalledModel | undefined {
  const { node } = modelMember(state);
  const text = node?.kind === 'string' ? node.value : node?.kind === 'unknown' ? node.template : undefined;
  if (node === undefined || text === undefined) return undefined;
  const model = modelOf(text, own);
  return model && { node, ...model };
}

/** What is known of a model by its id or ARN. */
export function modelOf(text: string, own: readonly OwnModel[]): Omit<CalledModel, 'node'> | undefined {
  const profile = profileId(text);
  if (profile === undefined) return ownArn(text, own);
  const id = profile.replace(PROFILE_PREFIX, '');
  const names = [withoutHoles(text), profile, id];
  const entries = own.filter(({ pattern }) => namesOne(pattern, names));
  return { names, ...describe(describeShipped(id), entries), id };
}

export function isNamed({ names }: CalledModel, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => namesOne(pattern, names));
}

function namesOne(pattern: string, names: readonly string[]): boolean {
  return names.some((name) => matchesWildcard(pattern, name));
}

/** An ARN that does not tell the model behind it. A pattern that is not one of ARNs does not mean it. */
function ownArn(text: string, own: readonly OwnModel[]): Omit<CalledModel, 'node'> | undefined {
  const names = [withoutHoles(text)];
  const entries = own.filter(({ pattern }) => pattern.startsWith('arn:') && namesOne(pattern, names));
  return entries.length === 0 ? undefined : { names, ...describe(NOTHING_KNOWN, entries), id: text };
}

/** A star may stand for what is filled in later; no other character of a pattern can. */
function withoutHoles(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '\u{0}');
}

const PARAMETERS: Readonly<Partial<Record<string, readonly (readonly string[])[]>>> = {
  InvokeModel: [['ModelId']],
  Converse: [['ModelId']],
  RetrieveAndGenerate: [
    ['RetrieveAndGenerateConfiguration', 'KnowledgeBaseConfiguration', 'ModelArn'],
    ['RetrieveAndGenerateConfiguration', 'ExternalSourcesConfiguration', 'ModelArn'],
  ],
  InvokeHarness: [['Model', 'BedrockModelConfig', 'ModelId']],
};

function modelMember(state: TaskState): { readonly node: Node | undefined } {
  for (const path of PARAMETERS[state.aiCall?.operation.name ?? ''] ?? []) {
    const node = valueAt(state.arguments, path);
    if (node !== undefined && !isExpression(node, state.queryLanguage)) return { node };
  }
  return { node: undefined };
}

function valueAt(template: Node | undefined, path: readonly string[]): Node | undefined {
  let node = template;
  for (const name of path) node = node?.kind === 'object' ? node.get(name) : undefined;
  return node;
}

function isExpression(node: Node, language: QueryLanguage): boolean {
  return language !== 'JSONPath' && node.kind === 'string' && node.value.startsWith('{%');
}

/** A member at a path of the arguments; the first step that is not a plain object decides. */
export function memberAt(state: TaskState, path: readonly string[]): Member {
  let node = state.arguments;
  let member: Member = { kind: 'absent' };
  for (const name of path) {
    member = memberOf(node, name, state.queryLanguage);
    if (member.kind !== 'literal') return member;
    node = member.node;
  }
  return member;
}

const ARN_ID = /^arn:.*:(?:foundation-model|inference-profile)\/([^/]+)$/;
const PLAIN_ID = /^[a-zA-Z0-9][a-zA-Z0-9.:_-]*$/;

function profileId(text: string): string | undefined {
  const id = text.startsWith('arn:') ? ARN_ID.exec(text)?.[1] : text;
  return id !== undefined && PLAIN_ID.test(id) ? id : undefined;
}

/** The first entry that says something of a matter counts, and all entries before the tables. */
function describe(shipped: ShippedModel, own: readonly OwnModel[]): Omit<CalledModel, 'node' | 'names' | 'id'> {
  const { tier, family, writesText, retired, prices } = merged(own);
  return {
    writesText: writesText ?? shipped.writesText,
    tier: tier === undefined ? shipped.tier : knownOrNot(tier),
    family: family === undefined ? shipped.family : knownOrNot(family),
    isRetired: retired === undefined ? shipped.isRetired : retired !== false,
    retiredFrom: retired === false ? undefined : retired,
    prices,
  };
}

/** Later spreads win, so the first entry comes last. */
function merged(own: readonly OwnModel[]): Partial<OwnModel> {
  return own.reduceRight<Partial<OwnModel>>((all, entry) => ({ ...all, ...entry }), {});
}

function knownOrNot<Name extends string>(name: Name | 'unknown'): Name | undefined {
  return name === 'unknown' ? undefined : name;
}

type ShippedModel = Pick<CalledModel, 'writesText' | 'tier' | 'family' | 'isRetired'>;

const NOTHING_KNOWN: ShippedModel = { writesText: true, tier: undefined, family: undefined, isRetired: false };

function describeShipped(id: string): ShippedModel {
  const matches = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(id));
  const writesText = !matches(NO_TEXT_MODELS);
  const isTiered = writesText && !matches(UNTIERED);
  return {
    writesText,
    tier: isTiered ? MODEL_TIERS.find(([, pattern]) => pattern.test(id))?.[0] : undefined,
    family: writesText ? BODY_FAMILIES.find(([, pattern]) => pattern.test(id))?.[0] : undefined,
    isRetired: matches(RETIRED_MODELS),
  };
}
