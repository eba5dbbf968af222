/** How long an InvokeHarness call may run: the call's own time, that of the harness in the same template, or neither. */
import type { Node, Resource } from '../tree/node.ts';
import type { TaskState } from './model.ts';
import { memberOf } from './payload.ts';

export type HarnessTimeout =
  | { readonly kind: 'call' | 'harness'; readonly seconds: number; readonly node: Node }
  /** Neither sets it; `harness` when its resource is in the template. */
  | { readonly kind: 'unset'; readonly harness: Resource | undefined }
  | { readonly kind: 'unknown' };

export const HARNESS_RESOURCE_TYPE = 'AWS::BedrockAgentCore::Harness';

const UNKNOWN: HarnessTimeout = { kind: 'unknown' };

export function isHarnessCall(state: TaskState): boolean {
  return state.aiCall?.operation.name === 'InvokeHarness';
}

export function harnessTimeout(state: TaskState): HarnessTimeout {
  const own = memberOf(state.arguments, 'TimeoutSeconds', state.queryLanguage);
  if (own.kind === 'literal') return fromLiteral(own.node, 'call');
  if (own.kind !== 'absent' || state.queryLanguage === 'unknown') return UNKNOWN;
  return fromHarness(state);
}

function fromLiteral(node: Node, kind: 'call' | 'harness'): HarnessTimeout {
  return node.kind === 'number' ? { kind, seconds: node.value, node } : UNKNOWN;
}

function fromHarness(state: TaskState): HarnessTimeout {
  const template = state.arguments;
  const arn = template?.kind === 'object' ? template.get('HarnessArn') : undefined;
  if (arn?.kind === 'string') return isArn(arn.value) ? { kind: 'unset', harness: undefined } : UNKNOWN;
  const resource = arn?.kind === 'unknown' ? arn.reference?.resource : undefined;
  if (resource?.type !== HARNESS_RESOURCE_TYPE) return UNKNOWN;
  const seconds = resource.properties?.get('TimeoutSeconds');
  if (seconds !== undefined) return fromLiteral(seconds, 'harness');
  return resource.properties?.isOpen === true ? UNKNOWN : { kind: 'unset', harness: resource };
}

/** A literal ARN, not an expression or a sample's stand-in for one. */
function isArn(text: string): boolean {
  return text.startsWith('arn:') && !/[{<]/.test(text);
}
