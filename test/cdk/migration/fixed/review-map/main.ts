import { App, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, Map, StateMachine, Timeout, JitterType } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
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

    const rateOne = CallAwsService.jsonata(this, 'Rate one review', {
      service: 'bedrockruntime',
      action: 'converse',
      parameters: {
        ModelId: 'amazon.nova-lite-v1:0',
        System: [{ Text: 'You rate product reviews from 1 to 5.' }],
        Messages: [
          {
            Role: 'user',
            Content: [
              {
                Text: '{% $type($states.input.item) = "object" and $type($states.input.item.text) = "string" and $type($states.input.product) = "string" ? ("Product: " & $states.input.product & "\\nReview: " & $states.input.item.text) : $error("input.item must be an object; input.item.text must be a text; input.product must be a text") %}',
              },
            ],
          },
        ],
        InferenceConfig: { MaxTokens: 100, Temperature: 0 },
      },
      iamAction: 'bedrock:InvokeModel',
      iamResources: ['arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0'],
      taskTimeout: Timeout.duration(Duration.seconds(30)),
      outputs: '{% $merge([$states.input, {"rated": {"rating": ($exists($states.result.Output.Message.Content[0].Text) ? $states.result.Output.Message.Content[0].Text : $error("reply.output.message.content[0].text is missing")), "reason": "run " & $states.context.Execution.Name}}]) %}',
    });
    rateOne.addRetry({
      errors: [
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.SdkClientException',
        'Bedrock.SdkClientException',
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
    });
    rateOne.addRetry({
      errors: [
        'BedrockRuntime.ThrottlingException',
        'Bedrock.ThrottlingException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.ModelNotReadyException',
      ],
      interval: Duration.seconds(1),
      maxAttempts: 4,
      backoffRate: 2,
      jitterStrategy: JitterType.FULL,
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
