/** A model that Bedrock no longer lists. */
import { calledModel } from '../../asl/called-model.ts';
import type { TaskState } from '../../asl/model.ts';
import { MODELS_DATE } from '../../aws/models.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'retired-model',
    category: 'integrations',
    summary: 'An AI task calls a model that is no longer among those that Bedrock lists.',
    why:
      'Bedrock takes models off its list when their successors are there. A call of such a model fails, mostly with ' +
      '`ResourceNotFoundException`, in accounts that did not use it lately, and in all of them from the day it ends.',
    remedy:
      'Move to a model of the current list, and test the prompts with it. Newer models are often reached through an ' +
      'inference profile only, such as `us.anthropic.claude-sonnet-4-6`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      retired: {
        text: 'State "{state}" calls {model}, which Bedrock no longer lists (as of {date}): the call fails where the model is not offered any more.',
        help: 'Choose a model of the current list.',
      },
      behind: {
        text: 'State "{state}" has its answer written by {model}, which Bedrock no longer lists (as of {date}): the call fails where the model is not offered any more.',
        help: 'Choose a model of the current list.',
      },
      own: {
        text: 'State "{state}" uses {model}, which is not offered from {date} on, as the configuration of this run says: the call fails from that day.',
        help: 'Choose a model that stays.',
      },
    },
    references: ['Amazon Bedrock user guide: Models at a glance', 'Amazon Bedrock user guide: Model lifecycle'],
  },
  {
    task(state, context) {
      const model = calledModel(state, context.facts.models);
      if (model?.isRetired !== true) return;
      const { node, id, retiredFrom } = model;
      const data = { state: state.name, model: id, date: retiredFrom ?? MODELS_DATE };
      const message = retiredFrom !== undefined ? 'own' : isBehind(state) ? 'behind' : 'retired';
      context.report({ at: node, message, data });
    },
  },
);

/** A knowledge base or an agent calls the model. */
function isBehind({ aiCall }: TaskState): boolean {
  return aiCall?.operation.name === 'RetrieveAndGenerate' || aiCall?.operation.name === 'InvokeHarness';
}
