/** The first text block of an agent's answer, read as if there were always one. */
import type { Decisions } from '../../analysis/data-flow/decisions.ts';
import { firstMatch } from '../../analysis/error-matching.ts';
import type { Read } from '../../analysis/data-flow/field-reader.ts';
import type { Shape } from '../../analysis/data-flow/shape.ts';
import { isHarnessCall } from '../../asl/harness.ts';
import type { State, TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { pathAround } from '../../fixers/jsonata-parts.ts';
import type { Range } from '../../text/source-file.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

const CONTENT = 'Output.Message.Content';

export default defineRule(
  {
    id: 'unguarded-agent-content',
    category: 'integrations',
    summary: 'A state reads `Content[0]` of an InvokeHarness result, which may be empty.',
    why:
      'InvokeHarness returns the text blocks of the last message of the agent. When the turn ended with a tool call ' +
      'there is none, and `Content` is an empty list: a JSONPath that reads `Content[0]` then ends the execution with ' +
      '`States.Runtime`, and a JSONata field that reads it alone fails with `States.QueryEvaluationError`, after the ' +
      'agent has done and billed its work.',
    remedy:
      'Ask first: a Choice with `IsPresent` on the path or on `StopReason`; in JSONata `$exists(…) ? … : …`, or ' +
      '`$join(… .Content.Text)` inside a longer text.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'Where the agent ended without text the state goes on with an empty one.',
    messages: {
      unguarded: {
        text: 'State "{state}" reads element {index} of Content of {agent}, which is empty when the agent ended with a tool call: the state then fails.',
        help: 'Ask first whether there is one, or test StopReason.',
      },
    },
    references: ['AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore with Step Functions'],
  },
  {
    state(state, context) {
      for (const read of context.analyses.dataFlow.readsOf(state)) {
        const { node, indexed, language } = read;
        for (const { base, index, range } of indexed) {
          const agent = agentOf(base);
          if (agent === undefined || isAskedFor(agent, context.analyses.decisions)) continue;
          if (language === 'JSONata' && catchesEvaluation(state)) continue;
          const named = agent === state ? 'its own result' : `the result of "${agent.name}"`;
          const data = { state: state.name, index, agent: named };
          context.report({
            at: { slice: node, range },
            message: 'unguarded',
            data,
            fix: giveEmpty(read, range, context),
          });
        }
      }
    },
  },
);

/** In JSONata, for a text: what to do where there is none is else for the owner of the workflow to say. */
function giveEmpty({ node, language }: Read, { start, end }: Range, { analyses }: RuleContext): Fix {
  const inner = node.value.slice(2, -2);
  const expression = language === 'JSONata' ? analyses.parseJsonata?.(inner).expression : undefined;
  const path = expression && pathAround(expression, { start: start - 2, end: end - 2 });
  const text = path && inner.slice(path.start, path.end);
  if (path === undefined || text === undefined || !text.endsWith('.Text')) {
    return { title: 'Ask first whether there is a text', safety: 'plan', edits: [] };
  }
  const guarded = `$exists(${text}) ? ${text} : ''`;
  const whole = path === expression ? guarded : `(${guarded})`;
  const change = edit.splice(node, { start: path.start + 2, end: path.end + 2 }, whole);
  return { title: 'Give an empty text where there is none', safety: 'unsafe', edits: [change] };
}

/** A stop reason tells as much as the list itself: with `end_turn` there is text. */
const ASKED: readonly string[] = [CONTENT, `${CONTENT}[]`, `${CONTENT}[].Text`, 'StopReason', ''];

function isAskedFor(agent: TaskState, decisions: Decisions): boolean {
  return decisions.mentionStopReason || ASKED.some((path) => decisions.lookAt(agent, path));
}

/** The agent call of whose content blocks a value is the list. */
function agentOf(base: Shape): TaskState | undefined {
  const [source, ...others] = base.sources;
  if (source?.kind !== 'result' || source.path !== CONTENT || others.length > 0) return undefined;
  return source.state.type === 'Task' && isHarnessCall(source.state) ? source.state : undefined;
}

function catchesEvaluation(state: State): boolean {
  return 'catchers' in state && firstMatch(state.catchers, 'States.QueryEvaluationError').kind !== 'none';
}
