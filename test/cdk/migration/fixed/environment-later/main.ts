import * as path from 'node:path';
import { App, Duration, Stack, Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

class Tickets extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, 'Summariser', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(45),
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    fn.addEnvironment('MODEL_ID', process.env.SUMMARY_MODEL ?? 'anthropic.claude-3-haiku-20240307-v1:0');
    const summarise = new sfn.CustomState(this, 'Summarise', {
      stateJson: {
        Type: 'Task',
        QueryLanguage: 'JSONata',
        Resource: `arn:${Aws.PARTITION}:states:::bedrock:invokeModel`,
        Arguments: {
          ModelId: process.env.SUMMARY_MODEL ?? 'anthropic.claude-3-haiku-20240307-v1:0',
          Body: {
            anthropic_version: 'bedrock-2023-05-31',
            max_tokens: 300,
            messages: [
              {
                role: 'user',
                content: '{% $type($states.input) = "object" and ($type($exists($states.input.text) ? $states.input.text : "") = "string") ? ("Summarise this ticket in two sentences:\\n\\n" & ($exists($states.input.text) ? $states.input.text : "")) : $error("input must be an object; input.text must be a text") %}',
              },
            ],
          },
        },
        TimeoutSeconds: 45,
        Output: { summary: '{% $states.result.Body.content[0].text %}' },
      },
    });
    summarise.addRetry({
      errors: [
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.SdkClientException',
        'BedrockRuntime.SdkClientException',
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
    });
    summarise.addRetry({
      errors: [
        'Bedrock.ThrottlingException',
        'BedrockRuntime.ThrottlingException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.ModelNotReadyException',
      ],
      interval: Duration.seconds(1),
      maxAttempts: 4,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(summarise) }).addToRolePolicy(new iam.PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: ['*'],
    }));
  }
}

export const app = new App();
new Tickets(app, 'Tickets');
