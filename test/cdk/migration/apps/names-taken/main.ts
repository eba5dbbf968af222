import * as path from 'node:path';
import { App, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { FoundationModel, ModelStack } from './lib/base';

const model = new FoundationModel('anthropic.claude-3-haiku-20240307-v1:0');
const Timeout = { short: Duration.seconds(20), long: Duration.seconds(45) };

class Tickets extends ModelStack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, 'Summariser', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Timeout.long,
      description: `Calls ${model.name}`,
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const summarise = new LambdaInvoke(this, 'Summarise', { lambdaFunction: fn, outputPath: '$.Payload' });
    new StateMachine(this, 'Flow', { definitionBody: DefinitionBody.fromChainable(summarise), timeout: Timeout.short });
  }
}

export const app = new App();
new Tickets(app, 'Tickets');
