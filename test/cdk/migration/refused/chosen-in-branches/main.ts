import * as path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

class Refused extends Stack {
  private fn: lambda.Function;

  constructor(scope: App, id: string) {
    super(scope, id);
    this.fn = this.summariser('Summariser', 'app.lambda_handler');
    if (this.node.tryGetContext('long') !== true) this.fn = this.summariser('Brief', 'brief.lambda_handler');
    const summarise = new tasks.LambdaInvoke(this, 'Summarise', { lambdaFunction: this.fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(summarise) });
  }

  private summariser(id: string, handler: string): lambda.Function {
    const fn = new lambda.Function(this, id, {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler,
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(45),
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    return fn;
  }
}

export const app = new App();
new Refused(app, 'Refused');

