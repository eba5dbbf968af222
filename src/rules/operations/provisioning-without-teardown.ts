/** A resource that a machine creates and, on some way to an end, never deletes or stops. */
import { provisionedBy } from '../../analysis/missing-teardowns.ts';
import type { Leftover } from '../../analysis/missing-teardowns.ts';
import type { TaskState } from '../../asl/model.ts';
import type { ProvisionedResource } from '../../aws/provisioned-resources.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'provisioning-without-teardown',
    category: 'operations',
    summary: 'A machine creates a resource that some way to an end leaves behind.',
    why:
      'A harness, a runtime, an endpoint, a browser session or a vector index that an execution creates does not go away ' +
      'with the execution. When the way to the end does not delete or stop it, every such execution leaves one more ' +
      'behind, which takes up a quota of the account and, for sessions and provisioned throughput, is billed. It is ' +
      'mostly the failure that is forgotten: an error after the creation ends the execution before the clean-up.\n\n' +
      'A way on which a Lambda function, a nested execution, a queue or a person could have cleaned up is not judged.',
    remedy:
      'Delete or stop it on each way to an end. Put the work between creation and clean-up into a Parallel of one branch, ' +
      'or give each of its states a `Catch` on `States.ALL`, that leads to the same clean-up before the Fail state. What ' +
      'is made to stay is better declared in a template; otherwise suppress the finding there.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      end: {
        text: 'State "{state}" creates {resource}, and the execution can end in "{end}" without a call of {ender}: it is left behind.',
        help: 'Call {ender} before "{end}", or suppress this where it is meant to stay.',
      },
      error: {
        text: 'State "{state}" creates {resource}, and an error of "{end}" that nothing catches ends the execution without a call of {ender}: it is left behind.',
        help: 'Catch States.ALL in "{end}", and call {ender} before the execution fails.',
      },
    },
    references: [
      'Amazon Bedrock AgentCore API reference: control plane and data plane actions',
      'Amazon S3 Vectors API reference: CreateIndex, DeleteIndex',
      'Amazon Bedrock API reference: CreateProvisionedModelThroughput',
    ],
  },
  {
    task(state, context) {
      const resource = provisionedBy(state);
      if (resource === undefined || !context.analyses.isSurelyReached(state)) return;
      const left = context.analyses.missingTeardowns.after(state, resource);
      if (left !== undefined) reportLeftover(state, resource, left, context);
    },
  },
);

function reportLeftover(state: TaskState, resource: ProvisionedResource, left: Leftover, context: RuleContext): void {
  const ender = resource.enders[0]?.replace(/^.*:/, '') ?? '';
  const data = { state: state.name, resource: resource.name, end: left.state.name, ender };
  const note = left.kind === 'end' ? 'the execution can end here' : 'an error here ends the execution';
  const related = left.state === state ? [] : [{ at: { key: left.state.key }, note }];
  context.report({ at: { key: state.key }, message: left.kind, data, related });
}
