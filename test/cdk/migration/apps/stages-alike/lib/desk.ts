import * as path from 'path';
import { Duration, Stack, StackProps, Stage, StageProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

interface DeskProps extends StackProps {
  readonly prefix: string;
}

class Desk extends Stack {
  constructor(scope: Construct, id: string, props: DeskProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Summarise', {
      functionName: `${props.prefix}-summarise`,
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'fn')),
      timeout: Duration.seconds(30),
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const task = new tasks.LambdaInvoke(this, 'Summarise letter', { lambdaFunction: fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
  }
}

export class DeskStage extends Stage {
  constructor(scope: Construct, id: string, props?: StageProps) {
    super(scope, id, props);
    new Desk(this, 'Desk', { prefix: id.toLowerCase() });
  }
}
