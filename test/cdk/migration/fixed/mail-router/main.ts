import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';

export class MailRouter extends Stack {
  private readonly classifyFn = new lambda.Function(this, 'ClassifyFn', {
    code: lambda.Code.fromAsset('lambda/classify'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_22_X,
    memorySize: 256,
    timeout: Duration.seconds(20),
    environment: { MODEL_ID: MODEL, LOG_LEVEL: 'info' },
    initialPolicy: [
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [`arn:aws:bedrock:${this.region}::foundation-model/${MODEL}`],
      }),
    ],
  });

  private readonly classify = tasks.BedrockInvokeModel.jsonata(this, 'Classify mail', {
    outputs: {
      mail: '{% $states.input.mail %}',
      class: '{% {"label": ($type($states.result.Body.content[0]) = "object" ? $states.result.Body.content[0].text : $error("reply.content[0] must be an object")), "stop": $states.result.Body.stop_reason} %}',
    },
    assign: { mailbox: '{% $states.input.mail.to %}' },
    model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
    body: sfn.TaskInput.fromObject({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 20,
      messages: [
        {
          role: 'user',
          content: '{% $type($states.input) = "object" and $type($states.input.mail) = "object" and $type($states.input.mail.text) = "string" ? ("Which department is this mail for? " & $states.input.mail.text) : $error("input must be an object; input.mail must be an object; input.mail.text must be a text") %}',
        },
      ],
    }),
    contentType: 'application/json',
    accept: 'application/json',
    taskTimeout: sfn.Timeout.duration(Duration.seconds(20)),
  }).addRetry({
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
  }).addRetry({
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
    maxAttempts: 2,
    backoffRate: 2,
    jitterStrategy: sfn.JitterType.FULL,
  });

  readonly machine = new sfn.StateMachine(this, 'Routing', {
    queryLanguage: sfn.QueryLanguage.JSONATA,
    definitionBody: sfn.DefinitionBody.fromChainable(
      this.classify.next(sfn.Succeed.jsonata(this, 'Routed', { outputs: { mailbox: '{% $mailbox %}' } })),
    ),
  });
}

export const app = new App();
new MailRouter(app, 'MailRouter');
