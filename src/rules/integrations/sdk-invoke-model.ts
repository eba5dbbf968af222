/** InvokeModel through the SDK integration, where Step Functions has one of its own. */
import { defineRule } from '../rule.ts';

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
    fix: 'none',
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
      context.report({ at: resource, message: 'sdk', data: { state: state.name } });
    },
  },
);
