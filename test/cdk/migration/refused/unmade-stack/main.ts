import * as path from 'node:path';
import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export interface SummaryProps extends StackProps {
  readonly model?: string;
  readonly timeout?: Duration;
}

/** For the apps of others. */
export class SummaryStack extends Stack {
  constructor(scope: Construct, id: string, props: SummaryProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Summariser', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: props.timeout ?? Duration.seconds(30),
      environment: { MODEL_ID: props.model ?? 'anthropic.claude-3-haiku-20240307-v1:0' },
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const summarise = new tasks.LambdaInvoke(this, 'Summarise', { lambdaFunction: fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(summarise) });
  }
}
