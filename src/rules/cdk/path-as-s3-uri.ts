/** `BedrockInvokeModel` of CDK with the feature flag switched off by which it tells the path of a state from a URI of S3. */
import { pathsAsUris } from '../../analysis/path-as-uri.ts';
import type { TaskState } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'path-as-s3-uri',
    category: 'cdk',
    summary:
      'A model call that CDK makes takes the path of its state for a URI of S3, or loses the URI that it is given.',
    why:
      'With the feature flag `@aws-cdk/aws-stepfunctions-tasks:useNewS3UriParametersForBedrockInvokeModelTask` set to ' +
      '`false`, `BedrockInvokeModel` writes its `inputPath` and `outputPath` twice: as the paths of the state, and as `S3Uri` of the ' +
      'input and output of the model. `outputPath: "$.Body"` so asks Bedrock to store the answer at a URI that is none. ' +
      'The options meant for URIs, `s3InputUri` and `s3OutputUri`, are left out at the same time: the answer is not stored ' +
      'at all. Version 2 of CDK has the flag on where it is not named.',
    remedy:
      'Set the flag to `true` in the `context` of `cdk.json`, or take it out, and name objects in S3 with `input` and `output` only. ' +
      'With the flag off, use `resultSelector` or `resultPath` in place of `outputPath`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      path: {
        text: 'State "{state}" gives the model {path} as URI of its {what} in S3: CDK takes the path of the state for one, and the call fails.',
        help: 'Set the feature flag "{flag}" to true in cdk.json, or leave it out.',
      },
      ignored: {
        text: 'State "{state}" has the option {option}, which CDK leaves out with its feature flag switched off: the model is not told of it.',
        help: 'Set the feature flag "{flag}" to true in cdk.json, or leave it out.',
      },
    },
    references: [
      'AWS CDK: Feature flags, @aws-cdk/aws-stepfunctions-tasks:useNewS3UriParametersForBedrockInvokeModelTask',
      'AWS CDK API reference: BedrockInvokeModel',
    ],
  },
  {
    task(state, context) {
      const { integration } = state;
      if (integration.kind !== 'optimised' || `${integration.service}:${integration.action}` !== CALL) return;
      for (const { what, uri } of pathsAsUris(state.node)) {
        const data = { state: state.name, path: `"${uri.value}"`, what, flag: FLAG };
        context.report({ at: uri, message: 'path', data });
      }
      reportIgnored(state, context);
    },
  },
);

const CALL = 'bedrock:invokeModel';
const FLAG = '@aws-cdk/aws-stepfunctions-tasks:useNewS3UriParametersForBedrockInvokeModelTask';

function reportIgnored(state: TaskState, context: RuleContext): void {
  for (const { construct } of state.machine.declarations) {
    for (const { state: name, key } of construct?.ignoredOptions ?? []) {
      if (name !== state.name) continue;
      context.report({ at: { key }, message: 'ignored', data: { state: state.name, option: key.value, flag: FLAG } });
    }
  }
}
