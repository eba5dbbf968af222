import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

// Hand-written states beside constructs, with retries from both.
const harness = (arn: string, extra: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::bedrockagentcore:invokeHarness',
  Parameters: {
    HarnessArn: arn,
    'RuntimeSessionId.$': 'States.UUID()',
    'Messages.$': '$.messages',
    TimeoutSeconds: 600,
    ...extra,
  },
  TimeoutSeconds: 600,
  Retry: [
    { ErrorEquals: ['BedrockAgentCore.ThrottlingException'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 },
  ],
});

export class AgentStates extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const arn = `arn:aws:bedrock-agentcore:${this.region}:${this.account}:harness/desk`;
    const plan = new sfn.CustomState(this, 'Plan', { stateJson: harness(arn, { MaxIterations: 5 }) });
    const work = new sfn.CustomState(this, 'Work', {
      stateJson: { ...harness(arn), ResultPath: '$.work', Comment: 'does it' },
    });
    const sorry = new sfn.Pass(this, 'Sorry', { result: sfn.Result.fromObject({ ok: false }) });
    work.addCatch(sorry, { errors: ['States.Timeout'], resultPath: '$.error' });
    plan.addRetry({ errors: ['BedrockAgentCore.InternalServerException'], maxAttempts: 1 });
    const check = new sfn.Choice(this, 'Finished?')
      .when(sfn.Condition.stringMatches('$.work.StopReason', 'end_*'), new sfn.Succeed(this, 'Finished'))
      .otherwise(plan);
    plan.next(work).next(check);
    new sfn.StateMachine(this, 'Agents', { definitionBody: new sfn.ChainDefinitionBody(plan) });
  }
}
