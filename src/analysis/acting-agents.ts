/**
 * Whether an InvokeHarness call gives its agent a tool that acts: in the call, or else in the harness of the same
 * template. A list of allowed tools that names single ones of a server says that somebody has looked: quiet.
 */
import { HARNESS_RESOURCE_TYPE, isHarnessCall } from '../asl/harness.ts';
import type { TaskState } from '../asl/model.ts';
import { memberOf } from '../asl/payload.ts';
import { ACTING_TOOLS } from '../aws/agent-tools.ts';
import type { ActingTool } from '../aws/agent-tools.ts';
import type { Node, ObjectNode } from '../tree/node.ts';

/** The first tool that certainly acts. */
export function actingToolOf(state: TaskState): ActingTool | undefined {
  if (!isHarnessCall(state) || state.aiCall?.exists !== true || state.queryLanguage === 'unknown') return undefined;
  const harness = harnessOf(state);
  const tools = settingOf('Tools', state, harness);
  const allowed = settingOf('AllowedTools', state, harness);
  if (tools === 'unknown' || tools?.kind !== 'array' || allowed === 'unknown') return undefined;
  for (const tool of tools.items) {
    const acting = tool.kind === 'object' ? actingTool(tool, allowed) : undefined;
    if (acting !== undefined) return acting;
  }
  return undefined;
}

/** What the call sets, or else its harness; undefined when neither does, or the harness is not in the template. */
function settingOf(name: string, state: TaskState, harness: ObjectNode | undefined): Node | undefined | 'unknown' {
  const own = memberOf(state.arguments, name, state.queryLanguage);
  if (own.kind === 'literal') return own.node;
  if (own.kind !== 'absent') return 'unknown';
  const declared = harness?.get(name);
  return declared === undefined && harness?.isOpen === true ? 'unknown' : declared;
}

function harnessOf({ arguments: template }: TaskState): ObjectNode | undefined {
  const arn = template?.kind === 'object' ? template.get('HarnessArn') : undefined;
  const resource = arn?.kind === 'unknown' ? arn.reference?.resource : undefined;
  return resource?.type === HARNESS_RESOURCE_TYPE ? resource.properties : undefined;
}

function actingTool(tool: ObjectNode, allowed: Node | undefined): ActingTool | undefined {
  const type = tool.get('Type');
  const acting = type?.kind === 'string' ? ACTING_TOOLS.find((known) => known.type === type.value) : undefined;
  return acting !== undefined && isAllowed(tool, allowed) ? acting : undefined;
}

function isAllowed(tool: ObjectNode, allowed: Node | undefined): boolean {
  if (allowed === undefined) return true;
  const name = tool.get('Name');
  const own = name?.kind === 'string' ? [name.value, `@${name.value}`, `@${name.value}/*`] : [];
  const names = ['*', ...own];
  return allowed.kind === 'array' && allowed.items.some((item) => item.kind === 'string' && names.includes(item.value));
}
