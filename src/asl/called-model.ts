/**
 * Which model an AI task calls, where its id is written: as an id, as the id of an inference profile, or at the end of
 * an ARN, with or without placeholders before it. An application profile, a provisioned or imported model or a prompt
 * says nothing of the model behind it.
 */
import { BODY_FAMILIES, MODEL_TIERS, NO_TEXT_MODELS, PROFILE_PREFIX, RETIRED_MODELS, UNTIERED } from '../aws/models.ts';
import type { BodyFamily, ModelTier } from '../aws/models.ts';
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
}

/** Undefined when the task calls no model by itself, or the id is not known. */
export function calledModel(state: TaskState): CalledModel | undefined {
  const { node } = modelMember(state);
  const text = node?.kind === 'string' ? node.value : node?.kind === 'unknown' ? node.template : undefined;
  const id = text === undefined ? undefined : modelId(text);
  return node === undefined || id === undefined ? undefined : { node, ...describe(id) };
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

function modelId(text: string): string | undefined {
  const id = text.startsWith('arn:') ? ARN_ID.exec(text)?.[1] : text;
  return id !== undefined && PLAIN_ID.test(id) ? id.replace(PROFILE_PREFIX, '') : undefined;
}

function describe(id: string): Omit<CalledModel, 'node'> {
  const matches = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(id));
  const writesText = !matches(NO_TEXT_MODELS);
  const isTiered = writesText && !matches(UNTIERED);
  return {
    id,
    writesText,
    tier: isTiered ? MODEL_TIERS.find(([, pattern]) => pattern.test(id))?.[0] : undefined,
    family: writesText ? BODY_FAMILIES.find(([, pattern]) => pattern.test(id))?.[0] : undefined,
    isRetired: matches(RETIRED_MODELS),
  };
}
