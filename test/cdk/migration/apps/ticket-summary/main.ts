import * as path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

export class TicketSummary extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const summariseFn = new lambda.Function(this, 'SummariseFn', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers/summarise')),
      timeout: Duration.seconds(45),
    });
    summariseFn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [
          `arn:aws:bedrock:${this.region}::foundation-model/anthropic.claude-3-haiku-20240307-v1:0`,
        ],
      }),
    );

    const load = new sfn.Pass(this, 'Load ticket', { parameters: { 'text.$': '$.detail.text' } });
    const summarise = new tasks.LambdaInvoke(this, 'Summarise ticket', {
      lambdaFunction: summariseFn,
      outputPath: '$.Payload',
    });

    new sfn.StateMachine(this, 'TicketFlow', {
      definitionBody: sfn.DefinitionBody.fromChainable(load.next(summarise)),
      timeout: Duration.minutes(5),
    });
  }
}

export const app = new App();
new TicketSummary(app, 'TicketSummary');
