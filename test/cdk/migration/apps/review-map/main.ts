import { App, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, JsonPath, Map, StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as path from 'path';

class ReviewStack extends Stack {
  constructor(scope: App, id: string, props?: StackProps) {
    super(scope, id, props);

    const rate = new LambdaFunction(this, 'Rate', {
      code: Code.fromAsset(path.join(__dirname, 'lambda')),
      handler: 'rate.lambda_handler',
      runtime: Runtime.PYTHON_3_11,
      timeout: Duration.seconds(30),
    });
    rate.addToRolePolicy(
      new PolicyStatement({ actions: ['bedrock:Converse', 'bedrock:InvokeModel'], resources: ['arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0'] }),
    );

    const rateOne = new LambdaInvoke(this, 'Rate one review', {
      lambdaFunction: rate,
      payload: TaskInput.fromObject({
        review: JsonPath.stringAt('$.item.text'),
        product: JsonPath.stringAt('$.product'),
        run: JsonPath.executionName,
      }),
      resultSelector: { 'rating.$': '$.Payload.rating', 'reason.$': '$.Payload.reason' },
      resultPath: '$.rated',
    });

    const each = new Map(this, 'Each review', {
      itemsPath: '$.reviews',
      maxConcurrency: 5,
      itemSelector: { 'item.$': '$$.Map.Item.Value', 'product.$': '$.product' },
    });
    each.itemProcessor(rateOne);

    new StateMachine(this, 'Reviews', { definitionBody: DefinitionBody.fromChainable(each) });
  }
}

export const app = new App();
new ReviewStack(app, 'Reviews');
