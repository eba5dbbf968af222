import * as path from 'node:path';
import { App, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

interface FlowProps extends StackProps {
  readonly summariser: lambda.IFunction;
}

/** In a library: who makes it decides on the function. */
export class SummaryFlow extends Construct {
  constructor(scope: Construct, id: string, props: FlowProps) {
    super(scope, id);
    const summarise = new tasks.LambdaInvoke(this, 'Summarise', {
      lambdaFunction: props.summariser,
      outputPath: '$.Payload',
    });
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(summarise) });
  }
}

class Two extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const own = new lambda.Function(this, 'Own', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(45),
    });
    own.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    new SummaryFlow(this, 'Own flow', { summariser: own });
    new SummaryFlow(this, 'Other flow', {
      summariser: lambda.Function.fromFunctionName(this, 'Other', 'summariser-of-another-team'),
    });
  }
}

export const app = new App();
new Two(app, 'Two');
