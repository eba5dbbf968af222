/** A session id that InvokeHarness refuses: too long, too short, or with other characters than it takes. */
import type { Analyses } from '../../analysis/index.ts';
import type { DataFlow } from '../../analysis/data-flow/data-flow.ts';
import { kindsOf } from '../../analysis/data-flow/shape.ts';
import { expressionBounds, literalBounds, pathBounds } from '../../analysis/text-bounds.ts';
import type { TextBounds } from '../../analysis/text-bounds.ts';
import { isHarnessCall } from '../../asl/harness.ts';
import type { TaskState } from '../../asl/model.ts';
import { memberOf } from '../../asl/payload.ts';
import type { Member } from '../../asl/payload.ts';
import type { Limits } from '../../aws/limits.ts';
import { SESSION_ID, SESSION_ID_PART } from '../../aws/session-ids.ts';
import type { ParseJsonata } from '../../expr/jsonata/expression.ts';
import { newSession } from '../../fixers/session-id.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-session-id',
    category: 'integrations',
    summary: 'The session id of an agent harness is missing or of a form that the service does not take.',
    why:
      'A session id has 33 to 100 characters: letters, digits, hyphens and underscores, the first a letter or digit. ' +
      'Anything else is refused with `ValidationException` when the agent is called. Short names and order numbers are ' +
      'the usual cause, and the ARN of the execution, which has colons.',
    remedy:
      'Use `{% $uuid() %}` or `States.UUID()`, which have 36 characters; where a conversation goes on over several ' +
      'executions, store that id with it.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'Each call begins a session of its own: what was said in an earlier one is not known in it.',
    messages: {
      tooLong: {
        text: 'State "{state}" uses a session id of {length} characters, but at most {most} are allowed: the agent call is refused.',
        help: 'Use {uuid}, which has 36 characters.',
      },
      characters: {
        text: 'State "{state}" uses a session id that is not made of letters, digits, hyphens and underscores, the first a letter or digit: the agent call is refused.',
        help: 'Use {uuid}, or leave the other characters out.',
      },
      executionArn: {
        text: 'State "{state}" uses the ARN of the execution as session id, but colons are not allowed there: the agent call is refused.',
        help: 'Use {uuid}, or the name of the execution where it is long enough.',
      },
      tooShort: {
        text: 'State "{state}" uses a session id of {size} characters, but the service asks for {least} or more: the agent call may be refused.',
        help: 'Use {uuid}, which has 36 characters.',
        severity: 'warning',
      },
      missing: {
        text: 'State "{state}" calls its agent without RuntimeSessionId, which the service requires.',
        help: 'Add RuntimeSessionId, for example {uuid}.',
        severity: 'warning',
      },
    },
    references: ['Amazon Bedrock AgentCore API reference: InvokeHarness'],
  },
  {
    task(state, context) {
      if (!isHarnessCall(state) || state.arguments?.kind !== 'object' || state.queryLanguage === 'unknown') return;
      const uuid = state.queryLanguage === 'JSONata' ? '{% $uuid() %}' : 'States.UUID()';
      const { sessionIdMostCharacters: most, sessionIdLeastCharacters: least } = context.facts.limits;
      const data = { state: state.name, uuid, most, least };
      const member = memberOf(state.arguments, 'RuntimeSessionId', state.queryLanguage);
      if (member.kind === 'absent') {
        // A name in other letters is what `invalid-parameter` speaks of.
        if (state.arguments.entries.some(({ key }) => MISSPELT.test(key.value))) return;
        context.report({ at: { key: state.key }, message: 'missing', data, fix: newSession(state) });
        return;
      }
      const bounds = boundsOf(member, state, context.analyses, context.facts.limits);
      const message = bounds === undefined ? undefined : faultOf(bounds, member, context.facts.limits);
      if (bounds === undefined || message === undefined || member.kind === 'unknown') return;
      const size = member.kind === 'literal' ? String(bounds.longest) : `at most ${bounds.longest}`;
      const fix = newSession(state);
      context.report({ at: member.node, message, data: { ...data, length: bounds.longest, size }, fix });
    },
  },
);

const MISSPELT = /^runtimesessionid(?:\.\$)?$/i;

function boundsOf(
  member: Member,
  state: TaskState,
  { parseJsonata, dataFlow }: Analyses,
  limits: Limits,
): TextBounds | undefined {
  if ((member.kind !== 'literal' && member.kind !== 'computed') || member.node.kind !== 'string') return undefined;
  const text = member.node.value;
  if (member.kind === 'literal') return literalBounds(text);
  const written = state.queryLanguage === 'JSONPath' ? pathBounds(text) : jsonataBounds(text, parseJsonata);
  if (written !== undefined && faultOf(written, member, limits) !== undefined) return written;
  return assignedBounds(dataFlow, state, member.node) ?? written;
}

function jsonataBounds(text: string, parseJsonata: ParseJsonata | undefined): TextBounds | undefined {
  const expression = parseJsonata?.(text.slice(2, -2)).expression;
  return expression === undefined ? undefined : expressionBounds(expression);
}

/** Of what the states before made, where all of it is written in the definition. */
function assignedBounds(dataFlow: DataFlow, state: TaskState, node: Node): TextBounds | undefined {
  const value = dataFlow.readsOf(state).find((read) => read.node === node)?.value;
  if (value?.text?.maxBytes === undefined || kindsOf(value)?.length !== 1) return undefined;
  const { literal, maxBytes } = value.text;
  return { longest: maxBytes, literals: literal === undefined ? [] : [literal], holdsExecutionArn: false };
}

function faultOf(
  { longest, literals, holdsExecutionArn }: TextBounds,
  { kind }: Member,
  limits: Limits,
): string | undefined {
  if (holdsExecutionArn) return 'executionArn';
  const isOff = literals.some((literal) => !SESSION_ID_PART.test(literal));
  if (isOff || (kind === 'literal' && literals.some((literal) => !SESSION_ID.test(literal)))) return 'characters';
  if (kind === 'literal' && longest > limits.sessionIdMostCharacters) return 'tooLong';
  return longest < limits.sessionIdLeastCharacters ? 'tooShort' : undefined;
}
