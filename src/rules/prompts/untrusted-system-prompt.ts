/** Input of the execution, or an item of a Map, inside the system prompt of a model or agent. */
import { FROM_INPUT, FROM_ITEM } from '../../analysis/data-flow/marks.ts';
import { deepMarks } from '../../analysis/data-flow/shape.ts';
import type { Shape } from '../../analysis/data-flow/shape.ts';
import type { Read } from '../../analysis/data-flow/field-reader.ts';
import type { TaskState } from '../../asl/model.ts';
import { SYSTEM_PROMPTS } from '../../aws/prompt-fields.ts';
import { defineRule } from '../rule.ts';
import type { Target } from '../rule.ts';

export default defineRule(
  {
    id: 'untrusted-system-prompt',
    category: 'prompts',
    summary: 'Execution or item input flows into a system prompt.',
    why:
      'A model takes its system prompt for the orders of its owner. Text that comes with the input of an execution was ' +
      'often written by someone else: a customer, a web page, a document. Put into the system prompt, it can change what ' +
      'the model does, which tools an agent uses, and what it gives away (prompt injection).',
    remedy:
      'Keep the system prompt fixed and put the input into a user message. Where the prompt must differ, choose between ' +
      'texts that the definition holds.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      untrusted: {
        text: 'State "{state}" puts {origin} into {field}: whoever writes it gives the model its orders (prompt injection).',
        help: 'Keep the system prompt fixed, and pass the value in a user message.',
      },
    },
    references: ['Amazon Bedrock user guide: Prompt injection security'],
  },
  {
    task(state, context) {
      const call = state.aiCall;
      const path = call === undefined ? undefined : SYSTEM_PROMPTS[call.operation.name];
      if (path === undefined || state.queryLanguage === 'unknown') return;
      const { dataFlow } = context.analyses;
      if (dataFlow.isOpen || dataFlow.inputOf(state) === undefined) return;
      const prompt = memberAt(dataFlow.argumentsOf(state), path);
      const marks = prompt === undefined ? 0 : deepMarks(prompt);
      if ((marks & (FROM_INPUT | FROM_ITEM)) === 0) return;
      const origin = (marks & FROM_ITEM) === 0 ? 'input of the execution' : 'an item of a Map';
      const data = { state: state.name, origin, field: path.join('.') };
      context.report({ at: targetIn(state, path, dataFlow.readsOf(state)), message: 'untrusted', data });
    },
  },
);

/** A member that is certainly given, at the end of a path. */
function memberAt(shape: Shape, path: readonly string[]): Shape | undefined {
  let current: Shape | undefined = shape;
  for (const name of path) current = current?.object?.fields.get(name);
  return current;
}

/** The first path or expression in the prompt that brings it in, or else the arguments. */
function targetIn(state: TaskState, path: readonly string[], reads: readonly Read[]): Target {
  const isIn = ({ field, value }: Read): boolean => {
    const names = field.replace(/^(?:Arguments|Parameters)\.?/, '').split(/[.[]/);
    const isOnWay = names.every((name, i) => i >= path.length || name === path[i]);
    return isOnWay && /^(?:Arguments|Parameters)/.test(field) && (deepMarks(value) & (FROM_INPUT | FROM_ITEM)) !== 0;
  };
  return reads.find(isIn)?.node ?? state.arguments ?? { key: state.key };
}
