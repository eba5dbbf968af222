import { App, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { join } from 'path';

interface TicketProps extends StackProps {
  readonly model: string;
  readonly seconds: number;
}

class Tickets extends Stack {
  constructor(scope: Construct, id: string, props: TicketProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Summarise', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'index.lambda_handler',
      code: lambda.Code.fromAsset(join(__dirname, 'lambda')),
      timeout: Duration.seconds(props.seconds),
      environment: { MODEL_ID: props.model },
    });
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [`arn:aws:bedrock:${this.region}::foundation-model/${props.model}`],
      }),
    );
    const task = new tasks.LambdaInvoke(this, 'Summarise ticket', { lambdaFunction: fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
  }
}

export const app = new App();
new Tickets(app, 'Test', { model: 'anthropic.claude-3-haiku-20240307-v1:0', seconds: 30 });
new Tickets(app, 'Live', { model: 'anthropic.claude-3-sonnet-20240229-v1:0', seconds: 50 });
