/** Statements that let a role call more models or agents than any one machine needs. */
import { MODEL_CALL_ACTIONS } from '../../aws/call-permissions.ts';
import { matchesAction } from './missing-permissions.ts';
import type { PolicyStatement, PolicyText } from './policy-statements.ts';

export interface Wildcard {
  readonly statement: PolicyStatement;
  readonly kind: 'action' | 'resource';
  readonly written: PolicyText;
  /** The action that is allowed on it, for a resource. */
  readonly action: string;
}

/** At most one for each statement; a condition, or a statement that denies, may narrow it. */
export function wildcardsIn(statements: readonly PolicyStatement[]): readonly Wildcard[] {
  const denied = statements.filter(({ effect }) => effect === 'Deny');
  return statements.flatMap((statement) => {
    if (statement.effect !== 'Allow' || statement.isConditional) return [];
    const isNarrowed = denied.some(({ actions }) => actions.some(({ pattern }) => mayCallModel(pattern)));
    const wildcard = isNarrowed ? undefined : wildcardOf(statement);
    return wildcard === undefined ? [] : [wildcard];
  });
}

/** Every action, or every one of a service that runs models and agents. */
const ALL_ACTIONS = /^(?:\*|(?:bedrock|bedrock-agentcore):\*)$/i;

function wildcardOf(statement: PolicyStatement): Wildcard | undefined {
  const { actions, resources } = statement;
  const all = actions.find(({ text }) => text !== undefined && ALL_ACTIONS.test(text));
  if (all !== undefined)
    return reaches(resources) ? { kind: 'action', statement, written: all, action: '' } : undefined;
  const call = actions.find(({ text, pattern }) => text !== undefined && mayCallModel(pattern));
  const wide = call === undefined ? undefined : resources.find(({ written }) => isWide(written));
  if (wide === undefined || call === undefined) return undefined;
  return { kind: 'resource', statement, written: wide, action: call.text ?? '' };
}

function mayCallModel(pattern: string): boolean {
  return MODEL_CALL_ACTIONS.some((action) => matchesAction(pattern, action));
}

/** Whether a statement for all actions is about models or agents at all, not about one bucket or table. */
function reaches(resources: readonly PolicyText[]): boolean {
  return resources.some(({ text }) => text === '*' || /^arn:[^:]*:bedrock/.test(text ?? ''));
}

/** Everything, every foundation model, or every harness; unknown parts of the ARN before it do not matter. */
function isWide(written: string): boolean {
  return written === '*' || WIDE.test(written);
}

const WIDE = /^arn:[^/]*:bedrock(?:-agentcore)?:[^/]*:(?:\*|foundation-model\/\*|harness\/\*)$/;
