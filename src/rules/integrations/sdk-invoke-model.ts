/** InvokeModel through the SDK integration, where Step Functions has one of its own. */
import type { TaskState } from '../../asl/model.ts';
import { bodyAsObject } from '../../fixers/body-object.ts';
import type { Fix } from '../../fixers/fix.ts';
import { retarget } from '../../fixers/retarget.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'sdk-invoke-model',
    category: 'integrations',
    summary: 'InvokeModel is called through the SDK integration although there is an optimised one.',
    why:
      'The optimised `bedrock:invokeModel` takes the request body as JSON, gives the answer back parsed, and reads and ' +
      'writes bodies in S3 that are too large for a state. The SDK integration passes the body as a blob: how text and ' +
      'JSON are encoded there is not documented, and prompts above 256 KiB do not fit.',
    remedy:
      'Use `arn:aws:states:::bedrock:invokeModel` with the body as a JSON object, and read the answer from `Body`. For ' +
      'one request shape for all models use `aws-sdk:bedrockruntime:converse` instead.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The answer is JSON in Body where it was a blob, also in the output of the execution.',
    messages: {
      sdk: {
        text: 'State "{state}" calls InvokeModel through the SDK integration, which passes request and answer as blobs in an undocumented encoding.',
        help: 'Use bedrock:invokeModel, with the body as a JSON object.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Invoke and customize Amazon Bedrock models with Step Functions',
      'AWS Step Functions developer guide: Integrating services with Step Functions',
    ],
  },
  {
    task(state, context) {
      const { integration, node } = state;
      if (integration.kind !== 'sdk' || integration.service !== 'bedrockruntime') return;
      const resource = node.get('Resource');
      if (integration.action !== 'invokeModel' || resource === undefined) return;
      context.report({ at: resource, message: 'sdk', data: { state: state.name }, fix: callOptimised(state, context) });
    },
  },
);

const OPTIMISED = 'bedrock:invokeModel';

/** Request and answer change together: a plan where something reads the answer, or the request is not known. */
function callOptimised(state: TaskState, { analyses }: RuleContext): Fix {
  const title = `Call ${OPTIMISED}`;
  const body = bodyAsObject(state, analyses.parseJsonata);
  const call = isRead(state) ? undefined : retarget(state, OPTIMISED, analyses.calledParameters);
  if (body === undefined || call === undefined) return { title, safety: 'plan', edits: [] };
  return { title, safety: 'unsafe', edits: [...call, ...body] };
}

/** Whether a part of the answer is picked out, or goes to another state. */
function isRead({ node, machine, queryLanguage }: TaskState): boolean {
  if (node.isOpen || queryLanguage === 'unknown' || PICKING.some((field) => node.get(field) !== undefined)) return true;
  if (queryLanguage === 'JSONPath' && node.get('ResultPath')?.kind === 'null') return false;
  const end = node.get('End');
  return machine.owner !== undefined || end?.kind !== 'boolean' || !end.value;
}

const PICKING: readonly string[] = ['ResultSelector', 'OutputPath', 'Output', 'Assign'];
