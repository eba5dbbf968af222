import { App, Duration, Stack } from 'aws-cdk-lib';
import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { join } from 'path';

const PROFILE = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0';

export class Regional extends Stack {
  private readonly write: lambda.Function;

  constructor(scope: App, id: string) {
    super(scope, id, { env: { region: 'eu-central-1', account: '444455556666' } });
    this.write = new lambda.Function(this, 'Write', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'write.handler',
      code: lambda.Code.fromAsset(join(__dirname, 'src')),
      timeout: Duration.seconds(59),
      environment: { PROFILE },
    });
    this.write.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [`arn:aws:bedrock:${this.region}:${this.account}:inference-profile/${PROFILE}`],
      }),
    );
    this.write.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: ['arn:aws:bedrock:eu-*::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0'],
        conditions: {
          StringLike: { 'bedrock:InferenceProfileArn': `arn:aws:bedrock:${this.region}:${this.account}:inference-profile/*` },
        },
      }),
    );
    const machine = new sfn.StateMachine(this, 'Writer', {
      definitionBody: sfn.DefinitionBody.fromChainable(this.steps()),
      timeout: Duration.minutes(10),
    });
    machine.grantStartExecution(new iam.ServicePrincipal('events.amazonaws.com'));
  }

  private steps(): sfn.IChainable {
    const giveUp = new sfn.Fail(this, 'Give up', { cause: 'The model did not answer' });
    return new LambdaInvoke(this, 'Write copy', {
      lambdaFunction: this.write,
      payload: sfn.TaskInput.fromObject({
        brief: sfn.JsonPath.stringAt('$.brief'),
        tone: sfn.JsonPath.stringAt('$.tone'),
        started: sfn.JsonPath.executionStartTime,
      }),
      outputPath: '$.Payload',
    })
      .addRetry({ errors: ['ThrottlingException', 'ModelTimeoutException'], interval: Duration.seconds(8), maxAttempts: 5, backoffRate: 2, jitterStrategy: sfn.JitterType.FULL })
      .addCatch(giveUp);
  }
}

export const app = new App();
new Regional(app, 'Regional');
