/** Edits that bound what a model writes, or how long an agent goes on, where nothing does. */
import { calledModel, memberAt } from '../asl/called-model.ts';
import type { TaskState } from '../asl/model.ts';
import { hasMember } from '../asl/payload.ts';
import type { Member } from '../asl/payload.ts';
import type { OwnModel } from '../aws/models.ts';
import type { ObjectNode } from '../tree/node.ts';
import { edit } from './fix.ts';
import type { Fix } from './fix.ts';

export function boundConverse(state: TaskState, tokens: number): Fix | undefined {
  const call = state.arguments;
  if (call?.kind !== 'object' || mayThink(memberAt(state, ['AdditionalModelRequestFields']))) return undefined;
  return bound(call, 'InferenceConfig', 'MaxTokens', tokens);
}

/** A plan where it is not certain of which family the model is, for each has a name of its own for the limit. */
export function boundBody(
  state: TaskState,
  field: string,
  tokens: number,
  models: readonly OwnModel[],
): Fix | undefined {
  const body = memberAt(state, ['Body']);
  if (body.kind !== 'literal' || body.node.kind !== 'object' || THINKING.some((name) => hasMember(body.node, name))) {
    return undefined;
  }
  const isClaude = body.node.entry('anthropic_version') !== undefined;
  const family = calledModel(state, models)?.family ?? (isClaude ? 'claude' : undefined);
  if (family === undefined) return { title: `Set ${field} in Body to ${tokens}`, safety: 'plan', edits: [] };
  if (family === 'nova') return bound(body.node, 'inferenceConfig', 'maxTokens', tokens);
  return { title: `Set ${field} to ${tokens}`, safety: 'unsafe', edits: [edit.append(body.node, field, tokens)] };
}

function mayThink(member: Member): boolean {
  if (member.kind !== 'literal' || member.node.kind !== 'object') return member.kind !== 'absent';
  const { node } = member;
  return node.isOpen || THINKING.some((name) => hasMember(node, name));
}

/** What counts as output and may be given more than the limit. */
export const THINKING: readonly string[] = ['thinking', 'reasoning_config', 'reasoningConfig'];

/** In the configuration that is there, or in a new one. */
function bound(call: ObjectNode, config: string, name: string, tokens: number): Fix | undefined {
  const known = call.get(config);
  if (known !== undefined && (known.kind !== 'object' || known.isOpen)) return undefined;
  if (known !== undefined && THINKING.some((member) => hasMember(known, member))) return undefined;
  const add = known === undefined ? edit.append(call, config, { [name]: tokens }) : edit.append(known, name, tokens);
  return { title: `Set ${config}.${name} to ${tokens}`, safety: 'unsafe', edits: [add] };
}

/** The rounds, for sources differ on what `MaxTokens` of a harness call counts. */
export function boundRounds({ arguments: call }: TaskState, rounds: number): Fix | undefined {
  if (call?.kind !== 'object') return undefined;
  return {
    title: `Set MaxIterations to ${rounds}`,
    safety: 'unsafe',
    edits: [edit.append(call, 'MaxIterations', rounds)],
  };
}
