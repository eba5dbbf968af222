import * as path from 'path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Flow } from './lib/flow';

class FlowStack extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const summariser = new lambda.Function(this, 'Summariser', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
    });
    summariser.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const { machine } = new Flow(this, 'Flow', { summariser });
    new CfnOutput(this, 'MachineArn', { value: machine.stateMachineArn });
  }
}

export const app = new App();
new FlowStack(app, 'FlowStack');
