import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code, Function as Fn, Runtime, Architecture } from 'aws-cdk-lib/aws-lambda';
import { QueryLanguage, DefinitionBody, StateMachine, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import * as t from 'aws-cdk-lib/aws-stepfunctions-tasks';

export const app = new App();

export class Awkward extends Stack {
  constructor() {
    super(app, 'Awkward');
    const quote = new Fn(this, 'Quote', {
      architecture: Architecture.ARM_64,
      code: Code.fromAsset('code'),
      handler: 'quote.handler',
      runtime: Runtime.PYTHON_3_13,
      timeout: Duration.seconds(30),
    });
    quote.addToRolePolicy(iam.PolicyStatement.fromJson({ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' }));
    const first = new Pass(this, `Don't "start"`);
    const step = new t.LambdaInvoke(this, `It's "quoted"`, { lambdaFunction: quote, outputPath: '$.Payload' });
    new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(first.next(step)),
      queryLanguage: QueryLanguage.JSON_PATH,
    });
  }
}

new Awkward();
