import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const MODEL = 'amazon.nova-lite-v1:0';
const CODE = `
const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime');
const client = new BedrockRuntimeClient({});

exports.handler = async (event) => {
  if (typeof event.text !== 'string') throw new TypeError('text is missing');
  const answer = await client.send(new ConverseCommand({
    modelId: '__MODEL__',
    messages: [{ role: 'user', content: [{ text: \`Shorten this: \${event.text}\` }] }],
  }));
  return { text: answer.output.message.content[0].text };
};
`;

class Shorter extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new lambda.Function(this, 'Shorten', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(CODE.replace('__MODEL__', MODEL)),
      timeout: Duration.seconds(30),
      initialPolicy: [new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] })],
    });
    const shorten = tasks.CallAwsService.jsonata(this, 'Shorten it', {
      service: 'bedrockruntime',
      action: 'converse',
      parameters: {
        ModelId: 'amazon.nova-lite-v1:0',
        Messages: [
          {
            Role: 'user',
            Content: [
              {
                Text: '{% $type($states.input) = "object" and $type($states.input.text) = "string" ? ("Shorten this: " & $states.input.text) : $error("input must be an object; input.text must be a text") %}',
              },
            ],
          },
        ],
      },
      iamAction: 'bedrock:InvokeModel',
      iamResources: ['*'],
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
      outputs: '{% {"text": ($v2 := ($v1 := ($type($states.result.Output.Message) = "object" ? $states.result.Output.Message.Content : $error("reply.output.message must be an object")); $type($v1) = "array" ? $v1[0] : $error("reply.output.message.content must be a list")); $type($v2) = "object" ? $v2.Text : $error("reply.output.message.content[0] must be an object"))} %}',
    });
    shorten.addRetry({
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
    shorten.addRetry({
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
      maxAttempts: 2,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });
    new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(shorten) });
  }
}

export const app = new App();
new Shorter(app, 'Shorter');
